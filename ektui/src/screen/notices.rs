//! What one is told: what left or will, what one wants to be told, and for administrators all that left the house.
//!
//! It must not know how anything is fetched or changed; it names what is under the cursor.

pub mod view;
pub mod words;

use common::account::Role;
use common::delivery::Delivery;
use common::notice::{Notice, NoticeSettings, Route};
use common::page::Paged;

use crate::remote::Remote;
use crate::screen::Screen;

/// The screens' state.
pub struct Model {
    /// The part that was looked at last.
    pub tab: Screen,
    /// The newest first.
    pub notices: Remote<Paged<Notice>>,
    pub settings: Remote<NoticeSettings>,
    /// The newest first.
    pub deliveries: Remote<Paged<Delivery>>,
    /// The row under the cursor in each part, in the order of the tabs.
    cursors: [usize; Screen::OF_NOTICES.len()],
}

impl Default for Model {
    fn default() -> Self {
        Self {
            tab: Screen::Notices,
            notices: Remote::Loading,
            settings: Remote::Loading,
            deliveries: Remote::Loading,
            cursors: [0; Screen::OF_NOTICES.len()],
        }
    }
}

impl Model {
    /// Returns the part that comes after this one, of those for somebody in this role; after the last the first.
    #[must_use]
    pub fn next_tab(&self, role: Option<Role>) -> Screen {
        let n = Screen::OF_NOTICES.len();
        let after = (1..=n).map(|by| Screen::OF_NOTICES[(place(self.tab) + by) % n]);
        after.into_iter().find(|screen| screen.is_for(role)).unwrap_or(Screen::Notices)
    }

    /// Returns how many rows a part has.
    #[must_use]
    pub fn n_rows(&self, tab: Screen) -> usize {
        match tab {
            Screen::NoticeSettings => self.routes().len(),
            Screen::Deliveries => self.deliveries.value().map_or(0, |held| held.items.len()),
            _ => self.notices.value().map_or(0, |held| held.items.len()),
        }
    }

    /// Returns the row under the cursor; there may be fewer rows than when it was put there.
    #[must_use]
    pub fn cursor(&self, tab: Screen) -> usize {
        self.cursors[place(tab)].min(self.n_rows(tab).saturating_sub(1))
    }

    /// Moves the cursor over the rows of the present part, stopping at the ends.
    pub fn step(&mut self, by: isize) {
        let last = self.n_rows(self.tab).saturating_sub(1);
        self.cursors[place(self.tab)] = self.cursor(self.tab).saturating_add_signed(by).min(last);
    }

    /// Puts the cursor on a route.
    pub fn go_to_route(&mut self, row: usize) {
        self.cursors[place(Screen::NoticeSettings)] = row;
    }

    #[must_use]
    pub fn routes(&self) -> &[Route] {
        self.settings.value().map_or(&[][..], |settings| settings.routes.as_slice())
    }

    /// Returns the route under the cursor.
    #[must_use]
    pub fn route(&self) -> Option<&Route> {
        self.routes().get(self.cursor(Screen::NoticeSettings))
    }

    /// Returns the notice under the cursor.
    #[must_use]
    pub fn notice(&self) -> Option<&Notice> {
        self.notices.value()?.items.get(self.cursor(Screen::Notices))
    }

    /// Returns the message that left the house under the cursor.
    #[must_use]
    pub fn delivery(&self) -> Option<&Delivery> {
        self.deliveries.value()?.items.get(self.cursor(Screen::Deliveries))
    }
}

fn place(tab: Screen) -> usize {
    Screen::OF_NOTICES.iter().position(|other| *other == tab).unwrap_or(0)
}
