//! Whether telemetry agrees with a complaint: the newest values of a site, held against what is wanted there.
