//! The jot: what a person typed after an interview, read into an interview, people and points.
//!
//! One tolerant grammar serves the tidy form and the hasty one. Lines become units, units become segments, and each
//! segment is known for what it is before any grammar is looked at: a marker or the way people say such things makes
//! it a point of a kind, a private remark, words about the decision, or something to ask about. Every line ends up
//! used, held back with the reason, or questioned; nothing is dropped silently.
//!
//! Left out on purpose: meaning. Whether a sentence can be made of a point is for [`crate::compose`] to say.

use std::ops::Range;

use jiff::Zoned;

use crate::calendar::Holidays;
use crate::model::{
    Candidate, Decision, Finding, HeldBack, Interview, Part, Person, Place, Point, PointId, PointKind, Private,
    Pronoun, Question,
};
use crate::read::deadline::{DeadlineKind, deadline};

mod clean;
mod header;
mod name;
mod people;
mod private;
mod route;
mod segment;
mod unit;

use header::Header;
use people::{Roster, inline, person_line};
use route::{Routed, is_blunder, route};
use unit::Unit;

/// A jot, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Jot {
    /// The cleaned text that every [`Place`] points into.
    pub text: String,
    /// The interview.
    pub interview: Interview,
    /// Who wrote it.
    pub candidate: Candidate,
    /// Everybody met, with their points.
    pub people: Vec<Person>,
    /// Points of no one person, to be given to the person they fit best.
    pub everyone: Vec<Point>,
    /// Lines that stay on this machine.
    pub held_back: Vec<HeldBack>,
    /// What could not be placed.
    pub questions: Vec<Question>,
    /// What was taken out of the text before reading.
    pub findings: Vec<Finding>,
    /// Lines of fillers and logistics: read, and of no use to a note.
    pub set_aside: Vec<Place>,
}

/// Who a segment belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    Person(usize),
    Everyone,
    Nobody,
}

/// A question they asked, waiting for the better answer.
#[derive(Debug, Clone)]
struct Open {
    topic: Range<usize>,
    owner: Owner,
    line: usize,
    span: Range<usize>,
    blunder: bool,
    better: Option<Range<usize>>,
    age: usize,
}

struct Reader<'a> {
    text: &'a str,
    now: &'a Zoned,
    roster: Roster,
    header: Header,
    decisions: Vec<(String, Place)>,
    points: Vec<(Owner, Point)>,
    held: Vec<HeldBack>,
    questions: Vec<Question>,
    set_aside: Vec<Place>,
    next_id: u32,
    current: Option<usize>,
    /// The current block's points stand behind bullets.
    bulleted: bool,
    /// After a bulleted block, unbulleted lines belong to nobody in particular.
    free: bool,
    private_section: bool,
    private_line: Option<usize>,
    everyone_section: bool,
    open: Option<Open>,
    single: bool,
}

/// Reads a jot. `now` is the moment of writing: it gives a day without a year its year, and decision words their dates.
#[must_use]
pub fn read(raw: &str, now: &Zoned) -> Jot {
    let cleaned = clean::clean(raw);
    let units = spoken(&cleaned.calm, unit::units(&cleaned.calm));
    let mut reader = Reader {
        text: &cleaned.calm,
        now,
        roster: Roster::default(),
        header: Header {
            round: 1,
            ..Header::default()
        },
        decisions: Vec::new(),
        points: Vec::new(),
        held: Vec::new(),
        questions: Vec::new(),
        set_aside: Vec::new(),
        next_id: 0,
        current: None,
        bulleted: false,
        free: false,
        private_section: false,
        private_line: None,
        everyone_section: false,
        open: None,
        single: false,
    };
    let consumed = reader.survey(&units);
    reader.walk(&units, &consumed);
    reader.finish(cleaned.text, cleaned.findings)
}

/// Dictation has no sentences: its clauses are taken for units.
fn spoken(text: &str, units: Vec<Unit>) -> Vec<Unit> {
    units
        .into_iter()
        .flat_map(|u| {
            if !segment::is_dictated(text, &u.span) {
                return vec![u];
            }
            let given = |w: &name::Word| crate::lexicon::lexicon().given_name(&w.lower) == Some(false);
            let names: Vec<String> = name::words(text, u.span.clone())
                .into_iter()
                .filter(given)
                .map(|w| w.lower)
                .collect();
            let cuts = segment::segments(text, u.span.clone(), &names);
            let n = cuts.len();
            cuts.into_iter()
                .enumerate()
                .map(|(i, span)| Unit {
                    span,
                    siblings: n,
                    first: u.first && i == 0,
                    after_blank: u.after_blank && i == 0,
                    ..u.clone()
                })
                .collect()
        })
        .collect()
}

impl Reader<'_> {
    /// A first look over the whole jot: header facts, the candidate, and everybody met. Returns how much of each unit
    /// the header took up.
    fn survey(&mut self, units: &[Unit]) -> Vec<Taken> {
        let mut taken = vec![Taken::No; units.len()];
        self.find_candidate(units, &mut taken);
        self.find_people(units);
        self.current = None;
        self.single = self.roster.people.len() == 1;
        self.find_header(units, &mut taken);
        taken
    }

    fn find_candidate(&mut self, units: &[Unit], taken: &mut [Taken]) {
        let last_line = units.last().map_or(0, |u| u.line);
        for strict in [true, false] {
            for (i, u) in units.iter().enumerate() {
                if self.header.candidate.is_some() {
                    return;
                }
                let headerish = !u.bullet && (u.line <= 3 || u.line + 1 >= last_line);
                let found = header::candidate(self.text, u.span.clone(), headerish && !strict);
                if let Some((name, span)) = found {
                    if span.start <= u.span.start && span.end >= u.span.end {
                        taken[i] = Taken::Whole;
                    } else {
                        taken[i] = Taken::Part(span);
                    }
                    self.header.candidate = Some(name);
                } else if !strict && (i + 1 == units.len() || headerish || u.line <= 3 && i > 0) {
                    // A name by itself, in a line with other header facts or closing the jot.
                    let ws = name::words(self.text, u.span.clone());
                    let whole = name::name_at(self.text, &ws, 0).filter(|n| n.words.end == ws.len() && n.len >= 2);
                    let followed = units
                        .get(i + 1)
                        .is_some_and(|n| n.line > u.line && (n.bullet || n.indent > u.indent));
                    let top = u.line <= 3 && i > 0 && units.get(i + 1).is_some_and(|n| n.after_blank);
                    let alone = u.siblings == 1 && (u.line == last_line || units.get(i + 1).is_none() || top);
                    let trailing = u.siblings > 1 && !u.first && units.get(i + 1).is_none_or(|n| n.line > u.line);
                    if let Some(n) = whole.filter(|_| !followed && (alone && i > 0 || trailing)) {
                        taken[i] = Taken::Whole;
                        self.header.candidate = Some(n.name);
                    }
                }
            }
        }
    }

    fn is_candidate(&self, name: &str) -> bool {
        self.header
            .candidate
            .as_deref()
            .is_some_and(|c| c.eq_ignore_ascii_case(name))
    }

    fn find_people(&mut self, units: &[Unit]) {
        for u in units {
            let piece = &self.text[u.span.clone()];
            if header::key(piece).is_some() {
                continue;
            }
            if let Some((alias, rest)) = piece.split_once(" = ") {
                let at = u.span.start + piece.len() - rest.len();
                let ws = name::words(self.text, at..u.span.end);
                if alias.split(' ').count() <= 2
                    && name::name_at(self.text, &ws, 0).is_some_and(|n| n.sure || n.len >= 2)
                {
                    if let Some(intro) = person_line(self.text, at..u.span.end, &self.roster, true, true, u.line) {
                        let i = self.roster.add(intro.person);
                        self.roster.alias(alias, i);
                        continue;
                    }
                }
            }
            let alone = u.siblings == 1 || u.first && !u.bullet;
            let found = person_line(
                self.text,
                u.span.clone(),
                &self.roster,
                u.heading,
                alone && !self.looks_like_header(u),
                u.line,
            );
            if let Some(intro) = found.filter(|f| f.known.is_none() && !self.is_candidate(&f.person.name)) {
                let added = self.roster.add(intro.person);
                self.current = Some(added);
                if intro.whole {
                    continue;
                }
            }
            // "goes by Theo".
            for lead in ["goes by ", "call me ", "known as ", "likes to be called "] {
                if let (Some((_, alias)), Some(p)) = (piece.to_lowercase().split_once(lead), self.current) {
                    self.roster
                        .alias(alias.split([' ', ',', '.']).next().unwrap_or(alias), p);
                }
            }
            let header = self.looks_like_header(u);
            for intro in inline(self.text, u.span.clone(), &self.roster, u.line, header) {
                if !self.is_candidate(&intro.person.name) {
                    self.roster.add(intro.person);
                }
            }
        }
        let candidate = self.header.candidate.clone();
        self.roster
            .people
            .retain(|p| candidate.as_deref().is_none_or(|c| !c.eq_ignore_ascii_case(&p.name)));
    }

    /// A line that speaks of the interview rather than of somebody: it has a day and how or for what.
    fn looks_like_header(&self, u: &Unit) -> bool {
        let piece = &self.text[u.span.clone()];
        !piece.contains("met before")
            && !piece.contains("thanked")
            && header::date(piece, self.now).is_some()
            && (header::format(piece).is_some() || header::organization_and_role(piece).1.is_some())
    }

    fn find_header(&mut self, units: &[Unit], taken: &mut [Taken]) {
        let last_line = units.last().map_or(0, |u| u.line);
        let first_person = units
            .iter()
            .position(|u| {
                person_line(
                    self.text,
                    u.span.clone(),
                    &self.roster,
                    u.heading,
                    u.siblings == 1,
                    u.line,
                )
                .is_some_and(|p| p.whole)
            })
            .unwrap_or(units.len());
        let mut org_text = String::new();
        let mut best: Option<(i32, usize)> = None;
        let mut keyed_date = false;
        for (i, u) in units.iter().enumerate() {
            let piece = self.text[u.span.clone()].to_owned();
            if u.line <= 8 && !u.bullet {
                if let Some((key, rest)) = header::key(&piece) {
                    if self.header_key(&key, &piece[rest]) {
                        taken[i] = Taken::Whole;
                        keyed_date |= matches!(key.as_str(), "when" | "date" | "day");
                        continue;
                    }
                }
            }
            if matches!(taken[i], Taken::Whole) {
                continue;
            }
            let routed = route(&piece);
            let dated = header::date(&piece, self.now);
            let spoken = matches!(
                routed,
                Some(Routed::Decision | Routed::Asked { .. } | Routed::Better(_) | Routed::Private)
            ) || matches!(routed, Some(Routed::Point(k, _)) if !(u.first && u.line <= 2 || u.line + 1 >= last_line && dated.is_some()) || matches!(k, PointKind::Forgot | PointKind::Promised | PointKind::Wants | PointKind::Shared | PointKind::Advice));
            if spoken {
                continue;
            }
            let (org, role) = header::organization_and_role(&self.masked(u));
            let told = self
                .roster
                .mentions(&name::words(self.text, u.span.clone()))
                .first()
                .is_some_and(|m| m.1 <= 1)
                && !u.first;
            let acts = inline(self.text, u.span.clone(), &self.roster, u.line, false)
                .first()
                .is_some_and(|p| p.span.start == u.span.start && p.person.title.is_none());
            let inside = !inline(self.text, u.span.clone(), &self.roster, u.line, false).is_empty()
                && inline(self.text, u.span.clone(), &self.roster, u.line, true).is_empty();
            // A header line has no sentence in it.
            let sentence = name::words(self.text, u.span.clone()).iter().any(|w| {
                matches!(
                    w.lower.as_str(),
                    "is" | "are"
                        | "was"
                        | "were"
                        | "has"
                        | "have"
                        | "they"
                        | "she"
                        | "he"
                        | "we"
                        | "theyre"
                        | "they're"
                        | "it's"
                )
            });
            if sentence
                && dated.is_none()
                && !piece.to_lowercase().starts_with("job is")
                && !piece.to_lowercase().starts_with("role is")
            {
                continue;
            }
            let up_for = header::organization_and_role(&piece).1.is_some() && piece.to_lowercase().contains(" up for ");
            if (starts_with_subject(&piece) && !up_for || told || acts || inside && !u.first) && dated.is_none() {
                continue;
            }
            let early =
                u.line <= 3 && i < first_person.max(1) && (u.first || i <= 1 || u.line == units[0].line && i <= 4);
            let format = header::format(&piece).is_some();
            let mut score = 0;
            score += if dated.is_some() { 3 } else { 0 };
            score += i32::from(format) + if role.is_some() { 2 } else { 0 } + i32::from(org.is_some());
            score += if early { 2 } else { 0 } + if u.line == last_line { 1 } else { 0 };
            score -= if u.bullet && !(u.siblings > 1 || u.line <= 2) {
                3
            } else {
                0
            };
            let words = piece.split_whitespace().count();
            if words > 60 {
                score -= 1;
            }
            let whole_person = person_line(
                self.text,
                u.span.clone(),
                &self.roster,
                u.heading,
                u.siblings == 1,
                u.line,
            )
            .is_some_and(|p| p.whole);
            if whole_person && dated.is_none() {
                continue;
            }
            if score >= 4 {
                if self.header.date.is_none() || !keyed_date && best.is_none_or(|b| score > b.0) && dated.is_some() {
                    if let Some((d, _)) = &dated {
                        let earlier = piece.to_lowercase().contains("thank you already");
                        if !earlier {
                            self.header.date = Some(*d);
                        }
                    }
                }
                if best.is_none_or(|b| score > b.0) {
                    best = Some((score, i));
                }
                if self.header.organization.is_none() {
                    self.header.organization = org;
                }
                if self.header.role.is_none() {
                    self.header.role = role;
                }
                org_text.push_str(&piece);
                org_text.push('\n');
                if words <= 30 || !matches!(routed, Some(Routed::Point(..))) {
                    taken[i] = Taken::Header;
                }
            } else if early
                && !matches!(routed, Some(Routed::Point(..)))
                && words <= 12
                && !whole_person
                && (u.first || i <= 1 || up_for || org.is_some())
            {
                org_text.push_str(&piece);
                org_text.push('\n');
                if self.header.organization.is_none() && (org.is_some() || role.is_some()) {
                    self.header.organization = org;
                    taken[i] = Taken::Header;
                }
                if self.header.role.is_none() && role.is_some() {
                    self.header.role = role;
                    taken[i] = Taken::Header;
                }
            }
        }
        if self.header.date.is_none() {
            self.header.date = units.iter().enumerate().find_map(|(i, u)| {
                let piece = &self.text[u.span.clone()];
                let earlier = piece.to_lowercase().contains("thank you already");
                (!earlier && (matches!(taken[i], Taken::Header) || route(piece).is_none()))
                    .then(|| header::date(piece, self.now))
                    .flatten()
                    .map(|d| d.0)
            });
        }
        if self.header.format.is_none() {
            let head: String = if let Some((_, i)) = best {
                self.text[units[i].span.clone()].to_owned()
            } else if org_text.is_empty() {
                self.text.lines().take(2).collect::<Vec<_>>().join("\n")
            } else {
                org_text.clone()
            };
            self.header.format = header::format(&head)
                .or_else(|| header::format(&org_text))
                .or_else(|| header::format(self.text));
        }
        for p in &mut self.roster.people {
            let split = p
                .title
                .as_deref()
                .and_then(|t| t.split_once(" at "))
                .filter(|(_, o)| o.chars().next().is_some_and(char::is_uppercase));
            if let Some((title, org)) = split.map(|(t, o)| (t.to_owned(), o.to_owned())) {
                p.title = Some(title);
                self.header.organization.get_or_insert(org);
            }
        }
        if self.header.organization.is_none() {
            self.header.organization = self.roster.people.iter().find_map(|p| {
                let title = p.title.as_deref()?;
                let (org, _) = header::organization_and_role(title);
                org.filter(|o| o.split(' ').any(|w| header::is_org_word(&w.to_lowercase())))
            });
        }
        self.header.kind = header::kind(if org_text.is_empty() { self.text } else { &org_text });
        self.header.round =
            self.header
                .round
                .max(header::round(if org_text.is_empty() { self.text } else { &org_text }));
    }

    /// A unit without its day, its people and its candidate.
    fn masked(&self, u: &Unit) -> String {
        let mut piece = self.text[u.span.clone()].to_owned();
        let mut blank = |range: Range<usize>| {
            if range.end <= piece.len() && piece.is_char_boundary(range.start) && piece.is_char_boundary(range.end) {
                let n = range.len();
                piece.replace_range(range, &"|".repeat(n));
            }
        };
        if let Some((_, r)) = header::date(&self.text[u.span.clone()], self.now) {
            blank(r);
        }
        for intro in inline(self.text, u.span.clone(), &self.roster, u.line, true) {
            blank(intro.span.start - u.span.start..intro.span.end - u.span.start);
        }
        if let Some((_, r)) = header::candidate(self.text, u.span.clone(), true) {
            let r = r.start.max(u.span.start) - u.span.start..r.end - u.span.start;
            if self.header.candidate.is_some() {
                blank(r);
            }
        }
        let ws = name::words(self.text, u.span.clone());
        for (_, at, n) in self.roster.mentions(&ws).into_iter().filter(|m| m.2 >= 2) {
            blank(ws[at].span.start - u.span.start..ws[at + n - 1].span.end - u.span.start);
        }
        piece
    }

    fn header_key(&mut self, key: &str, value: &str) -> bool {
        let value = value.trim();
        match key {
            "company" | "organisation" | "organization" | "org" | "employer" => {
                self.header.organization = Some(value.to_owned())
            }
            "role" | "position" | "job" | "title" => self.header.role = Some(value.to_owned()),
            "when" | "date" | "day" => {
                if let Some((d, _)) = header::date(value, self.now) {
                    self.header.date = Some(d);
                } else {
                    return false;
                }
                if let Some(f) = header::format(value) {
                    self.header.format = Some(f);
                }
            }
            "how" | "format" | "where" => {
                if let Some(f) = header::format(value) {
                    self.header.format = Some(f);
                }
                self.header.round = self.header.round.max(header::round(value));
            }
            "me" | "name" | "candidate" => {
                let words = value.split_whitespace().count();
                let named = name::name_at(value, &name::words(value, 0..value.len()), 0);
                if words <= 5 && named.as_ref().is_some_and(|n| n.words.len() == words) {
                    self.header.candidate = named.map(|n| n.name);
                } else {
                    return false;
                }
            }
            _ => return false,
        }
        true
    }

    fn walk(&mut self, units: &[Unit], taken: &[Taken]) {
        for (i, u) in units.iter().enumerate() {
            if u.after_blank {
                self.close_question();
                self.private_section = false;
            }
            if !matches!(taken[i], Taken::No) {
                if let Some(p) = inline(self.text, u.span.clone(), &self.roster, u.line, true).first() {
                    self.current = self.roster.lookup(&p.person.name.to_lowercase()).or(self.current);
                }
            }
            match &taken[i] {
                Taken::Whole => continue,
                Taken::Header => continue,
                Taken::Part(span) => {
                    let rest = [u.span.start..span.start, span.end..u.span.end];
                    for r in rest {
                        if let Some(r) = unit::trim(self.text, r) {
                            let ws = self.text[r.clone()].split_whitespace().count();
                            if ws > 3 && !self.header_left_over(&r) {
                                self.unit(u, r);
                            }
                        }
                    }
                }
                Taken::No => self.unit(u, u.span.clone()),
            }
        }
        self.close_question();
    }

    /// What stands beside the candidate's name in a header line is header too.
    fn header_left_over(&self, span: &Range<usize>) -> bool {
        let piece = &self.text[span.clone()];
        route(piece).is_none()
            && (header::date(piece, self.now).is_some()
                || header::format(piece).is_some() && piece.split_whitespace().count() <= 8)
    }

    fn unit(&mut self, u: &Unit, mut span: Range<usize>) {
        let piece = self.text[span.clone()].to_owned();
        let lower = piece.to_lowercase();
        // "for everybody: the building used to be a shoe factory".
        for lead in [
            "for everybody:",
            "for everyone:",
            "everybody:",
            "everyone:",
            "for both:",
            "both:",
            "for all:",
            "all:",
        ] {
            if let Some(rest) = lower.strip_prefix(lead).filter(|r| !r.trim().is_empty()) {
                if let Some(rest) = unit::trim(self.text, span.end - rest.len()..span.end) {
                    return self.segments(u, rest, Some(Owner::Everyone));
                }
            }
        }
        // Section headings.
        let bare = lower.trim_end_matches([':', '-', ' ']);
        if matches!(
            bare,
            "everyone"
                | "everybody"
                | "all"
                | "both"
                | "general"
                | "misc"
                | "other"
                | "all of them"
                | "for everyone"
                | "also"
                | "overall"
        ) {
            self.everyone_section = true;
            self.private_section = false;
            self.current = None;
            return;
        }
        if matches!(
            bare,
            "private"
                | "not for the note"
                | "not for the notes"
                | "for me only"
                | "dont mention"
                | "don't mention"
                | "note to self"
                | "notes to self"
        ) {
            self.private_section = true;
            return;
        }
        // "^ all that was Priscilla, head of collections": the lines above were about her.
        if let Some(rest) = lower.strip_prefix('^') {
            let at = span.end - rest.len();
            if let Some(p) = inline(self.text, at..span.end, &self.roster, u.line, false)
                .first()
                .and_then(|i| self.roster.lookup(&i.person.name.to_lowercase()))
                .or_else(|| {
                    let ws = name::words(self.text, at..span.end);
                    self.roster.mentions(&ws).first().map(|m| m.0)
                })
            {
                self.claim_above(p, u.line);
                return;
            }
        }
        if self.private_line == Some(u.line) || self.private_section {
            self.hold(span, u.line, Private::Marked, None);
            return;
        }
        let heading = person_line(
            self.text,
            span.clone(),
            &self.roster,
            u.heading,
            u.siblings == 1 || u.first,
            u.line,
        )
        .filter(|p| !self.is_candidate(&p.person.name));
        let mut owner = None;
        if let Some(intro) = heading {
            let person = intro
                .known
                .or_else(|| self.roster.lookup(&intro.person.name.to_lowercase()));
            if let Some(p) = person {
                if intro.whole {
                    self.close_question();
                    self.current = Some(p);
                    self.bulleted = false;
                    self.free = false;
                    self.everyone_section = false;
                    return;
                }
                if intro.colon {
                    owner = Some(Owner::Person(p));
                    span = intro.span.end..span.end;
                    if u.siblings > 1 && u.first {
                        self.current = Some(p);
                    }
                } else {
                    self.current = Some(p);
                    self.free = false;
                    self.everyone_section = false;
                    span = intro.span.end..span.end;
                }
                match unit::trim(self.text, span.clone()) {
                    Some(s) => span = s,
                    None => return,
                }
            }
        }
        if u.bullet && self.current.is_some() {
            self.bulleted = true;
        } else if self.bulleted && !u.bullet && u.first && (u.indent == 0) && owner.is_none() {
            self.free = true;
        }
        if u.after_blank && u.siblings == 1 && !u.bullet && owner.is_none() && !self.single {
            self.free = true;
        }
        self.segments(u, span, owner);
    }

    fn segments(&mut self, u: &Unit, span: Range<usize>, owner: Option<Owner>) {
        let text = self.text[span.clone()].to_owned();
        if let Some(routed) = route::keyed(&text) {
            let piece = Piece {
                span: span.clone(),
                owner,
                introduces: false,
            };
            return self.keyed(u, &piece, &text, routed);
        }
        if self.only_introduces(u, &span) {
            return;
        }
        let names = self.roster.given_names();
        let cuts = segment::segments(self.text, span.clone(), &names);
        // A line that is private as a whole: a mark anywhere in a short line of its own.
        let short = u.siblings <= 3 && self.text[u.span.clone()].split_whitespace().count() <= 14 || cuts.len() <= 2;
        let marked = cuts
            .iter()
            .any(|c| private::private(&self.text[c.clone()]) == Some(Private::Marked));
        let asks = cuts.iter().any(|c| {
            matches!(
                route(&self.text[c.clone()]),
                Some(Routed::Asked { .. } | Routed::Better(_))
            )
        });
        if marked
            && short
            && !asks
            && !private::only_a_mark(&text)
            && !cuts
                .iter()
                .any(|c| matches!(route(&self.text[c.clone()]), Some(Routed::Point(k, _)) if k != PointKind::Moment))
        {
            let who = self.owner(u, &span, owner, None);
            self.hold(span, u.line, Private::Marked, who.person());
            return;
        }
        let mut pieces: Vec<Piece> = Vec::new();
        for cut in cuts {
            let introduced = inline(self.text, cut.clone(), &self.roster, u.line, false);
            let introduces = !introduced.is_empty();
            let mut content = cut.clone();
            let mut seg_owner = owner;
            if let Some(last) = introduced.last().filter(|p| !self.is_candidate(&p.person.name)) {
                let p = self.roster.lookup(&last.person.name.to_lowercase());
                if let Some(p) = p {
                    self.current = Some(p);
                    self.free = false;
                    seg_owner = seg_owner.or(Some(Owner::Person(p)));
                    let before = introduced[0].span.start.saturating_sub(content.start);
                    let decides = matches!(route(&self.text[cut.clone()]), Some(Routed::Decision));
                    let news = self.roster.people[p].line == u.line || last.person.title.is_some();
                    if before <= 24 && news && !decides {
                        match unit::trim(self.text, last.span.end..cut.end) {
                            Some(rest) => content = rest,
                            None => {
                                continue;
                            }
                        }
                    }
                }
            }
            if let Some(p) = self.late_title(&content) {
                let _ = p;
                continue;
            }
            pieces.push(Piece {
                span: content,
                owner: seg_owner,
                introduces,
            });
        }
        self.pieces(u, &pieces);
    }

    /// A line with a marker in front is one point of that kind.
    fn keyed(&mut self, u: &Unit, piece: &Piece, text: &str, routed: Routed) {
        let who = self.owner(u, &piece.span, piece.owner, Some(&routed));
        if let Owner::Person(p) = who {
            if self.roster.people[p].pronoun.is_none() {
                self.roster.people[p].pronoun = self.learn_pronoun(text, p);
            }
        }
        if self.question_step(u, piece, text, Some(&routed), who, false) {
            return;
        }
        match routed {
            Routed::Private => {
                // What follows in the same line is part of it.
                self.private_line = Some(u.line);
                self.hold(piece.span.clone(), u.line, Private::Marked, who.person());
            }
            Routed::Decision => {
                self.decision(&piece.span, u.line);
            }
            Routed::Point(..) => {
                if let Some(why) = private::private(text) {
                    self.hold(piece.span.clone(), u.line, why, who.person());
                } else {
                    self.point(u, piece.span.clone(), who, Some(routed));
                }
            }
            Routed::Better(_) | Routed::Asked { .. } | Routed::Filler => self.point(u, piece.span.clone(), who, None),
        }
    }

    /// "Met Dr Peter Omondi (superintendent pharmacist) and Lilian Chebet (branch ops)" says who was there and no more.
    fn only_introduces(&mut self, u: &Unit, span: &Range<usize>) -> bool {
        let intros = inline(self.text, span.clone(), &self.roster, u.line, false);
        if intros.len() < 2 {
            return false;
        }
        let taken: usize = intros
            .iter()
            .map(|i| self.text[i.span.clone()].split_whitespace().count())
            .sum();
        let all = self.text[span.clone()].split_whitespace().count();
        if all > taken + 3 {
            return false;
        }
        self.current = None;
        true
    }

    /// "she is the head of programmes", said of somebody without a title yet.
    fn late_title(&mut self, span: &Range<usize>) -> Option<usize> {
        let lower = self.text[span.clone()].to_lowercase();
        let rest = [
            "is the ",
            "was the ",
            "she is the ",
            "he is the ",
            "she's the ",
            "he's the ",
            "hes the ",
            "shes the ",
            "she is ",
            "he is ",
            "thats the ",
            "who is the ",
        ]
        .iter()
        .find_map(|p| lower.strip_prefix(p))?;
        let at = span.end - rest.len();
        let ws = name::words(self.text, at..span.end);
        let (n, headed) = name::title_len(self.text, &ws, 0);
        let p = self.current?;
        if headed && n == ws.len() && self.roster.people[p].title.is_none() {
            self.roster.people[p].title = Some(self.text[at..span.end].to_owned());
            self.roster.people[p].part = people::part_of(&self.text[at..span.end]);
            return Some(p);
        }
        None
    }

    fn pieces(&mut self, u: &Unit, pieces: &[Piece]) {
        let mut merged: Vec<(Range<usize>, Owner, Option<Routed>)> = Vec::new();
        let mut just_held = false;
        for (k, piece) in pieces.iter().enumerate() {
            let text = self.text[piece.span.clone()].to_owned();
            if private::only_a_mark(&text) {
                // The mark is about what stands before it; that may be held back already.
                if just_held {
                    self.hold(piece.span.clone(), u.line, Private::Marked, self.current);
                    continue;
                }
                just_held = true;
                match merged.pop() {
                    Some((span, who, _)) => {
                        self.hold(span.start..piece.span.end, u.line, Private::Marked, who.person())
                    }
                    None => {
                        if let Some((_, point)) = self
                            .points
                            .pop_if(|(_, p)| p.place.line == u.line || p.place.line + 1 == u.line && u.siblings == 1)
                        {
                            self.hold(
                                point.place.span.start..piece.span.end,
                                u.line,
                                Private::Marked,
                                self.current,
                            );
                        } else {
                            self.hold(piece.span.clone(), u.line, Private::Marked, self.current);
                        }
                    }
                }
                continue;
            }
            if text.starts_with('(') && self.parenthesis(u, piece, &text, &mut merged) {
                continue;
            }
            let routed = route(&text);
            // What goes on without a name or a pronoun goes on about the same person.
            let silent = self
                .roster
                .mentions(&name::words(self.text, piece.span.clone()))
                .is_empty()
                && people::pronoun(&text).is_none();
            let before = merged.last().map(|m| m.1).filter(|_| silent && k > 0);
            let who = self.owner(u, &piece.span, piece.owner.or(before), routed.as_ref());
            if text.to_lowercase().starts_with("which ") && text.split_whitespace().count() <= 6 {
                self.aside(piece.span.clone(), u.line);
                continue;
            }
            if is_thanked(&text) {
                if let Some(p) = who.person().or(self.current) {
                    self.roster.people[p].met_before = true;
                }
                self.aside(piece.span.clone(), u.line);
                continue;
            }
            if let Owner::Person(p) = who {
                if self.roster.people[p].pronoun.is_none()
                    && !piece.introduces
                    && !matches!(routed, Some(Routed::Decision))
                {
                    self.roster.people[p].pronoun = self.learn_pronoun(&text, p);
                }
            }
            if self.question_step(u, piece, &text, routed.as_ref(), who, k > 0) {
                just_held = false;
                continue;
            }
            if route::is_own_blunder(&text) && self.own_blunder(u, piece, &text, who, &mut merged) {
                continue;
            }
            if let Some(why) = private::private(&text) {
                let keeps = matches!(&routed, Some(Routed::Decision));
                if !keeps {
                    self.hold(piece.span.clone(), u.line, why, who.person());
                    just_held = true;
                    continue;
                }
            }
            just_held = false;
            match &routed {
                Some(Routed::Private) => {
                    self.hold(piece.span.clone(), u.line, Private::Marked, who.person());
                    continue;
                }
                Some(Routed::Decision) => {
                    if self.decision(&piece.span, u.line) {
                        continue;
                    }
                }
                Some(Routed::Filler) => {
                    self.aside(piece.span.clone(), u.line);
                    continue;
                }
                _ => {}
            }
            let routed = match routed {
                Some(Routed::Decision | Routed::Better(_) | Routed::Asked { .. }) => None,
                other => other,
            };
            if let Some((span, owner, kind)) = merged.last_mut() {
                let together = self.text[span.start..piece.span.end].split_whitespace().count();
                let same = *owner == who
                    && together <= 34
                    && piece.span.start >= span.end
                    && piece.span.start - span.end <= 6
                    && match (&*kind, &routed) {
                        (None, None) => true,
                        (Some(Routed::Point(PointKind::Shared, _)), Some(Routed::Point(PointKind::Shared, _))) => true,
                        (Some(Routed::Point(PointKind::Forgot, _)), Some(Routed::Point(PointKind::Mine, _))) => true,
                        (Some(Routed::Point(a, _)), Some(Routed::Point(b, _))) => {
                            a == b
                                && matches!(
                                    a,
                                    PointKind::Mine | PointKind::Shared | PointKind::Thanks | PointKind::Because
                                )
                        }
                        (
                            Some(Routed::Point(
                                PointKind::Quote
                                | PointKind::Forgot
                                | PointKind::Because
                                | PointKind::Advice
                                | PointKind::Wants
                                | PointKind::Promised
                                | PointKind::Shared
                                | PointKind::Thanks,
                                _,
                            )),
                            None,
                        ) => !starts_with_subject(&text),
                        (Some(Routed::Point(PointKind::Mine, _)), None) => {
                            !starts_with_subject(&text) || is_reaction(&text)
                        }
                        (None, Some(Routed::Point(PointKind::Quote, _))) => !starts_with_subject(&text),
                        _ => false,
                    };
                if same {
                    span.end = piece.span.end;
                    if let Some(Routed::Point(_, r)) = kind {
                        r.end = piece.span.end - span.start;
                    }
                    if matches!(routed, Some(Routed::Point(PointKind::Quote, _))) && kind.is_none() {
                        let len = span.len();
                        *kind = Some(Routed::Point(PointKind::Quote, 0..len));
                    }
                    continue;
                }
            }
            merged.push((piece.span.clone(), who, routed));
        }
        for (span, who, routed) in merged {
            self.point(u, span, who, routed);
        }
    }

    /// Words in brackets: about who said it, or part of what stands before. False where they stand for themselves.
    fn parenthesis(
        &mut self,
        u: &Unit,
        piece: &Piece,
        text: &str,
        merged: &mut [(Range<usize>, Owner, Option<Routed>)],
    ) -> bool {
        let lower = text.to_lowercase();
        let ws = name::words(self.text, piece.span.clone());
        if let (Some(m), true) = (self.roster.mentions(&ws).first().copied(), ws.len() <= 4) {
            match (merged.last_mut(), &mut self.open) {
                (Some(last), _) => last.1 = Owner::Person(m.0),
                (None, Some(open)) if open.line == u.line => open.owner = Owner::Person(m.0),
                (None, _) => {
                    if let Some((owner, _)) = self.points.last_mut().filter(|(_, p)| p.place.line == u.line) {
                        *owner = Owner::Person(m.0);
                    }
                }
            }
            self.aside(piece.span.clone(), u.line);
            return true;
        }
        if lower.starts_with("(forgot") {
            if let Some(last) = merged.last_mut() {
                let range = match &last.2 {
                    Some(Routed::Point(_, r)) => r.clone(),
                    _ => 0..last.0.len(),
                };
                last.2 = Some(Routed::Point(PointKind::Forgot, range));
                self.aside(piece.span.clone(), u.line);
                return true;
            }
        }
        if private::private(text).is_some() {
            return false;
        }
        if let Some((span, _, kind)) = merged.last_mut() {
            let close = self.text[piece.span.end..].starts_with(')');
            span.end = piece.span.end + usize::from(close);
            let len = span.len();
            if let Some(Routed::Point(_, r)) = kind {
                r.end = len;
            }
        } else {
            self.aside(piece.span.clone(), u.line);
        }
        true
    }

    /// A slip named where no question is open: its topic stands before it, in the same line, or nowhere.
    fn own_blunder(
        &mut self,
        u: &Unit,
        piece: &Piece,
        text: &str,
        who: Owner,
        merged: &mut Vec<(Range<usize>, Owner, Option<Routed>)>,
    ) -> bool {
        self.close_question();
        let open = |topic: Range<usize>, owner: Owner, start: usize| Open {
            topic,
            owner,
            line: u.line,
            span: start..piece.span.end,
            blunder: true,
            better: None,
            age: 0,
        };
        if let Some(topic) = route::topic_first(text) {
            let topic = piece.span.start + topic.start..piece.span.start + topic.end;
            self.open = Some(open(topic, who, piece.span.start));
            return true;
        }
        if merged.last().is_some_and(|m| {
            m.2.is_none() || matches!(m.2, Some(Routed::Point(PointKind::Mine | PointKind::Moment, _)))
        }) {
            if let Some((span, owner, _)) = merged.pop() {
                self.open = Some(open(span.clone(), owner, span.start));
                return true;
            }
        }
        let before = self
            .points
            .pop_if(|(_, p)| p.place.line == u.line && matches!(p.kind, PointKind::Moment | PointKind::Mine));
        if let Some((owner, p)) = before {
            self.open = Some(open(p.place.span.clone(), owner, p.place.span.start));
            return true;
        }
        self.hold(piece.span.clone(), u.line, Private::Blunder, who.person());
        true
    }

    /// Follows a question they asked through the words behind it. True when the segment was part of that.
    fn question_step(
        &mut self,
        u: &Unit,
        piece: &Piece,
        text: &str,
        routed: Option<&Routed>,
        who: Owner,
        inner: bool,
    ) -> bool {
        if let Some(Routed::Asked { topic, blunder, better }) = routed {
            self.close_question();
            let better = better
                .as_ref()
                .map(|b| piece.span.start + b.start..piece.span.start + b.end);
            let topic = piece.span.start + topic.start..piece.span.start + topic.end;
            let owner = piece.owner.unwrap_or(who);
            self.open = Some(Open {
                topic,
                owner,
                line: u.line,
                span: piece.span.clone(),
                blunder: *blunder,
                better,
                age: 0,
            });
            return true;
        }
        let Some(open) = &mut self.open else {
            if let Some(Routed::Better(_)) = routed {
                return false;
            }
            return false;
        };
        open.age += 1;
        let named = !self
            .roster
            .mentions(&name::words(self.text, piece.span.clone()))
            .is_empty()
            || text.to_lowercase().starts_with("said ");
        let same_breath = u.line == open.line || u.line == open.line + 1 && open.better.is_none();
        match routed {
            Some(Routed::Better(range)) if same_breath => {
                open.better = Some(piece.span.start + range.start..piece.span.end);
                open.span.end = piece.span.end;
                true
            }
            // "The fuller answer is A, B, and C": what goes on without a new subject belongs to it.
            _ if open.better.is_some() && u.line == open.line => {
                let lower = text.to_lowercase();
                let goes_on = inner
                    && !matches!(
                        routed,
                        Some(Routed::Point(
                            PointKind::Promised
                                | PointKind::Forgot
                                | PointKind::Wants
                                | PointKind::Shared
                                | PointKind::Advice
                                | PointKind::Quote,
                            _
                        )) | Some(Routed::Decision)
                    )
                    && !lower.starts_with("i told")
                    && !lower.starts_with("told ")
                    && !lower.starts_with("she ")
                    && !lower.starts_with("he ")
                    && private::private(text).is_none()
                    && !lower.starts_with("also ")
                    && !(lower.starts_with("then ") && starts_with_subject(text));
                let checked = lower.starts_with("i checked");
                if goes_on && !checked {
                    if let Some(better) = &mut open.better {
                        better.end = piece.span.end;
                    }
                    open.span.end = piece.span.end;
                    return true;
                }
                if checked {
                    open.span.end = piece.span.end;
                    return true;
                }
                self.close_question();
                false
            }
            _ if same_breath
                && open.age <= 3
                && open.better.is_none()
                && !matches!(routed, Some(Routed::Better(_)))
                && (is_blunder(text)
                    || route::is_own_blunder(text)
                    || (inner || u.siblings > 3) && is_short_own_past(text)) =>
            {
                open.blunder = true;
                open.span.end = piece.span.end;
                // "and I got vague: they moved the team" goes on to the answer.
                if let Some(answer) = route::answer_behind(text) {
                    open.better = Some(piece.span.start + answer.start..piece.span.start + answer.end);
                }
                true
            }
            // "asked X, I froze, you sell the fillet and ...": after the blunder the next own words are the answer.
            None if u.line == open.line
                && open.blunder
                && open.age <= 3
                && private::private(text).is_none()
                && !starts_with_they(text)
                && !named
                && (inner || starts_with_own(text)) =>
            {
                open.better = Some(piece.span.clone());
                open.span.end = piece.span.end;
                true
            }
            Some(Routed::Point(PointKind::Mine, _))
                if u.line == open.line
                    && open.blunder
                    && open.age <= 3
                    && !text.to_lowercase().starts_with("i told")
                    && !text.to_lowercase().starts_with("told") =>
            {
                open.better = Some(piece.span.clone());
                open.span.end = piece.span.end;
                true
            }
            _ => {
                if u.line != open.line {
                    self.close_question();
                }
                false
            }
        }
    }

    fn close_question(&mut self) {
        let Some(open) = self.open.take() else { return };
        let who = open.owner;
        if let Some(better) = open.better {
            let topic = self.topic(open.topic);
            let id = self.id();
            self.points.push((
                who,
                Point {
                    id,
                    kind: PointKind::AskedMe,
                    text: topic,
                    better: Some(self.text[better].trim_end_matches(['!', ' ']).to_owned()),
                    due: None,
                    favourite: false,
                    place: Place {
                        line: open.line,
                        span: open.span,
                    },
                },
            ));
            return;
        }
        let topic = self.topic(open.topic.clone());
        let name = who
            .person()
            .map_or_else(|| "They".to_owned(), |p| self.roster.people[p].given_name().to_owned());
        self.questions.push(Question {
            about: format!("p{}", self.next_id + 1),
            text: format!(
                "{name} asked you about {}. What would you answer now? One line, or - to leave it out.",
                topic_words(&topic)
            ),
            line: Some(open.line),
        });
        self.hold(open.span, open.line, Private::Blunder, who.person());
    }

    /// The question without the words about how it went: "LRU eviction and i botched it" -> "LRU eviction".
    fn topic(&self, range: Range<usize>) -> String {
        let text = self.text[range].to_owned();
        let lower = text.to_lowercase();
        let mut end = text.len();
        if let Some(at) = route::blunder_at(&text) {
            let mut head = text[..at].trim_end_matches([' ', ',', '-', '.', ':', ';']);
            while let Some(cut) = [
                " and",
                " but",
                " i",
                " so",
                " we",
                " just",
                " only",
                " totally",
                " completely",
                " really",
                " &",
                " went",
                " it",
                " she pushed",
                " kinda",
                " my mind",
            ]
            .iter()
            .find(|t| head.to_lowercase().ends_with(**t))
            {
                head = head[..head.len() - cut.len()].trim_end_matches([' ', ',', '-', '.', ':', ';']);
            }
            if head.len() > 3 {
                end = head.len();
            }
        }
        // ", stuffed it up", ", got stuck": how I did is no part of the question.
        let ws = name::words(&text, 0..text.len());
        for w in ws.windows(2) {
            let past = crate::lexicon::lexicon().is_verb(&w[1].lower, crate::lexicon::VerbForm::Past);
            if w[0].gap.contains(',') && past && w[0].span.end > 3 {
                end = end.min(w[0].span.end);
            }
        }
        for stop in [
            " and i ",
            ", i ",
            " - i ",
            "... i ",
            ". i ",
            " but i ",
            " - ",
            "...",
            "\u{2026}",
            ", brain",
            ", and i",
            " so i ",
            " and my mind",
            ", blank",
            ", went",
            " and went",
        ] {
            if let Some(at) = lower.find(stop) {
                if at > 3 {
                    end = end.min(at);
                }
            }
        }
        let mut out = text[..end].trim_end_matches([',', '.', '-', ' ', '?', ':']).to_owned();
        for lead in ["about ", "on ", "re ", "me about ", "me "] {
            if out.to_lowercase().starts_with(lead) {
                out = out[lead.len()..].to_owned();
            }
        }
        out
    }

    fn owner(&mut self, u: &Unit, span: &Range<usize>, given: Option<Owner>, routed: Option<&Routed>) -> Owner {
        if let Some(owner) = given {
            return owner;
        }
        let text = &self.text[span.clone()];
        let lower = text.to_lowercase();
        let ws = name::words(self.text, span.clone());
        let mentions = self.roster.mentions(&ws);
        let told_all = [
            "both of them",
            "told both",
            "them both",
            "tell both",
            "everyone",
            "everybody",
            "anybody",
            "told them all",
            "all of them",
            "both the",
            "both of the",
            "either of them",
            "the whole panel",
        ]
        .iter()
        .any(|p| lower.contains(p));
        let directed = matches!(
            routed,
            Some(
                Routed::Point(
                    PointKind::Promised
                        | PointKind::Forgot
                        | PointKind::Mine
                        | PointKind::Thanks
                        | PointKind::Wants
                        | PointKind::Shared
                        | PointKind::Advice
                        | PointKind::Quote,
                    _
                ) | Routed::Asked { .. }
            )
        );
        if told_all && directed && mentions.is_empty() {
            return Owner::Everyone;
        }
        // "(Priscilla's Q)", "(also cheryl)" at the end, and a name at the front or right behind a verb of telling.
        if let Some((p, at, _)) = mentions.first().copied() {
            let in_block =
                self.current.is_some() && !self.free && (self.bulleted || u.siblings == 1) && !self.everyone_section;
            let front = at <= 1;
            let told = at > 0
                && matches!(
                    ws[at - 1].lower.as_str(),
                    "told"
                        | "tell"
                        | "promised"
                        | "send"
                        | "owe"
                        | "get"
                        | "text"
                        | "email"
                        | "e-mail"
                        | "give"
                        | "gave"
                        | "to"
                        | "showed"
                        | "asked"
                        | "with"
                        | "by"
                        | "for"
                        | "from"
                        | "explained"
                        | "scan"
                        | "thats"
                        | "dear"
                        | "also"
                );
            if !in_block
                || front
                || told && directed
                || lower.ends_with(')') && mentions.last().is_some_and(|m| m.1 + 2 >= ws.len())
            {
                if !in_block && (front || !u.bullet) {
                    self.current = Some(p);
                }
                return Owner::Person(p);
            }
        }
        let spoken = people::pronoun(text);
        let fits = |p: usize, pronoun: Pronoun, people: &[Person]| people[p].pronoun.is_none_or(|q| q == pronoun);
        if let Some(pronoun) = spoken {
            if let Some(c) = self.current.filter(|c| fits(*c, pronoun, &self.roster.people)) {
                if !self.everyone_section {
                    return Owner::Person(c);
                }
            }
            // The most recent other person it fits.
            let other = self
                .points
                .iter()
                .rev()
                .filter_map(|(o, _)| o.person())
                .find(|p| self.roster.people[*p].pronoun == Some(pronoun));
            if let Some(p) = other {
                return Owner::Person(p);
            }
        }
        if self.everyone_section {
            return Owner::Everyone;
        }
        let loose = matches!(routed, Some(Routed::Point(PointKind::Forgot | PointKind::Because, _)));
        if self.free {
            // "Q: my worst CAPA" behind somebody's bullets was theirs all the same.
            if let (Some(c), Some(Routed::Asked { .. } | Routed::Better(_)), false) =
                (self.current, routed, u.after_blank)
            {
                return Owner::Person(c);
            }
            if self.single {
                return Owner::Person(0);
            }
            return if matches!(
                routed,
                Some(Routed::Point(
                    PointKind::Forgot | PointKind::Because | PointKind::Mine,
                    _
                ))
            ) {
                Owner::Everyone
            } else {
                Owner::Nobody
            };
        }
        match self.current {
            Some(c)
                if !(loose
                    && u.siblings == 1
                    && !u.bullet
                    && !self.single
                    && u.indent == 0
                    && lower.starts_with("forgot:")) =>
            {
                Owner::Person(c)
            }
            _ if self.single => Owner::Person(0),
            _ if loose => Owner::Everyone,
            _ => Owner::Nobody,
        }
    }

    fn learn_pronoun(&self, text: &str, person: usize) -> Option<Pronoun> {
        let mentions = self.roster.mentions(&name::words(text, 0..text.len()));
        if mentions.iter().any(|m| m.0 != person) {
            return None;
        }
        people::pronoun(text)
    }

    /// Keeps words about the decision. False where nothing in them can be dated and they do not speak of it plainly.
    fn decision(&mut self, span: &Range<usize>, line: usize) -> bool {
        self.decisions.push((
            self.text[span.clone()].to_owned(),
            Place {
                line,
                span: span.clone(),
            },
        ));
        true
    }

    /// Words of nobody's that name a time: "HR reverts in 3 working days".
    fn datable(&self, text: &str) -> bool {
        let lower = text.to_lowercase();
        (lower.starts_with("they")
            || lower.starts_with("hr ")
            || lower.contains("hear")
            || lower.contains("revert")
            || lower.contains("answer")
            || lower.contains(" calls "))
            && deadline(text, self.now, &Holidays::us()).kind != DeadlineKind::Unknown
    }

    fn id(&mut self) -> PointId {
        self.next_id += 1;
        PointId(self.next_id)
    }

    fn hold(&mut self, span: Range<usize>, line: usize, why: Private, person: Option<usize>) {
        let id = self.id();
        self.held.push(HeldBack {
            id,
            text: self.text[span.clone()].to_owned(),
            why,
            person,
            place: Place { line, span },
        });
    }

    fn aside(&mut self, span: Range<usize>, line: usize) {
        self.set_aside.push(Place { line, span });
    }

    fn point(&mut self, u: &Unit, span: Range<usize>, who: Owner, routed: Option<Routed>) {
        let (kind, content) = match routed {
            Some(Routed::Point(kind, r)) => (kind, span.start + r.start..span.start + r.end),
            _ => (PointKind::Moment, span.clone()),
        };
        let Some(content) = unit::trim(self.text, content) else {
            return;
        };
        let mut text = self.text[content.clone()].to_owned();
        let favourite = text.starts_with('!') || text.starts_with("***");
        text = text.trim_start_matches(['!', '*', ' ']).to_owned();
        if text.split_whitespace().count() < 2 && kind == PointKind::Moment && !text.contains('-') {
            self.aside(span, u.line);
            return;
        }
        if is_logistics(&text) && kind == PointKind::Moment {
            self.aside(span, u.line);
            return;
        }
        if kind == PointKind::Quote && !text.starts_with('"') && text.matches('"').count() < 2 {
            return self.point(u, span, who, None);
        }
        let due = (kind == PointKind::Promised).then(|| due(&text)).flatten();
        if kind == PointKind::Forgot {
            // "forgot to tell Corey my certificate is valid": whom, and what.
            let ws = name::words(&text, 0..text.len());
            if let Some((_, 0, n)) = self.roster.mentions(&ws).first().copied() {
                if ws.len() > n + 1 && !ws[n - 1].lower.ends_with("'s") {
                    text = text[ws[n].span.start..].to_owned();
                }
            }
        }
        if let Some((at, _)) = &due {
            text.truncate(*at);
            text = text.trim_end_matches([' ', ',', '(', '-']).to_owned();
        }
        let due = due.map(|(at, words)| {
            let ws = name::words(&words, 0..words.len());
            let cut = self
                .roster
                .mentions(&ws)
                .first()
                .filter(|m| m.1 > 0 && matches!(ws[m.1 - 1].lower.as_str(), "to" | "for"))
                .map(|m| ws[m.1 - 1].span.start);
            (at, cut.map_or(words.clone(), |c| words[..c].trim().to_owned()))
        });
        if kind == PointKind::Promised {
            text = self.promise_object(&text);
            let vague = text.split_whitespace().count() == 1
                && matches!(
                    text.to_lowercase().as_str(),
                    "it" | "that" | "them" | "this" | "one" | "some"
                );
            if vague || text.is_empty() {
                let before = self
                    .points
                    .iter()
                    .rev()
                    .find(|(_, p)| p.place.line == u.line)
                    .map(|(_, p)| p.text.clone())
                    .unwrap_or_default();
                self.questions.push(Question {
                    about: format!("line {}", u.line),
                    text: format!("What did you promise to send: {before}? A few words, or - for nothing."),
                    line: Some(u.line),
                });
                self.aside(span, u.line);
                return;
            }
        }
        if who == Owner::Nobody && kind == PointKind::Moment && self.datable(&text) {
            self.decision(&span, u.line);
            return;
        }
        if who == Owner::Nobody {
            let what: String = text.chars().take(70).collect();
            self.questions.push(Question {
                about: format!("line {}", u.line),
                text: match kind {
                    PointKind::Promised => format!("Whom did you promise this: {what}?"),
                    _ => format!("Who is this about: {what}? A name, or - to leave it out."),
                },
                line: Some(u.line),
            });
            self.aside(span, u.line);
            return;
        }
        let id = self.id();
        self.points.push((
            who,
            Point {
                id,
                kind,
                text,
                better: None,
                due: due.map(|d| d.1),
                favourite,
                place: Place {
                    line: u.line,
                    span: content,
                },
            },
        ));
    }

    /// "Maria 2 clips" -> "2 clips"; "her the postmortem template" -> "the postmortem template".
    fn promise_object(&self, text: &str) -> String {
        let mut ws = name::words(text, 0..text.len());
        let mut at = 0;
        loop {
            let Some(w) = ws.first() else { break };
            let known = self.roster.mentions(&ws).first().is_some_and(|m| m.1 == 0);
            let n = if known { self.roster.mentions(&ws)[0].2 } else { 1 };
            let would = [
                "i would send ",
                "i'd send ",
                "id send ",
                "i will send ",
                "i'll send ",
                "to send ",
                "i would ",
                "i'd ",
                "id ",
            ]
            .iter()
            .find(|p| text[w.span.start..].to_lowercase().starts_with(**p));
            if let Some(p) = would {
                let skip = p.split_whitespace().count();
                if ws.len() > skip {
                    at = ws[skip].span.start;
                    ws.drain(..skip);
                    continue;
                }
            }
            if known
                || matches!(
                    w.lower.as_str(),
                    "her"
                        | "him"
                        | "them"
                        | "to"
                        | "over"
                        | "that"
                        | "of"
                        | "off"
                        | "on"
                        | "about"
                        | "mr"
                        | "ms"
                        | "mrs"
                        | "dr"
                )
            {
                if ws.len() <= n {
                    break;
                }
                at = ws[n].span.start;
                ws.drain(..n);
            } else {
                break;
            }
        }
        let mut rest = text[at..].trim().trim_start_matches([':', '-']).trim().to_owned();
        // "... to Dana", "... for Ana" at the end says to whom.
        let ws = name::words(&rest, 0..rest.len());
        if let Some((_, i, n)) = self.roster.mentions(&ws).last().copied() {
            if i > 0 && i + n == ws.len() && matches!(ws[i - 1].lower.as_str(), "to" | "for" | "with") {
                rest.truncate(ws[i - 1].span.start);
            }
        } else if let Some(w) = ws.last() {
            if ws.len() > 2 && matches!(w.lower.as_str(), "him" | "her" | "them") && ws[ws.len() - 2].lower == "to" {
                rest.truncate(ws[ws.len() - 2].span.start);
            }
        }
        rest.trim().to_owned()
    }

    /// The lines above, back to the last blank line or person, belong to `person`.
    fn claim_above(&mut self, person: usize, line: usize) {
        let lines: Vec<&str> = self.text.split('\n').collect();
        let mut from = line;
        while from > 1 && !lines.get(from - 2).is_none_or(|l| l.trim().is_empty()) {
            from -= 1;
        }
        let mut freed: Vec<usize> = Vec::new();
        for (owner, point) in &mut self.points {
            if point.place.line >= from && point.place.line < line {
                *owner = Owner::Person(person);
            }
        }
        self.questions.retain(|q| {
            let inside = q.about.starts_with("line ") && q.line.is_some_and(|l| l >= from && l < line);
            if inside {
                freed.push(q.line.unwrap_or(0));
            }
            !inside
        });
        let asides: Vec<Place> = self
            .set_aside
            .iter()
            .filter(|p| freed.contains(&p.line))
            .cloned()
            .collect();
        self.set_aside.retain(|p| !freed.contains(&p.line));
        for place in asides {
            let routed = route(&self.text[place.span.clone()]);
            let u = Unit {
                line: place.line,
                span: place.span.clone(),
                bullet: false,
                indent: 0,
                siblings: 1,
                first: true,
                after_blank: false,
                heading: false,
            };
            self.point(&u, place.span, Owner::Person(person), routed);
        }
        self.current = None;
        self.free = false;
    }

    fn finish(mut self, text: String, findings: Vec<Finding>) -> Jot {
        let mut people = std::mem::take(&mut self.roster.people);
        let mut everyone = Vec::new();
        for (owner, point) in self.points {
            if owner == Owner::Nobody && people.len() > 1 && point.kind == PointKind::AskedMe {
                self.questions.push(Question {
                    about: point.id.to_string(),
                    text: format!("Who asked you about {}?", topic_words(&point.text)),
                    line: Some(point.place.line),
                });
                self.set_aside.push(point.place);
                continue;
            }
            match owner {
                Owner::Person(p) => people[p].points.push(point),
                Owner::Everyone | Owner::Nobody => everyone.push(point),
            }
        }
        for p in &mut people {
            p.points.sort_by_key(|x| x.place.span.start);
        }
        let said_on = self.header.date.map_or_else(
            || self.now.clone(),
            |d| {
                d.at(12, 0, 0, 0)
                    .to_zoned(self.now.time_zone().clone())
                    .unwrap_or_else(|_| self.now.clone())
            },
        );
        let decision = self.decisions.iter().map(|(text, place)| {
            let deadline = when(text, &said_on);
            Decision {
                text: text.clone(),
                deadline,
                who: None,
                place: place.clone(),
            }
        });
        let decision = decision.fold(None::<Decision>, |best, d| match &best {
            Some(b) if b.deadline.kind != DeadlineKind::Unknown && d.deadline.kind == DeadlineKind::Unknown => best,
            _ => Some(d),
        });
        Jot {
            text,
            interview: Interview {
                organization: self.header.organization,
                role: self.header.role,
                date: self.header.date,
                format: self.header.format,
                kind: self.header.kind,
                round: self.header.round,
                decision,
            },
            candidate: Candidate {
                name: self.header.candidate,
                ..Candidate::default()
            },
            people,
            everyone,
            held_back: self.held,
            questions: self.questions,
            findings,
            set_aside: self.set_aside,
        }
    }
}

/// What decision words mean; words known to be about the decision are read again without their lead where the whole
/// was not sure to be: "they reckon theyll let me know in a couple of weeks".
fn when(text: &str, said_on: &Zoned) -> crate::read::deadline::Deadline {
    let whole = deadline(text, said_on, &Holidays::us());
    if whole.kind != DeadlineKind::Unknown {
        return whole;
    }
    let lower = text.to_ascii_lowercase();
    [
        " not before ",
        " by ",
        " in ",
        " within ",
        " on ",
        " before ",
        " after ",
        " next ",
        " end of ",
        " mid ",
        " early ",
    ]
    .iter()
    .filter_map(|p| lower.find(p))
    .min()
    .map_or(whole, |at| deadline(&text[at + 1..], said_on, &Holidays::us()))
}

#[derive(Debug, Clone)]
enum Taken {
    No,
    Header,
    Whole,
    Part(Range<usize>),
}

#[derive(Debug, Clone)]
struct Piece {
    span: Range<usize>,
    owner: Option<Owner>,
    introduces: bool,
}

impl Owner {
    fn person(self) -> Option<usize> {
        match self {
            Self::Person(p) => Some(p),
            Self::Everyone | Self::Nobody => None,
        }
    }
}

fn first_word(text: &str) -> String {
    let lower = text.to_lowercase();
    let mut words = lower.split_whitespace();
    let mut first = words.next().unwrap_or("").to_owned();
    while matches!(first.as_str(), "and" | "but" | "so" | "then" | "also") {
        first = words.next().unwrap_or("").to_owned();
    }
    first
}

fn starts_with_subject(text: &str) -> bool {
    matches!(
        first_word(text).as_str(),
        "he" | "she" | "they" | "i" | "we" | "hes" | "shes" | "he's" | "she's" | "i'm" | "im"
    )
}

fn starts_with_own(text: &str) -> bool {
    matches!(
        first_word(text).as_str(),
        "i" | "i'd" | "id" | "i'm" | "im" | "it" | "it's" | "its" | "you" | "really" | "the" | "step" | "on" | "my"
    )
}

fn starts_with_they(text: &str) -> bool {
    matches!(
        first_word(text).as_str(),
        "he" | "she" | "they" | "hes" | "shes" | "he's" | "she's" | "theyre" | "they're"
    )
}

/// "got stuck", "stuffed it up", "I got turned around": how I did, right behind what they asked.
fn is_short_own_past(text: &str) -> bool {
    let lower = text.to_lowercase();
    let first = first_word(text);
    let own_turn = ["i got", "i went", "i was", "i gave", "i said", "i did", "got ", "went "]
        .iter()
        .any(|p| {
            lower
                .trim_start_matches("and ")
                .trim_start_matches("but ")
                .starts_with(p)
        });
    if own_turn && lower.split_whitespace().count() <= 16 {
        return true;
    }
    let own = first == "i" || crate::lexicon::lexicon().is_verb(&first, crate::lexicon::VerbForm::Past);
    own && lower.split_whitespace().count() <= 6 && !lower.contains('"')
}

/// "he liked the margin notes" behind what I showed him.
fn is_reaction(text: &str) -> bool {
    let lower = text.to_lowercase();
    [
        "he liked",
        "she liked",
        "he loved",
        "she loved",
        "he laughed",
        "she laughed",
        "they liked",
        "they laughed",
        "he wanted to see",
        "she wanted to see",
        "and he liked",
        "and she liked",
        "he nodded",
        "she nodded",
    ]
    .iter()
    .any(|p| lower.starts_with(p))
}

/// "she got a thank you already": said of an earlier round.
fn is_thanked(text: &str) -> bool {
    let lower = text.to_lowercase();
    [
        "thank you already",
        "thanked already",
        "already thanked",
        "got a thank-you already",
        "already got a thank",
        "got her thank you",
        "got his thank you",
        "already sent a thank",
        "i thanked her",
        "i thanked him",
        "thanked her",
        "thanked him",
        "mail already sent",
    ]
    .iter()
    .any(|p| lower.contains(p))
}

/// Comings and goings: true, and of no use to a note.
fn is_logistics(text: &str) -> bool {
    let lower = text.to_lowercase();
    let words = lower.split_whitespace().count();
    lower.starts_with("goes by ")
        || lower.chars().next().is_some_and(|c| c.is_ascii_digit())
            && (lower[1..].starts_with(" of them") || lower[1..].starts_with(" of us"))
        || words <= 8
            && [
                "parked ",
                "about 3",
                "about 4",
                "about 2",
                "set it up",
                "came in",
                "came down",
                "came over",
                "came by",
                "came first",
                "joined",
                "popped in",
                "got there",
                "arrived",
                "interview with",
                "met at",
                "started with",
                "came out",
                "was there",
                "sat down with",
                "talked to",
                "met with",
                "met ",
            ]
            .iter()
            .any(|p| {
                lower.starts_with(p)
                    || lower.starts_with(&format!("he {p}"))
                    || lower.starts_with(&format!("she {p}"))
                    || lower.starts_with(&format!("and {p}"))
                    || lower.starts_with(&format!("then {p}"))
            })
}

fn topic_words(topic: &str) -> String {
    if topic.split_whitespace().next().is_some_and(|w| {
        matches!(
            w.to_lowercase().as_str(),
            "what" | "how" | "why" | "which" | "where" | "when" | "whether" | "if" | "who"
        )
    }) {
        format!("\u{201C}{topic}\u{201D}")
    } else {
        topic.to_owned()
    }
}

/// "by Friday", "before close of Friday", "tonight", "until Monday" at the end of a promise: where it begins, and the words.
fn due(text: &str) -> Option<(usize, String)> {
    use std::sync::LazyLock;
    static DUE: LazyLock<regex::Regex> = LazyLock::new(|| {
        regex::Regex::new(
            r"(?i)[,(\s]+((?:by|before|until|till|til|on|no later than)\s+(?:the\s+)?(?:end of |close of |next |this |tomorrow|tmrw|tonight|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|\d|noon|eod|eow|cob|week|weekend|morning).*|tonight|tomorrow(?: \w+)?|tmrw|today|this (?:week|evening|afternoon|weekend)|asap)[.)!]*$",
        )
        .expect("tested")
    });
    let c = DUE.captures(text)?;
    Some((c.get(0)?.start(), c[1].trim_end_matches([')', '.', '!']).to_owned()))
}

/// People in the part of an interviewer come first when a point of no one person needs a home.
#[must_use]
pub fn best_home(people: &[Person], point: &Point) -> Option<usize> {
    let load = |p: &Person| p.points.iter().filter(|q| q.kind == point.kind).count() * 10 + p.points.len();
    let words: Vec<String> = point
        .text
        .to_lowercase()
        .split_whitespace()
        .filter(|w| w.len() > 4)
        .map(str::to_owned)
        .collect();
    people
        .iter()
        .enumerate()
        .filter(|(_, p)| !p.no_note && p.part == Part::Interviewer)
        .min_by_key(|(i, p)| {
            let shared = p
                .points
                .iter()
                .any(|q| words.iter().any(|w| q.text.to_lowercase().contains(w)));
            (usize::from(!shared), usize::from(p.points.is_empty()), load(p), *i)
        })
        .map(|(i, _)| i)
}
