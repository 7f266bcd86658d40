//! What the office knows of a building besides its readings.

use common::api::EkClient;
use common::quantity::Area;
use common::site::SiteCard;

use crate::cli::sites::SiteEditArgs;
use crate::exit::Failure;
use crate::output::{Output, Word, row};
use crate::session::Session;

row! {
    /// What the office knows of a building.
    pub struct CardRow: "site.card" {
        /// code of the site
        pub site: String,
        /// heated floor area
        pub area_m2: Option<Area>,
        /// with which other buildings it is compared
        pub building_category: Option<Word>,
        /// the tariff of the configuration by which its heat is billed
        pub tariff: Option<String>,
    }
}

/// Shows what the office knows of a building.
///
/// # Errors
/// No site fits, or several do.
pub async fn show(session: &mut Session, output: &mut Output, text: &str) -> Result<(), Failure> {
    let card = known(session, text).await?;
    Ok(output.record(card_row(card))?)
}

/// Changes what was named and leaves the rest as it is.
///
/// # Errors
/// No site fits; there is no such tariff.
pub async fn edit(session: &mut Session, output: &mut Output, args: &SiteEditArgs) -> Result<(), Failure> {
    let before = known(session, &args.site.id).await?;
    let card = SiteCard {
        site: before.site,
        area: if args.no_area { None } else { args.area.or(before.area) },
        category: if args.no_category { None } else { args.category.or(before.category) },
        tariff: if args.no_tariff { None } else { args.tariff.clone().or(before.tariff) },
    };
    let call = async |ek: &EkClient, context, key| ek.set_site_card(context, key, card.clone()).await;
    let card = session.ask_once(call).await?;
    Ok(output.record(card_row(card))?)
}

async fn known(session: &mut Session, text: &str) -> Result<SiteCard, Failure> {
    let site = super::code(session, text).await?;
    session.ask(async |ek: &EkClient, context| ek.site_card(context, site.clone()).await).await
}

fn card_row(card: SiteCard) -> CardRow {
    CardRow {
        site: card.site.into(),
        area_m2: card.area,
        building_category: card.category.map(|category| Word { group: "building", name: category.name() }),
        tariff: card.tariff.map(String::from),
    }
}
