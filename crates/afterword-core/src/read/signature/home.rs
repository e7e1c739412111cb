//! The country whose phone numbers are written without their code: from the address, from a number that says it, else
//! from words only one country uses.

use super::parts::Number;
use super::piece::{Line, words};
use super::places::COUNTRIES;
use super::street::Place;

/// Words of which one says the country; the first row that has one decides.
#[rustfmt::skip]
const TELLING: &[(&str, &[&str])] = &[
    ("AT", &["gesmbh"]),
    ("DE", &["gmbh", "kgaa", "ohg", "abteilung", "geschaftsfuhrer", "leiter", "leiterin", "telefon", "fon"]),
    ("BE", &["bvba", "sprl", "asbl", "vzw"]),
    ("NL", &["bv", "kvk"]),
    ("IN", &["pvt", "crore", "extn"]),
    ("AU", &["pty"]),
    ("IE", &["dac", "teo", "clg"]),
];

/// Words of French addresses and firms.
#[rustfmt::skip]
const FRENCH: &[&str] = &[
    "rue", "avenue", "av", "bd", "boulevard", "quai", "place", "allee", "chemin", "cours", "impasse", "route", "cedex",
    "sas", "sarl", "mairie", "societe", "directeur", "directrice", "responsable", "port", "chargee", "ingenieur",
];

/// Words that tell Belgium, Switzerland and Austria apart, which all have codes of four digits.
#[rustfmt::skip]
const DUTCH: &[&str] = &[
    "bus", "afdeling", "afdelingshoofd", "groet", "groeten", "groetjes", "stad", "gemeente", "verantwoordelijke", "tel",
];

/// The country, as far as it can be told.
pub(super) fn home(place: Option<&Place>, numbers: &[Number], lines: &[Line]) -> Option<&'static str> {
    if let Some(code) = place.and_then(|p| p.home) {
        return Some(code);
    }
    // Another number of the signature says its country.
    let written = numbers.iter().find_map(|n| {
        let digits = n.raw.digits.strip_prefix('+')?;
        COUNTRIES.iter().find(|c| digits.starts_with(c.calling)).map(|c| c.code)
    });
    if written.is_some() {
        return written;
    }
    let text: String = lines.iter().map(|l| l.piece.text()).collect::<Vec<_>>().join(" ");
    let all = words(&text);
    let any = |list: &[&str]| all.iter().any(|w| list.contains(&w.as_str()));
    let accents = text.contains(['é', 'è', 'ê', 'ç', 'à']);
    match place.and_then(|p| p.postal.as_ref()).map(|(code, _)| code.len()) {
        Some(5) => return Some(if any(FRENCH) { "FR" } else { "DE" }),
        Some(4) => {
            let german = any(&["ag", "gmbh", "telefon"]);
            let belgian = any(&["bte", "sprl"]) || any(DUTCH) && !german;
            let swiss = any(&["sarl", "ag", "postale", "telefon", "natel", "gruss", "grusse"])
                || text.contains("strasse")
                || accents;
            return Some(if any(&["gmbh", "mag", "kg", "og"]) {
                "AT"
            } else if belgian {
                "BE"
            } else if swiss {
                "CH"
            } else {
                "AT"
            });
        }
        _ => {}
    }
    if let Some((code, _)) = TELLING.iter().find(|(_, list)| any(list)) {
        return Some(code);
    }
    let zero = |n: &Number| n.raw.digits.starts_with('0');
    if (any(FRENCH) || accents) && numbers.iter().any(|n| zero(n) && n.raw.digits.len() == 10) {
        return Some("FR");
    }
    (any(&["plc", "llp"]) && numbers.iter().any(zero)).then_some("GB")
}
