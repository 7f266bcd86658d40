//! The form FA(2): what its schema allows, part by part.

use super::shared::{
    ADDRESS, ADVANCE, ANNOTATIONS, AUTHORISED, CORRECTED, DESCRIPTION, FOOTER, PART_ADVANCE, SELLER, SELLER_BEFORE,
    SETTLEMENT,
};
use super::values::{
    ACCOUNT_FA2, AMOUNT, COUNTRY, CURRENCY, DATE_2006, DATE_2016, EMAIL, INNER_NUMBER, INSTANT_2021, INSTANT_2022,
    NATURAL, NIP, PERCENT, PRICE, QUANTITY, RATE_FA2, SWIFT, TAX_ID_FA2, TELEPHONE, TEXT, TEXT_20, TEXT_32, TEXT_50,
    TEXT_512, UNION_COUNTRY, UNION_NUMBER, YES, exact_words, figures, words,
};
use crate::invoice::fa::part::Holds::{Marked, Parts};
use crate::invoice::fa::part::Part::{All, AllOrNone, Either, EitherOrNone};
use crate::invoice::fa::part::{Part, UNBOUNDED, any, maybe, one, some};

/// `Faktura`.
pub(super) const INVOICE: &[Part] = &[
    one("Naglowek", Parts(HEADER)),
    one("Podmiot1", Parts(SELLER)),
    one("Podmiot2", Parts(BUYER)),
    any("Podmiot3", 100, Parts(OTHER_PARTY)),
    maybe("PodmiotUpowazniony", Parts(AUTHORISED)),
    one("Fa", Parts(BODY)),
    maybe("Stopka", Parts(FOOTER)),
];

/// `Naglowek`.
const HEADER: &[Part] = &[
    one("KodFormularza", Marked(&[("kodSystemowy", "FA (2)"), ("wersjaSchemy", "1-0E")], &exact_words("FA"))),
    one("WariantFormularza", figures(&[2])),
    one("DataWytworzeniaFa", INSTANT_2022),
    maybe("SystemInfo", TEXT),
];

/// `Podmiot2`.
const BUYER: &[Part] = &[
    maybe("NrEORI", TEXT),
    one("DaneIdentyfikacyjne", Parts(BUYER_IDENTITY)),
    maybe("Adres", Parts(ADDRESS)),
    maybe("AdresKoresp", Parts(ADDRESS)),
    any("DaneKontaktowe", 3, Parts(&[AllOrNone(&[maybe("Email", EMAIL), maybe("Telefon", TELEPHONE)])])),
    maybe("NrKlienta", TEXT),
    maybe("IDNabywcy", TEXT_32),
];

/// `TPodmiot2`.
const BUYER_IDENTITY: &[Part] = &[
    Either(&[
        one("NIP", NIP),
        All(&[one("KodUE", UNION_COUNTRY), one("NrVatUE", UNION_NUMBER)]),
        All(&[maybe("KodKraju", COUNTRY), one("NrID", TAX_ID_FA2)]),
        one("BrakID", YES),
    ]),
    AllOrNone(&[one("Nazwa", TEXT_512)]),
];

/// `Podmiot3`.
const OTHER_PARTY: &[Part] = &[
    maybe("IDNabywcy", TEXT_32),
    maybe("NrEORI", TEXT),
    one("DaneIdentyfikacyjne", Parts(OTHER_IDENTITY)),
    one("Adres", Parts(ADDRESS)),
    maybe("AdresKoresp", Parts(ADDRESS)),
    any("DaneKontaktowe", 3, Parts(&[maybe("Email", EMAIL), maybe("Telefon", TELEPHONE)])),
    Either(&[
        one("Rola", figures(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10])),
        All(&[one("RolaInna", YES), one("OpisRoli", TEXT)]),
    ]),
    maybe("Udzial", PERCENT),
    maybe("NrKlienta", TEXT),
];

/// `TPodmiot3`.
const OTHER_IDENTITY: &[Part] = &[
    Either(&[
        one("NIP", NIP),
        one("IDWew", INNER_NUMBER),
        All(&[one("KodUE", UNION_COUNTRY), one("NrVatUE", UNION_NUMBER)]),
        All(&[maybe("KodKraju", COUNTRY), one("NrID", TAX_ID_FA2)]),
        one("BrakID", YES),
    ]),
    AllOrNone(&[one("Nazwa", TEXT_512)]),
];

/// `Fa`.
const BODY: &[Part] = &[
    one("KodWaluty", CURRENCY),
    one("P_1", DATE_2006),
    maybe("P_1M", TEXT),
    one("P_2", TEXT),
    any("WZ", 1000, TEXT),
    EitherOrNone(&[
        one("P_6", DATE_2006),
        one("OkresFa", Parts(&[one("P_6_Od", DATE_2006), one("P_6_Do", DATE_2006)])),
    ]),
    AllOrNone(&[one("P_13_1", AMOUNT), one("P_14_1", AMOUNT), maybe("P_14_1W", AMOUNT)]),
    AllOrNone(&[one("P_13_2", AMOUNT), one("P_14_2", AMOUNT), maybe("P_14_2W", AMOUNT)]),
    AllOrNone(&[one("P_13_3", AMOUNT), one("P_14_3", AMOUNT), maybe("P_14_3W", AMOUNT)]),
    AllOrNone(&[one("P_13_4", AMOUNT), one("P_14_4", AMOUNT), maybe("P_14_4W", AMOUNT)]),
    AllOrNone(&[one("P_13_5", AMOUNT), maybe("P_14_5", AMOUNT)]),
    maybe("P_13_6_1", AMOUNT),
    maybe("P_13_6_2", AMOUNT),
    maybe("P_13_6_3", AMOUNT),
    maybe("P_13_7", AMOUNT),
    maybe("P_13_8", AMOUNT),
    maybe("P_13_9", AMOUNT),
    maybe("P_13_10", AMOUNT),
    maybe("P_13_11", AMOUNT),
    one("P_15", AMOUNT),
    maybe("KursWalutyZ", QUANTITY),
    one("Adnotacje", Parts(ANNOTATIONS)),
    one("RodzajFaktury", words("VAT|KOR|ZAL|ROZ|UPR|KOR_ZAL|KOR_ROZ")),
    AllOrNone(&[
        maybe("PrzyczynaKorekty", TEXT),
        maybe("TypKorekty", figures(&[1, 2, 3])),
        some("DaneFaKorygowanej", UNBOUNDED, Parts(CORRECTED)),
        maybe("OkresFaKorygowanej", TEXT),
        maybe("NrFaKorygowany", TEXT),
        maybe("Podmiot1K", Parts(SELLER_BEFORE)),
        any("Podmiot2K", 101, Parts(BUYER_BEFORE)),
        AllOrNone(&[one("P_15ZK", AMOUNT), maybe("KursWalutyZK", QUANTITY)]),
    ]),
    any("ZaliczkaCzesciowa", 31, Parts(PART_ADVANCE)),
    maybe("FP", YES),
    maybe("TP", YES),
    any("DodatkowyOpis", 10000, Parts(DESCRIPTION)),
    any("FakturaZaliczkowa", 100, Parts(ADVANCE)),
    maybe("ZwrotAkcyzy", YES),
    any("FaWiersz", 10000, Parts(LINE)),
    maybe("Rozliczenie", Parts(SETTLEMENT)),
    maybe("Platnosc", Parts(PAYMENT)),
    maybe("WarunkiTransakcji", Parts(TERMS)),
    maybe("Zamowienie", Parts(ORDER)),
];

/// `Podmiot2K`.
const BUYER_BEFORE: &[Part] =
    &[one("DaneIdentyfikacyjne", Parts(BUYER_IDENTITY)), maybe("Adres", Parts(ADDRESS)), maybe("IDNabywcy", TEXT_32)];

/// `FaWiersz`.
const LINE: &[Part] = &[
    one("NrWierszaFa", NATURAL),
    maybe("UU_ID", TEXT_50),
    maybe("P_6A", DATE_2006),
    maybe("P_7", TEXT),
    maybe("Indeks", TEXT_50),
    maybe("GTIN", TEXT_20),
    maybe("PKWiU", TEXT_50),
    maybe("CN", TEXT_50),
    maybe("PKOB", TEXT_50),
    maybe("P_8A", TEXT),
    maybe("P_8B", QUANTITY),
    maybe("P_9A", PRICE),
    maybe("P_9B", PRICE),
    maybe("P_10", PRICE),
    maybe("P_11", AMOUNT),
    maybe("P_11A", AMOUNT),
    maybe("P_11Vat", AMOUNT),
    maybe("P_12", RATE_FA2),
    maybe("P_12_XII", PERCENT),
    maybe("P_12_Zal_15", YES),
    maybe("KwotaAkcyzy", AMOUNT),
    maybe("GTU", words("GTU_01|GTU_02|GTU_03|GTU_04|GTU_05|GTU_06|GTU_07|GTU_08|GTU_09|GTU_10|GTU_11|GTU_12|GTU_13")),
    maybe("Procedura", words("WSTO_EE|IED|TT_D|I_42|I_63|B_SPV|B_SPV_DOSTAWA|B_MPV_PROWIZJA")),
    maybe("KursWaluty", QUANTITY),
    maybe("StanPrzed", YES),
];

/// `Platnosc`.
const PAYMENT: &[Part] = &[
    EitherOrNone(&[
        All(&[one("Zaplacono", YES), one("DataZaplaty", DATE_2016)]),
        All(&[one("ZnacznikZaplatyCzesciowej", YES), some("ZaplataCzesciowa", 100, Parts(PART_PAYMENT))]),
    ]),
    any("TerminPlatnosci", 100, Parts(&[one("Termin", DATE_2016), maybe("TerminOpis", TEXT)])),
    EitherOrNone(&[
        one("FormaPlatnosci", figures(&[1, 2, 3, 4, 5, 6, 7])),
        All(&[one("PlatnoscInna", YES), one("OpisPlatnosci", TEXT)]),
    ]),
    any("RachunekBankowy", 100, Parts(BANK_ACCOUNT)),
    any("RachunekBankowyFaktora", 20, Parts(BANK_ACCOUNT)),
    maybe("Skonto", Parts(&[one("WarunkiSkonta", TEXT), one("WysokoscSkonta", TEXT)])),
];

/// `ZaplataCzesciowa`.
const PART_PAYMENT: &[Part] = &[one("KwotaZaplatyCzesciowej", AMOUNT), one("DataZaplatyCzesciowej", DATE_2016)];

/// `TRachunekBankowy`.
const BANK_ACCOUNT: &[Part] = &[
    one("NrRB", ACCOUNT_FA2),
    maybe("SWIFT", SWIFT),
    maybe("RachunekWlasnyBanku", figures(&[1, 2, 3])),
    maybe("NazwaBanku", TEXT),
    maybe("OpisRachunku", TEXT),
];

/// `WarunkiTransakcji`.
const TERMS: &[Part] = &[
    any("Umowy", 100, Parts(&[AllOrNone(&[maybe("DataUmowy", DATE_2016), maybe("NrUmowy", TEXT)])])),
    any("Zamowienia", 100, Parts(&[AllOrNone(&[maybe("DataZamowienia", DATE_2016), maybe("NrZamowienia", TEXT)])])),
    any("NrPartiiTowaru", 1000, TEXT),
    maybe("WarunkiDostawy", TEXT),
    AllOrNone(&[one("KursUmowny", QUANTITY), one("WalutaUmowna", CURRENCY)]),
    any("Transport", 20, Parts(TRANSPORT)),
    maybe("PodmiotPosredniczacy", YES),
];

/// `Transport`.
const TRANSPORT: &[Part] = &[
    Either(&[
        one("RodzajTransportu", figures(&[1, 2, 3, 4, 5, 7, 8])),
        All(&[one("TransportInny", YES), one("OpisInnegoTransportu", TEXT_50)]),
    ]),
    maybe(
        "Przewoznik",
        Parts(&[one("DaneIdentyfikacyjne", Parts(BUYER_IDENTITY)), one("AdresPrzewoznika", Parts(ADDRESS))]),
    ),
    maybe("NrZleceniaTransportu", TEXT),
    Either(&[
        one("OpisLadunku", figures(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20])),
        All(&[one("LadunekInny", YES), one("OpisInnegoLadunku", TEXT_50)]),
    ]),
    maybe("JednostkaOpakowania", TEXT),
    AllOrNone(&[
        maybe("DataGodzRozpTransportu", INSTANT_2021),
        maybe("DataGodzZakTransportu", INSTANT_2021),
        maybe("WysylkaZ", Parts(ADDRESS)),
        any("WysylkaPrzez", 20, Parts(ADDRESS)),
        maybe("WysylkaDo", Parts(ADDRESS)),
    ]),
];

/// `Zamowienie`.
const ORDER: &[Part] = &[one("WartoscZamowienia", AMOUNT), some("ZamowienieWiersz", 10000, Parts(ORDER_LINE))];

/// `ZamowienieWiersz`.
const ORDER_LINE: &[Part] = &[
    one("NrWierszaZam", NATURAL),
    maybe("UU_IDZ", TEXT_50),
    maybe("P_7Z", TEXT),
    maybe("IndeksZ", TEXT_50),
    maybe("GTINZ", TEXT_20),
    maybe("PKWiUZ", TEXT_50),
    maybe("CNZ", TEXT_50),
    maybe("PKOBZ", TEXT_50),
    maybe("P_8AZ", TEXT),
    maybe("P_8BZ", QUANTITY),
    maybe("P_9AZ", PRICE),
    maybe("P_11NettoZ", AMOUNT),
    maybe("P_11VatZ", AMOUNT),
    maybe("P_12Z", RATE_FA2),
    maybe("P_12Z_XII", PERCENT),
    maybe("P_12Z_Zal_15", YES),
    maybe("GTUZ", words("GTU_01|GTU_02|GTU_03|GTU_04|GTU_05|GTU_06|GTU_07|GTU_08|GTU_09|GTU_10|GTU_11|GTU_12|GTU_13")),
    maybe("ProceduraZ", words("WSTO_EE|IED|TT_D|B_SPV|B_SPV_DOSTAWA|B_MPV_PROWIZJA")),
    maybe("KwotaAkcyzyZ", AMOUNT),
    maybe("StanPrzedZ", YES),
];
