//! Text to facts. Each reader is a pure function and says where every fact came from.

pub mod deadline;
pub mod holidays;
pub mod invite;
pub mod jot;
mod locate;
pub mod message;
pub mod signature;
pub mod vcard;
