//! The lines of an address above its town, and the choice among two addresses.

use super::Frag;
use super::lexicon::{
    BUILDING_WORDS, INSIDE_WORDS, LEGAL_FORMS, ORG_STRONG, STREET_PREFIXES, STREET_SUFFIXES, STREET_WORDS, TITLE_HEADS,
    UNIT_STARTS, has,
};
use super::piece::{Piece, fold, words};
use super::postal::{Anchor, Break, Eye, Tok, anchors, tokens};
use super::weights::is_unit;

/// An address with the pieces it was read from.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    pub(super) street: Vec<Piece>,
    pub(super) city: Option<Piece>,
    pub(super) region: Option<(String, Piece)>,
    pub(super) postal: Option<(String, Piece)>,
    pub(super) country: Option<(&'static str, Piece)>,
    pub(super) home: Option<&'static str>,
    /// A letter is to go here: a box, or words that say so.
    mailing: bool,
    /// The line and the paragraph the address begins in.
    pub(super) line: usize,
    pub(super) para: usize,
    /// The part its town stands in.
    pub(super) last: usize,
    score: i32,
}

/// Reads the addresses, takes them out of the parts, and gives the one for letters with the others' number.
pub(super) fn take(frags: &mut Vec<Frag>, ocr: bool, named: &dyn Fn(&str) -> bool) -> (Option<Place>, usize) {
    let toks = tokens(frags);
    let eye = Eye { toks: &toks, ocr };
    let chosen = apart(anchors(&eye));
    let mut rest: Vec<Option<Piece>> = frags.iter().map(|f| Some(f.piece.clone())).collect();
    let mut extra: Vec<(usize, Piece)> = Vec::new();
    let mut places = Vec::new();
    for anchor in chosen {
        places.extend(collect(frags, &toks, &anchor, &mut rest, &mut extra, named));
    }
    if let Some((code, at)) = lone_country(&eye, &places, &rest) {
        if let Some(place) = places
            .iter_mut()
            .min_by_key(|p| p.last.abs_diff(at))
            .filter(|p| p.country.is_none())
        {
            place.country = Some((code, frags[at].piece.clone()));
        }
        rest[at] = None;
    }
    let others = places.len().saturating_sub(1);
    let strongest = places.iter().map(|p| p.score).max().unwrap_or_default();
    places.retain(|p| p.score + 6 > strongest);
    let best = places.iter().position(|p| p.mailing).unwrap_or(0);
    let place = (!places.is_empty()).then(|| places.swap_remove(best));
    *frags = rebuilt(frags, rest, &extra);
    (place, others)
}

/// Anchors that do not overlap, the surer first kept, in the order of the text.
fn apart(mut all: Vec<Anchor>) -> Vec<Anchor> {
    all.retain(|a| a.score >= 5 || a.postal.is_none());
    let coded = all.iter().any(|a| a.postal.is_some() && a.score >= 8);
    if coded {
        all.retain(|a| a.score >= 6);
    }
    all.sort_by_key(|a| std::cmp::Reverse(a.score));
    let mut kept: Vec<Anchor> = Vec::new();
    for anchor in all {
        if kept
            .iter()
            .all(|k| anchor.all.end <= k.all.start || k.all.end <= anchor.all.start)
        {
            kept.push(anchor);
        }
        if kept.len() == 4 {
            break;
        }
    }
    // Towns without a code: only the best of them.
    if kept.iter().all(|a| a.postal.is_none()) {
        kept.truncate(1);
    }
    kept.sort_by_key(|a| a.all.start);
    kept
}

/// A country that has a part of the signature to itself.
fn lone_country(eye: &Eye<'_>, places: &[Place], rest: &[Option<Piece>]) -> Option<(&'static str, usize)> {
    places.first()?;
    (0..eye.toks.len()).find_map(|i| {
        let frag = eye.toks[i].frag;
        let alone = eye.toks[i].before >= Break::Part && rest.get(frag).is_some_and(Option::is_some);
        let (code, range) = eye.country_at(i).filter(|_| alone)?;
        let ends = eye.toks.get(range.end).is_none_or(|t| t.before >= Break::Part);
        ends.then_some((code, frag))
    })
}

/// The address around one anchor.
fn collect(
    frags: &[Frag],
    toks: &[Tok],
    anchor: &Anchor,
    rest: &mut [Option<Piece>],
    extra: &mut Vec<(usize, Piece)>,
    named: &dyn Fn(&str) -> bool,
) -> Option<Place> {
    let first = toks.get(anchor.all.start)?;
    let last = toks.get(anchor.all.end.checked_sub(1)?)?;
    let of = |range: &std::ops::Range<usize>| {
        let (a, b) = (toks.get(range.start)?, toks.get(range.end.checked_sub(1)?)?);
        let mut piece = frags[a.frag].piece.slice(
            a.range.start..if a.frag == b.frag {
                b.range.end
            } else {
                frags[a.frag].piece.text().len()
            },
        );
        if a.frag != b.frag {
            piece.append(&frags[b.frag].piece.slice(0..b.range.end));
        }
        Some(piece.trimmed(|c| c.is_whitespace() || ",;()".contains(c)))
    };
    let mut place = Place {
        last: last.frag,
        line: frags[first.frag].line,
        para: frags[first.frag].para,
        home: anchor.home,
        score: anchor.score,
        city: of(&anchor.city),
        ..Place::default()
    };
    place.region = anchor
        .region
        .as_ref()
        .and_then(|r| of(r).map(|p| (anchor.region_as.clone().unwrap_or_else(|| p.text().to_owned()), p)));
    place.postal = anchor
        .postal
        .as_ref()
        .and_then(|(code, r)| of(r).map(|p| (code.clone(), p)));
    place.country = anchor.country.as_ref().and_then(|(code, r)| of(r).map(|p| (*code, p)));
    if let Some(code) = place.country.as_ref().map(|c| c.0) {
        place.home = Some(code);
    }
    for slot in &mut rest[first.frag..=last.frag] {
        *slot = None;
    }
    let tail = frags[last.frag]
        .piece
        .slice(last.range.end..frags[last.frag].piece.text().len())
        .trimmed(edge);
    // "1010 Wien, Schottenring 99/12": the street behind the town.
    let behind = !tail.is_empty()
        && strength(tail.text()) >= 2
        && first.range.start == 0
        && !places_street_above(frags, first.frag);
    if behind {
        place.street.push(tail);
        return Some(place);
    }
    if !tail.is_empty() {
        extra.push((last.frag, tail));
    }
    let mut head = frags[first.frag].piece.slice(0..first.range.start).trimmed(edge);
    for word in [
        "near", "nr.", "nr", "by", "distt.", "distt", "dist.", "remote", "based in", "in",
    ] {
        let text = head.text();
        let cut = text.len().checked_sub(word.len()).filter(|i| {
            text.is_char_boundary(*i)
                && text[*i..].eq_ignore_ascii_case(word)
                && (*i == 0 || text[..*i].ends_with([' ', ',']))
        });
        if let Some(cut) = cut {
            head = head.slice(0..cut).trimmed(edge);
        }
    }
    let (label, body) = without_label(&head);
    place.mailing |= says_mail(&label) || is_box(body.text());
    let (named_part, street) = peeled(&body, named);
    if let Some(piece) = named_part {
        extra.push((first.frag, piece));
    }
    let coded = place.postal.is_some();
    let mut lines: Vec<Piece> = Vec::new();
    if !street.is_empty() {
        let weak = strength(street.text()) <= 0 && !coded;
        if weak || named(street.text()) && strength(street.text()) < 2 {
            extra.push((first.frag, street));
        } else {
            lines.push(street);
        }
    }
    upwards(frags, first.frag, coded, &mut place, &mut lines, rest, extra, named);
    lines.reverse();
    place.street = lines;
    Some(place)
}

/// Takes the lines above the town as far as they are street.
#[expect(clippy::too_many_arguments, reason = "one step of `collect`, parted only to be read")]
fn upwards(
    frags: &[Frag],
    from: usize,
    coded: bool,
    place: &mut Place,
    lines: &mut Vec<Piece>,
    rest: &mut [Option<Piece>],
    extra: &mut Vec<(usize, Piece)>,
    named: &dyn Fn(&str) -> bool,
) {
    let mut pending: Vec<(usize, Piece)> = Vec::new();
    let mut para = frags[from].para;
    for i in (0..from).rev().take(8) {
        let frag = &frags[i];
        let Some(piece) = rest[i].clone() else { break };
        let (label, body) = without_label(&piece);
        let power = strength(body.text());
        let gap = para.saturating_sub(frag.para);
        let allowed = gap == 0 || (gap == 1 && power >= 3 && lines.is_empty() && pending.is_empty());
        if !allowed || power < 0 || pending.len() > 2 || (!coded && power < 2) {
            break;
        }
        if power >= 2 {
            place.mailing |= says_mail(&label) || is_box(body.text());
            for (n, piece) in pending.drain(..) {
                lines.push(piece);
                rest[n] = None;
            }
            rest[i] = None;
            (place.line, place.para) = (frag.line, frag.para);
            para = frag.para;
            let (front, street) = peeled(&body, named);
            let ends = front.is_some();
            lines.push(street);
            extra.extend(front.map(|p| (i, p)));
            if ends || !label.is_empty() {
                break;
            }
        } else {
            if named(body.text()) && power < 1 {
                break;
            }
            pending.push((i, body));
        }
    }
}

fn places_street_above(frags: &[Frag], at: usize) -> bool {
    at.checked_sub(1)
        .is_some_and(|i| frags[i].para == frags[at].para && strength(frags[i].piece.text()) >= 2)
}

fn edge(c: char) -> bool {
    c.is_whitespace() || ",;-–—(|:".contains(c)
}

/// Parts from the front of a street line what names an organisation, a unit or a title.
fn peeled(body: &Piece, named: &dyn Fn(&str) -> bool) -> (Option<Piece>, Piece) {
    let text = body.text();
    let mut cut = 0;
    for (i, c) in text.char_indices() {
        let dash = matches!(c, '–' | '—') || c == '-' && text[..i].ends_with(' ');
        if c != ',' && !dash {
            continue;
        }
        let chunk = text[cut..i].trim().trim_matches(',').trim();
        let owner = named(chunk) || (names_unit(chunk) || is_unit(chunk, true)) && strength(chunk) < 2;
        if !chunk.is_empty() && owner && strength(chunk) < 3 {
            cut = i;
        } else {
            break;
        }
    }
    if cut == 0 {
        return (None, body.clone());
    }
    (
        Some(body.slice(0..cut).trimmed(edge)),
        body.slice(cut..text.len()).trimmed(edge),
    )
}

fn names_unit(chunk: &str) -> bool {
    let all = words(chunk);
    all.first().is_some_and(|w| {
        [
            "department",
            "dept",
            "division",
            "abteilung",
            "abt",
            "office",
            "service",
        ]
        .contains(&w.as_str())
    }) || all
        .last()
        .is_some_and(|w| ["department", "dept", "division"].contains(&w.as_str()))
}

/// A label in front of an address ("Mail:", "Canada office:") and what it labels.
pub(super) fn without_label(piece: &Piece) -> (String, Piece) {
    let text = piece.text();
    if let Some(i) = text.find(':').filter(|i| *i < 40) {
        let label = &text[..i];
        let plain = label.split_whitespace().count() <= 4 && !label.contains(|c: char| c.is_ascii_digit() || c == ',');
        if plain && i + 1 < text.len() {
            return (fold(label), piece.slice(i + 1..text.len()).trimmed(edge));
        }
    }
    let folded = fold(text);
    for label in [
        "please mail to ",
        "mail to ",
        "mailing address ",
        "postal address ",
        "postanschrift ",
        "address ",
        "adresse ",
        "post ",
    ] {
        if folded.starts_with(label) && text.is_char_boundary(label.len()) {
            return (label.trim().to_owned(), piece.slice(label.len()..text.len()).trim());
        }
    }
    (String::new(), piece.clone())
}

fn says_mail(label: &str) -> bool {
    [
        "mail",
        "post",
        "courrier",
        "brief",
        "korrespondenz",
        "correspondence",
        "letters",
    ]
    .iter()
    .any(|w| label.contains(w))
}

fn is_box(text: &str) -> bool {
    let all = words(text);
    let box_word = |w: &String| ["box", "pobox", "postfach", "postbus", "drawer", "gpo"].contains(&w.as_str());
    all.iter().any(box_word) && !all.iter().any(|w| w == "mailbox")
}

/// How much a text looks like a line of a street address: 3 sure, 2 likely, 1 a building perhaps, 0 unknown, -1 not.
pub(super) fn strength(text: &str) -> i32 {
    let all = words(text);
    let Some((first, last)) = all.first().zip(all.last()) else {
        return 0;
    };
    let starts_digit = text.starts_with(|c: char| c.is_ascii_digit() || c == '#');
    let digit = text.contains(|c: char| c.is_ascii_digit());
    let count = text.split_whitespace().count();
    if is_box(text) && (digit || all.len() <= 3) {
        return 3;
    }
    if text.contains('@') || count > 14 {
        return -1;
    }
    let boxed = all.windows(2).any(|w| {
        ["bp", "cs", "cp", "tsa", "msc", "ms"].contains(&w[0].as_str())
            && w[1].starts_with(|c: char| c.is_ascii_digit())
    });
    if boxed || first == "mailstop" || (first == "mail" && all.get(1).is_some_and(|w| w == "stop" || w == "code")) {
        return 3;
    }
    let suffix =
        |w: &String| STREET_SUFFIXES.iter().any(|s| w.len() > s.len() + 1 && w.ends_with(s)) && !has(ORG_STRONG, w);
    let numbered = text
        .split(|c: char| c.is_whitespace() || c == ',')
        .rfind(|w| !w.is_empty())
        .is_some_and(|w| w.starts_with(|c: char| c.is_ascii_digit()) && w.len() <= 7);
    let way = all
        .iter()
        .skip(usize::from(!starts_digit))
        .any(|w| has(STREET_WORDS, w))
        || all.iter().any(suffix);
    let inside = all.windows(2).any(|w| {
        has(INSIDE_WORDS, &w[0]) && w[1].chars().count() <= 5
            || has(INSIDE_WORDS, &w[1]) && w[0].starts_with(|c: char| c.is_ascii_digit())
    });
    if starts_digit
        && all.len() >= 2
        && (way || all.iter().skip(1).any(|w| w.chars().any(char::is_alphabetic)))
        && !all.iter().any(|w| has(LEGAL_FORMS, w) && w.len() > 2)
    {
        return 3;
    }
    if all.iter().any(|w| has(TITLE_HEADS, w))
        && !(digit
            && (way || inside)
            && all
                .iter()
                .filter(|w| has(TITLE_HEADS, w))
                .all(|w| w == "master" || w == "minister" || w == "marshal"))
    {
        return -1;
    }
    if has(LEGAL_FORMS, last) && last.len() > 2 && all.len() > 1
        || (has(UNIT_STARTS, first)
            && !digit
            && !["centre", "center", "bureau", "office", "unit"].contains(&first.as_str()))
    {
        return -1;
    }
    let words_for_numbers = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ];
    let building = has(BUILDING_WORDS, last) || has(BUILDING_WORDS, first);
    if words_for_numbers.contains(&first.as_str()) && (way || building) {
        return 3;
    }
    if digit && (way || inside || has(STREET_PREFIXES, first)) {
        return if all.iter().any(|w| has(ORG_STRONG, w)) && !inside && !way {
            0
        } else {
            3
        };
    }
    let org = all.iter().any(|w| has(ORG_STRONG, w));
    if numbered && !org && count <= 6 {
        return 2;
    }
    if digit && building {
        return 2;
    }
    let chunks = || text.split(',').map(words).filter(|w| !w.is_empty());
    let ends_way = chunks().any(|w| w.len() > 1 && w.last().is_some_and(|l| has(STREET_WORDS, l) || suffix(l)));
    let begins_way = chunks().any(|w| w.len() > 1 && has(STREET_PREFIXES, &w[0]))
        || ["village", "vill", "plot", "near", "opp", "opposite", "behind"].contains(&first.as_str()) && all.len() > 1;
    if (ends_way || begins_way) && !org {
        return 2;
    }
    i32::from(building || chunks().any(|w| w.last().is_some_and(|l| has(BUILDING_WORDS, l))))
}

/// The parts left when addresses are out, each with its place in the order.
fn rebuilt(frags: &[Frag], rest: Vec<Option<Piece>>, extra: &[(usize, Piece)]) -> Vec<Frag> {
    let mut out = Vec::new();
    for (i, piece) in rest.into_iter().enumerate() {
        if let Some(piece) = piece {
            out.push(Frag {
                piece,
                ..frags[i].clone()
            });
        }
        for (_, piece) in extra.iter().filter(|(n, _)| *n == i) {
            out.push(Frag {
                piece: piece.clone(),
                ..frags[i].clone()
            });
        }
    }
    out
}
