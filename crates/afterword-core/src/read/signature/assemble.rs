//! The steps in their order, from text to fields.

use super::home::home;
use super::own::{self, Own};
use super::parts::{Mail, contacts, parts};
use super::people::{self, Clues, Person, cased, person};
use super::phrases::GENERAL_MAILBOXES;
use super::piece::{self, Line, Piece, fold, words};
use super::places::{CITIES, paired};
use super::small_print::{is_link_row, without_footers};
use super::weights::{names_organisation, title_weight};
use super::writing::{extend_street, repair_by_mail, write_phones, write_place, write_roles};
use super::{Address, Frag, LIMIT_BYTES, Signature, Source, Span, mailbox, matching, ocr, roles, street};

/// A signature of more lines than this is none.
const LINES: usize = 80;

/// Nor do its lines hold more than this.
const LINE_BYTES: usize = 2000;

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
            lines: without_footers(lines.into_iter().take(LINES * 4).collect()),
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
    let named = |t: &str| names_organisation(t, &labels) || title_weight(t) > 2.0;
    let (place, others) = street::take(&mut frags, scanned, &named);
    if others > 0 {
        findings
            .push("More than one postal address was found; the one for letters, else the first, was taken.".to_owned());
    }
    frags.retain(|f| !is_link_row(f.piece.text()) && f.piece.text().chars().any(char::is_alphanumeric));
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
    let home = home(place.as_ref(), &numbers, lines);
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
        .any(|f| title_weight(f.piece.text()) < 2.0 && names_organisation(f.piece.text(), labels))
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
        if next.is_some_and(|t| title_weight(t) > 2.0) {
            score += 2.0;
        }
        if paired(CITIES, &fold(name)).is_some() {
            score -= 3.0;
        }
        if title_weight(name) > 2.0 {
            score -= 3.0;
        }
        if found.rest.is_some() && title_weight(frag.piece.text()) < 2.0 && !signed_off {
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
        names_organisation(t, &[]) || title_weight(t) > 2.0
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
