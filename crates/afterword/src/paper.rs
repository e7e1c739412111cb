//! From a note to paper: the sheet a card is copied from, and the envelope where an address is known.
//!
//! A card that does not fit is refused with the number of words to cut; that is a finding on the card, not a failure.

use std::str::FromStr;

use afterword_core::model::{Finding, Interview, Note, Person, Severity};
use afterword_paper::{
    AddressSource, Card, CardSheet, Envelope, EnvelopeSize, PaperError, PaperFinding, Press, Printed, SheetPaper,
};

/// Where a person gets post, as given: `Maria Gonzalez: 12 Wharf St; Boston MA 02110`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PostalAddress {
    /// The person's name, or enough of it to be unmistakable in the jot.
    pub(crate) name: String,
    /// The department, given as `attn Editorial Department`.
    department: Option<String>,
    /// The lines under the name, at least two.
    lines: Vec<String>,
}

/// What a job's cards and envelopes are made on.
#[derive(Debug, Clone, Default)]
pub(crate) struct Stationery {
    pub(crate) card: Card,
    pub(crate) paper: SheetPaper,
    pub(crate) envelope: EnvelopeSize,
    /// Where the addresses given were learned.
    pub(crate) source: AddressSource,
    /// The sender's lines, upper left.
    pub(crate) return_address: Vec<String>,
    /// The sender's country, if it is not the United States.
    pub(crate) country: Option<String>,
}

impl FromStr for PostalAddress {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const FORM: &str = "write it like 'Maria Gonzalez: 12 Wharf St; Boston MA 02110'";
        let (name, lines) = text.split_once(':').ok_or(FORM)?;
        let mut department = None;
        let mut kept = Vec::new();
        for line in lines.split([';', '\n']).map(str::trim).filter(|line| !line.is_empty()) {
            let head = line.get(..5).unwrap_or_default();
            if head.eq_ignore_ascii_case("attn ") || head.eq_ignore_ascii_case("attn:") {
                department = Some(line[5..].trim().to_owned());
            } else {
                kept.push(line.to_owned());
            }
        }
        let lines = kept;
        if name.trim().is_empty() || lines.len() < 2 {
            return Err(FORM);
        }
        Ok(Self {
            name: name.trim().to_owned(),
            department: department.filter(|line| !line.is_empty()),
            lines,
        })
    }
}

impl PostalAddress {
    /// Whether it is this person's.
    pub(crate) fn is_for(&self, person: &Person) -> bool {
        self.name.to_lowercase() == person.name.to_lowercase()
    }
}

/// The copy-out sheet of a card, or why there is none; remarks on it join the note's findings.
pub(crate) fn card(press: &Press, note: &mut Note, person: &Person, on: &Stationery) -> Option<Vec<u8>> {
    let sheet = CardSheet {
        card: on.card,
        paper: on.paper,
        ..CardSheet::new(note.body().trim_end(), &person.name)
    };
    let printed = press.copy_out_sheet(&sheet);
    keep(note, "card", printed)
}

/// The copy-out sheet of a card's text.
///
/// # Errors
/// A text that does not fit, or holds what cannot be printed.
pub(crate) fn sheet(press: &Press, text: &str, name: &str, on: &Stationery) -> Result<Printed, PaperError> {
    let sheet = CardSheet {
        card: on.card,
        paper: on.paper,
        ..CardSheet::new(text.trim_end(), name)
    };
    press.copy_out_sheet(&sheet)
}

/// Whom an envelope is for, as the case book knows them.
pub(crate) struct EnvelopeTo<'a> {
    pub(crate) name: &'a str,
    pub(crate) honorific_prefix: Option<&'a str>,
    pub(crate) department: Option<&'a str>,
    pub(crate) organization: &'a str,
    /// Under the name and the organisation; the last is the town's.
    pub(crate) lines: &'a [String],
    /// Where it goes, if that was said (ISO 3166 alpha-2).
    pub(crate) country: Option<&'a str>,
}

/// The envelope of a person of the case book.
///
/// # Errors
/// What does not fit, or cannot be printed.
pub(crate) fn envelope_to(press: &Press, to: &EnvelopeTo<'_>, on: &Stationery) -> Result<Printed, PaperError> {
    let (last_line, delivery) = match to.lines.split_last() {
        Some((last, delivery)) => (last.clone(), delivery.to_vec()),
        None => (String::new(), Vec::new()),
    };
    let envelope = Envelope {
        size: on.envelope,
        recipient_line: match to.honorific_prefix {
            Some(prefix) => format!("{prefix} {}", to.name),
            None => to.name.to_owned(),
        },
        attention_line: to.department.map(str::to_owned),
        organization: Some(to.organization.to_owned()).filter(|o| !o.is_empty()),
        delivery_address_lines: delivery,
        last_line,
        return_address_lines: on.return_address.clone(),
        country: to.country.map(str::to_owned),
        from_country: on.country.clone(),
        source: on.source,
        ..Envelope::default()
    };
    press.envelope(&envelope)
}

/// The envelope, or why there is none.
pub(crate) fn envelope(
    press: &Press,
    note: &mut Note,
    person: &Person,
    interview: &Interview,
    address: &PostalAddress,
    on: &Stationery,
) -> Option<Vec<u8>> {
    let (last_line, delivery) = address.lines.split_last()?;
    let recipient_line = match &person.honorific_prefix {
        Some(prefix) => format!("{prefix} {}", person.name),
        None => person.name.clone(),
    };
    let envelope = Envelope {
        size: on.envelope,
        recipient_line,
        attention_line: address.department.clone(),
        organization: interview.organization.clone(),
        delivery_address_lines: delivery.to_vec(),
        last_line: last_line.clone(),
        return_address_lines: on.return_address.clone(),
        from_country: on.country.clone(),
        source: on.source,
        ..Envelope::default()
    };
    let printed = press.envelope(&envelope);
    keep(note, "envelope", printed)
}

fn keep(note: &mut Note, what: &str, printed: Result<Printed, PaperError>) -> Option<Vec<u8>> {
    match printed {
        Ok(printed) => {
            note.findings
                .extend(printed.findings.iter().map(|remark| remarked(what, remark)));
            Some(printed.bytes)
        }
        Err(error) => {
            note.findings.push(refused(what, &error));
            None
        }
    }
}

fn refused(what: &str, error: &PaperError) -> Finding {
    let text = error.to_string().replace("\nhint: ", "; ");
    Finding {
        rule: format!("paper-{what}"),
        severity: Severity::Error,
        excerpt: String::new(),
        message: format!("No {what} was printed: {text}."),
        fix: None,
    }
}

fn remarked(what: &str, remark: &PaperFinding) -> Finding {
    Finding {
        rule: format!("paper-{what}"),
        severity: Severity::Hint,
        excerpt: String::new(),
        message: format!("On the {what}, {remark}."),
        fix: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_name_and_two_lines_at_least() {
        let got: PostalAddress = "Maria Gonzalez: 12 Wharf St; Boston MA 02110 ".parse().unwrap();
        assert_eq!(got.lines, ["12 Wharf St", "Boston MA 02110"]);
        assert_eq!(got.department, None);
        assert!(got.is_for(&Person {
            name: "maria gonzalez".to_owned(),
            ..Person::default()
        }));
        let got: PostalAddress = "Maria: Attn: Features; 12 Wharf St; Boston MA 02110".parse().unwrap();
        assert_eq!((got.department.as_deref(), got.lines.len()), (Some("Features"), 2));
        for bad in ["", "Maria", "Maria:", "Maria: Boston", ": 12 Wharf St; Boston"] {
            assert!(bad.parse::<PostalAddress>().is_err(), "{bad}");
        }
    }
}
