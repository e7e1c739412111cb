//! The steps in their order, from text to fields.

use std::ops::Range;

use super::lexicon::{FAX_LABELS, MAIL_LABELS, PHONE_LABELS, has};
use super::own::{self, Own};
use super::people::{self, Clues, Person, cased, person, title_case};
use super::phones::{self, Raw};
use super::phrases::{ABOUT_ANOTHER, ASSISTANTS, GENERAL_MAILBOXES, KEPT_CAPITALS};
use super::piece::{self, Line, Piece, fold, words};
use super::places::{CITIES, COUNTRIES, GB_REGIONS, paired};
use super::roles::{self, Role, Unit};
use super::street::{self, Place};
use super::{Address, Found, Frag, LIMIT_BYTES, Signature, Source, Span, mailbox, matching, ocr};

/// A signature of more lines than this is none.
const LINES: usize = 80;
/// Nor do its lines hold more than this.
const LINE_BYTES: usize = 2000;

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
struct Number {
    raw: Raw,
    span: Span,
}

/// A mail address with what is known about it.
struct Mail {
    address: String,
    span: Span,
    /// It stands on a line about somebody else (an assistant).
    other: bool,
}

pub(super) fn read(text: &str, source: Source) -> Signature {
    let mut findings = Vec::new();
    let text = capped(text, &mut findings);
    let (mut lines, hidden) = piece::lines(text);
    if hidden {
        findings.push("Characters that cannot be seen were left out.".to_owned());
    }
    for line in &mut lines {
        shorten(&mut line.piece);
    }
    let own = match source {
        Source::Email => own::signature_lines(&lines),
        Source::Card | Source::Ocr => Own {
            lines: own::without_footers(lines.into_iter().take(LINES * 4).collect()),
            signed_off: false,
            quoted: false,
        },
    };
    if own.quoted {
        findings.push("Mail by others in the text was left out.".to_owned());
    }
    let scanned = source == Source::Ocr;
    let mut kept = own.lines;
    if kept.len() > LINES {
        findings.push(format!("Only {LINES} lines were read as a signature."));
        if source == Source::Email && !own.signed_off {
            kept.drain(..kept.len() - LINES);
        } else {
            kept.truncate(LINES);
        }
    }
    let kept: Vec<Line> = kept.into_iter().map(|line| prepared(&line, scanned)).collect();
    let mut out = from_lines(&kept, source, own.signed_off, &mut findings);
    findings.append(&mut out.findings);
    out.findings = findings;
    out
}

/// The start of a text up to the limit.
fn capped<'a>(text: &'a str, findings: &mut Vec<String>) -> &'a str {
    if text.len() <= LIMIT_BYTES {
        return text;
    }
    findings.push(format!(
        "Only the first {} KiB of the text were read.",
        LIMIT_BYTES / 1024
    ));
    &text[..text.floor_char_boundary(LIMIT_BYTES)]
}

fn shorten(piece: &mut Piece) {
    if piece.text().len() > LINE_BYTES {
        *piece = piece.slice(0..piece.text().floor_char_boundary(LINE_BYTES));
    }
}

fn prepared(line: &Line, scanned: bool) -> Line {
    let piece = piece::without_markup(&line.piece);
    let piece = ocr::drawn_together(&piece).unwrap_or(piece);
    let piece = if scanned { ocr::repaired(&piece) } else { piece };
    Line { piece, para: line.para }
}

fn from_lines(lines: &[Line], source: Source, signed_off: bool, findings: &mut Vec<String>) -> Signature {
    let scanned = source == Source::Ocr;
    let card = source != Source::Email;
    let mut frags = parts(lines);
    let mut mails = Vec::new();
    let mut hosts: Vec<String> = Vec::new();
    let mut numbers = Vec::new();
    frags = frags
        .into_iter()
        .flat_map(|f| contacts(f, scanned, &mut mails, &mut hosts, &mut numbers))
        .collect();
    let short = short_name(&frags, signed_off);
    let own_mail = choose_mail(&mails, &frags, short.as_deref());
    let labels = telling(own_mail, &mails, &hosts);
    let named = |t: &str| roles::names_organisation(t, &labels) || roles::title_weight(t) > 2.0;
    let (place, others) = street::take(&mut frags, scanned, &named);
    if others > 0 {
        findings
            .push("More than one postal address was found; the one for letters, else the first, was taken.".to_owned());
    }
    frags.retain(|f| !own::is_link_row(f.piece.text()) && f.piece.text().chars().any(char::is_alphanumeric));
    let local = own_mail.and_then(|m| m.address.split('@').next());
    let named = take_name(
        &mut frags,
        &Clues {
            local,
            labels: &labels,
            short: short.as_deref(),
        },
        signed_off,
    );
    let mut out = Signature::default();
    let name_line = named.as_ref().map(|(_, line)| *line);
    if let Some((found, _)) = &named {
        out.found.name = Some(found.name.span());
        out.name = Some(cased(found.name.text()));
    } else if !lines.is_empty() {
        findings.push("No name was found.".to_owned());
    }
    let mut units = roles::units(&frags, &labels, org_elsewhere(&frags, &labels));
    roles::assign(&mut units, &labels, name_line, card);
    let organisation = write_roles(&mut out, &units, lines);
    let place = place.map(|mut place| {
        extend_street(&mut place, &units, organisation, name_line);
        write_place(&mut out, &place);
        place
    });
    let home = home(place.as_ref(), &out, &numbers, lines);
    write_phones(&mut out, &numbers, home, findings);
    if let Some(mail) = own_mail {
        let shouted = !mail.address.chars().any(char::is_lowercase);
        out.email = Some(if shouted {
            mail.address.to_lowercase()
        } else {
            mail.address.clone()
        });
        out.found.email = Some(mail.span);
        if scanned {
            repair_by_mail(&mut out);
        }
    }
    out
}

/// Whether some part surely names the organisation, so that the end of a title line need not.
fn org_elsewhere(frags: &[Frag], labels: &[String]) -> bool {
    frags
        .iter()
        .any(|f| roles::title_weight(f.piece.text()) < 2.0 && roles::names_organisation(f.piece.text(), labels))
}

/// The parts of lines: what stands between bars, bullets and wide gaps.
fn parts(lines: &[Line]) -> Vec<Frag> {
    let mut out = Vec::new();
    for (n, line) in lines.iter().enumerate() {
        for piece in split_bars(&line.piece) {
            let open = piece.text().trim_end().ends_with([',', '&']);
            let piece = piece.trimmed(|c| c.is_whitespace() || ";|•·*~›»«‹>●▪■".contains(c));
            let text = piece.text();
            let noise =
                own::is_link_row(text) || own::is_slogan(text) && n > 0 || own::footer(text) != own::Footer::None;
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
fn contacts(
    frag: Frag,
    scanned: bool,
    mails: &mut Vec<Mail>,
    hosts: &mut Vec<String>,
    numbers: &mut Vec<Number>,
) -> Vec<Frag> {
    let mut left = vec![frag];
    let other = left[0]
        .piece
        .text()
        .find(':')
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

/// The first name under the greeting, folded.
fn short_name(frags: &[Frag], signed_off: bool) -> Option<String> {
    let first = frags.first().filter(|_| signed_off)?;
    let found = person(&first.piece)?;
    let text = found.name.text();
    (text.split_whitespace().count() <= 2).then(|| fold(text))
}

/// The person's own address among several: the one that fits a name, else the first that is nobody else's.
fn choose_mail<'a>(mails: &'a [Mail], frags: &[Frag], short: Option<&str>) -> Option<&'a Mail> {
    let general = |a: &str| GENERAL_MAILBOXES.contains(&a.split('@').next().unwrap_or_default());
    let fit = |m: &Mail| {
        let local = m.address.split('@').next().unwrap_or_default();
        let best = frags
            .iter()
            .take(12)
            .filter_map(|f| person(&f.piece))
            .map(|p| matching::local_fits(local, p.name.text()))
            .max()
            .unwrap_or(0);
        let short = short.is_some_and(|s| fold(local).contains(s));
        (!m.other, best.max(u8::from(short)), !general(&m.address.to_lowercase()))
    };
    let best = mails.iter().map(fit).max()?;
    mails.iter().find(|m| fit(m) == best).filter(|m| !m.other)
}

/// The labels of hosts by which the organisation may be known.
fn telling(own: Option<&Mail>, mails: &[Mail], hosts: &[String]) -> Vec<String> {
    let mut labels: Vec<String> = Vec::new();
    let own = own.or(mails.first());
    if let Some((_, host)) = own.and_then(|m| m.address.split_once('@')) {
        labels.extend(mailbox::telling_labels(host));
    }
    if labels.is_empty() {
        labels.extend(hosts.iter().take(3).flat_map(|h| mailbox::telling_labels(h)));
    }
    labels.retain(|l| l.chars().count() > 1);
    labels.truncate(6);
    labels
}

/// Finds the name, takes it and its repetitions out of the parts.
fn take_name(frags: &mut Vec<Frag>, clues: &Clues<'_>, signed_off: bool) -> Option<(Person, usize)> {
    let mut best: Option<(f32, usize, Person)> = None;
    for (i, frag) in frags.iter().enumerate().take(40) {
        if frag.told.is_some() {
            continue;
        }
        let Some(found) = person(&frag.piece) else { continue };
        let name = found.name.text();
        let mut score = people::weight(name, found.marked, clues);
        if signed_off && i == 0 {
            score += 3.0;
        } else if i == 0 {
            score += 1.0;
        } else if i <= 2 {
            score += 0.5;
        }
        let next = found
            .rest
            .as_ref()
            .map(Piece::text)
            .or_else(|| frags.get(i + 1).map(|f| f.piece.text()));
        if next.is_some_and(|t| roles::title_weight(t) > 2.0) {
            score += 2.0;
        }
        if paired(CITIES, &fold(name)).is_some() {
            score -= 3.0;
        }
        if roles::title_weight(name) > 2.0 {
            score -= 3.0;
        }
        if found.rest.is_some() && roles::title_weight(frag.piece.text()) < 2.0 && !signed_off {
            score -= 0.5;
        }
        if best.as_ref().is_none_or(|(s, ..)| score > *s) {
            best = Some((score, i, found));
        }
    }
    let (_, at, found) = best.filter(|(score, ..)| *score >= 1.5)?;
    let line = frags[at].line;
    let own: Vec<String> = words(found.name.text());
    let rest = found.rest.clone();
    match rest {
        Some(piece) => frags[at].piece = piece,
        None => {
            frags.remove(at);
        }
    }
    // The name again, or a part of it, says nothing more.
    frags.retain(|f| {
        let again = words(f.piece.text());
        let short = f.piece.text().split_whitespace().count() <= own.len()
            && !again.is_empty()
            && again.iter().all(|w| own.contains(w));
        let under_greeting = signed_off
            && f.line < line
            && clues.short
                == Some(
                    fold(person(&f.piece).map_or("", |_| f.piece.text())).trim_matches(['-', '–', '~', '.', ',', ' ']),
                );
        !(short || under_greeting)
    });
    Some((found, line))
}

/// Writes title, department and organisation; gives the line of the organisation.
fn write_roles(out: &mut Signature, units: &[Unit], lines: &[Line]) -> Option<usize> {
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
fn extend_street(place: &mut Place, units: &[Unit], organisation: Option<usize>, name_line: Option<usize>) {
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

fn write_place(out: &mut Signature, place: &Place) {
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

/// The country whose numbers are written without their code.
fn home(place: Option<&Place>, out: &Signature, numbers: &[Number], lines: &[Line]) -> Option<&'static str> {
    let five = place.and_then(|p| p.postal.as_ref()).map(|(code, _)| code.len());
    if let Some(code) = place.and_then(|p| p.home) {
        return Some(code);
    }
    // Another number of the signature says its country.
    let text: String = lines.iter().map(|l| l.piece.text()).collect::<Vec<_>>().join(" ");
    let all = words(&text);
    let any = |list: &[&str]| all.iter().any(|w| list.contains(&w.as_str()));
    let written = numbers.iter().find_map(|n| {
        let digits = n.raw.digits.strip_prefix('+')?;
        COUNTRIES.iter().find(|c| digits.starts_with(c.calling)).map(|c| c.code)
    });
    if written.is_some() {
        return written;
    }
    if five == Some(5) {
        let french = [
            "rue",
            "avenue",
            "av",
            "bd",
            "boulevard",
            "quai",
            "place",
            "allee",
            "chemin",
            "cours",
            "impasse",
            "route",
            "cedex",
            "sas",
            "sarl",
            "mairie",
            "societe",
        ];
        return Some(if any(&french) { "FR" } else { "DE" });
    }
    let pairs = numbers
        .iter()
        .any(|n| n.raw.digits.len() == 10 && n.raw.digits.starts_with('0'))
        && !any(&["gmbh", "tel"]);
    let umlauts = text.contains(['ä', 'ö', 'ü', 'ß', 'Ä', 'Ö', 'Ü']);
    let french = any(&[
        "sas",
        "sarl",
        "rue",
        "directeur",
        "directrice",
        "responsable",
        "cedex",
        "port",
        "chef",
        "chargee",
        "ingenieur",
    ]) || text.contains(['é', 'è', 'ê', 'ç', 'à']);
    if any(&[
        "gmbh",
        "kgaa",
        "ohg",
        "abteilung",
        "geschaftsfuhrer",
        "leiter",
        "leiterin",
        "telefon",
        "fon",
    ]) && five != Some(4)
    {
        Some("DE")
    } else if five == Some(4) {
        let dutch = any(&[
            "bus",
            "afdeling",
            "afdelingshoofd",
            "groet",
            "groeten",
            "groetjes",
            "stad",
            "gemeente",
            "verantwoordelijke",
            "tel",
        ]) && !any(&["ag", "gmbh", "telefon"]);
        let swiss = any(&["sarl", "ag", "postale", "telefon", "natel", "gruss", "grusse"])
            || text.contains("strasse")
            || french && !any(&["bte", "rue", "sprl"]);
        Some(if any(&["gmbh", "mag", "kg", "og"]) {
            "AT"
        } else if dutch || any(&["bte", "sprl"]) {
            "BE"
        } else if swiss {
            "CH"
        } else {
            "AT"
        })
    } else if any(&["gesmbh", "mag"]) && umlauts {
        Some("AT")
    } else if any(&["bvba", "sprl", "asbl", "vzw"]) {
        Some("BE")
    } else if out
        .organisation
        .as_deref()
        .is_some_and(|o| o.contains("B.V.") || o.ends_with(" BV"))
    {
        Some("NL")
    } else if any(&["pvt", "crore", "extn"]) {
        Some("IN")
    } else if any(&["pty"]) {
        Some("AU")
    } else if any(&["dac", "teo", "clg"]) {
        Some("IE")
    } else if french && pairs {
        Some("FR")
    } else if any(&["plc", "llp"]) && numbers.iter().any(|n| n.raw.digits.starts_with('0')) {
        Some("GB")
    } else {
        None
    }
}

fn write_phones(out: &mut Signature, numbers: &[Number], home: Option<&'static str>, findings: &mut Vec<String>) {
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
fn repair_by_mail(out: &mut Signature) {
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

pub(super) fn address(text: &str) -> Option<Address> {
    let mut findings = Vec::new();
    let (lines, _) = piece::lines(capped(text, &mut findings));
    let lines: Vec<Line> = lines
        .into_iter()
        .filter(|l| !l.piece.text().trim().is_empty())
        .take(LINES)
        .map(|mut line| {
            shorten(&mut line.piece);
            prepared(&line, false)
        })
        .collect();
    let mut frags = parts(&lines);
    let (mut mails, mut hosts, mut numbers) = (Vec::new(), Vec::new(), Vec::new());
    frags = frags
        .into_iter()
        .flat_map(|f| contacts(f, false, &mut mails, &mut hosts, &mut numbers))
        .collect();
    let (place, _) = street::take(&mut frags, false, &|t| {
        roles::names_organisation(t, &[]) || roles::title_weight(t) > 2.0
    });
    let place = place?;
    let mut out = Signature::default();
    write_place(&mut out, &place);
    let spans = || {
        out.found.street.iter().copied().chain(
            [
                out.found.city,
                out.found.region,
                out.found.postal_code,
                out.found.country,
            ]
            .into_iter()
            .flatten(),
        )
    };
    let span = Span {
        start: spans().map(|s| s.start).min()?,
        end: spans().map(|s| s.end).max()?,
    };
    Some(Address {
        street: out.street,
        city: out.city,
        region: out.region,
        postal_code: out.postal_code,
        country: out.country,
        span,
    })
}
