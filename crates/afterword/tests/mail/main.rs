//! Delivery from outside: the binary, a real book, real servers, and a proxy that makes every step go wrong.

#[path = "../servers/mod.rs"]
mod servers;

mod attachments;
mod back;
mod chaos;
mod desk;
mod matrix;
mod secrets;
mod worker;
