//! What the forms FA(2) and FA(3) have in common, in the order of their schemas.

use super::values::{
    AMOUNT, COUNTRY, DATE_2006, EMAIL, GLN, KRS, KSEF_NUMBER, NATURAL, NIP, PARAGRAPH, QUANTITY, REGON, TELEPHONE,
    TEXT, TEXT_9, TEXT_512, UNION_COUNTRY, YES, YES_NO, exact_words, figures,
};
use crate::invoice::fa::part::Holds::Parts;
use crate::invoice::fa::part::Part::{All, AllOrNone, Either, EitherOrNone};
use crate::invoice::fa::part::{Part, any, maybe, one, some};

/// `Podmiot1`.
pub(super) const SELLER: &[Part] = &[
    maybe("PrefiksPodatnika", exact_words("PL")),
    maybe("NrEORI", TEXT),
    one("DaneIdentyfikacyjne", Parts(SELLER_IDENTITY)),
    one("Adres", Parts(ADDRESS)),
    maybe("AdresKoresp", Parts(ADDRESS)),
    any("DaneKontaktowe", 3, Parts(&[AllOrNone(&[maybe("Email", EMAIL), maybe("Telefon", TELEPHONE)])])),
    maybe("StatusInfoPodatnika", figures(&[1, 2, 3, 4])),
];

/// `TPodmiot1`.
const SELLER_IDENTITY: &[Part] = &[one("NIP", NIP), one("Nazwa", TEXT_512)];

/// `TAdres`.
pub(super) const ADDRESS: &[Part] =
    &[one("KodKraju", COUNTRY), one("AdresL1", TEXT_512), maybe("AdresL2", TEXT_512), maybe("GLN", GLN)];

/// `PodmiotUpowazniony`.
pub(super) const AUTHORISED: &[Part] = &[
    maybe("NrEORI", TEXT),
    one("DaneIdentyfikacyjne", Parts(SELLER_IDENTITY)),
    one("Adres", Parts(ADDRESS)),
    maybe("AdresKoresp", Parts(ADDRESS)),
    any("DaneKontaktowe", 3, Parts(&[maybe("EmailPU", EMAIL), maybe("TelefonPU", TELEPHONE)])),
    one("RolaPU", figures(&[1, 2, 3])),
];

/// `Adnotacje`.
pub(super) const ANNOTATIONS: &[Part] = &[
    one("P_16", YES_NO),
    one("P_17", YES_NO),
    one("P_18", YES_NO),
    one("P_18A", YES_NO),
    one(
        "Zwolnienie",
        Parts(&[Either(&[
            All(&[one("P_19", YES), Either(&[one("P_19A", TEXT), one("P_19B", TEXT), one("P_19C", TEXT)])]),
            one("P_19N", YES),
        ])]),
    ),
    one(
        "NoweSrodkiTransportu",
        Parts(&[Either(&[
            All(&[one("P_22", YES), one("P_42_5", YES_NO), some("NowySrodekTransportu", 10000, Parts(VEHICLE))]),
            one("P_22N", YES),
        ])]),
    ),
    one("P_23", YES_NO),
    one(
        "PMarzy",
        Parts(&[Either(&[
            All(&[
                one("P_PMarzy", YES),
                Either(&[
                    one("P_PMarzy_2", YES),
                    one("P_PMarzy_3_1", YES),
                    one("P_PMarzy_3_2", YES),
                    one("P_PMarzy_3_3", YES),
                ]),
            ]),
            one("P_PMarzyN", YES),
        ])]),
    ),
];

/// `NowySrodekTransportu`.
const VEHICLE: &[Part] = &[
    one("P_22A", DATE_2006),
    one("P_NrWierszaNST", NATURAL),
    maybe("P_22BMK", TEXT),
    maybe("P_22BMD", TEXT),
    maybe("P_22BK", TEXT),
    maybe("P_22BNR", TEXT),
    maybe("P_22BRP", TEXT),
    Either(&[
        All(&[
            one("P_22B", TEXT),
            EitherOrNone(&[maybe("P_22B1", TEXT), maybe("P_22B2", TEXT), maybe("P_22B3", TEXT), maybe("P_22B4", TEXT)]),
            maybe("P_22BT", TEXT),
        ]),
        All(&[one("P_22C", TEXT), maybe("P_22C1", TEXT)]),
        All(&[one("P_22D", TEXT), maybe("P_22D1", TEXT)]),
    ]),
];

/// `DaneFaKorygowanej`.
pub(super) const CORRECTED: &[Part] = &[
    one("DataWystFaKorygowanej", DATE_2006),
    one("NrFaKorygowanej", TEXT),
    Either(&[All(&[one("NrKSeF", YES), one("NrKSeFFaKorygowanej", KSEF_NUMBER)]), one("NrKSeFN", YES)]),
];

/// `Podmiot1K`.
pub(super) const SELLER_BEFORE: &[Part] = &[
    maybe("PrefiksPodatnika", UNION_COUNTRY),
    one("DaneIdentyfikacyjne", Parts(SELLER_IDENTITY)),
    one("Adres", Parts(ADDRESS)),
];

/// `ZaliczkaCzesciowa`.
pub(super) const PART_ADVANCE: &[Part] =
    &[one("P_6Z", DATE_2006), one("P_15Z", AMOUNT), maybe("KursWalutyZW", QUANTITY)];

/// `TKluczWartosc`.
pub(super) const DESCRIPTION: &[Part] = &[maybe("NrWiersza", NATURAL), one("Klucz", TEXT), one("Wartosc", TEXT)];

/// `FakturaZaliczkowa`.
pub(super) const ADVANCE: &[Part] =
    &[Either(&[All(&[one("NrKSeFZN", YES), one("NrFaZaliczkowej", TEXT)]), one("NrKSeFFaZaliczkowej", KSEF_NUMBER)])];

/// `Rozliczenie`.
pub(super) const SETTLEMENT: &[Part] = &[
    any("Obciazenia", 100, Parts(&[one("Kwota", AMOUNT), one("Powod", TEXT)])),
    maybe("SumaObciazen", AMOUNT),
    any("Odliczenia", 100, Parts(&[one("Kwota", AMOUNT), one("Powod", TEXT)])),
    maybe("SumaOdliczen", AMOUNT),
    EitherOrNone(&[one("DoZaplaty", AMOUNT), one("DoRozliczenia", AMOUNT)]),
];

/// `Stopka`.
pub(super) const FOOTER: &[Part] = &[AllOrNone(&[
    any("Informacje", 3, Parts(&[AllOrNone(&[maybe("StopkaFaktury", PARAGRAPH)])])),
    any(
        "Rejestry",
        100,
        Parts(&[AllOrNone(&[
            maybe("PelnaNazwa", TEXT),
            maybe("KRS", KRS),
            maybe("REGON", REGON),
            maybe("BDO", TEXT_9),
        ])]),
    ),
])];
