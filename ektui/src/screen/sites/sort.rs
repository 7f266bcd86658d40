//! The orders in which sites can stand. What is missing comes last, whichever way round.

use std::cmp::Ordering;

use common::quantity::Quantity;
use common::site::{SiteOverview, SiteState};

use crate::collation;
use crate::screen::alarms::words::Weight;
use crate::screen::rows::{self, Direction};
use crate::screen::sites::facts;

/// What rows are sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Column {
    /// Urgency, then power.
    #[default]
    State,
    Code,
    Name,
    Power,
    Contracted,
    Supply,
    Return,
    Flow,
    Today,
}

/// The order in force.
pub type Sort = rows::Sort<Column>;

impl Column {
    pub const ALL: [Self; 9] = [
        Self::State,
        Self::Code,
        Self::Name,
        Self::Power,
        Self::Contracted,
        Self::Supply,
        Self::Return,
        Self::Flow,
        Self::Today,
    ];

    /// Returns the message that names it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::State => "sort-state",
            Self::Code => "sort-code",
            Self::Name => "sort-name",
            Self::Power => "sort-power",
            Self::Contracted => "sort-contracted",
            Self::Supply => "sort-supply",
            Self::Return => "sort-return",
            Self::Flow => "sort-flow",
            Self::Today => "sort-today",
        }
    }

    /// Tells whether the usual way is upwards, as for names.
    #[must_use]
    pub const fn ascends(self) -> bool {
        matches!(self, Self::Code | Self::Name)
    }
}

impl Sort {
    /// Puts indices into `rows` in order; equal rows stand by code. `weight` tells how the alarms of a site weigh.
    pub fn apply(self, rows: &[SiteOverview], weight: &dyn Fn(&SiteOverview) -> Option<Weight>, indices: &mut [usize]) {
        indices.sort_by_cached_key(|index| collation::key(rows[*index].site.code.as_str()));
        if matches!(self.column, Column::Name) {
            let keys: Vec<_> = rows.iter().map(|row| collation::key(&row.site.name)).collect();
            indices.sort_by(|a, b| self.turned(keys[*a].cmp(&keys[*b])));
        } else if matches!(self.column, Column::Code) {
            if self.direction == Direction::Reversed {
                indices.reverse();
            }
        } else {
            indices.sort_by(|a, b| self.compare((&rows[*a], &rows[*b]), weight));
        }
    }

    fn compare(
        self,
        (a, b): (&SiteOverview, &SiteOverview),
        weight: &dyn Fn(&SiteOverview) -> Option<Weight>,
    ) -> Ordering {
        match self.column {
            Column::State => {
                let power = |row| number(row, Column::Power);
                let urgency = |row: &SiteOverview| urgency(&row.state, weight(row));
                self.turned(urgency(a).cmp(&urgency(b))).then_with(|| self.largest_first(power(a), power(b)))
            }
            Column::Code | Column::Name => Ordering::Equal,
            Column::Power | Column::Contracted | Column::Supply | Column::Return | Column::Flow | Column::Today => {
                self.largest_first(number(a, self.column), number(b, self.column))
            }
        }
    }

    fn largest_first(self, a: Option<f64>, b: Option<f64>) -> Ordering {
        match (a, b) {
            (Some(a), Some(b)) => self.turned(b.total_cmp(&a)),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        }
    }

    const fn turned(self, order: Ordering) -> Ordering {
        match self.direction {
            Direction::Usual => order,
            Direction::Reversed => order.reverse(),
        }
    }
}

/// Only the kind of trouble counts here, not since when.
const fn urgency(state: &SiteState, weight: Option<Weight>) -> u8 {
    match (weight, state) {
        (Some(Weight::Alarm), _) => 0,
        (Some(Weight::Warning), _) => 1,
        (_, SiteState::Doubtful { .. }) => 2,
        (_, SiteState::Silent { .. }) => 3,
        (_, SiteState::Unknown) => 4,
        (_, SiteState::Late { .. }) => 5,
        (Some(Weight::Notice | Weight::Quiet), SiteState::Live | SiteState::NoData) => 6,
        (None, SiteState::Live) => 7,
        (None, SiteState::NoData) => 8,
    }
}

#[expect(clippy::cast_precision_loss, reason = "an order does not need the last digit")]
fn number(site: &SiteOverview, column: Column) -> Option<f64> {
    let quantity = match column {
        Column::Power => Quantity::Power,
        Column::Supply => Quantity::Supply,
        Column::Return => Quantity::Return,
        Column::Flow => Quantity::Flow,
        Column::Contracted => return facts::contracted_share(site),
        Column::Today => return site.used_today.map(|used| used.base() as f64),
        Column::State | Column::Code | Column::Name => return None,
    };
    facts::live(site, quantity).map(|value| value.base() as f64)
}
