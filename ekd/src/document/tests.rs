//! What documents of all forms promise together: equal content, no value lost, nothing that hurts.

mod bad_values;
mod equivalence;
mod manual;
mod mappings;
mod mutation;
mod real_files;
mod schemas;
mod whole_documents;

use super::exchange::Form;

const TOWN_XML: &str = include_str!("../../schema/samples/town.xml");
const TOWN_JSON: &str = include_str!("../../schema/samples/town.json");
const TOWN_CSV: &str = include_str!("../../schema/samples/town.csv");

const fn town(form: Form) -> &'static str {
    match form {
        Form::Xml => TOWN_XML,
        Form::Json => TOWN_JSON,
        Form::Csv => TOWN_CSV,
    }
}
