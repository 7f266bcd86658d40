//! The words that the daemon and its two front ends share: exact quantities, ids, local time, the things of a
//! heating network, and the one service through which they are asked for.
//!
//! **What it must not know:** SQL, sockets other than the client's own, screens, tables, configuration of the daemon.
//! Nothing here reads a clock: `now` is always an argument.
//!
//! Read in this order: [`quantity`] (what is measured), [`time`] (when), [`site`], [`point`], [`meter`] (where),
//! [`reading`] and [`series`] (how much), [`weather`] (what it calls for), [`source`] and [`event`] (how it got here), [`customer`] and [`account`]
//! (whose it is and who may see it), [`ticket`] (what people ask of the office), [`sheet`] and [`report`] (what goes on paper), [`forecast`], [`setting`] and [`peak`] (what readings let conclude), [`contract`], [`tariff`], [`invoice`], [`due`], [`payment`] and [`transfer`] (what it costs), [`gate`] (being let in), [`api`] (how to ask), [`client`] (asking), [`fault`] (what the answer is when there is none), [`cell`] (how values are written for machines).

pub mod account;
pub mod alarm;
pub mod api;
pub mod archive;
pub mod audit;
pub mod bank_account;
pub mod cell;
pub mod client;
pub mod contact;
pub mod contract;
pub mod customer;
pub mod degree_day;
pub mod delivery;
pub mod due;
pub mod endpoint;
pub mod event;
pub mod fault;
pub mod forecast;
pub mod gate;
pub mod id;
pub mod info_code;
pub mod invoice;
pub mod language;
pub mod log_in;
pub mod logbook;
pub mod meter;
pub mod money;
pub mod nip;
pub mod notice;
pub mod page;
pub mod pass;
pub mod payment;
pub mod peak;
pub mod point;
pub mod quantity;
pub mod reading;
pub mod report;
pub mod rule;
pub mod secret;
pub mod series;
pub mod setting;
pub mod sheet;
pub mod site;
pub mod sms;
pub mod source;
pub mod status;
pub mod tariff;
pub mod text;
pub mod ticket;
pub mod time;
pub mod transfer;
pub mod weather;
pub mod wire;
