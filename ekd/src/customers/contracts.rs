//! What staff do with contracts: make them and their versions.
//!
//! Decides and writes in the caller's transaction. Does not know what invoices a new contract explains: whoever calls looks
//! for them.

use std::collections::BTreeSet;

use common::contract::Contract;
use common::fault::{BillingCause, Cause};

use common::id::{CustomerId, SiteId};
use common::quantity::Power;
use jiff::civil::Date;

use super::no_such_customer;
use crate::store;
use crate::store::contract::Kept;
use crate::store::log::Write;
use crate::turned::Turned;

/// Sites of one contract.
const MOST_SITES: usize = 10_000;
/// More than any building draws, in watts.
const MOST_POWER: Power = Power::from_base(10_000_000_000);

/// Makes a contract, or a version of one. The version before it ends the day before; it ends the day before the next one.
///
/// # Errors
/// [`Cause::NoSuchCustomer`], [`Cause::NoSuchSite`], [`BillingCause::BadContract`], [`BillingCause::AccountTaken`].
pub fn save(tx: &Write<'_>, contract: &Contract) -> Result<Contract, Turned> {
    let customer = store::customer::by_number(tx, contract.customer.as_str())?;
    let customer = customer.filter(|customer| customer.erased_at.is_none());
    let customer = customer.ok_or_else(|| no_such_customer(contract.customer.as_str()))?.id;
    let versions = store::contract::versions(tx, contract.number.as_str())?;
    if let Some(other) = versions.iter().find(|version| version.customer != customer) {
        return Err(bad(format!("{} · {}", contract.number, other.contract.customer)));
    }
    let next = versions.iter().map(|version| version.contract.from).find(|from| *from > contract.from);
    let last_before_next = next.and_then(|next| next.yesterday().ok());
    let until = [contract.until, last_before_next].into_iter().flatten().min();
    if let Some(until) = until.filter(|until| *until < contract.from) {
        return Err(bad(format!("{} > {until}", contract.from)));
    }
    let contract = Contract { until, ..contract.clone() };
    let sites = sites(tx, &contract)?;
    for (site, _) in &sites {
        nobody_elses(tx, customer, *site, &contract)?;
    }
    if let Some(account) = &contract.account
        && store::contract::customer_of_account(tx, account)?.is_some_and(|other| other != customer)
    {
        return Err(cause(BillingCause::AccountTaken { account: account.grouped() }));
    }
    end_before(tx, &versions, contract.from)?;
    store::contract::put(tx, customer, &contract, &sites)?;
    let saved = store::contract::versions(tx, contract.number.as_str())?.into_iter().map(|kept| kept.contract);
    Ok(saved.into_iter().find(|saved| saved.from == contract.from).ok_or(Cause::Internal)?)
}

/// Ends the version before a day, where it goes on.
fn end_before(tx: &Write<'_>, versions: &[Kept], from: Date) -> Result<(), Turned> {
    let before = versions.iter().rfind(|version| version.contract.from < from);
    let goes_on = before.filter(|version| version.contract.until.is_none_or(|until| until >= from));
    if let (Some(version), Ok(last)) = (goes_on, from.yesterday()) {
        store::contract::end(tx, version.id, last)?;
    }
    Ok(())
}

fn sites(tx: &Write<'_>, contract: &Contract) -> Result<Vec<(SiteId, Option<Power>)>, Turned> {
    if contract.sites.is_empty() || contract.sites.len() > MOST_SITES {
        return Err(bad(format!("1..{MOST_SITES}")));
    }
    let mut seen = BTreeSet::new();
    let mut found = Vec::with_capacity(contract.sites.len());
    for named in &contract.sites {
        let Some(id) = store::site::id_of(tx, named.site.as_str())? else {
            return Err(Cause::NoSuchSite { text: named.site.to_string(), similar: Vec::new() }.into());
        };
        if !seen.insert(id) {
            return Err(bad(format!("{0}, {0}", named.site)));
        }
        if named.power.is_some_and(|power| power < Power::ZERO || power > MOST_POWER) {
            return Err(bad(format!("{} {}", named.site, contract.number)));
        }
        found.push((id, named.power));
    }
    Ok(found)
}

/// Finds that no contract of another customer delivers to a site on the days of this one.
fn nobody_elses(tx: &Write<'_>, customer: CustomerId, site: SiteId, contract: &Contract) -> Result<(), Turned> {
    let others = store::contract::of_site(tx, site, (contract.from, contract.until))?;
    let Some(other) = others.into_iter().find(|other| other.customer != customer) else { return Ok(()) };
    let code = store::site::code_of(tx, site)?;
    Err(bad(format!("{code}: {} ({})", other.contract.number, other.contract.customer)))
}

fn bad(problem: String) -> Turned {
    cause(BillingCause::BadContract { problem })
}

fn cause(why: BillingCause) -> Turned {
    Cause::Billing { why }.into()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use common::bank_account::BankAccount;
    use common::contract::{ContractSite, InterestKind};
    use common::customer::{CustomerCard, NewCustomer};
    use common::id::{ContractNumber, CustomerNumber, SiteCode, TariffName};
    use common::invoice::Days;
    use jiff::civil::date;
    use rusqlite::Connection;
    use tempfile::TempDir;

    use super::*;
    use crate::store::log::Desk;
    use crate::store::log::fresh::Shared;

    struct Office {
        conn: Connection,
        desk: Desk,
        _home: TempDir,
    }

    impl Office {
        fn new() -> Self {
            let home = tempfile::tempdir().unwrap();
            let path = home.path().join("archive.db");
            store::open::create(&path).unwrap();
            let mut office =
                Self { conn: Connection::open(&path).unwrap(), desk: Desk::new(Arc::<Shared>::default()), _home: home };
            office.work(|tx| {
                for number in ["K-1", "K-2"] {
                    let card = CustomerCard { name: number.to_owned(), ..CustomerCard::default() };
                    let number = CustomerNumber::parse(number).unwrap();
                    store::customer::save(tx, &NewCustomer { number, card }).unwrap();
                }
                for site in ["S-1", "S-2"] {
                    store::site::upsert(tx, &SiteCode::parse(site).unwrap(), site, None).unwrap();
                }
            });
            office
        }

        fn work<T>(&mut self, work: impl FnOnce(&Write<'_>) -> T) -> T {
            let tx = self.conn.transaction().unwrap();
            let done = work(&self.desk.begin(&tx));
            tx.commit().unwrap();
            done
        }

        fn save(&mut self, contract: &Contract) -> Result<Contract, Cause> {
            self.work(|tx| save(tx, contract)).map_err(|turned| match turned {
                Turned::Cause(cause) => cause,
                Turned::Store(error) => panic!("{error}"),
            })
        }
    }

    fn contract(number: &str, customer: &str, from: Date, site: &str) -> Contract {
        Contract {
            number: ContractNumber::parse(number).unwrap(),
            customer: CustomerNumber::parse(customer).unwrap(),
            from,
            until: None,
            tariff: Some(TariffName::parse("A1").unwrap()),
            sites: vec![ContractSite { site: SiteCode::parse(site).unwrap(), power: Some(Power::from_base(200_000)) }],
            account: None,
            interest: InterestKind::Commercial,
        }
    }

    fn is_bad(result: &Result<Contract, Cause>) -> bool {
        matches!(result, Err(Cause::Billing { why: BillingCause::BadContract { .. } }))
    }

    #[test]
    fn a_version_ends_the_one_before_it_and_ends_before_the_next() {
        let mut office = Office::new();
        let first = contract("U-1", "K-1", date(2024, 1, 1), "S-1");
        assert_eq!(office.save(&first), Ok(first.clone()));
        let third = Contract { from: date(2026, 1, 1), ..first.clone() };
        office.save(&third).unwrap();
        let mut second = Contract { from: date(2025, 3, 1), ..first.clone() };
        second.sites[0].power = None;
        assert_eq!(office.save(&second).unwrap().until, Some(date(2025, 12, 31)));
        let ends = office.work(|tx| store::contract::versions(tx, "U-1").unwrap());
        let ends: Vec<_> = ends.into_iter().map(|kept| kept.contract.until).collect();
        assert_eq!(ends, [Some(date(2025, 2, 28)), Some(date(2025, 12, 31)), None]);
        // Said again with another end, it takes the place of what was said.
        let ended = Contract { until: Some(date(2026, 6, 30)), interest: InterestKind::Civil, ..third };
        assert_eq!(office.save(&ended), Ok(ended.clone()));
        let (of_site, kinds) = office.work(|tx| {
            let site = store::site::id_of(tx, "S-1").unwrap().unwrap();
            let customer = store::customer::by_number(tx, "K-1").unwrap().unwrap().id;
            let of_site = store::contract::of_site(tx, site, (date(2025, 1, 1), Some(date(2025, 12, 1)))).unwrap();
            let kind = |on| store::contract::interest_kind(tx, customer, on).unwrap();
            let days = Days { first: date(2027, 1, 1), last: date(2027, 1, 1) };
            assert_eq!(store::contract::of_customer(tx, customer, days).unwrap(), []);
            (of_site, [date(2020, 1, 1), date(2025, 1, 1), date(2026, 1, 1), date(2027, 1, 1)].map(kind))
        });
        assert_eq!(of_site.iter().map(|kept| kept.contract.from).collect::<Vec<_>>(), [second.from, first.from]);
        let (commercial, civil) = (InterestKind::Commercial, InterestKind::Civil);
        assert_eq!(kinds, [commercial, commercial, civil, civil]);
        assert!(is_bad(&office.save(&Contract { until: Some(date(2025, 2, 1)), ..second })));
    }

    #[test]
    fn a_site_and_a_virtual_account_are_of_one_customer_at_a_time() {
        let mut office = Office::new();
        let account = BankAccount::parse("61109010140000071219812874").unwrap();
        let mine = Contract {
            until: Some(date(2025, 5, 31)),
            account: Some(account.clone()),
            ..contract("U-1", "K-1", date(2024, 1, 1), "S-1")
        };
        office.save(&mine).unwrap();
        assert!(is_bad(&office.save(&contract("U-2", "K-2", date(2025, 5, 31), "S-1"))));
        assert!(is_bad(&office.save(&contract("U-2", "K-2", date(2020, 1, 1), "S-1"))));
        assert!(is_bad(&office.save(&contract("U-1", "K-2", date(2025, 6, 1), "S-2"))));
        let theirs = contract("U-2", "K-2", date(2025, 6, 1), "S-1");
        office.save(&theirs).unwrap();
        let taken = Contract { account: Some(account.clone()), ..theirs };
        let refused = office.save(&taken);
        assert!(matches!(refused, Err(Cause::Billing { why: BillingCause::AccountTaken { .. } })), "{refused:?}");
        office.work(|tx| {
            let owner = store::contract::customer_of_account(tx, &account).unwrap().unwrap();
            assert_eq!(store::contract::account_of(tx, owner, date(2025, 5, 31)).unwrap(), Some(account.clone()));
            assert_eq!(store::contract::account_of(tx, owner, date(2025, 6, 1)).unwrap(), None);
            assert_eq!(store::contract::customer_of_number(tx, "U-1").unwrap(), Some(owner));
        });
    }

    #[test]
    fn a_contract_without_sites_or_with_strange_ones_is_refused() {
        let mut office = Office::new();
        let good = contract("U-1", "K-1", date(2024, 1, 1), "S-1");
        assert!(is_bad(&office.save(&Contract { sites: Vec::new(), ..good.clone() })));
        assert!(is_bad(
            &office.save(&Contract { sites: [good.sites.clone(), good.sites.clone()].concat(), ..good.clone() })
        ));
        let mut negative = good.clone();
        negative.sites[0].power = Some(Power::from_base(-1));
        assert!(is_bad(&office.save(&negative)));
        assert!(matches!(office.save(&contract("U-1", "K-1", date(2024, 1, 1), "S-9")), Err(Cause::NoSuchSite { .. })));
        assert!(matches!(
            office.save(&contract("U-1", "K-9", date(2024, 1, 1), "S-1")),
            Err(Cause::NoSuchCustomer { .. })
        ));
        office.save(&good).unwrap();
    }
}
