//! The schemas of camt.053, as far as what is read stands in them: which parts an element has, in what order, how often.
//!
//! One table for the versions 02 to 08: later ones have parts that earlier ones have not, at places of their own.

/// How often a part stands in its element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Often {
    Once,
    AtMostOnce,
    AnyTimes,
    AtLeastOnce,
}

use Often::{AnyTimes, AtLeastOnce, AtMostOnce, Once};

/// The parts of an element, in their order.
#[derive(Debug)]
pub(super) struct Form {
    pub(super) name: &'static str,
    pub(super) parts: &'static [(&'static str, Often)],
}

/// Returns the form of an element that is held against one.
pub(super) fn of(name: &str) -> Option<&'static Form> {
    FORMS.iter().find(|form| form.name == name)
}

/// Returns the name of an element that is kept; all others are passed over with all that they hold.
pub(super) fn kept(name: &str) -> Option<&'static str> {
    KEPT.iter().find(|kept| **kept == name).copied()
}

#[rustfmt::skip]
const KEPT: [&str; 51] = [
    "Acct", "AcctSvcrRef", "AddtlNtryInf", "AddtlRmtInf", "AddtlTxInf", "Amt", "AmtDtls", "Bal", "BookgDt", "Ccy", "Cd",
    "CdOrPrtry", "CdtDbtInd", "Cdtr", "CdtrAcct", "CdtrRefInf", "Dbtr", "DbtrAcct", "Dt", "DtTm", "ElctrncSeqNb", "EndToEndId",
    "FrDtTm", "FrToDt", "IBAN", "Id", "InstdAmt", "LglSeqNb", "Nb", "Nm", "Ntry", "NtryDtls", "NtryRef", "Othr", "Pty", "Ref",
    "Refs", "RfrdDocInf", "RltdPties", "RmtInf", "RvslInd", "Strd", "Sts", "ToDtTm", "Tp", "TxAmt", "TxDtls",
    "UltmtCdtr", "UltmtDbtr", "Ustrd", "ValDt",
];

const FORMS: [Form; 9] = [
    Form { name: "Document", parts: &[("BkToCstmrStmt", Once)] },
    Form { name: "BkToCstmrStmt", parts: &[("GrpHdr", Once), ("Stmt", AtLeastOnce), ("SplmtryData", AnyTimes)] },
    Form {
        name: "GrpHdr",
        parts: &[
            ("MsgId", Once),
            ("CreDtTm", Once),
            ("MsgRcpt", AtMostOnce),
            ("MsgPgntn", AtMostOnce),
            ("OrgnlBizQry", AtMostOnce),
            ("AddtlInf", AtMostOnce),
        ],
    },
    Form {
        name: "Stmt",
        parts: &[
            ("Id", Once),
            ("StmtPgntn", AtMostOnce),
            ("ElctrncSeqNb", AtMostOnce),
            ("RptgSeq", AtMostOnce),
            ("LglSeqNb", AtMostOnce),
            ("CreDtTm", AtMostOnce),
            ("FrToDt", AtMostOnce),
            ("CpyDplctInd", AtMostOnce),
            ("RptgSrc", AtMostOnce),
            ("Acct", Once),
            ("RltdAcct", AtMostOnce),
            ("Intrst", AnyTimes),
            ("Bal", AtLeastOnce),
            ("TxsSummry", AtMostOnce),
            ("Ntry", AnyTimes),
            ("AddtlStmtInf", AtMostOnce),
        ],
    },
    Form {
        name: "Acct",
        parts: &[
            ("Id", Once),
            ("Tp", AtMostOnce),
            ("Ccy", AtMostOnce),
            ("Nm", AtMostOnce),
            ("Prxy", AtMostOnce),
            ("Ownr", AtMostOnce),
            ("Svcr", AtMostOnce),
        ],
    },
    Form {
        name: "Bal",
        parts: &[
            ("Tp", Once),
            ("CdtLine", AnyTimes),
            ("Amt", Once),
            ("CdtDbtInd", Once),
            ("Dt", Once),
            ("Avlbty", AnyTimes),
        ],
    },
    Form {
        name: "Ntry",
        parts: &[
            ("NtryRef", AtMostOnce),
            ("Amt", Once),
            ("CdtDbtInd", Once),
            ("RvslInd", AtMostOnce),
            ("Sts", Once),
            ("BookgDt", AtMostOnce),
            ("ValDt", AtMostOnce),
            ("AcctSvcrRef", AtMostOnce),
            ("Avlbty", AnyTimes),
            ("BkTxCd", Once),
            ("ComssnWvrInd", AtMostOnce),
            ("AddtlInfInd", AtMostOnce),
            ("AmtDtls", AtMostOnce),
            ("Chrgs", AnyTimes),
            ("TechInptChanl", AtMostOnce),
            ("Intrst", AnyTimes),
            ("CardTx", AtMostOnce),
            ("NtryDtls", AnyTimes),
            ("AddtlNtryInf", AtMostOnce),
        ],
    },
    Form { name: "NtryDtls", parts: &[("Btch", AtMostOnce), ("TxDtls", AnyTimes)] },
    Form {
        name: "TxDtls",
        parts: &[
            ("Refs", AtMostOnce),
            ("Amt", AtMostOnce),
            ("CdtDbtInd", AtMostOnce),
            ("AmtDtls", AtMostOnce),
            ("Avlbty", AnyTimes),
            ("BkTxCd", AtMostOnce),
            ("Chrgs", AnyTimes),
            ("Intrst", AnyTimes),
            ("RltdPties", AtMostOnce),
            ("RltdAgts", AtMostOnce),
            ("LclInstrm", AtMostOnce),
            ("Purp", AtMostOnce),
            ("RltdRmtInf", AnyTimes),
            ("RmtInf", AtMostOnce),
            ("RltdDts", AtMostOnce),
            ("RltdPric", AtMostOnce),
            ("RltdQties", AnyTimes),
            ("FinInstrmId", AtMostOnce),
            ("Tax", AtMostOnce),
            ("RtrInf", AtMostOnce),
            ("CorpActn", AtMostOnce),
            ("SfkpgAcct", AtMostOnce),
            ("CshDpst", AnyTimes),
            ("CardTx", AtMostOnce),
            ("AddtlTxInf", AtMostOnce),
            ("SplmtryData", AnyTimes),
        ],
    },
];
