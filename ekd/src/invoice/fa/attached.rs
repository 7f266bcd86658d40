//! What a structured invoice says besides its figures: descriptions, conditions, orders, tables of an attachment.

use std::collections::BTreeSet;

use common::invoice::AttachedTable;

use super::document::Node;

/// As much is kept of each: more is no invoice that a person reads.
const MAX_REMARKS: usize = 500;
const MAX_PLACES: usize = 5000;

/// Returns what is said in words, a line each.
pub(super) fn remarks(root: Node<'_>) -> Vec<String> {
    let mut remarks = Vec::new();
    let Some(fa) = root.find("Fa") else { return remarks };
    remarks.extend(fa.text_at("PrzyczynaKorekty").map(str::to_owned));
    for note in fa.all("DodatkowyOpis") {
        let (key, value) = (note.text_at("Klucz").unwrap_or_default(), note.text_at("Wartosc").unwrap_or_default());
        remarks.push(match note.text_at("NrWiersza") {
            Some(number) => format!("{number}. {key}: {value}"),
            None => format!("{key}: {value}"),
        });
    }
    if let Some(settlement) = fa.find("Rozliczenie") {
        remarks.extend(settlement.all("Obciazenia").map(|part| balance(part, "+")));
        remarks.extend(settlement.all("Odliczenia").map(|part| balance(part, "−")));
    }
    if let Some(payment) = fa.find("Platnosc") {
        remarks.extend(payment.all("TerminPlatnosci").filter_map(term));
        let discount = ["Skonto/WarunkiSkonta", "Skonto/WysokoscSkonta", "OpisPlatnosci", "LinkDoPlatnosci"];
        let factor = payment.all("RachunekBankowyFaktora").filter_map(|account| account.text_at("NrRB"));
        remarks.extend(factor.map(|number| format!("Faktor: {number}")));
        remarks.extend(discount.iter().filter_map(|path| payment.text_at(path)).map(str::to_owned));
    }
    if let Some(footer) = root.find("Stopka") {
        remarks.extend(footer.all("Informacje").filter_map(|part| part.text_at("StopkaFaktury")).map(str::to_owned));
    }
    remarks.truncate(MAX_REMARKS);
    remarks
}

fn balance(part: Node<'_>, sign: &str) -> String {
    format!("{sign} {}: {}", part.text_at("Kwota").unwrap_or_default(), part.text_at("Powod").unwrap_or_default())
}

/// Returns a term of payment that is described in words: in FA(2) as a text, in FA(3) as a number, a unit and an event.
fn term(node: Node<'_>) -> Option<String> {
    let described = node.find("TerminOpis")?;
    let parts = ["Ilosc", "Jednostka", "ZdarzeniePoczatkowe"].map(|name| described.text_at(name));
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    Some(if parts.is_empty() { described.text().to_owned() } else { parts.join(" ") })
}

/// Returns the tables: the rows of an order, then those of the attachment.
pub(super) fn attached(root: Node<'_>) -> Vec<AttachedTable> {
    let order = root.find("Fa/Zamowienie").map(order);
    let blocks = root.find("Zalacznik").into_iter().flat_map(|attachment| attachment.all("BlokDanych"));
    order.into_iter().chain(blocks.flat_map(block)).collect()
}

/// Columns of an order, and what the form calls them.
const ORDER_COLUMNS: [(&str, &str); 8] = [
    ("Lp.", "NrWierszaZam"),
    ("Nazwa", "P_7Z"),
    ("Ilość", "P_8BZ"),
    ("J. m.", "P_8AZ"),
    ("Cena netto", "P_9AZ"),
    ("Wartość netto", "P_11NettoZ"),
    ("VAT", "P_11VatZ"),
    ("Stawka", "P_12Z"),
];

fn order(node: Node<'_>) -> AttachedTable {
    let row = |row: Node<'_>| {
        ORDER_COLUMNS.iter().map(|(_, name)| row.text_at(name).unwrap_or_default().to_owned()).collect()
    };
    let value = node.text_at("WartoscZamowienia").unwrap_or_default().to_owned();
    AttachedTable {
        title: "Zamówienie".to_owned(),
        facts: vec![("Wartość zamówienia".to_owned(), value)],
        headings: ORDER_COLUMNS.iter().map(|(heading, _)| (*heading).to_owned()).collect(),
        rows: node.all("ZamowienieWiersz").map(row).collect(),
    }
}

/// Returns what a block of an attachment says, then its tables.
fn block(node: Node<'_>) -> impl Iterator<Item = AttachedTable> {
    let mut facts = pairs(node, "MetaDane", "ZKlucz", "ZWartosc");
    let paragraphs = node.find("Tekst").into_iter().flat_map(|text| text.all("Akapit"));
    facts.extend(paragraphs.map(|paragraph| (String::new(), paragraph.text().to_owned())));
    let title = node.text_at("ZNaglowek").unwrap_or_default().to_owned();
    let head = AttachedTable { title, facts, ..AttachedTable::default() };
    std::iter::once(head).chain(node.all("Tabela").map(table))
}

fn table(node: Node<'_>) -> AttachedTable {
    let cells = |row: Node<'_>, name: &str| row.all(name).map(|cell| cell.text().to_owned()).collect::<Vec<_>>();
    let headings = node.find("TNaglowek").into_iter().flat_map(|head| head.all("Kol"));
    let rows = node.all("Wiersz").map(|row| cells(row, "WKom"));
    AttachedTable {
        title: node.text_at("Opis").unwrap_or_default().to_owned(),
        facts: pairs(node, "TMetaDane", "TKlucz", "TWartosc"),
        headings: headings.map(|column| column.text_at("NKom").unwrap_or_default().to_owned()).collect(),
        rows: rows.chain(node.all("Suma").map(|row| cells(row, "SKom"))).collect(),
    }
}

fn pairs(node: Node<'_>, name: &str, key: &str, value: &str) -> Vec<(String, String)> {
    let text = |pair: Node<'_>, name: &str| pair.text_at(name).unwrap_or_default().to_owned();
    node.all(name).map(|pair| (text(pair, key), text(pair, value))).collect()
}

/// Where a place may be named, from the root on.
const PLACES: [&str; 17] = [
    "Fa/FaWiersz/P_7",
    "Fa/FaWiersz/Indeks",
    "Fa/FaWiersz/UU_ID",
    "Fa/FaWiersz/GTIN",
    "Fa/DodatkowyOpis/Wartosc",
    "Fa/WZ",
    "Fa/WarunkiTransakcji/Zamowienia/NrZamowienia",
    "Fa/WarunkiTransakcji/NrPartiiTowaru",
    "Fa/Zamowienie/ZamowienieWiersz/P_7Z",
    "Fa/Zamowienie/ZamowienieWiersz/IndeksZ",
    "Podmiot3/DaneIdentyfikacyjne/IDWew",
    "Podmiot3/NrKlienta",
    "Zalacznik/BlokDanych/ZNaglowek",
    "Zalacznik/BlokDanych/MetaDane/ZWartosc",
    "Zalacznik/BlokDanych/Tabela/TMetaDane/TWartosc",
    "Zalacznik/BlokDanych/Tabela/Opis",
    "Zalacznik/BlokDanych/Tabela/Wiersz/WKom",
];

/// Returns the texts that may name a site's code or a meter's serial number.
pub(super) fn places(root: Node<'_>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut places = Vec::new();
    for path in PLACES {
        let mut nodes = vec![root];
        for name in path.split('/') {
            nodes = nodes.into_iter().flat_map(|node| node.all(name)).collect();
        }
        let texts = nodes.into_iter().map(|node| node.text().trim()).filter(|text| !text.is_empty());
        places.extend(texts.filter(|text| seen.insert(*text)).map(str::to_owned));
        if places.len() >= MAX_PLACES {
            break;
        }
    }
    places.truncate(MAX_PLACES);
    places
}
