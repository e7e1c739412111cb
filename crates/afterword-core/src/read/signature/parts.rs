//! Lines cut into parts, and the addresses and numbers taken out of them.

use std::ops::Range;

use super::lexicon::{FAX_LABELS, MAIL_LABELS, PHONE_LABELS, has};
use super::people::{self, Clues, person};
use super::phones::{self, Raw};
use super::phrases::{ABOUT_ANOTHER, ASSISTANTS};
use super::piece::{Line, Piece, fold, words};
use super::roles::Role;
use super::small_print::{Footer, footer, is_link_row, is_slogan};
use super::{Frag, Span, mailbox};

/// Labels that say what follows them.
#[rustfmt::skip]
const LABELS: &[(&str, Role)] = &[
    ("attn:", Role::Department), ("attn.", Role::Department), ("attn ", Role::Department),
    ("attention:", Role::Department), ("c/o ", Role::Department), ("dept:", Role::Department),
    ("dept.:", Role::Department), ("department:", Role::Department), ("abteilung:", Role::Department),
    ("abt.:", Role::Department), ("unit:", Role::Department), ("division:", Role::Department),
    ("service :", Role::Department), ("team:", Role::Department), ("z. hd.", Role::Department),
    ("zhd.", Role::Department), ("title:", Role::Title), ("position:", Role::Title),
    ("company:", Role::Organisation), ("organisation:", Role::Organisation), ("organization:", Role::Organisation),
    ("firma:", Role::Organisation),
];

/// A number with the line it stands on.
pub(super) struct Number {
    pub(super) raw: Raw,
    pub(super) span: Span,
}

/// A mail address with what is known about it.
pub(super) struct Mail {
    pub(super) address: String,
    pub(super) span: Span,
    /// It stands on a line about somebody else (an assistant).
    pub(super) other: bool,
}

/// The parts of lines: what stands between bars, bullets and wide gaps.
pub(super) fn parts(lines: &[Line]) -> Vec<Frag> {
    let mut out = Vec::new();
    for (n, line) in lines.iter().enumerate() {
        for piece in split_bars(&line.piece) {
            let open = piece.text().trim_end().ends_with([',', '&']);
            let piece = piece.trimmed(|c| c.is_whitespace() || ";|•·*~›»«‹>●▪■".contains(c));
            let text = piece.text();
            let noise = is_link_row(text) || is_slogan(text) && n > 0 || footer(text) != Footer::None;
            if !text.is_empty() && !noise {
                out.push(Frag {
                    piece,
                    line: n,
                    para: line.para,
                    told: None,
                    open,
                    split: None,
                });
            }
        }
    }
    out
}

fn split_bars(piece: &Piece) -> Vec<Piece> {
    let text = piece.text();
    let mut out = Vec::new();
    let (mut start, mut at) = (0, 0);
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let width = match c {
            '|' | '¦' | '•' | '●' | '▪' | '■' | '♦' | '◆' | '∙' | '⋅' | '‖' | '│' | '❘' | '\t' | '·' | '►' | '→' => {
                c.len_utf8()
            }
            ' ' if rest.starts_with("  ") => 2,
            '/' if rest.starts_with("// ") => 3,
            ':' if rest.starts_with(":: ") => 3,
            ' ' if rest.starts_with(" * ") || rest.starts_with(" ~ ") => 3,
            _ => 0,
        };
        // "Fax  713 555 0100": a label is not parted from its number.
        let gap = matches!(c, ' ' | '\t')
            && text[start..at].chars().any(char::is_alphabetic)
            && text[start..at].len() < 30
            && only_labels(&text[start..at]);
        if width > 0 && !gap {
            out.push(piece.slice(start..at));
            start = at + width;
            at = start;
        } else {
            at += width.max(c.len_utf8());
        }
    }
    out.push(piece.slice(start..text.len()));
    out
}

/// Takes mail addresses, hosts and numbers out of a part; what is left are the parts around them.
pub(super) fn contacts(
    frag: Frag,
    scanned: bool,
    mails: &mut Vec<Mail>,
    hosts: &mut Vec<String>,
    numbers: &mut Vec<Number>,
) -> Vec<Frag> {
    // "Secretary (Ms J. Bell) 01632 960102", but not "Executive Assistant (Maternity Cover)".
    let numbered = frag.piece.text().chars().filter(char::is_ascii_digit).count() >= 7;
    let mut left = vec![frag];
    let other = left[0]
        .piece
        .text()
        .find(if numbered { &[':', '('][..] } else { &[':'][..] })
        .is_some_and(|i| about_another(&left[0].piece.text()[..i]))
        || about_another_line(left[0].piece.text());
    // At most a few mail addresses to a part.
    for _ in 0..4 {
        let Some((i, found)) = left
            .iter()
            .enumerate()
            .find_map(|(i, f)| mailbox::first_mail(&f.piece, scanned).map(|m| (i, m)))
        else {
            break;
        };
        let range = found.range.clone();
        let span = left[i].piece.slice(range.clone()).span();
        mails.push(Mail {
            address: found.address,
            span,
            other,
        });
        cut(&mut left, i, &[range]);
    }
    for i in (0..left.len()).rev() {
        let webs = mailbox::webs(left[i].piece.text());
        hosts.extend(webs.iter().filter(|w| !w.address.is_empty()).map(|w| w.address.clone()));
        let ranges: Vec<Range<usize>> = webs.into_iter().map(|w| w.range).collect();
        cut(&mut left, i, &ranges);
    }
    for i in (0..left.len()).rev() {
        let (found, ranges) = phones::find(&left[i].piece, scanned);
        for raw in found.into_iter().rev() {
            let span = left[i].piece.slice(raw.range.clone()).span();
            numbers.push(Number { raw, span });
        }
        cut(&mut left, i, &ranges);
    }
    numbers.sort_by_key(|n| n.span.start);
    if other {
        return Vec::new();
    }
    left.into_iter().filter_map(labelled).collect()
}

/// "Assistant: Lena Fitzgerald": a line about somebody else.
fn about_another(label: &str) -> bool {
    let all = words(label);
    all.len() <= 3 && all.last().is_some_and(|w| ASSISTANTS.contains(&w.as_str()))
}

fn about_another_line(text: &str) -> bool {
    let text = fold(text);
    ABOUT_ANOTHER.iter().any(|s| text.starts_with(s))
}

/// Replaces part `i` by what is left of it when the ranges are out.
fn cut(frags: &mut Vec<Frag>, i: usize, ranges: &[Range<usize>]) {
    if ranges.is_empty() {
        return;
    }
    let frag = frags[i].clone();
    let text_len = frag.piece.text().len();
    let mut pieces = Vec::new();
    let mut at = 0;
    for range in ranges {
        pieces.push(frag.piece.slice(at..range.start.max(at)));
        at = range.end.max(at);
    }
    pieces.push(frag.piece.slice(at..text_len));
    let left = pieces.into_iter().map(|p| {
        p.trimmed(|c| {
            c.is_whitespace()
                || ",;/|<>()[]:•–-".contains(c)
                    && !(c == ')' && p.text().contains('('))
                    && !(c == '(' && p.text().contains(')'))
        })
    });
    let left: Vec<Frag> = left
        .filter(|p| !p.is_empty() && !only_labels(p.text()))
        .map(|piece| Frag { piece, ..frag.clone() })
        .collect();
    frags.splice(i..=i, left);
}

/// Whether a text is nothing but labels of numbers and addresses.
fn only_labels(text: &str) -> bool {
    let all = words(text);
    all.iter()
        .all(|w| has(MAIL_LABELS, w) || has(PHONE_LABELS, w) || has(FAX_LABELS, w))
        || text.chars().count() == 1
}

/// Takes a label off the front of a part; `None` when nothing else is there.
fn labelled(frag: Frag) -> Option<Frag> {
    let text = frag.piece.text();
    if only_labels(text) && text.len() < 30 {
        // "Sales" alone may be a unit; a bare "Tel" is nothing.
        let all = words(text);
        let unit = all.iter().all(|w| {
            [
                "sales",
                "reception",
                "support",
                "studio",
                "clinic",
                "customer",
                "chambers",
                "secretariat",
                "service",
                "services",
            ]
            .contains(&w.as_str())
        });
        if !unit {
            return None;
        }
    }
    let folded = fold(text);
    for &(label, role) in LABELS {
        if folded.starts_with(label) && folded.len() == text.len() && text.is_char_boundary(label.len()) {
            let piece = frag.piece.slice(label.len()..text.len()).trim();
            // "Attn: Rosa Pike" names a person, not a unit.
            let who = role == Role::Department
                && person(&piece).is_some_and(|p| {
                    people::weight(
                        p.name.text(),
                        p.marked,
                        &Clues {
                            local: None,
                            labels: &[],
                            short: None,
                        },
                    ) >= 4.5
                });
            return (!piece.is_empty() && !who).then_some(Frag {
                piece,
                told: Some(role),
                ..frag
            });
        }
    }
    if folded.starts_with("name:") {
        let piece = frag.piece.slice(5..text.len()).trim();
        return (!piece.is_empty()).then_some(Frag { piece, ..frag });
    }
    Some(frag)
}
