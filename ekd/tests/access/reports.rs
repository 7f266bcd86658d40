//! Reports that people have made and saved, changes of settings; and what is asked of them, of the weather and of forecasts.

use std::collections::BTreeMap;

use common::api::EkRequest;
use common::cell::Dialect;
use common::degree_day::{DegreeDayDefinition, DegreeDayQuery};
use common::forecast::{ForecastQuery, SignatureQuery};
use common::id::{ReportId, ReportName, SettingId};
use common::language::Language;
use common::page::Page;
use common::quantity::Quantity;
use common::report::drawing::{DrawingForm, DrawingOf, DrawingQuery, ScatterQuery};
use common::report::schedule::{Destination, Rhythm, Schedule};
use common::report::{Definition, Form, MadeFilter, MadeReport, NewReport, ReportFileQuery, SavedReport, Template};
use common::setting::{ComparisonQuery, NewSetting, Setting, SettingKind, SettingQuery};
use common::site::SiteCard;
use common::ticket::TicketNumber;
use common::time::{Period, Step, View};

use crate::cases::{Target, Whose, number, site_code};
use crate::harness::client::once;
use crate::town::Town;

/// A report that somebody has made, one that somebody has saved, and a change of settings at a site.
#[derive(Clone, Debug)]
pub(crate) struct Seeds {
    pub(crate) made: ReportId,
    pub(crate) saved: ReportName,
    pub(crate) setting: SettingId,
}

impl Seeds {
    /// Nobody's.
    pub(crate) fn nobody() -> Self {
        let far = 1 << 40;
        Self { made: ReportId(far), saved: name("nobody"), setting: SettingId(far) }
    }

    /// As they are for whoever would change them: nobody's.
    fn to_lose(target: &Target) -> Self {
        if target.whose == Whose::Foreign && !target.is_of_staff { target.reports.clone() } else { Self::nobody() }
    }
}

fn name(text: &str) -> ReportName {
    ReportName::parse(text).unwrap()
}

fn march() -> Period {
    Period { from: "2026-02-28T23:00:00Z".parse().unwrap(), until: "2026-03-31T22:00:00Z".parse().unwrap() }
}

fn definition(target: &Target, template: Template) -> Definition {
    let ticket: Option<TicketNumber> = (template == Template::TicketDossier).then_some(target.seeds.ticket);
    let is_of_sites = !matches!(template, Template::TicketDossier | Template::AccountStatement);
    let sites = if is_of_sites { vec![site_code(target)] } else { Vec::new() };
    let customer = (template == Template::AccountStatement).then(|| number(target));
    Definition { template, sites, customer, ticket, language: Language::Polish }
}

fn report(definition: Definition) -> NewReport {
    NewReport { definition, period: march(), name: None }
}

fn saved(named: &str, definition: Definition) -> SavedReport {
    SavedReport { name: name(named), definition, schedule: None, changed_at: None, next_on: None, trouble: None }
}

/// Has the people of two customers make and save reports, and a technician write down changes at all sites.
pub(crate) async fn seed_all(town: &Town) -> BTreeMap<char, Seeds> {
    let mut seeds = BTreeMap::new();
    for (letter, who) in [('A', "a-boss"), ('B', "b-boss")] {
        let site = common::id::SiteCode::parse(&format!("W-MARK{letter}")).unwrap();
        let at = "2026-03-11T00:00:00Z".parse().unwrap();
        let (kind, text) = (SettingKind::SetBack, format!("noc MARK{letter}"));
        let setting = NewSetting { site: site.clone(), at, kind, text };
        let setting: Setting = town.of("tech").get(EkRequest::RecordSetting { key: once(), setting }).await.unwrap();
        let (template, language) = (Template::MonthlySheet, Language::Polish);
        let definition = Definition { template, sites: vec![site], customer: None, ticket: None, language };
        let named = format!("raport WHO-{who}");
        let report = NewReport { name: Some(name(&named)), ..report(definition.clone()) };
        let made: MadeReport = town.of(who).get(EkRequest::MakeReport { key: once(), report }).await.unwrap();
        let report = saved(&named, definition);
        let _: SavedReport = town.of(who).get(EkRequest::SaveReport { key: once(), report }).await.unwrap();
        seeds.insert(letter, Seeds { made: made.id, saved: name(&named), setting: setting.id.unwrap() });
    }
    seeds
}

/// Returns what is asked about a target's reports, and of its weather and settings.
pub(crate) fn requests(target: &Target) -> Vec<EkRequest> {
    let mut all = analysis(target);
    all.extend(settings(target));
    all.extend(drawings(target));
    all.extend(previews(target));
    all.extend(kept(target));
    all
}

fn analysis(target: &Target) -> Vec<EkRequest> {
    let (site, period) = (|| site_code(target), march());
    let degree_days = |site| {
        let (definition, step) = (DegreeDayDefinition::default(), Step::Day);
        EkRequest::DegreeDays { query: DegreeDayQuery { site, definition, period, step } }
    };
    let forecast = |view| {
        let day = "2026-03-15".parse().unwrap();
        EkRequest::Forecast { query: ForecastQuery { site: site(), view, day } }
    };
    let scatter = |quantity| EkRequest::Scatter { query: ScatterQuery { point: target.point, quantity, period } };
    let before = Period { until: "2026-03-12T00:00:00Z".parse().unwrap(), ..period };
    let after = Period { from: before.until, ..period };
    vec![
        degree_days(Some(site())),
        degree_days(None),
        EkRequest::Signature { query: SignatureQuery { site: site(), period: Some(period) } },
        EkRequest::Signature { query: SignatureQuery { site: site(), period: None } },
        forecast(View::Month),
        forecast(View::Season),
        scatter(Quantity::Return),
        scatter(Quantity::Energy),
        EkRequest::Peaks { site: site() },
        EkRequest::CompareSettings { query: ComparisonQuery { site: site(), before, after } },
        EkRequest::SiteCard { site: site() },
        EkRequest::SetSiteCard {
            key: once(),
            card: SiteCard { site: site(), area: None, category: None, tariff: None },
        },
    ]
}

fn settings(target: &Target) -> Vec<EkRequest> {
    let list = |site, period| EkRequest::Settings { query: SettingQuery { site, period }, page: Page::default() };
    let setting = NewSetting {
        site: site_code(target),
        at: "2026-03-12T00:00:00Z".parse().unwrap(),
        kind: SettingKind::Other,
        // Nothing, so that it becomes nothing.
        text: " ".to_owned(),
    };
    let mut all = vec![
        list(Some(site_code(target)), None),
        list(Some(site_code(target)), Some(march())),
        EkRequest::RecordSetting { key: once(), setting },
        EkRequest::WithdrawSetting { id: Seeds::to_lose(target).setting },
    ];
    if target.whose == Whose::Own {
        all.push(list(None, None));
        let (query, page) = (SettingQuery::default(), Page { after: None, limit: 1 });
        all.push(EkRequest::Settings { query, page });
    }
    all
}

fn drawings(target: &Target) -> Vec<EkRequest> {
    let draw = |of, form| EkRequest::Draw { query: DrawingQuery { of, form, language: Language::Polish } };
    let series = || DrawingOf::Series {
        point: target.point,
        quantities: vec![Quantity::Energy],
        period: march(),
        step: Step::Day,
        compared: None,
    };
    let quantity = Quantity::Return;
    vec![
        draw(series(), DrawingForm::Svg),
        draw(series(), DrawingForm::Pdf),
        draw(DrawingOf::Scatter(ScatterQuery { point: target.point, quantity, period: march() }), DrawingForm::Svg),
        draw(DrawingOf::Signature(SignatureQuery { site: site_code(target), period: None }), DrawingForm::Svg),
    ]
}

fn previews(target: &Target) -> Vec<EkRequest> {
    let preview = |definition| EkRequest::PreviewReport { report: report(definition) };
    let mut all: Vec<_> = Template::ALL.map(|template| preview(definition(target, template))).into();
    for template in Template::ALL {
        let of_customer =
            Definition { sites: Vec::new(), customer: Some(number(target)), ..definition(target, template) };
        all.push(preview(of_customer));
        if target.whose == Whose::Own && template != Template::TicketDossier {
            all.push(preview(Definition { sites: Vec::new(), ..definition(target, template) }));
        }
    }
    all
}

fn kept(target: &Target) -> Vec<EkRequest> {
    let Seeds { made, saved: named, .. } = target.reports.clone();
    let to_lose = Seeds::to_lose(target);
    let file =
        |form| EkRequest::ReportFile { query: ReportFileQuery { id: made, form, dialect: Dialect::Plain, offset: 0 } };
    let list = |filter| EkRequest::MadeReports { filter, page: Page::default() };
    let save = |definition| EkRequest::SaveReport { key: once(), report: saved("moje", definition) };
    let monthly = definition(target, Template::MonthlySheet);
    let by_mail = Schedule {
        rhythm: Rhythm::Daily,
        at: jiff::civil::time(6, 0, 0, 0),
        forms: Form::ALL.into(),
        dialect: Dialect::Plain,
        to: Destination::Email,
    };
    let scheduled = SavedReport { schedule: Some(by_mail), ..saved("co dnia", monthly.clone()) };
    let of_customer = Definition { customer: Some(number(target)), ..monthly.clone() };
    vec![
        EkRequest::MakeReport { key: once(), report: report(monthly.clone()) },
        EkRequest::MakeReport { key: once(), report: report(of_customer.clone()) },
        list(MadeFilter::default()),
        list(MadeFilter { name: Some(named), template: None }),
        list(MadeFilter { name: None, template: Some(Template::MonthlySheet) }),
        EkRequest::CheckReport { id: made },
        file(Form::Csv),
        file(Form::Pdf),
        EkRequest::DropMade { id: to_lose.made },
        EkRequest::SavedReports {},
        save(monthly),
        save(of_customer),
        EkRequest::SaveReport { key: once(), report: scheduled },
        EkRequest::RemoveReport { name: to_lose.saved },
    ]
}
