//! The screens; each is a model with its changes, and a view beside it.

pub mod site;
pub mod sites;
pub mod system;

/// Which screen is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Screen {
    #[default]
    Sites,
    /// One site with its chart.
    Site,
    System,
}

impl Screen {
    pub const ALL: [Self; 3] = [Self::Sites, Self::Site, Self::System];
    /// Those with a tab of their own, with its key.
    pub const TABS: [(char, Self, &'static str); 2] =
        [('1', Self::Sites, "tab-sites"), ('9', Self::System, "tab-system")];
}
