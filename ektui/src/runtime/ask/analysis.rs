//! Questions about what stands beside a chart: weather, settings, forecasts, peaks; and the chart as a file.
//! Fits read years of a site, so they may take longer than other answers.

use common::api::OnceKey;
use common::client::Connection;
use common::degree_day::{DegreeDayQuery, DegreeDaySeries};
use common::page::Page;
use common::report::drawing::DrawingQuery;
use common::setting::{NewSetting, Setting, SettingQuery};
use common::wire::MAX_WAIT;

use crate::app::Message;
use crate::effect::{Answer, Beside, Done, File, MOST_MADE, Weather, WeatherQuery};

/// Puts a question and returns the message that carries the answer.
pub(super) async fn put(connection: &Connection, beside: Beside) -> Message {
    match beside {
        Beside::Weather(query) => {
            let answer = weather(connection, &query).await;
            Message::Weather(query, answer)
        }
        Beside::Settings(query) => {
            let answer = settings(connection, &query).await;
            Message::Settings(query, answer)
        }
        Beside::Worth(query) => {
            let answer = connection
                .ask_within(MAX_WAIT, async |ek, context| ek.compare_settings(context, query.clone()).await)
                .await;
            Message::Compared(query, Box::new(answer))
        }
        Beside::Forecast(query) => {
            let answer =
                connection.ask_within(MAX_WAIT, async |ek, context| ek.forecast(context, query.clone()).await).await;
            Message::Forecast(query, Box::new(answer))
        }
        Beside::Peaks(site) => {
            let answer =
                connection.ask_within(MAX_WAIT, async |ek, context| ek.peaks(context, site.clone()).await).await;
            Message::Peaks(site, Box::new(answer))
        }
        Beside::Scatter(query) => {
            let answer =
                connection.ask_within(MAX_WAIT, async |ek, context| ek.scatter(context, query.clone()).await).await;
            Message::Scatter(query, Box::new(answer))
        }
        Beside::Cost(query) => {
            let answer =
                connection.ask_within(MAX_WAIT, async |ek, context| ek.cost_so_far(context, query.clone()).await).await;
            Message::Cost(query, Box::new(answer))
        }
        Beside::Drawing(query, name) => Message::Drawn(Box::new(draw(connection, &query, name).await)),
    }
}

async fn weather(connection: &Connection, query: &WeatherQuery) -> Answer<Weather> {
    let shown = degree_days(connection, &query.shown).await?;
    let compared = match &query.compared {
        // Where nothing is known of the period compared with, what is shown stands alone.
        Some(compared) => degree_days(connection, compared).await.ok(),
        None => None,
    };
    Ok(Weather { shown, compared })
}

async fn degree_days(connection: &Connection, query: &DegreeDayQuery) -> Answer<DegreeDaySeries> {
    connection.ask(async |ek, context| ek.degree_days(context, query.clone()).await).await
}

async fn settings(connection: &Connection, query: &SettingQuery) -> Answer<Vec<Setting>> {
    let page = Page { after: None, limit: MOST_MADE };
    let paged = connection.ask(async |ek, context| ek.settings(context, query.clone(), page.clone()).await).await?;
    Ok(paged.items)
}

async fn draw(connection: &Connection, query: &DrawingQuery, name: String) -> Answer<File> {
    let drawing = connection.ask_within(MAX_WAIT, async |ek, context| ek.draw(context, query.clone()).await).await?;
    Ok(File { name, bytes: drawing.bytes.into_vec() })
}

/// Writes a change of settings down.
pub(super) async fn record(connection: &Connection, key: &OnceKey, setting: &NewSetting) -> Done {
    let call = connection.ask(async |ek, context| ek.record_setting(context, key.clone(), setting.clone()).await);
    Done::SettingRecorded(call.await)
}
