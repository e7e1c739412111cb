//! A first look over the whole jot: the candidate, everybody met, and the facts in header lines.
use std::ops::Range;

use crate::model::PointKind;

use super::Reader;
use super::header;
use super::name;
use super::opening::starts_with_subject;
use super::people::{inline, is_absent, opens_with_a_firm, person_line, roll_call};
use super::route::{Routed, route};
use super::unit::Unit;

#[derive(Debug, Clone)]
pub(super) enum Taken {
    No,
    Header,
    Whole,
    /// Several people, each with what they do.
    People,
    Part(Range<usize>),
}

impl Reader<'_> {
    /// A first look over the whole jot: header facts, the candidate, and everybody met. Returns how much of each unit
    /// the header took up.
    pub(super) fn survey(&mut self, units: &[Unit]) -> Vec<Taken> {
        let mut taken = vec![Taken::No; units.len()];
        self.find_candidate(units, &mut taken);
        self.find_people(units, &mut taken);
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
                    let trailing = u.siblings > 1
                        && !u.first
                        && units.get(i + 1).is_none_or(|n| {
                            let goes_on = starts_with_subject(&self.text[n.span.clone()]);
                            n.line > u.line || u.line == 1 && u.siblings >= 4 && !goes_on
                        });
                    // "..., harbour office. Mads Lauritsen": two words in capitals close the line that opens the jot.
                    let capitals = u.line == units[0].line
                        && trailing
                        && ws.len() == 2
                        && ws
                            .iter()
                            .all(|w| w.capital && !header::is_org_word(&w.lower) && w.lower.len() > 2)
                        && route(&self.text[u.span.clone()]).is_none()
                        && header::date(&self.text[u.span.clone()], self.now).is_none()
                        && header::format(&self.text[u.span.clone()]).is_none()
                        && header::organization_and_role(&self.text[u.span.clone()]).1.is_none();
                    // "Nadège Toussaint, took it in the car"
                    let beside = || {
                        let name = name::name_at(self.text, &ws, 0).filter(|n| n.len >= 2)?;
                        let rest = ws.get(name.words.end)?;
                        let aside = matches!(
                            rest.lower.as_str(),
                            "took"
                                | "sat"
                                | "typing"
                                | "writing"
                                | "sitting"
                                | "dictating"
                                | "still"
                                | "here"
                                | "home"
                                | "in"
                                | "on"
                                | "from"
                        );
                        let comma = ws[name.words.end - 1].gap.starts_with(',');
                        (u.line == units[0].line && trailing && comma && aside && ws.len() <= name.words.end + 7)
                            .then_some(name)
                    };
                    let whole = whole.or_else(beside);
                    let name = whole
                        .map(|n| n.name)
                        .or_else(|| capitals.then(|| self.text[u.span.clone()].to_owned()));
                    if let Some(name) = name.filter(|_| {
                        let opening = u.line == units[0].line;
                        trailing && (opening || !followed) || alone && i > 0 && !followed
                    }) {
                        taken[i] = Taken::Whole;
                        self.header.candidate = Some(name);
                    }
                }
            }
        }
    }

    pub(super) fn is_candidate(&self, name: &str) -> bool {
        self.header
            .candidate
            .as_deref()
            .is_some_and(|c| c.eq_ignore_ascii_case(name))
    }

    /// "Gus (Augustus Fenwright, artistic director)", "Pet - Perpetua Olawale": whoever is called by a part of their name,
    /// or by an honorific of the place, is known by both before anybody else is looked for.
    fn called_and_named(&mut self, units: &[Unit]) {
        for u in units {
            let ws = name::words(self.text, u.span.clone());
            for i in 0..ws.len().saturating_sub(2) {
                let gap = ws[i].gap.as_str();
                if !(gap == " (" || gap == " - ") {
                    continue;
                }
                let Some(full) = name::name_at(self.text, &ws, i + 1).filter(|n| n.len >= 2) else {
                    continue;
                };
                let lower = full.name.to_lowercase();
                let called = &ws[i].lower;
                let same = called.len() >= 3
                    && called.is_ascii()
                    && (gap == " (" && lower.contains(called.as_str())
                        || gap == " - " && ws[i].capital && lower.starts_with(&called[..1]))
                    && !lower
                        .split(' ')
                        .next_back()
                        .is_some_and(|f| f == called && i == 0 && !ws[i].capital);
                if !same || self.is_candidate(&full.name) {
                    continue;
                }
                let person = self.roster.add(crate::model::Person {
                    name: full.name,
                    line: u.line,
                    ..crate::model::Person::default()
                });
                self.roster.alias(called, person);
                if let Some(first) = i.checked_sub(1).filter(|j| ws[*j].gap == " " && ws[*j].capital) {
                    self.roster.alias(&format!("{} {called}", ws[first].lower), person);
                }
            }
        }
    }

    /// "Stan Wiebe shop forman and Mireille Fontaine HR": whole lines, or units of one, that name several people.
    fn call_rolls(&mut self, units: &[Unit], taken: &mut [Taken]) {
        for (i, u) in units.iter().enumerate() {
            if !matches!(taken[i], Taken::No) {
                continue;
            }
            let last = units[i..].iter().take_while(|v| v.line == u.line).count();
            let called = [last, 1].into_iter().find_map(|n| {
                let line = u.span.start..units[i + n - 1].span.end;
                let called = roll_call(self.text, line, u.line);
                let candidate = called.iter().any(|p| self.is_candidate(&p.person.name));
                (!called.is_empty() && !candidate).then_some((n, called))
            });
            let Some((n, called)) = called else { continue };
            for intro in called {
                self.roster.add(intro.person);
            }
            taken[i..i + n].fill(Taken::People);
        }
    }

    fn find_people(&mut self, units: &[Unit], taken: &mut [Taken]) {
        self.called_and_named(units);
        self.call_rolls(units, taken);
        for (u, _) in units.iter().zip(&*taken).filter(|(_, t)| !matches!(t, Taken::People)) {
            let piece = &self.text[u.span.clone()];
            if header::key(piece).is_some() || is_absent(piece) {
                continue;
            }
            if let Some((alias, rest)) = piece.split_once(" = ") {
                let at = u.span.start + piece.len() - rest.len();
                let ws = name::words(self.text, at..u.span.end);
                if alias.split(' ').count() <= 2
                    && name::name_at(self.text, &ws, 0).is_some_and(|n| n.sure || n.len >= 2)
                    && let Some(intro) = person_line(
                        self.text,
                        &Unit {
                            span: at..u.span.end,
                            heading: true,
                            ..u.clone()
                        },
                        &self.roster,
                        true,
                    )
                {
                    let i = self.roster.add(intro.person);
                    self.roster.alias(alias, i);
                    continue;
                }
            }
            let alone = u.siblings == 1 || u.first && !u.bullet;
            let found = person_line(self.text, u, &self.roster, alone && !self.looks_like_header(u));
            if let Some(intro) = found.filter(|f| f.known.is_none() && !self.is_candidate(&f.person.name)) {
                let added = self.roster.add(intro.person);
                self.current = Some(added);
                if intro.whole {
                    continue;
                }
            }
            // "goes by Theo".
            for lead in ["goes by ", "call me ", "known as ", "likes to be called "] {
                if let (Some((_, alias)), Some(p)) = (piece.to_ascii_lowercase().split_once(lead), self.current) {
                    self.roster
                        .alias(alias.split([' ', ',', '.']).next().unwrap_or(alias), p);
                }
            }
            let header = self.looks_like_header(u) || opens_with_a_firm(self.text, u);
            let mut before: Option<(usize, usize)> = None;
            for intro in inline(self.text, u.span.clone(), &self.roster, u.line, header) {
                if self.is_candidate(&intro.person.name) {
                    continue;
                }
                // "wendell prater no wait wendell pratt": the last word counts.
                let corrects = before.filter(|(end, _)| {
                    let between = self.text.get(*end..intro.span.start).unwrap_or_default().to_lowercase();
                    ["no wait", "i mean", "sorry", "scratch that", "no,"]
                        .iter()
                        .any(|w| between.contains(w))
                });
                if let Some((_, p)) = corrects {
                    let slip = std::mem::replace(&mut self.roster.people[p].name, intro.person.name.clone());
                    self.roster.alias(&slip, p);
                }
                let added = self.roster.add(intro.person);
                self.roster.people[added].met_before |= super::pieces::is_thanked(piece);
                before = Some((intro.span.end, added));
            }
        }
        self.nicknames(units);
        let candidate = self.header.candidate.clone();
        self.roster
            .people
            .retain(|p| candidate.as_deref().is_none_or(|c| !c.eq_ignore_ascii_case(&p.name)));
    }

    /// Alistair "Al" Drummond is Al from here on.
    fn nicknames(&mut self, units: &[Unit]) {
        for u in units {
            let ws = name::words(self.text, u.span.clone());
            for name in (0..ws.len()).filter_map(|i| name::name_at(self.text, &ws, i)) {
                if let (Some(nickname), Some(p)) = (name.nickname, self.roster.lookup(&name.name.to_lowercase())) {
                    self.roster.alias(&nickname, p);
                }
            }
        }
    }

    /// A line that speaks of the interview rather than of somebody: it has a day and how or for what.
    fn looks_like_header(&self, u: &Unit) -> bool {
        let piece = &self.text[u.span.clone()];
        !piece.contains("met before")
            && !piece.contains("thanked")
            && (header::date(piece, self.now).is_some()
                || u.line <= 2 && header::spaced_date(piece, self.now).is_some())
            && (header::format(piece).is_some() || header::organization_and_role(piece).1.is_some())
    }

    fn find_header(&mut self, units: &[Unit], taken: &mut [Taken]) {
        let last_line = units.last().map_or(0, |u| u.line);
        let first_person = units
            .iter()
            .position(|u| person_line(self.text, u, &self.roster, u.siblings == 1).is_some_and(|p| p.whole))
            .unwrap_or(units.len());
        let mut org_text = String::new();
        let mut best: Option<(i32, usize)> = None;
        let mut keyed_date = false;
        for (i, u) in units.iter().enumerate() {
            let piece = self.text[u.span.clone()].to_owned();
            if u.line <= 8
                && !u.bullet
                && let Some((key, rest)) = header::key(&piece)
                && self.header_key(key, &piece[rest])
            {
                taken[i] = Taken::Whole;
                keyed_date |= key == "when";
                continue;
            }
            if matches!(taken[i], Taken::Whole | Taken::People) || u.line > 1 && header::of_earlier_round(&piece) {
                continue;
            }
            let routed = route(&piece);
            let spaced = || {
                let near = u.line <= 3 && self.header.date.is_none();
                near.then(|| header::spaced_date(&piece, self.now))
                    .flatten()
                    .map(|d| (d, 0..0))
            };
            let dated = header::date(&piece, self.now).or_else(spaced);
            let spoken = matches!(
                routed,
                Some(Routed::Decision | Routed::Asked { .. } | Routed::Better(_) | Routed::Private)
            ) || matches!(routed, Some(Routed::Point(k, _)) if !(u.first && u.line <= 2 || u.line + 1 >= last_line && dated.is_some()) || matches!(k, PointKind::Forgot | PointKind::Promised | PointKind::Wants | PointKind::Shared | PointKind::Advice));
            if spoken {
                continue;
            }
            // What names a day below the people is about what comes, where the day of the interview is known.
            if u.line > 3
                && self.header.date.is_some()
                && (self.header.organization.is_some() || self.header.role.is_some())
            {
                continue;
            }
            let (org, role) = header::organization_and_role(&self.masked(u));
            let ws = name::words(self.text, u.span.clone());
            let lower = piece.to_ascii_lowercase();
            let told = self.roster.mentions(&ws).first().is_some_and(|m| m.1 <= 1) && !u.first;
            let introduced = inline(self.text, u.span.clone(), &self.roster, u.line, false);
            let acts = introduced
                .first()
                .is_some_and(|p| p.span.start == u.span.start && p.person.title.is_none());
            let inside =
                !introduced.is_empty() && inline(self.text, u.span.clone(), &self.roster, u.line, true).is_empty();
            // A header line has no sentence in it.
            let sentence = ws.iter().any(|w| {
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
                && !(role.is_some()
                    && ["interview", " position", " job", " role", " post "]
                        .iter()
                        .any(|w| lower.contains(w)))
                && !lower.starts_with("job is")
                && !lower.starts_with("role is")
            {
                continue;
            }
            let labelled = u.line > 1
                && self
                    .roster
                    .mentions(&ws)
                    .first()
                    .is_some_and(|m| m.1 == 0 && [" - ", ":"].iter().any(|j| ws[m.2 - 1].gap.contains(j)));
            if labelled {
                continue;
            }
            let up_for = lower.contains(" up for ") && header::organization_and_role(&piece).1.is_some();
            if (starts_with_subject(&piece) && !up_for || told || acts || inside && !u.first) && dated.is_none() {
                continue;
            }
            let early = u.line <= 3
                && i < first_person.max(1)
                && (u.first || i <= 1 || up_for && u.line == units[0].line && i <= 4);
            let format = header::format(&piece).is_some();
            let mut score = 0;
            score += if dated.is_some() { 3 } else { 0 };
            score += i32::from(format) + if role.is_some() { 2 } else { 0 } + i32::from(org.is_some());
            score += if early { 2 } else { 0 } + i32::from(u.line == last_line);
            score -= if u.bullet && !(u.siblings > 1 || u.line <= 2) {
                3
            } else {
                0
            };
            let words = piece.split_whitespace().count();
            if words > 60 {
                score -= 1;
            }
            let whole_person = person_line(self.text, u, &self.roster, u.siblings == 1).is_some_and(|p| p.whole);
            if whole_person && dated.is_none() {
                continue;
            }
            // "SAT 15 AUG 2026" between two stops says when it was, and nothing else.
            let only_date = u.line <= 3
                && words <= 5
                && dated
                    .as_ref()
                    .is_some_and(|d| words <= 2 + piece[d.1.clone()].split_whitespace().count());
            if score >= 4 || only_date && u.siblings > 1 {
                if (self.header.date.is_none() || !keyed_date && best.is_none_or(|b| score > b.0) && dated.is_some())
                    && let Some((d, _)) = &dated
                    && !lower.contains("thank you already")
                {
                    self.header.date = Some(*d);
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
        self.first_line_of_items(units, taken);
        if self.header.date.is_none() {
            self.header.date = units.iter().enumerate().find_map(|(i, u)| {
                let piece = &self.text[u.span.clone()];
                let earlier = u.line > 1 && header::of_earlier_round(piece);
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
                org.filter(|o| o.split(' ').any(|w| header::is_org_word(&w.to_ascii_lowercase())))
            });
        }
        self.header.kind = header::kind(if org_text.is_empty() { self.text } else { &org_text });
        self.header.round =
            self.header
                .round
                .max(header::round(if org_text.is_empty() { self.text } else { &org_text }));
    }

    /// "firth fm / producer, breakfast show / weds 10 june 26 / in the studio": items of which one is the day are all of
    /// the interview, and the first that is nothing else is the firm.
    fn first_line_of_items(&mut self, units: &[Unit], taken: &mut [Taken]) {
        let Some(line) = units.first().map(|u| u.line) else {
            return;
        };
        let n = units.iter().take_while(|u| u.line == line).count();
        let items = n >= 3
            && self.text[units[0].span.start..units[n - 1].span.end]
                .matches(" / ")
                .count()
                + 1
                >= n;
        let dated = |u: &Unit| header::date(&self.text[u.span.clone()], self.now);
        if !items || !units[..n].iter().any(|u| dated(u).is_some()) {
            return;
        }
        for (u, taken) in units[..n].iter().zip(taken.iter_mut()) {
            let piece = &self.text[u.span.clone()];
            let plain = matches!(taken, Taken::No) && piece.split_whitespace().count() <= 9;
            let known = header::date(piece, self.now).is_some() || header::format(piece).is_some();
            let role = self.header.role.as_deref().is_some_and(|r| piece.contains(r));
            if plain
                && !known
                && !role
                && self.header.organization.is_none()
                && self.roster.mentions(&name::words(self.text, u.span.clone())).is_empty()
            {
                self.header.organization = Some(header::title_case_org(piece));
            }
            if plain {
                *taken = Taken::Header;
            }
        }
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
            "organization" => self.header.organization = Some(header::without_place(value).to_owned()),
            "role" => self.header.role = Some(value.to_owned()),
            "when" => {
                if let Some((d, _)) = header::date(value, self.now) {
                    self.header.date = Some(d);
                } else {
                    return false;
                }
                if let Some(f) = header::format(value) {
                    self.header.format = Some(f);
                }
            }
            "how" => {
                if let Some(f) = header::format(value) {
                    self.header.format = Some(f);
                }
                self.header.round = self.header.round.max(header::round(value));
            }
            "name" => {
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
}
