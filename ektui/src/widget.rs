//! Pieces that screens are drawn from. They take values and a look, and know no screen.

pub mod area;
pub mod bars;
pub mod fit;
pub mod form;
pub mod hidden;
pub mod input;
pub mod lines;
pub mod page;
pub mod pen;
pub mod plot;
pub mod qr;
pub mod strip;
pub mod table;
