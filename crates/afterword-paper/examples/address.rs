//! Addresses in parts from standard input, a line each, to the lines of an envelope: for comparing with address collections
//! that are kept elsewhere.
//!
//! In: `street<TAB>district<TAB>city<TAB>state<TAB>postal code<TAB>country`. Out: the lines joined by ` | `.

use std::io::{self, BufRead as _, Write as _};

use afterword_paper::{Envelope, Locality};

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let line = line?;
        let mut parts = line
            .split('\t')
            .map(|part| Some(part.to_owned()).filter(|part| !part.is_empty()));
        let mut next = || parts.next().flatten();
        let envelope = Envelope {
            delivery_address_lines: next().into_iter().collect(),
            locality: Locality {
                district: next(),
                city: next(),
                state: next(),
                postal_code: next(),
                sorting_code: None,
            },
            country: next(),
            from_country: Some("AQ".to_owned()),
            ..Envelope::default()
        };
        let lines = envelope.address_lines();
        let written: Vec<&str> = lines
            .iter()
            .map(String::as_str)
            .filter(|line| !line.is_empty())
            .collect();
        writeln!(out, "{}", written.join(" | "))?;
    }
    Ok(())
}
