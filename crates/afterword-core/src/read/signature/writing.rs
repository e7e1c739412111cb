//! What was found, written into the fields: joined lines, normal case, E.164.

use super::lexicon::has;
use super::parts::Number;
use super::people::title_case;
use super::phrases::KEPT_CAPITALS;
use super::piece::{Line, Piece, fold};
use super::places::GB_REGIONS;
use super::roles::{self, Role, Unit};
use super::street::{self, Place};
use super::{Found, Signature, Span, mailbox, matching, phones};

/// Writes title, department and organisation; gives the line of the organisation.
pub(super) fn write_roles(out: &mut Signature, units: &[Unit], lines: &[Line]) -> Option<usize> {
    let titles: Vec<&Unit> = units.iter().filter(|u| u.role == Role::Title).collect();
    if let Some((first, last)) = titles.first().zip(titles.last()) {
        let (text, span) = joined(first, last, lines);
        out.title = Some(normal_case(&text));
        out.found.title = Some(span);
    }
    if let Some(unit) = units.iter().find(|u| u.role == Role::Department) {
        out.department = Some(normal_case(unit.frag.piece.text()));
        out.found.department = Some(unit.frag.piece.span());
    }
    if let Some(range) = roles::organisation_run(units) {
        let pieces = &units[range];
        let text = pieces.iter().map(|u| u.frag.piece.text()).collect::<Vec<_>>().join(" ");
        let (a, b) = (
            pieces.first().map(|u| u.frag.piece.span()),
            pieces.last().map(|u| u.frag.piece.span()),
        );
        out.organisation = Some(normal_case(&text));
        out.found.organisation = a.zip(b).map(|(a, b)| Span {
            start: a.start,
            end: b.end,
        });
        return pieces.last().map(|u| u.frag.line);
    }
    if let Some(piece) = units.iter().find_map(|u| u.frag.split.clone()) {
        out.organisation = Some(normal_case(piece.text()));
        out.found.organisation = Some(piece.span());
        return titles.first().map(|u| u.frag.line);
    }
    None
}

/// Two units of one line with what is between them, or of two lines with a space.
fn joined(first: &Unit, last: &Unit, lines: &[Line]) -> (String, Span) {
    let (a, b) = (first.frag.piece.span(), last.frag.piece.span());
    let span = Span {
        start: a.start,
        end: b.end,
    };
    if a == b {
        return (first.frag.piece.text().to_owned(), a);
    }
    if first.frag.line == last.frag.line
        && let Some(line) = lines.get(first.frag.line)
        && let Some((i, j)) = line
            .piece
            .text()
            .find(first.frag.piece.text())
            .zip(line.piece.text().rfind(last.frag.piece.text()))
        && i < j
    {
        return (line.piece.text()[i..j + last.frag.piece.text().len()].to_owned(), span);
    }
    (format!("{} {}", first.frag.piece.text(), last.frag.piece.text()), span)
}

/// A line in capitals is given in normal case; short words and abbreviations stay.
fn normal_case(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if letters <= 4 || text.chars().any(char::is_lowercase) {
        return text;
    }
    let small = [
        "of", "and", "the", "for", "de", "des", "du", "la", "le", "les", "und", "et", "van", "der", "von", "am", "an",
    ];
    let keep = KEPT_CAPITALS;
    text.split(' ')
        .enumerate()
        .map(|(i, w)| {
            let low = w.to_lowercase();
            if keep.contains(&w.trim_matches([',', '.', '(', ')'])) {
                w.to_owned()
            } else if i > 0 && small.contains(&low.as_str()) {
                low
            } else {
                title_case(w)
            }
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// A line right above the street that is nothing else is its first line ("The Granary").
pub(super) fn extend_street(place: &mut Place, units: &[Unit], organisation: Option<usize>, name_line: Option<usize>) {
    for _ in 0..3 {
        let top = place
            .street
            .first()
            .or(place.city.as_ref().filter(|_| place.postal.is_some()));
        let Some(start) = top.map(|p| p.span().start) else {
            return;
        };
        let above = units.iter().rev().find(|u| u.frag.piece.span().end <= start);
        let Some(unit) = above.filter(|u| u.role == Role::Unknown && u.told.is_none()) else {
            return;
        };
        let text = unit.frag.piece.text();
        let power = street::strength(text);
        let below_names = organisation.is_some_and(|line| unit.frag.line > line)
            && name_line.is_none_or(|line| unit.frag.line > line);
        let nearby = unit.frag.para == place.para && place.line.abs_diff(unit.frag.line) <= 1;
        let shaped = text.starts_with(|c: char| !c.is_lowercase())
            && text.split_whitespace().count() <= 6
            && !text.ends_with(['!', '?', '"']);
        if !(nearby && shaped && power >= 0 && below_names) {
            return;
        }
        place.line = unit.frag.line;
        place.street.insert(0, unit.frag.piece.clone());
    }
}

pub(super) fn write_place(out: &mut Signature, place: &Place) {
    let found: &mut Found = &mut out.found;
    out.street = place.street.iter().map(|p| normal_case(p.text())).collect();
    found.street = place.street.iter().map(Piece::span).collect();
    out.city = place.city.as_ref().map(|p| normal_case(p.text().trim_end_matches(':')));
    found.city = place.city.as_ref().map(Piece::span);
    out.region = place
        .region
        .as_ref()
        .map(|(text, _)| normal_case(text))
        .map(|r| match r.strip_suffix('.') {
            Some(bare) if has(GB_REGIONS, &fold(bare)) && bare.len() >= 4 || bare.len() > 5 && !bare.contains('.') => {
                bare.to_owned()
            }
            _ => r,
        });
    found.region = place.region.as_ref().map(|(_, p)| p.span());
    out.postal_code = place.postal.as_ref().map(|(code, _)| code.clone());
    found.postal_code = place.postal.as_ref().map(|(_, p)| p.span());
    out.country = place.country.as_ref().map(|(code, _)| (*code).to_owned());
    found.country = place.country.as_ref().map(|(_, p)| p.span());
}

pub(super) fn write_phones(
    out: &mut Signature,
    numbers: &[Number],
    home: Option<&'static str>,
    findings: &mut Vec<String>,
) {
    for number in numbers {
        if number.raw.fax {
            continue;
        }
        match phones::e164(&number.raw, home) {
            Some(text) if !out.phones.contains(&text) => {
                out.phones.push(text);
                out.found.phones.push(number.span);
            }
            None if number.raw.labelled => findings.push(format!(
                "The number {} could not be read: its country or area code is missing.",
                number.raw.digits
            )),
            _ => {}
        }
    }
}

/// A scanned name or organisation that its mail address spells otherwise ("rn" for "m") is put right.
pub(super) fn repair_by_mail(out: &mut Signature) {
    let Some((local, host)) = out.email.as_deref().and_then(|m| m.split_once('@')) else {
        return;
    };
    let labels = mailbox::telling_labels(host);
    for (wrong, right) in [
        ("l", "i"),
        ("I", "l"),
        ("rn", "m"),
        ("vv", "w"),
        ("cl", "d"),
        ("ii", "u"),
        ("m", "rn"),
    ] {
        if let Some(name) = out
            .name
            .clone()
            .filter(|n| n.contains(wrong) && matching::local_fits(local, n) < 2)
        {
            let each = name
                .match_indices(wrong)
                .map(|(i, _)| format!("{}{right}{}", &name[..i], &name[i + wrong.len()..]));
            if let Some(other) = each.into_iter().find(|o| matching::local_fits(local, o) == 2) {
                out.name = Some(other);
            }
        }
        if let Some(name) = out.organisation.clone().filter(|n| n.contains(wrong)) {
            let other = name.replace(wrong, right);
            let fit = |n: &str| labels.iter().map(|l| matching::spelled(l, n)).fold(0.0, f32::max);
            if fit(&name) < 0.7 && fit(&other) > 0.85 {
                out.organisation = Some(other);
            }
        }
    }
}
