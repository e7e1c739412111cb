//! Small print and what else is no fact: disclaimers, registrations, slogans, rows of links, running prose.

use super::lexicon::{NOISE, has};
use super::own::is_delimiter;
use super::phrases::{DEVICE_NOTES, DISCLAIMERS, REGISTRATION_LABELS, REGISTRATIONS, SLOGAN_STARTS, TALKING};
use super::piece::{Line, Piece, fold, words};

/// Whether a line is running prose and no part of a signature.
pub(super) fn is_sentence(text: &str) -> bool {
    let text = text.trim();
    let count = text.split_whitespace().count();
    if text.contains('@') || count < 3 {
        return false;
    }
    let lower: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect();
    let talks = lower.iter().filter(|w| TALKING.contains(&w.as_str())).count()
        + usize::from(text.starts_with("I ") || text.contains(" I "));
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let capitals = text
        .split_whitespace()
        .filter(|w| w.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()))
        .count();
    let ends = text.ends_with(['.', '!', '?']) && !text.ends_with("etc.");
    if text.to_lowercase().starts_with("p.s.") || text.starts_with("PS:") || text.starts_with("PS ") && ends {
        return true;
    }
    if digits >= 7 && talks < 2 {
        return false;
    }
    (count >= 4 && talks >= 2)
        || (ends && talks >= 1)
        || (ends && count >= 5 && capitals * 2 <= count)
        || (count >= 14 && capitals * 2 < count)
}

/// How a line belongs to the small print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Footer {
    /// It does not.
    None,
    /// Registration data: the line, or its end from a bar on, goes.
    Registration,
    /// A disclaimer: everything from here on goes.
    Disclaimer,
}

/// Whether a text is small print.
pub(super) fn footer(text: &str) -> Footer {
    let text = fold(text);
    let disclaimer = DISCLAIMERS;
    if disclaimer.iter().any(|d| text.contains(d)) {
        return Footer::Disclaimer;
    }
    let registration = REGISTRATIONS;
    // "Geschäftsführer: X, Y" is a list of directors; a title has nothing after it.
    let padded = format!("{text} ");
    if registration.iter().any(|r| match padded.find(r) {
        Some(i) => i == 0 || !padded[..i].ends_with(char::is_alphanumeric),
        None => false,
    }) {
        return Footer::Registration;
    }
    let numbered = REGISTRATION_LABELS;
    let digits = text.contains(|c: char| c.is_ascii_digit());
    let first = text
        .split(|c: char| !c.is_alphanumeric() && c != '-')
        .find(|w| !w.is_empty())
        .unwrap_or_default();
    if digits && numbered.contains(&first) {
        return Footer::Registration;
    }
    Footer::None
}

/// Leaves out small print, prose, device notes and rows of links.
pub(super) fn without_footers(lines: Vec<Line>) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    let mut small_print: Option<usize> = None;
    for line in lines {
        let text = line.piece.text().trim();
        if text.is_empty() || is_delimiter(text) || small_print == Some(line.para) || is_device_note(text) {
            continue;
        }
        match footer(text) {
            Footer::Disclaimer if !out.is_empty() => break,
            Footer::Disclaimer => small_print = Some(line.para),
            Footer::Registration => match first_bar_before_footer(&line.piece) {
                Some(piece) => out.push(Line { piece, para: line.para }),
                None if text.len() > 70 => small_print = Some(line.para),
                None => {}
            },
            Footer::None if is_sentence(text) || is_slogan(text) || is_link_row(text) => {}
            Footer::None => out.push(line),
        }
    }
    out
}

/// What of a line with bars stands before its small print.
fn first_bar_before_footer(piece: &Piece) -> Option<Piece> {
    let text = piece.text();
    let mut at = 0;
    for part in text.split_inclusive(['|', '·', '•']) {
        if footer(part) != Footer::None {
            break;
        }
        at += part.len();
    }
    (at > 0 && at < text.len()).then(|| piece.slice(0..at))
}

fn is_device_note(text: &str) -> bool {
    let text = fold(text);
    DEVICE_NOTES.iter().any(|s| text.starts_with(s))
}

/// Words in quotation marks, "Est. 1971", office hours.
pub(super) fn is_slogan(text: &str) -> bool {
    let text = text.trim();
    if text.starts_with('(') && text.ends_with(')') && text.split_whitespace().count() > 2 {
        return true;
    }
    let quoted = [('"', '"'), ('“', '”'), ('„', '“'), ('«', '»'), ('‘', '’')]
        .iter()
        .any(|(a, b)| text.starts_with(*a) && text.ends_with(*b) && text.len() > 2);
    let folded = fold(text);
    let opening = SLOGAN_STARTS.iter().any(|s| folded.starts_with(s));
    let since = [" since 1", " since 2", " seit 1", " seit 2", " depuis 1", " depuis 2"]
        .iter()
        .any(|s| folded.contains(s));
    quoted
        || opening
        || since
        || folded.starts_with("lic.")
        || folded.starts_with("license")
        || folded.starts_with("licence")
        || folded.starts_with("lic #")
}

/// A row of buttons: nothing but names of sites, or pronouns.
pub(super) fn is_link_row(text: &str) -> bool {
    let all = words(text);
    !all.is_empty() && all.iter().all(|w| has(NOISE, w)) && (all.len() > 1 || text.trim().len() > 1)
}
