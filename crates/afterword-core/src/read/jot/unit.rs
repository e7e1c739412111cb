//! Lines to units: one sentence, one slash-separated item or one bullet each, with its place in the jot.

use std::ops::Range;

/// The smallest piece of a jot that stands on its own before its grammar is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unit {
    /// Line, from 1.
    pub(super) line: usize,
    /// Bytes, without bullet, blanks and closing stop.
    pub(super) span: Range<usize>,
    /// The line began with a bullet or a number.
    pub(super) bullet: bool,
    /// Leading blanks of the line.
    pub(super) indent: usize,
    /// How many units the line made: more than two is prose.
    pub(super) siblings: usize,
    /// First of its line.
    pub(super) first: bool,
    /// A blank line stands before its line.
    pub(super) after_blank: bool,
    /// A heading mark (`##`, `@`) stood before it.
    pub(super) heading: bool,
    /// It is the whole first line of a block of lines: a blank line before it, none behind it.
    pub(super) opens_block: bool,
}

const STOPPED: &[&str] = &[
    "dr", "mr", "mrs", "ms", "prof", "col", "gen", "maj", "cmdr", "st", "sr", "jr", "vs", "etc", "e.g", "i.e",
    "approx", "dept", "mgr", "inc", "ltd", "co", "mt", "rev", "hon", "capt", "sgt", "lt", "fr", "no", "a.m", "p.m",
    "asst", "assoc", "dir", "exec", "supt", "supv", "admin", "w", "c", "incl", "esp", "ext", "tel", "geb", "bzw",
    "z.b", "max", "min",
];
const STOPPED_BEFORE_NUMBER: &[&str] = &[
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mon", "tue", "tues", "wed",
    "weds", "thu", "thur", "thurs", "fri", "sat", "sun",
];

/// Splits a jot into units.
pub(super) fn units(text: &str) -> Vec<Unit> {
    let mut out = Vec::new();
    let mut offset = 0;
    let mut blank = true;
    let mut numbered = numbered(text).into_iter().peekable();
    for (number, line) in text.split('\n').enumerate() {
        let start = offset;
        offset += line.len() + 1;
        if line.trim().is_empty()
            || line
                .trim()
                .chars()
                .all(|c| matches!(c, '-' | '=' | '_' | '*' | '#' | '~' | ' '))
        {
            blank = true;
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        let (mut skip, mut bullet, heading) = bullet(&line[indent..]);
        if numbered.next_if_eq(&number).is_some() {
            skip = line[indent..].find(' ').map_or(skip, |at| at + 1);
            bullet = true;
        }
        let body = start + indent + skip..start + line.len();
        let pieces = pieces(text, body);
        let siblings = pieces.len();
        for (i, span) in pieces.into_iter().enumerate() {
            out.push(Unit {
                line: number + 1,
                span,
                bullet: bullet || line[indent..].starts_with('!'),
                indent,
                siblings,
                first: i == 0,
                after_blank: blank && i == 0,
                heading: heading && i == 0,
                opens_block: false,
            });
        }
        blank = false;
    }
    for i in 0..out.len().saturating_sub(1) {
        let (u, next) = (&out[i], &out[i + 1]);
        let deeper = next.indent > u.indent || next.bullet && !u.bullet;
        out[i].opens_block = u.siblings == 1 && next.line == u.line + 1 && (u.after_blank && !u.bullet || deeper);
    }
    out
}

/// Lines that are counted from 1 by a figure with nothing behind it: `1 Dr. Adeyemi, PI`, `2 Bill Trask`. A figure that
/// tells how many ("2 apprentices") counts no line, nor does one that is out of order.
fn numbered(text: &str) -> Vec<usize> {
    let figure = |line: &str| -> Option<usize> {
        let (figure, behind) = line.trim_start().split_once(' ')?;
        let counts = figure.len() <= 2 && behind.starts_with(char::is_uppercase);
        counts.then(|| figure.parse().ok()).flatten()
    };
    let mut lines = Vec::new();
    for (number, line) in text.split('\n').enumerate() {
        if figure(line) == Some(lines.len() + 1) {
            lines.push(number);
        }
    }
    if lines.len() > 1 { lines } else { Vec::new() }
}

/// Length of the bullet at the start of a trimmed line, whether it is one, and whether it is a heading mark.
fn bullet(line: &str) -> (usize, bool, bool) {
    let mut rest = line;
    let (mut found, mut heading) = (false, false);
    loop {
        let before = rest;
        let t = rest.trim_start_matches(|c: char| {
            matches!(
                c,
                '*' | '\u{2022}' | '\u{25CF}' | '\u{25E6}' | '\u{2023}' | '\u{00B7}' | '\u{25AA}' | '>'
            ) || is_pictograph(c)
        });
        let t = t
            .strip_prefix("- ")
            .or_else(|| t.strip_prefix("-").filter(|r| !r.starts_with(['-', '>'])))
            .unwrap_or(t);
        let t = t
            .strip_prefix("\u{2013} ")
            .or_else(|| t.strip_prefix("\u{2014} "))
            .unwrap_or(t);
        let t = t.strip_prefix("+ ").unwrap_or(t);
        if t.len() < rest.len() {
            found = true;
        }
        rest = t.trim_start();
        let hashes = rest.trim_start_matches('#');
        if hashes.len() < rest.len() && hashes.starts_with(' ') {
            heading = true;
            rest = hashes.trim_start();
        }
        if let Some(r) = rest.strip_prefix('@').filter(|r| r.starts_with(char::is_alphabetic)) {
            heading = true;
            rest = r;
        }
        // "10:30 Dr. Emeka Obi": an agenda.
        if let Some(r) = after_clock(rest) {
            found = true;
            rest = r;
        }
        let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        if digits.len() < rest.len()
            && rest.len() - digits.len() <= 2
            && let Some(r) = digits.strip_prefix(". ").or_else(|| digits.strip_prefix(") "))
        {
            found = true;
            rest = r.trim_start();
        }
        if rest.len() == before.len() {
            break;
        }
    }
    (line.len() - rest.len(), found, heading)
}

/// What stands behind a time of day at the head of a line.
fn after_clock(line: &str) -> Option<&str> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line.get(digits..)?.strip_prefix([':', '.'])?;
    let minutes = rest.bytes().take_while(u8::is_ascii_digit).count();
    let rest = (1..=2)
        .contains(&digits)
        .then(|| rest.get(minutes..))
        .flatten()
        .filter(|_| minutes == 2)?;
    let rest = ["am ", "pm ", "a.m. ", "p.m. ", " am ", " pm "]
        .iter()
        .find_map(|p| rest.strip_prefix(*p))
        .or_else(|| rest.strip_prefix(' '))?;
    Some(rest.trim_start())
}

/// Emoji and the like.
pub(super) fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{2600}'..='\u{27BF}' | '\u{1F000}'..='\u{1FAFF}' | '\u{2B00}'..='\u{2BFF}' | '\u{200D}')
}

/// Sentences and slash-separated items within one line.
fn pieces(text: &str, body: Range<usize>) -> Vec<Range<usize>> {
    let line = &text[body.clone()];
    let mut cuts = vec![0];
    let mut quoted = false;
    let slashes = line.matches(" / ").count() + line.matches(" // ").count();
    let bytes = line.as_bytes();
    for (i, c) in line.char_indices() {
        match c {
            '"' => {
                // "... it." He let me: a sentence that ends inside its quotation marks ends with them.
                let ends = quoted && line[..i].ends_with(['.', '!', '?']);
                quoted = !quoted && line[i + 1..].contains('"');
                let mut next = line[i + 1..].chars();
                if ends && next.next() == Some(' ') && next.next().is_some_and(char::is_uppercase) {
                    cuts.push(i + 1);
                }
            }
            '.' | '!' | '?' | ';' | '\u{2026}' if !quoted => {
                let after = i + c.len_utf8();
                let next = line[after..].chars().next();
                let closes = match next {
                    None => true,
                    Some(' ') => c != '.' || !is_stopped(line, i),
                    _ => false,
                };
                if closes && c != '\u{2026}' && !line[after..].trim_start().starts_with(['.', '!', '?']) {
                    cuts.push(after);
                }
            }
            '/' if !quoted
                && slashes > 0
                && i > 0
                && bytes[i - 1] == b' '
                && line[i..].trim_start_matches('/').starts_with(' ') =>
            {
                cuts.push(line.len() - line[i..].trim_start_matches('/').len());
            }
            _ => {}
        }
    }
    cuts.push(line.len());
    cuts.windows(2)
        .filter_map(|w| trim(text, body.start + w[0]..body.start + w[1]))
        .collect()
}

/// Whether the full stop at `at` closes an abbreviation, an initial or a number.
fn is_stopped(line: &str, at: usize) -> bool {
    let before = line[..at].trim_end_matches(|c: char| c.is_alphanumeric() || c == '.');
    let typed = &line[before.len()..at];
    let word = typed.to_lowercase();
    let next = line[at + 1..].trim_start().chars().next().unwrap_or(' ');
    if line[at + 1..].starts_with("..") || line[..at].ends_with('.') {
        return false;
    }
    if typed.chars().count() == 1 && typed.chars().all(char::is_alphabetic) && !before.ends_with('\'') {
        return word != "i" && (next.is_uppercase() || typed.chars().all(char::is_uppercase));
    }
    // "answer until 23.10. from Silke"
    let date = typed.split('.').count() == 2
        && typed
            .split('.')
            .all(|n| (1..=2).contains(&n.len()) && n.bytes().all(|b| b.is_ascii_digit()));
    if date && next.is_lowercase() {
        return true;
    }
    match STOPPED.binary_search(&word.as_str()).is_ok() || STOPPED.contains(&word.as_str()) {
        true if matches!(
            word.as_str(),
            "no" | "co" | "w" | "c" | "etc" | "inc" | "ltd" | "p.m" | "a.m" | "max" | "min"
        ) =>
        {
            !next.is_uppercase() && word != "no" || word == "no" && next.is_ascii_digit()
        }
        true => true,
        false => {
            // "1. april"
            let day = word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit());
            let behind = line[at + 1..].trim_start().split(|c: char| !c.is_alphanumeric()).next();
            let month = |w: &str| super::name::is_month(&w.to_lowercase());
            if day && behind.is_some_and(month) {
                return true;
            }
            (STOPPED_BEFORE_NUMBER.contains(&word.as_str())
                || word.chars().all(|c| c.is_ascii_digit()) && word.len() <= 2)
                && is_day(line[at + 1..].trim_start())
        }
    }
}

/// Whether a text begins with the day of a month: not "by mon. 1500 billable", nor "by thurs. 27ish an hr".
fn is_day(text: &str) -> bool {
    let figures = text.bytes().take_while(u8::is_ascii_digit).count();
    let behind = &text[figures..];
    let ends =
        !behind.starts_with(char::is_alphanumeric) || ["st", "nd", "rd", "th"].iter().any(|o| behind.starts_with(o));
    (1..=2).contains(&figures) && ends
}

/// Cuts blanks, separators and closing stops off both ends.
pub(super) fn trim(text: &str, span: Range<usize>) -> Option<Range<usize>> {
    let piece = &text[span.clone()];
    // "//" is a mark, a single stroke is a joint.
    let marked = piece.trim_start().starts_with("//");
    let front = piece.trim_start_matches(|c: char| {
        c.is_whitespace()
            || !marked && c == '/'
            || matches!(c, ',' | ';' | ':' | '.' | '|' | ')' | '\u{2013}' | '\u{2014}')
            || is_pictograph(c)
    });
    let start = span.start + piece.len() - front.len();
    let back = front.trim_end_matches(|c: char| {
        c.is_whitespace()
            || matches!(c, ',' | ';' | ':' | '/' | '|' | '-' | '\u{2013}' | '\u{2014}')
            || is_pictograph(c)
    });
    let back = if back.ends_with("...") {
        back
    } else {
        back.trim_end_matches(['.', ' '])
    };
    // "== also ==" is a heading in a frame.
    let framed = back.trim_start_matches('=').len();
    let start = if framed + 2 <= back.len() {
        start + back.len() - back.trim_start_matches(['=', ' ']).len()
    } else {
        start
    };
    let back = if framed + 2 <= back.len() {
        back.trim_matches(['=', ' '])
    } else {
        back
    };
    (!back.is_empty()).then(|| start..start + back.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(jot: &str, expect: &[&str]) {
        let got: Vec<&str> = units(jot).iter().map(|u| &jot[u.span.clone()]).collect();
        assert_eq!(got, expect, "{jot}");
    }

    #[test]
    fn lines_bullets_sentences_and_slashes() {
        check("- moved from Boston", &["moved from Boston"]);
        check("1. Met Dr. Peter. He smiled!", &["Met Dr. Peter", "He smiled!"]);
        check("a / b / c", &["a", "b", "c"]);
        check(
            "\u{1F49B} Pippa Garrod \u{2013} placement",
            &["Pippa Garrod \u{2013} placement"],
        );
        check("St. Anne's  6/23/26 (x)", &["St. Anne's  6/23/26 (x)"]);
        check(
            "got mispicks from 2.1% to 0.6% at Ridley.",
            &["got mispicks from 2.1% to 0.6% at Ridley"],
        );
        check("@Omar Haddad, lead", &["Omar Haddad, lead"]);
        check("1 Ana Reyes\n2 Bo Lund", &["Ana Reyes", "Bo Lund"]);
        check("2 Apprentices\n1 Van", &["2 Apprentices", "1 Van"]);
        check("answer 1. april", &["answer 1. april"]);
        check("answer until 23.10. from Silke", &["answer until 23.10. from Silke"]);
        check("asked max. oxygen in bottle", &["asked max. oxygen in bottle"]);
        check("by thurs. 27ish an hr", &["by thurs", "27ish an hr"]);
    }
}
