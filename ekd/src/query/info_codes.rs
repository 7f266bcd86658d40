//! The newest info code of each point, with what its bits mean.

use common::api::Filter;
use common::id::PointId;
use common::info_code::InfoReading;
use common::quantity::Quantity;
use common::quantity::amount::Code;
use jiff::Timestamp;

use crate::info_code::{Decoded, Tables, decode};
use crate::store::log::Logbook;
use crate::store::{self, StoreError};

/// Returns the newest info codes of up to `limit` points after `after` that match, by point.
pub fn info_codes(
    log: &Logbook<'_>,
    (filter, tables): (&Filter, &Tables),
    after: PointId,
    limit: usize,
) -> Result<Vec<InfoReading>, StoreError> {
    let newest = store::latest::of_quantity(log, (filter, Quantity::InfoCode), after, limit)?;
    let mut found = Vec::with_capacity(newest.len());
    for (point, newest) in newest {
        let code = Code::from_base(newest.value);
        let table = tables.of_model(&store::meter::model_of(log, newest.meter)?);
        let Decoded { known, unknown } = decode(table, code);
        let table = table.map(|table| table.name.clone());
        let Ok(at) = Timestamp::from_second(newest.at) else { continue };
        found.push(InfoReading { point, meter: newest.meter, at, code, table, known, unknown });
    }
    Ok(found)
}
