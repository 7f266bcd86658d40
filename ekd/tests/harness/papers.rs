//! What a utility's billing program and its bank write: structured invoices FA(3) and statements MT940, byte by byte.

use std::fmt::Write as _;

/// The seller of all invoices here.
pub(crate) const SELLER: &str = "5260250274";

/// A structured invoice that is to be written.
#[derive(Clone, Debug)]
pub(crate) struct Fa {
    pub(crate) number: String,
    pub(crate) customer: String,
    pub(crate) buyer: String,
    pub(crate) issued: String,
    pub(crate) due: String,
    /// The first and the last day that are billed.
    pub(crate) period: (String, String),
    /// What is billed, and net grosze.
    pub(crate) lines: Vec<(String, i64)>,
    /// The number of the invoice that it corrects, and the day of that one.
    pub(crate) corrects: Option<(String, String)>,
    pub(crate) account: Option<String>,
}

impl Fa {
    /// Returns what it asks for, in grosze: the net sum and 23 % of it.
    pub(crate) fn gross(&self) -> i64 {
        self.net() + self.vat()
    }

    fn net(&self) -> i64 {
        self.lines.iter().map(|(_, net)| net).sum()
    }

    fn vat(&self) -> i64 {
        let (whole, rest) = (self.net().abs() * 23 / 100, self.net().abs() * 23 % 100);
        (whole + i64::from(rest >= 50)) * self.net().signum()
    }

    pub(crate) fn xml(&self) -> String {
        let Self { number, customer, buyer, issued, due, period, .. } = self;
        let (kind, corrected) = match &self.corrects {
            Some((original, day)) => (
                "KOR",
                format!(
                    "<PrzyczynaKorekty>błędny odczyt</PrzyczynaKorekty><TypKorekty>2</TypKorekty><DaneFaKorygowanej>\
                     <DataWystFaKorygowanej>{day}</DataWystFaKorygowanej><NrFaKorygowanej>{original}</NrFaKorygowanej>\
                     <NrKSeFN>1</NrKSeFN></DaneFaKorygowanej>"
                ),
            ),
            None => ("VAT", String::new()),
        };
        let account = self
            .account
            .as_ref()
            .map_or_else(String::new, |account| format!("<RachunekBankowy><NrRB>{account}</NrRB></RachunekBankowy>"));
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Faktura xmlns=\"http://crd.gov.pl/wzor/2025/06/25/13775/\">\
             <Naglowek><KodFormularza kodSystemowy=\"FA (3)\" wersjaSchemy=\"1-0E\">FA</KodFormularza>\
             <WariantFormularza>3</WariantFormularza><DataWytworzeniaFa>{issued}T06:00:00Z</DataWytworzeniaFa></Naglowek>\
             <Podmiot1><DaneIdentyfikacyjne><NIP>{SELLER}</NIP><Nazwa>Miejska Ciepłownia Sp. z o.o.</Nazwa>\
             </DaneIdentyfikacyjne><Adres><KodKraju>PL</KodKraju><AdresL1>ul. Ciepła 1</AdresL1></Adres></Podmiot1>\
             <Podmiot2><DaneIdentyfikacyjne><BrakID>1</BrakID><Nazwa>{buyer}</Nazwa></DaneIdentyfikacyjne>\
             <NrKlienta>{customer}</NrKlienta><JST>2</JST><GV>2</GV></Podmiot2>\
             <Fa><KodWaluty>PLN</KodWaluty><P_1>{issued}</P_1><P_2>{number}</P_2>\
             <OkresFa><P_6_Od>{}</P_6_Od><P_6_Do>{}</P_6_Do></OkresFa>\
             <P_13_1>{}</P_13_1><P_14_1>{}</P_14_1><P_15>{}</P_15>\
             <Adnotacje><P_16>2</P_16><P_17>2</P_17><P_18>2</P_18><P_18A>2</P_18A>\
             <Zwolnienie><P_19N>1</P_19N></Zwolnienie><NoweSrodkiTransportu><P_22N>1</P_22N></NoweSrodkiTransportu>\
             <P_23>2</P_23><PMarzy><P_PMarzyN>1</P_PMarzyN></PMarzy></Adnotacje>\
             <RodzajFaktury>{kind}</RodzajFaktury>{corrected}{}\
             <Platnosc><TerminPlatnosci><Termin>{due}</Termin></TerminPlatnosci><FormaPlatnosci>6</FormaPlatnosci>\
             {account}</Platnosc></Fa></Faktura>\n",
            period.0,
            period.1,
            decimal(self.net(), '.'),
            decimal(self.vat(), '.'),
            decimal(self.gross(), '.'),
            self.rows(),
        )
    }

    fn rows(&self) -> String {
        let mut rows = String::new();
        for (at, (text, net)) in self.lines.iter().enumerate() {
            let net = decimal(*net, '.');
            write!(
                rows,
                "<FaWiersz><NrWierszaFa>{}</NrWierszaFa><P_7>{text}</P_7><P_8A>usł.</P_8A><P_8B>1</P_8B>\
                 <P_9A>{net}</P_9A><P_11>{net}</P_11><P_12>23</P_12></FaWiersz>",
                at + 1
            )
            .unwrap();
        }
        rows
    }
}

/// A transfer that came in.
#[derive(Clone, Debug)]
pub(crate) struct Incoming {
    pub(crate) grosze: i64,
    pub(crate) payer: String,
    pub(crate) title: String,
    /// The payer's virtual account, as mBank tells it.
    pub(crate) virtual_account: Option<String>,
}

/// The account into which all pay.
pub(crate) const ACCOUNT: &str = "PL46114010100000579009004001";

/// Returns a statement of a day (`260131`) with these transfers, and what the account holds after it.
pub(crate) fn mt940(number: u32, day: &str, opening: i64, incoming: &[Incoming]) -> (String, i64) {
    let closing = opening + incoming.iter().map(|one| one.grosze).sum::<i64>();
    let mark = |grosze: i64| if grosze < 0 { 'D' } else { 'C' };
    let mut text = format!(
        ":20:ST{day}CYC/1\n:25:{ACCOUNT}\n:28C:{number}/1\n:60F:{}{day}PLN{}\n",
        mark(opening),
        decimal(opening.abs(), ',')
    );
    for (at, one) in incoming.iter().enumerate() {
        writeln!(
            text,
            ":61:{day}{}{}{}NTRFNONREF//{number}{at}",
            &day[2..],
            mark(one.grosze),
            decimal(one.grosze.abs(), ',')
        )
        .unwrap();
        let iph = one.virtual_account.as_ref().map_or_else(String::new, |account| format!("ID IPH: {account}; "));
        let details = format!(
            "916 PRZELEW PRZYCHODZĄCY; OD: {}; TYT.: {}; {iph}TNR: 1454110{day}{number:04}.{at:06}",
            one.payer, one.title
        );
        let characters: Vec<char> = details.chars().collect();
        for (line, piece) in characters.chunks(60).enumerate() {
            let piece: String = piece.iter().collect();
            writeln!(text, "{}{piece}", if line == 0 { ":86:" } else { "" }).unwrap();
        }
    }
    writeln!(text, ":62F:{}{day}PLN{}\n-", mark(closing), decimal(closing.abs(), ',')).unwrap();
    (text, closing)
}

/// Writes grosze as złotys with two decimals.
pub(crate) fn decimal(grosze: i64, separator: char) -> String {
    let sign = if grosze < 0 { "-" } else { "" };
    format!("{sign}{}{separator}{:02}", grosze.abs() / 100, grosze.abs() % 100)
}
