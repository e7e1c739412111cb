//! How an address is written in each country: which part stands on which line.
//!
//! The order comes from the format strings of libaddressinput (`data/countries.tsv` says whose they are). Left out:
//! checking whether a postal code can exist, and putting words into capitals, but for the country's own name.

use crate::envelope::{Envelope, Locality};
use crate::error::Field;

const DATA: &str = include_str!("../data/countries.tsv");
/// What a country without rules of its own uses.
const USUAL: &str = "%N%n%O%n%A%n%C %Z";

/// A country as the post names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166 code, two letters.
    pub code: &'static str,
    /// English name, in capitals.
    pub name: &'static str,
    format: &'static str,
}

/// Names people write that are not the one of the data.
const ALSO_CALLED: &[(&str, &str)] = &[
    ("USA", "US"),
    ("UNITED STATES OF AMERICA", "US"),
    ("U.S.A.", "US"),
    ("UK", "GB"),
    ("GREAT BRITAIN", "GB"),
    ("ENGLAND", "GB"),
    ("SCOTLAND", "GB"),
    ("WALES", "GB"),
    ("CZECHIA", "CZ"),
    ("SLOVAK REPUBLIC", "SK"),
    ("HOLLAND", "NL"),
    ("THE NETHERLANDS", "NL"),
    ("RUSSIAN FEDERATION", "RU"),
    ("KOREA", "KR"),
    ("VIET NAM", "VN"),
    ("TÜRKIYE", "TR"),
    ("BRASIL", "BR"),
    ("DEUTSCHLAND", "DE"),
    ("ESPAÑA", "ES"),
    ("ITALIA", "IT"),
    ("ÖSTERREICH", "AT"),
    ("SCHWEIZ", "CH"),
    ("SUISSE", "CH"),
    ("SVIZZERA", "CH"),
    ("MÉXICO", "MX"),
    ("MACEDONIA", "MK"),
    ("SWAZILAND", "SZ"),
    ("VATICAN", "VA"),
    ("IVORY COAST", "CI"),
    ("UAE", "AE"),
];

impl Country {
    /// Finds a country by its code or its English name.
    ///
    /// ```
    /// # use afterword_paper::Country;
    /// assert_eq!(Country::named("de").map(|c| c.name), Some("GERMANY"));
    /// assert_eq!(Country::named("United Kingdom").map(|c| c.code), Some("GB"));
    /// ```
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let wanted = name.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase();
        let code = ALSO_CALLED
            .iter()
            .find(|(other, _)| *other == wanted)
            .map_or(wanted.as_str(), |(_, code)| code);
        DATA.lines().filter(|line| !line.starts_with('#')).find_map(|line| {
            let mut parts = line.split('\t');
            let country = Self {
                code: parts.next()?,
                name: parts.next()?,
                format: parts.next()?,
            };
            (country.code == code || country.name == code).then_some(country)
        })
    }
}

/// The lines of an address in the order of where it goes, each with the part it belongs to; the country last.
pub(crate) fn arrange(envelope: &Envelope) -> Vec<(Field, String)> {
    let home = Country::named(envelope.from_country.as_deref().unwrap_or("US"));
    let given = envelope.country.as_deref().filter(|name| !name.trim().is_empty());
    let destination = match given {
        Some(name) => Country::named(name),
        None => home,
    };
    let format = destination.map_or(USUAL, |country| country.format);
    let mut lines = if envelope.locality == Locality::default() {
        by_last_line(envelope, format)
    } else {
        by_parts(envelope, format, destination.map_or("", |country| country.name))
    };
    if let Some(given) = given
        && (destination.is_none() || destination != home)
    {
        let name = destination.map_or_else(|| given.to_uppercase(), |country| country.name.to_owned());
        lines.push((Field::Country, name));
    }
    lines
}

/// The last line was formed by whoever wrote the address: only who comes first is the country's.
fn by_last_line(envelope: &Envelope, format: &str) -> Vec<(Field, String)> {
    let mut head = vec![recipient(envelope), organization(envelope)];
    if is_organization_first(format) {
        head.reverse();
    }
    let mut lines: Vec<(Field, String)> = head.into_iter().flatten().collect();
    let split = |field: Field, text: &str| text.lines().map(|line| (field, line.to_owned())).collect::<Vec<_>>();
    for street in &envelope.delivery_address_lines {
        lines.extend(split(Field::DeliveryAddressLine, street));
    }
    lines.extend(split(Field::LastLine, &envelope.last_line));
    lines
}

fn is_organization_first(format: &str) -> bool {
    matches!((format.find("%O"), format.find("%N")), (Some(o), Some(n)) if o < n)
}

fn recipient(envelope: &Envelope) -> Vec<(Field, String)> {
    let attention = envelope.attention_line.iter();
    std::iter::once((Field::RecipientLine, envelope.recipient_line.clone()))
        .chain(attention.map(|line| (Field::AttentionLine, line.clone())))
        .collect()
}

fn organization(envelope: &Envelope) -> Vec<(Field, String)> {
    let organization = envelope.organization.iter();
    organization.map(|line| (Field::Organization, line.clone())).collect()
}

/// A part of a line of a format string.
enum Token<'f> {
    Literal(&'f str),
    Part(char),
}

fn by_parts(envelope: &Envelope, format: &str, country_name: &str) -> Vec<(Field, String)> {
    let place = &envelope.locality;
    let mut lines = Vec::new();
    let mut street_is_written = false;
    for line in format.split("%n") {
        if line == "%N" {
            lines.extend(recipient(envelope));
            continue;
        }
        if !line.contains('%') {
            // A territory named above its country, as Åland; what is the country itself comes last by itself.
            if line != country_name {
                lines.push((Field::LastLine, line.to_owned()));
            }
            continue;
        }
        let mut written = String::new();
        let mut field = Field::LastLine;
        let mut between = "";
        for token in tokens(line) {
            let value = match token {
                Token::Literal(text) => {
                    between = text;
                    continue;
                }
                Token::Part('N') => envelope.recipient_line.clone(),
                Token::Part('O') => {
                    field = Field::Organization;
                    envelope.organization.clone().unwrap_or_default()
                }
                Token::Part('A') => {
                    field = Field::DeliveryAddressLine;
                    street_is_written = true;
                    street(envelope, format)
                }
                Token::Part(part) => place.part(part).unwrap_or_default().to_owned(),
            };
            let value = value.trim();
            if value.is_empty() {
                continue;
            }
            // What stands before the first part is its prefix, as the CH of a Swiss postal code; it is not said twice.
            let prefix = between.trim_start_matches([',', ' ', '-', '/']);
            if !written.is_empty() || (!prefix.is_empty() && !value.starts_with(prefix)) {
                written.push_str(if written.is_empty() { prefix } else { between });
            }
            written.push_str(value);
            between = "";
        }
        lines.extend(written.lines().map(|text| (field, text.to_owned())));
    }
    if !street_is_written {
        let streets = envelope.delivery_address_lines.iter();
        lines.extend(streets.map(|street| (Field::DeliveryAddressLine, street.clone())));
    }
    lines
}

/// The street; where a country has no place for a city or district of its own, they stand under it, or behind it if the line is
/// shared.
fn street(envelope: &Envelope, format: &str) -> String {
    let place = &envelope.locality;
    let homeless = ['D', 'C']
        .into_iter()
        .filter(|part| !format.contains(&format!("%{part}")));
    let gap = if format.split("%n").any(|line| line == "%A") {
        "\n"
    } else {
        ", "
    };
    let mut out = envelope.delivery_address_lines.join("\n");
    for part in homeless.filter_map(|part| place.part(part)) {
        if !out.is_empty() {
            out.push_str(gap);
        }
        out.push_str(part.trim());
    }
    out
}

/// The parts that were given and that the country does not write, so that nothing is left out silently.
pub(crate) fn left_out(envelope: &Envelope) -> Vec<&'static str> {
    let name = envelope.country.as_deref().or(envelope.from_country.as_deref());
    let format = Country::named(name.unwrap_or("US")).map_or(USUAL, |country| country.format);
    let parts = [('S', "state"), ('Z', "postal code"), ('X', "sorting code")];
    let is_lost = |part: char| envelope.locality.part(part).is_some() && !format.contains(&format!("%{part}"));
    parts
        .into_iter()
        .filter(|(part, _)| is_lost(*part))
        .map(|(_, name)| name)
        .collect()
}

fn tokens(line: &str) -> Vec<Token<'_>> {
    let mut out = Vec::new();
    let mut rest = line;
    while let Some(at) = rest.find('%') {
        if at > 0 {
            out.push(Token::Literal(&rest[..at]));
        }
        let mut after = rest[at + 1..].chars();
        out.extend(after.next().map(Token::Part));
        rest = after.as_str();
    }
    if !rest.is_empty() {
        out.push(Token::Literal(rest));
    }
    out
}

impl Locality {
    fn part(&self, name: char) -> Option<&str> {
        match name {
            'D' => self.district.as_deref(),
            'C' => self.city.as_deref(),
            'S' => self.state.as_deref(),
            'Z' => self.postal_code.as_deref(),
            'X' => self.sorting_code.as_deref(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_data_is_whole() {
        let countries: Vec<&str> = DATA.lines().filter(|line| !line.starts_with('#')).collect();
        assert!(countries.len() > 240, "{}", countries.len());
        for line in countries {
            let parts: Vec<&str> = line.split('\t').collect();
            assert_eq!(parts.len(), 3, "{line}");
            assert_eq!(Country::named(parts[0]).map(|country| country.name), Some(parts[1]));
            assert_eq!(
                Country::named(parts[1]).map(|country| country.code),
                Some(parts[0]),
                "one name, one country"
            );
            assert!(parts[2].contains("%A") && parts[2].contains("%N"), "{line}");
        }
        for (other, code) in ALSO_CALLED {
            assert_eq!(Country::named(other).map(|country| country.code), Some(*code));
        }
        assert_eq!(Country::named("Atlantis"), None);
        assert_eq!(Country::named(""), None);
    }

    #[test]
    fn parts_stand_where_the_country_has_them() {
        let check = |country: &str, expect: &[&str]| {
            let some = |text: &str| Some(text.to_owned());
            let envelope = Envelope {
                recipient_line: "Ann Lee".to_owned(),
                attention_line: some("Design"),
                organization: some("Harbor"),
                delivery_address_lines: vec!["1 Main St".to_owned()],
                locality: Locality {
                    city: some("Town"),
                    state: some("ST"),
                    postal_code: some("12345"),
                    ..Locality::default()
                },
                country: some(country),
                ..Envelope::default()
            };
            let lines: Vec<String> = arrange(&envelope).into_iter().map(|(_, line)| line).collect();
            assert_eq!(lines, expect, "{country}");
        };
        check("us", &["Ann Lee", "Design", "Harbor", "1 Main St", "Town, ST 12345"]);
        check(
            "Germany",
            &["Ann Lee", "Design", "Harbor", "1 Main St", "12345 Town", "GERMANY"],
        );
        check(
            "FR",
            &["Harbor", "Ann Lee", "Design", "1 Main St", "12345 Town", "FRANCE"],
        );
        check(
            "CH",
            &[
                "Harbor",
                "Ann Lee",
                "Design",
                "1 Main St",
                "CH-12345 Town",
                "SWITZERLAND",
            ],
        );
        check(
            "HU",
            &["Ann Lee", "Design", "Harbor", "Town", "1 Main St", "12345", "HUNGARY"],
        );
        check(
            "JP",
            &["Ann Lee", "Design", "Harbor", "1 Main St, Town, ST", "12345", "JAPAN"],
        );
        check(
            "Atlantis",
            &["Ann Lee", "Design", "Harbor", "1 Main St", "Town 12345", "ATLANTIS"],
        );
    }

    #[test]
    fn no_country_loses_a_part_without_a_word() {
        for line in DATA.lines().filter(|line| !line.starts_with('#')) {
            let some = |text: &str| Some(text.to_owned());
            let envelope = Envelope {
                recipient_line: "Ann Lee".to_owned(),
                organization: some("Harbor"),
                delivery_address_lines: vec!["1 Main St".to_owned(), "Floor 2".to_owned()],
                locality: Locality {
                    district: some("District"),
                    city: some("Town"),
                    state: some("Stately"),
                    postal_code: some("12345"),
                    sorting_code: some("CEDEX"),
                },
                country: some(&line[..2]),
                from_country: some("AQ"),
                ..Envelope::default()
            };
            let written = envelope.address_lines().join("\n");
            for part in ["Ann Lee", "Harbor", "1 Main St", "Floor 2", "District", "Town"] {
                assert_eq!(written.matches(part).count(), 1, "{part} in {written}");
            }
            let lost = left_out(&envelope);
            for (part, name) in [
                ("Stately", "state"),
                ("12345", "postal code"),
                ("CEDEX", "sorting code"),
            ] {
                assert!(written.contains(part) || lost.contains(&name), "{part} in {written}");
            }
        }
    }

    #[test]
    fn a_missing_part_leaves_no_comma_behind() {
        let check = |state: Option<&str>, postal_code: Option<&str>, expect: &str| {
            let envelope = Envelope {
                recipient_line: "Ann Lee".to_owned(),
                locality: Locality {
                    city: Some("Town".to_owned()),
                    state: state.map(str::to_owned),
                    postal_code: postal_code.map(str::to_owned),
                    ..Locality::default()
                },
                ..Envelope::default()
            };
            let lines = arrange(&envelope);
            assert_eq!(lines.last().map(|(_, line)| line.as_str()), Some(expect));
        };
        check(None, Some("12345"), "Town 12345");
        check(Some("ST"), None, "Town, ST");
        check(None, None, "Town");
    }
}
