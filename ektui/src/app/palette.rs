//! The palette: actions and sites by a few letters of their name.

use common::id::SiteId;
use common::text::fold;
use tui_input::{Input, InputRequest};

use crate::action::{self, Action};
use crate::app::App;

/// The palette's state.
#[derive(Clone, Debug, Default)]
pub struct Model {
    pub input: Input,
    pub cursor: usize,
}

/// What Enter leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    Action(Action),
    Site(SiteId),
}

/// A line of the palette.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub target: Target,
    /// The key of an action; empty for a site.
    pub key: String,
    pub label: String,
}

/// More would not fit on any screen.
const MOST: usize = 100;

impl Model {
    /// Types into the line.
    pub fn type_in(&mut self, request: InputRequest) {
        self.input.handle(request);
        self.cursor = 0;
    }

    /// Returns what fits all the words typed: actions first, then sites.
    #[must_use]
    pub fn found(&self, app: &App) -> Vec<Item> {
        let words: Vec<String> = fold(self.input.value()).split_whitespace().map(str::to_owned).collect();
        let fits = |label: &str| {
            let label = fold(label);
            words.iter().all(|word| label.contains(word))
        };
        let actions =
            action::on_screen(app.screen, app.role()).filter(|entry| entry.action != Action::Palette).map(|entry| {
                Item {
                    target: Target::Action(entry.action),
                    key: entry.keys.first().map(|key| key.name(&app.look.glyphs)).unwrap_or_default(),
                    label: app.look.say(entry.label),
                }
            });
        let rows = app.sites.rows.value().map_or(&[][..], Vec::as_slice);
        let sites = rows.iter().map(|row| Item {
            target: Target::Site(row.site.id),
            key: String::new(),
            label: format!("{} {}", row.site.code, row.site.name),
        });
        actions.chain(sites).filter(|item| fits(&item.label)).take(MOST).collect()
    }

    /// Returns the target under the cursor.
    #[must_use]
    pub fn chosen(&self, app: &App) -> Option<Target> {
        self.found(app).get(self.cursor).map(|item| item.target)
    }
}
