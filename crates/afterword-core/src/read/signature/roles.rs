//! Title, department and organisation: the parts that are left when name, address and numbers are out.

use super::Frag;
use super::lexicon::{FUNCTIONS, LEGAL_FORMS, ORG_STRONG, ORG_WEAK, has};
use super::piece::{Piece, words};
use super::small_print::{is_sentence, is_slogan};
use super::weights::{host_fit, is_function, is_legal, is_unit, names_organisation, title_weight};

/// What a part turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Not known yet.
    Unknown,
    /// The person's title.
    Title,
    /// The unit.
    Department,
    /// The organisation.
    Organisation,
    /// Nothing an envelope needs.
    Noise,
}

/// A part with what it may be.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    pub(super) frag: Frag,
    pub(super) role: Role,
    /// A label or sign ("Attn:", "@") that decides.
    pub(super) told: Option<Role>,
    organisation: f32,
    title: f32,
    department: f32,
}

/// The parts of a line that are several things: "Recruiter @ Lanternworks", "CEO, Papercrane AI", "Leiter – Abt. Bau".
pub(super) fn units(frags: &[Frag], labels: &[String], host_elsewhere: bool) -> Vec<Unit> {
    let mut out = Vec::new();
    for frag in frags {
        for (piece, told) in split(&frag.piece, labels, host_elsewhere) {
            let piece = tidy(&piece);
            if !piece.is_empty() {
                let told = told.or(frag.told);
                out.push(Unit {
                    frag: Frag { piece, ..frag.clone() },
                    role: Role::Unknown,
                    told,
                    organisation: 0.0,
                    title: 0.0,
                    department: 0.0,
                });
            }
        }
    }
    out
}

/// Without the dashes at the ends and a parenthesis about the owner.
fn tidy(piece: &Piece) -> Piece {
    let piece = piece.trimmed(|c| c.is_whitespace() || "-–—,;:|/•·*~".contains(c));
    let text = piece.text();
    if let Some(open) = text.rfind(" (").filter(|_| text.ends_with(')')) {
        let inner = words(&text[open..]);
        let about = inner.iter().any(|w| {
            [
                "company",
                "subsidiary",
                "part",
                "member",
                "formerly",
                "yc",
                "division",
                "brand",
                "unternehmen",
                "societe",
                "dba",
            ]
            .contains(&w.as_str())
        });
        if about {
            return piece.slice(0..open).trim();
        }
    }
    piece
}

fn split(piece: &Piece, labels: &[String], host_elsewhere: bool) -> Vec<(Piece, Option<Role>)> {
    let text = piece.text();
    let rest_from = |i: usize| piece.slice(i..text.len()).trim();
    for sign in [" @ ", " at ", " bei ", " chez ", " bij ", " @"] {
        if let Some(i) = text.find(sign) {
            let after = i + sign.len();
            let name = text[after..].starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
            if (name || host_fit(&text[after..], labels) > 0.8) && title_weight(&text[..i]) > 0.0 {
                return vec![
                    (piece.slice(0..i), Some(Role::Title)),
                    (rest_from(after), Some(Role::Organisation)),
                ];
            }
        }
    }
    if text.starts_with('@') && text.len() > 2 {
        return vec![(rest_from(1), Some(Role::Organisation))];
    }
    let mut breaks: Vec<(usize, usize)> = text.match_indices(',').map(|(i, _)| (i, i + 1)).collect();
    for dash in [" - ", " – ", " — ", "– ", " –", " / "] {
        breaks.extend(text.match_indices(dash).map(|(i, d)| (i, i + d.len())));
    }
    breaks.sort_unstable();
    let is_title = title_weight(text.split([',', '–']).next().unwrap_or(text)) > 2.0;
    for (i, (start, end)) in breaks.iter().enumerate() {
        let (head, tail) = (text[..*start].trim(), text[*end..].trim());
        if head.is_empty() || tail.is_empty() {
            continue;
        }
        let stop = breaks.get(i + 1).map_or(text.len(), |b| b.0).max(*end);
        let chunk = text[*end..stop].trim();
        let slash = text[*start..*end].contains('/');
        if is_title && !slash {
            let whole_names = names_organisation(tail, labels) && title_weight(tail) < 2.0;
            let sure = host_fit(tail, labels) > 0.8
                || words(tail).iter().any(|w| is_legal(w, tail))
                || whole_names && !host_elsewhere;
            if is_unit(chunk, true) && title_weight(chunk) < 3.0 && host_fit(chunk, labels) < 0.8 {
                let mut out = vec![
                    (piece.slice(0..*start), Some(Role::Title)),
                    (piece.slice(*end..stop), Some(Role::Department)),
                ];
                if stop < text.len() {
                    out.push((rest_from(stop), None));
                }
                return out;
            }
            if whole_names && sure {
                return vec![
                    (piece.slice(0..*start), Some(Role::Title)),
                    (rest_from(*end), Some(Role::Organisation)),
                ];
            }
            if host_fit(tail, labels) > 0.8 && title_weight(tail) < 2.0 {
                return vec![
                    (piece.slice(0..*start), Some(Role::Title)),
                    (rest_from(*end), Some(Role::Organisation)),
                ];
            }
            continue;
        }
        let head_names = host_fit(head, labels) > 0.8 || words(head).iter().skip(1).any(|w| is_legal(w, head));
        let legal_tail = words(tail).iter().all(|w| has(LEGAL_FORMS, w));
        if head_names
            && !slash
            && !legal_tail
            && (is_unit(tail, false) || title_weight(tail) > 2.0 || is_function(tail))
        {
            return vec![
                (piece.slice(0..*start), Some(Role::Organisation)),
                (rest_from(*end), None),
            ];
        }
        // "Human Resources, Acme Ltd".
        if (is_unit(head, false) || is_function(head))
            && !slash
            && names_organisation(tail, labels)
            && !is_unit(tail, false)
        {
            return vec![
                (piece.slice(0..*start), Some(Role::Department)),
                (rest_from(*end), Some(Role::Organisation)),
            ];
        }
    }
    vec![(piece.clone(), None)]
}

/// Weighs every unit and gives the roles.
pub(super) fn assign(units: &mut [Unit], labels: &[String], name_line: Option<usize>, card: bool) {
    let lower_text = units
        .iter()
        .all(|u| !u.frag.piece.text().chars().any(char::is_uppercase));
    let first_line = units.iter().map(|u| u.frag.line).min().unwrap_or_default();
    for unit in units.iter_mut() {
        weigh(unit, labels, card, first_line, lower_text);
        if unit.told.is_none() && (is_slogan(unit.frag.piece.text()) || is_sentence(unit.frag.piece.text())) {
            unit.role = Role::Noise;
        }
    }
    title(units, name_line);
    let best = (0..units.len())
        .filter(|i| units[*i].role == Role::Unknown)
        .max_by(|a, b| units[*a].organisation.total_cmp(&units[*b].organisation).then(b.cmp(a)));
    if let Some(best) = best.filter(|i| units[*i].organisation >= 1.4) {
        units[best].role = Role::Organisation;
        for i in organisation_lines(units, best, labels, card, name_line) {
            units[i].role = Role::Organisation;
        }
    }
    department(units, name_line);
    if !units.iter().any(|u| u.role == Role::Organisation) {
        fallback_organisation(units, labels, name_line, card);
    }
    doubtful(units, name_line);
}

fn weigh(unit: &mut Unit, labels: &[String], card: bool, first_line: usize, lower_text: bool) {
    let text = unit.frag.piece.text();
    let all = words(text);
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = letters > 3 && !text.chars().any(char::is_lowercase);
    unit.title = title_weight(text);
    unit.department = if is_unit(text, false) {
        3.0
    } else if is_function(text) {
        2.5
    } else {
        0.0
    };
    if text.starts_with(char::is_lowercase) && !lower_text {
        unit.department = 0.0;
    }
    let host = host_fit(text, labels);
    let legal = all.iter().skip(1).any(|w| is_legal(w, text));
    let mut org = if host >= 0.6 { 6.0 * host } else { 0.0 };
    if legal {
        org += 5.0;
    }
    if all.iter().any(|w| has(ORG_STRONG, w)) {
        org += 3.5;
    }
    if all.iter().any(|w| has(ORG_WEAK, w)) {
        org += if all.len() > 1 { 1.5 } else { 0.5 };
    }
    // "Mehta & Daughters".
    if text.contains(" & ") && all.len() <= 6 && unit.department == 0.0 && text.starts_with(char::is_uppercase) {
        org += 1.5;
    }
    let of = [
        "city",
        "town",
        "county",
        "state",
        "university",
        "bank",
        "village",
        "borough",
        "ministry",
        "stadt",
        "ville",
        "mairie",
    ];
    if all.len() > 2 && of.contains(&all[0].as_str()) && ["of", "de", "d"].contains(&all[1].as_str()) {
        org += 3.0;
    }
    if unit.title > 2.0 {
        org -= if legal || host > 0.9 { 2.0 } else { 4.5 };
    }
    if is_unit(text, false) && !legal {
        let group = all
            .last()
            .is_some_and(|w| ["group", "services", "center", "centre", "practice", "lab"].contains(&w.as_str()));
        org -= if group || host > 0.8 { 1.0 } else { 3.5 };
    }
    if is_function(text) && host < 0.8 {
        org -= 4.0;
    }
    // "Home of the Otters!" calls out; a name does not.
    if text.contains('!') && host < 0.8 {
        org -= 4.0;
    }
    if letters < 2 || all.len() > 10 {
        org -= 3.0;
    }
    if text.starts_with(char::is_lowercase) && !lower_text && host < 0.8 {
        org -= 3.0;
    }
    if card && capitals {
        org += 1.5;
    }
    if card && unit.frag.line == first_line {
        org += 1.0;
    }
    match unit.told {
        Some(Role::Organisation) => org += 8.0,
        Some(Role::Department) => (unit.department, org) = (10.0, org - 6.0),
        Some(Role::Title) => org -= 8.0,
        _ => {}
    }
    unit.organisation = org;
}

/// The title: the nearest line with the head of one, after the name before others.
fn title(units: &mut [Unit], name_line: Option<usize>) {
    let far = |u: &Unit| match name_line {
        Some(line) if u.frag.line >= line => u.frag.line - line,
        Some(line) => (line - u.frag.line) * 2 + 1,
        None => u.frag.line,
    };
    let open = |u: &Unit| u.role == Role::Unknown && u.told.is_none_or(|t| t == Role::Title);
    let sure = |u: &Unit| u.title >= 2.5 && u.organisation < 4.0 || u.told == Some(Role::Title);
    let best = (0..units.len())
        .filter(|i| open(&units[*i]) && sure(&units[*i]))
        .min_by_key(|i| (far(&units[*i]), *i));
    if let Some(i) = best {
        units[i].role = Role::Title;
        // A second title on the same line is the first in another language, or goes with it.
        let line = units[i].frag.line;
        for j in i + 1..units.len() {
            if units[j].frag.line != line || !open(&units[j]) || !sure(&units[j]) || units[j - 1].role != Role::Title {
                break;
            }
            units[j].role = Role::Title;
        }
        // A line that ends in the middle of a phrase goes on in the next.
        let ends = |t: &str| {
            t.ends_with(['&', ',', '/'])
                || t.ends_with(" and")
                || t.ends_with(" of")
                || t.ends_with(" for")
                || t.ends_with(" und")
        };
        if let Some(next) = units
            .get(i + 1)
            .filter(|n| n.frag.line == line + 1 && n.role == Role::Unknown)
        {
            let text = next.frag.piece.text();
            let goes_on = ["& ", "and ", "of ", "for ", "und ", "et ", "to the "]
                .iter()
                .any(|s| text.starts_with(s));
            if goes_on || units[i].frag.open || ends(units[i].frag.piece.text()) {
                units[i + 1].role = Role::Title;
            }
        }
    }
}

fn department(units: &mut [Unit], name_line: Option<usize>) {
    let after = |u: &Unit| name_line.is_none_or(|l| u.frag.line >= l);
    let best = (0..units.len())
        .filter(|i| {
            units[*i].role == Role::Unknown
                && units[*i].department > 0.0
                && units[*i].told.is_none_or(|t| t == Role::Department)
        })
        .min_by(|a, b| {
            let rank = |i: usize| (units[i].told.is_none(), !after(&units[i]), units[i].department < 3.0, i);
            rank(*a).cmp(&rank(*b))
        });
    if let Some(i) = best {
        units[i].role = Role::Department;
    }
}

/// Nothing surely names the organisation: a unit that is one (a government department), or the line that is left.
fn fallback_organisation(units: &mut [Unit], labels: &[String], name_line: Option<usize>, card: bool) {
    let title_at = units.iter().position(|u| u.role == Role::Title);
    let department = units.iter().position(|u| u.role == Role::Department);
    let plain = |u: &Unit| {
        let text = u.frag.piece.text();
        u.role == Role::Unknown
            && u.told.is_none()
            && u.title < 2.5
            && !is_function(text)
            && text.chars().filter(|c| c.is_alphabetic()).count() > 2
            && text.split_whitespace().count() <= 7
            && text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
    };
    let left = (0..units.len()).filter(|i| plain(&units[*i])).min_by_key(|i| {
        let line = units[*i].frag.line;
        match (name_line, title_at) {
            (_, Some(t)) if *i > t => (0, i - t),
            (Some(l), _) if line < l && card => (1, l - line),
            (Some(l), _) if line > l => (2, line - l),
            _ => (3, *i),
        }
    });
    let under_name = |i: usize| {
        let unit = &units[i];
        let capital = unit
            .frag
            .piece
            .text()
            .split_whitespace()
            .all(|w| !w.starts_with(char::is_lowercase) || w.len() <= 3);
        name_line.is_some_and(|l| unit.frag.line > l && unit.frag.line <= l + 3) && capital
    };
    if let Some(i) =
        left.filter(|i| under_name(*i) || card || title_at.is_some_and(|t| *i > t) || units[*i].organisation > 0.3)
    {
        units[i].role = Role::Organisation;
        return;
    }
    // "Head of Operations, Ferrybank Ceramics": the organisation at the end of the title line.
    if let Some(t) = title_at {
        let piece = units[t].frag.piece.clone();
        let text = piece.text();
        if let Some(i) = text.rfind(',') {
            let tail = text[i + 1..].trim();
            let all = words(tail);
            let names = all.len() > 1
                && tail.starts_with(char::is_uppercase)
                && !is_function(tail)
                && title_weight(tail) < 2.0
                && all.iter().filter(|w| has(FUNCTIONS, w)).count() * 2 <= all.len()
                || host_fit(tail, labels) > 0.7;
            if names && text[..i].trim().len() > 2 && department.is_none() {
                let organisation = tidy(&piece.slice(i + 1..text.len()));
                units[t].frag.piece = tidy(&piece.slice(0..i));
                units[t].frag.split = Some(organisation);
                return;
            }
        }
    }
    if let Some(d) = department {
        let first = words(units[d].frag.piece.text()).into_iter().next().unwrap_or_default();
        let employer = [
            "department",
            "ministry",
            "bureau",
            "institute",
            "institut",
            "office",
            "school",
            "center",
            "centre",
            "amt",
            "faculty",
        ]
        .contains(&first.as_str())
            || units[d].organisation > 0.0
            || words(units[d].frag.piece.text())
                .iter()
                .rev()
                .skip(1)
                .any(|w| has(ORG_WEAK, w) || has(ORG_STRONG, w))
            || host_fit(units[d].frag.piece.text(), labels) > 0.7;
        if employer && units[d].told.is_none() {
            units[d].role = Role::Organisation;
            department_again(units, name_line);
        }
    }
}

fn department_again(units: &mut [Unit], name_line: Option<usize>) {
    if !units.iter().any(|u| u.role == Role::Department) {
        department(units, name_line);
    }
}

/// A line between name and organisation that is left is the title, or between title and organisation the unit.
fn doubtful(units: &mut [Unit], name_line: Option<usize>) {
    let Some(name_line) = name_line else { return };
    let organisation = units
        .iter()
        .find(|u| u.role == Role::Organisation)
        .map(|u| (u.frag.line, u.frag.para));
    let has_title = units.iter().any(|u| u.role == Role::Title);
    let has_department = units.iter().any(|u| u.role == Role::Department);
    let title_line = units
        .iter()
        .filter(|u| u.role == Role::Title)
        .map(|u| u.frag.line)
        .max();
    let Some((org_line, org_para)) = organisation.filter(|(line, _)| *line > name_line) else {
        return;
    };
    // "Senior Advisor | Kaitohutohu Matua": the title in a second language.
    for i in 1..units.len() {
        let (title, unit) = (&units[i - 1], &units[i]);
        let beside = title.role == Role::Title
            && unit.role == Role::Unknown
            && unit.told.is_none()
            && unit.frag.line == title.frag.line;
        let all = words(unit.frag.piece.text());
        let foreign = all.len() >= 2
            && !all.iter().any(|w| has(FUNCTIONS, w))
            && unit.frag.piece.text().starts_with(char::is_uppercase);
        if beside && foreign && org_line != unit.frag.line && title.told.is_none() {
            units[i].role = Role::Title;
        }
    }
    for unit in units.iter_mut() {
        let line = unit.frag.line;
        let text = unit.frag.piece.text();
        let count = text.split_whitespace().count();
        let between = line > name_line && line < org_line && unit.frag.para == org_para;
        let shaped = (1..=6).contains(&count)
            && text.starts_with(char::is_uppercase)
            && !text.contains(|c: char| c.is_ascii_digit())
            && !text.ends_with(['.', '!', '?']);
        if unit.role != Role::Unknown || !between || !shaped || unit.told.is_some() {
            continue;
        }
        if !has_title && line == name_line + 1 {
            unit.role = Role::Title;
            return;
        }
        if has_title && !has_department && title_line.is_some_and(|t| line > t) {
            unit.role = Role::Department;
            return;
        }
    }
}

/// The run of lines that name the organisation.
pub(super) fn organisation_run(units: &[Unit]) -> Option<std::ops::Range<usize>> {
    let from = units.iter().position(|u| u.role == Role::Organisation)?;
    let to = units[from..]
        .iter()
        .position(|u| u.role != Role::Organisation)
        .map_or(units.len(), |n| from + n);
    Some(from..to)
}

/// Lines around the organisation that are part of its name ("Bluestem / Veterinary / Clinic").
fn organisation_lines(
    units: &[Unit],
    at: usize,
    labels: &[String],
    card: bool,
    name_line: Option<usize>,
) -> std::ops::Range<usize> {
    let (mut from, mut to) = (at, at + 1);
    let text = |r: std::ops::Range<usize>| {
        units[r]
            .iter()
            .map(|u| u.frag.piece.text())
            .collect::<Vec<_>>()
            .join(" ")
    };
    let upper = |t: &str| t.chars().filter(|c| c.is_alphabetic()).count() > 1 && !t.chars().any(char::is_lowercase);
    let all_org = |t: &str| {
        let all = words(t);
        all.iter().all(|w| {
            has(ORG_STRONG, w)
                || has(ORG_WEAK, w)
                || has(LEGAL_FORMS, w)
                || ["&", "and", "und", "et", "the", "of"].contains(&w.as_str())
        })
    };
    let legal_end = |t: &str| words(t).last().is_some_and(|w| is_legal(w, t));
    let free = |u: &Unit, next: &Unit| {
        let t = u.frag.piece.text();
        u.role == Role::Unknown
            && u.told.is_none()
            && u.title < 2.5
            && u.frag.para == next.frag.para
            && u.frag.line.abs_diff(next.frag.line) == 1
            && Some(u.frag.line) != name_line
            && t.split_whitespace().count() <= 5
            && !is_function(t)
            && (t.starts_with(|c: char| !c.is_lowercase()) || !next.frag.piece.text().starts_with(char::is_uppercase))
    };
    while to < units.len() && free(&units[to], &units[to - 1]) && name_line != Some(units[to - 1].frag.line + 1) {
        let here = text(from..to);
        let more = text(from..to + 1);
        let gains = host_fit(&more, labels) > host_fit(&here, labels) + 0.05;
        let next = units[to].frag.piece.text();
        let joined =
            gains || (all_org(next) && !legal_end(&here)) || (card && upper(next) && upper(&here) && !legal_end(&here));
        if !joined || (!card && !gains && !legal_end(next)) {
            break;
        }
        to += 1;
    }
    while from > 0 && free(&units[from - 1], &units[from]) {
        let here = text(from..to);
        let more = text(from - 1..to);
        let before = units[from - 1].frag.piece.text();
        let gains = host_fit(&more, labels) > host_fit(&here, labels) + 0.05;
        let joined = gains
            || ["the", "le", "la", "les", "der", "die", "das", "het", "de"].contains(&before.to_lowercase().as_str())
            || (card && upper(before) && upper(&here))
            || (card && !legal_end(before) && (all_org(&here) || legal_end(&here)) && host_fit(&here, labels) < 0.9);
        if !joined {
            break;
        }
        from -= 1;
    }
    from..to
}
