//! What every note has and none may keep: length, thanks, a name at the end, no placeholders.

use std::ops::Range;

use super::names::{bare, distance, words};
use super::rules::RULES;
use super::text::{Part, Text, TokenKind};
use super::{Kind, Record, Remark};

/// Judges the shape of a note.
pub(crate) fn judge(text: &Text<'_>, kind: Kind, record: &Record<'_>, out: &mut Vec<Remark>) {
    placeholders(text, out);
    length(text, kind, out);
    thanks(text, kind, out);
    close(text, record, out);
}

fn length(text: &Text<'_>, kind: Kind, out: &mut Vec<Remark>) {
    let count = text
        .raw
        .split_whitespace()
        .filter(|w| w.chars().any(char::is_alphanumeric))
        .count();
    let name = match kind {
        Kind::Email => "email",
        Kind::Card => "card",
        Kind::FollowUp => "follow_up",
        Kind::Short => "short",
    };
    for (measure, wrong) in [
        (
            "fewer_words",
            (|n: usize, bound: usize| n < bound) as fn(usize, usize) -> bool,
        ),
        ("more_words", |n, bound| n > bound),
    ] {
        let rule = RULES.measure(measure);
        let bound = rule.number(name);
        if wrong(count, bound) {
            let mut remark = rule.whole();
            remark.finding.message = format!(
                "{} This note has {count} words; the bound is {bound}.",
                rule.file.message
            );
            out.push(remark);
        }
    }
}

fn thanks(text: &Text<'_>, kind: Kind, out: &mut Vec<Remark>) {
    let rule = RULES.measure("thanks");
    if rule.reads(kind) && !text.sentences.iter().any(|s| rule.mentions(text.tokens_of(s))) {
        out.push(rule.whole());
    }
}

/// A name at the end, or a placeholder where it should be (which is its own finding).
fn close(text: &Text<'_>, record: &Record<'_>, out: &mut Vec<Remark>) {
    let rule = RULES.measure("name_at_end");
    let lines: Vec<&str> = text.raw.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    let named = lines
        .iter()
        .rev()
        .take(6)
        .enumerate()
        .any(|(back, line)| back < lines.len().saturating_sub(1).max(1) && closes(line, record.candidate));
    if !named {
        out.push(rule.whole());
    }
}

/// Whether a line of the close names the candidate, or somebody: whose name it is, identity says.
fn closes(line: &str, candidate: &str) -> bool {
    if placeholder_in(line).is_some() && line.split_whitespace().count() <= 6 {
        return true;
    }
    let mine: Vec<String> = words(candidate).iter().map(|w| bare(w)).collect();
    let here: Vec<String> = words(line).iter().map(|w| bare(w)).collect();
    let near = |h: &String| {
        mine.iter()
            .any(|m| h == m || m.chars().count() > 3 && distance(h, m) <= 2)
    };
    if here.len() <= 9 && here.iter().rev().take(6).any(near) {
        let stops = line.ends_with(['.', '!', '?']) && here.len() > 4;
        return !stops || here.last().is_some_and(near);
    }
    let short = line.trim_end_matches(['.', ',']);
    let initial = mine.first().and_then(|m| m.chars().next());
    let initials = short.chars().count() <= 4 && short.chars().all(|c| c.is_uppercase() || c == '.');
    if initials && short.to_lowercase().chars().next() == initial {
        return true;
    }
    // Some other name alone on its line closes too; a wrong one is the matter of identity.
    let all_capital = line.split_whitespace().all(|w| w.starts_with(char::is_uppercase));
    all_capital && !line.ends_with([',', '.', '!', '?', ':']) && (1..=4).contains(&here.len()) && !is_formula(&here)
}

fn is_formula(words: &[String]) -> bool {
    words.iter().any(|w| {
        matches!(
            w.as_str(),
            "best"
                | "regards"
                | "sincerely"
                | "yours"
                | "cheers"
                | "thanks"
                | "thank"
                | "respectfully"
                | "wishes"
                | "dear"
                | "hi"
                | "hello"
                | "cordially"
                | "warmly"
        )
    })
}

/// Finds what a template left behind.
pub(crate) fn placeholders(text: &Text<'_>, out: &mut Vec<Remark>) {
    let rule = RULES.measure("placeholder");
    let mut from = 0;
    while let Some(span) = placeholder_in(&text.raw[from..]) {
        let span = from + span.start..from + span.end;
        out.push(rule.at(text.raw, span.clone(), None));
        from = span.end;
    }
    for token in &text.tokens {
        let shouted = token.kind == TokenKind::Word && rule.has("alone", token.text);
        if shouted {
            out.push(rule.at(text.raw, token.span.clone(), None));
        }
    }
    for sentence in text.sentences.iter().filter(|s| s.part != Part::Signature) {
        if let Some(span) = rule.find(text, sentence) {
            out.push(rule.at(text.raw, span, None));
        }
    }
}

/// The first bracketed, braced, blank or repeated-letter placeholder in a text.
fn placeholder_in(raw: &str) -> Option<Range<usize>> {
    let bytes = raw.as_bytes();
    for (i, c) in raw.char_indices() {
        let rest = &raw[i..];
        let end = match c {
            '{' => rest
                .starts_with("{{")
                .then(|| rest.find("}}").map(|e| e + 2))
                .flatten()
                .or_else(|| bracket(rest, '}')),
            '[' => bracket(rest, ']'),
            '<' => bracket(rest, '>').filter(|e| !rest[..*e].contains(['@', '/'])),
            '%' => rest[1..].find('%').map(|e| e + 2).filter(|e| {
                let inner = &rest[1..e - 1];
                inner.len() > 2 && inner.chars().all(|c| c.is_ascii_alphabetic() || c == '_')
            }),
            '$' if rest[1..].starts_with(['{', 'A', 'N', 'C']) => {
                Some(rest.find(|c: char| c.is_whitespace() || c == ',').unwrap_or(rest.len()))
            }
            '_' if i == 0 || bytes[i - 1] != b'_' => {
                let run = rest.chars().take_while(|c| *c == '_').count();
                (3..=20).contains(&run).then_some(run)
            }
            '(' => bracket(rest, ')').filter(|e| {
                let inner = rest[1..e - 1].trim().to_lowercase();
                [
                    "insert",
                    "your name",
                    "name",
                    "company",
                    "role",
                    "date",
                    "position",
                    "fill",
                    "add ",
                    "title",
                    "tbd",
                    "first name",
                ]
                .iter()
                .any(|w| {
                    inner == *w
                        || inner.starts_with(w) && inner.len() > w.len() && w.len() > 5
                        || inner.starts_with("insert")
                        || inner.starts_with("fill in")
                        || inner.starts_with("add ")
                })
            }),
            '?' if rest.starts_with("???") => Some(rest.chars().take_while(|c| *c == '?').count()),
            '#' if rest.starts_with("##") => Some(rest.find(|c: char| c != '#').unwrap_or(rest.len())),
            _ => None,
        };
        if let Some(end) = end {
            return Some(i..i + end);
        }
    }
    None
}

/// The end of a bracket that holds a few words and no number alone.
fn bracket(rest: &str, close: char) -> Option<usize> {
    let end = rest.find(close)?;
    let inner = rest[1..end].trim();
    let letters =
        inner.chars().any(char::is_alphabetic) || inner.chars().all(|c| c == '_' || c == '.') && !inner.is_empty();
    let few = inner.split_whitespace().count() <= 8 && !inner.contains('\n');
    let editorial = matches!(inner.to_lowercase().as_str(), "sic" | "...");
    (letters && few && !editorial).then_some(end + close.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(raw: &str) -> Option<&str> {
        placeholder_in(raw).map(|s| &raw[s])
    }

    #[test]
    fn placeholders_of_every_make() {
        for (raw, want) in [
            ("Hi [First Name],", "[First Name]"),
            ("Best,\n{{my_name}}", "{{my_name}}"),
            ("Dear <name>,", "<name>"),
            ("joining ____ soon", "____"),
            ("at (insert company)", "(insert company)"),
            ("Dear %FIRSTNAME%,", "%FIRSTNAME%"),
            ("on ${date},", "${date}"),
        ] {
            assert_eq!(found(raw), Some(want), "{raw}");
        }
        for raw in [
            "a <3 for maps",
            "see <https://a.example/x>",
            "98% of 40%",
            "(I add two)",
            "$92,000",
            "figures [1]",
        ] {
            assert_eq!(found(raw), None, "{raw}");
        }
    }
}
