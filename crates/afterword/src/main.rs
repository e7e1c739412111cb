//! `afterword`: from what you jotted after a job interview to notes worth sending.
//!
//! This crate does all the input and output there is; what the words mean is decided in `afterword-core`, what the
//! paper looks like in `afterword-paper`, and files are kept by `afterword-store`.

mod annotated;
mod book;
mod bundle;
mod calendar;
mod card_image;
mod cli;
mod clock;
mod config;
mod difference;
mod failure;
#[cfg(test)]
mod fixture;
mod holidays;
mod input;
mod language;
mod mail;
mod paper;
mod replace;
mod screen;
mod stable_id;
mod stationery;
mod stop;
mod summary;
mod text;
mod web;
mod wire;
mod wire_book;
mod worker;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
