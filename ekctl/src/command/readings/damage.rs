//! Stretches that the archive could not read: the answer is whole but for them, and says so.

use common::time::Period;

use crate::exit::Failure;
use crate::output::Look;

/// Stretches that are told one by one.
const N_TOLD: u64 = 4;

/// Damaged stretches that an answer came across.
#[derive(Debug, Default)]
pub(in crate::command) struct Damage {
    n_stretches: u64,
    told: Vec<String>,
}

impl Damage {
    /// Notes damaged stretches of a point.
    pub(in crate::command) fn note(&mut self, look: &Look, point: &str, stretches: &[Period]) {
        for stretch in stretches {
            self.n_stretches += 1;
            if self.n_stretches <= N_TOLD {
                self.told.push(format!("{point} {}", look.short_period(stretch)));
            }
        }
    }

    /// Returns how the command ends.
    ///
    /// # Errors
    /// [`Failure::Damaged`] where anything was noted.
    pub(in crate::command) fn verdict(self) -> Result<(), Failure> {
        if self.n_stretches == 0 {
            return Ok(());
        }
        let more = if self.n_stretches > N_TOLD { ", …" } else { "" };
        Err(Failure::Damaged { n_stretches: self.n_stretches, stretches: self.told.join(", ") + more })
    }
}
