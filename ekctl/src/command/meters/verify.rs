//! A meter was verified.

use common::api::EkClient;
use common::meter::{Verification, verification_until};
use jiff::civil::Date;

use crate::cli::meters::VerifyArgs;
use crate::exit::Failure;
use crate::output::{Output, row};
use crate::session::Session;

row! {
    /// When a meter was verified and until when that counts.
    pub struct VerificationRow: "meter.verification" {
        /// serial number as engraved
        pub serial: String,
        /// when it was verified last
        pub verified_on: Date,
        /// last day on which it may be billed by
        pub verification_until: Date,
    }
}

/// Says when a meter was verified.
///
/// # Errors
/// No meter has this serial number, or the day is still to come.
pub async fn run(session: &mut Session, output: &mut Output, args: &VerifyArgs) -> Result<(), Failure> {
    let verification = Verification { serial: args.serial.clone(), on: args.on };
    let call = async |ek: &EkClient, context, key| ek.set_verification(context, key, verification.clone()).await;
    let meter = session.ask_once(call).await?;
    let verified_on = meter.verified_on.unwrap_or(args.on);
    let verification_until = verification_until(verified_on);
    Ok(output.record(VerificationRow { serial: meter.serial.into(), verified_on, verification_until })?)
}
