//! The rules of the house, as tests over its sources: layers, sizes, words, texts, and what lies at the top.
//!
//! Every rule is a function from sources to complaints. It is shown the workspace, which must give none, and small bad
//! examples, which must give some: a rule that cannot fail guards nothing. What clippy and rustfmt can see is theirs.

mod crates;
mod kinds;
mod layers;
mod lexer;
mod paths;
mod sizes;
mod sources;
mod texts;
mod top;
mod words;
