//! Pages of documents and of agreements: lists and forms.

pub mod agreements;
pub mod documents;
