//! How severe an alarm is after it has gone on for a while.

use common::alarm::Severity;
use common::rule::Rule;
use jiff::SignedDuration;

/// Returns the severity of an alarm that was found to be `found` and has been active for so long.
#[must_use]
pub fn after(rule: &Rule, found: Severity, lasting: SignedDuration) -> Severity {
    let risen = rule.rises.iter().filter(|rise| rise.after <= lasting).max_by_key(|rise| rise.after);
    risen.map_or(found, |rise| rise.severity)
}

#[cfg(test)]
mod tests {
    use Severity::{Alarm, Notice, Warning};

    use super::*;

    #[test]
    fn severity_rises_and_falls_with_time() {
        let text = "name = 'x'\nkind = 'meter_silent'\nseverity = 'notice'
            rises = [{ after = '6h', severity = 'alarm' }, { after = '48h', severity = 'warning' }]";
        let rule: Rule = toml::from_str(text).unwrap();
        let severities = [0, 5, 6, 47, 48].map(|hours| after(&rule, rule.severity, SignedDuration::from_hours(hours)));
        assert_eq!(severities, [Notice, Notice, Alarm, Alarm, Warning]);
    }
}
