//! Units to segments: section headings, people's lines, markers in front, and words that only introduce somebody.
use std::ops::Range;

use crate::model::{Asks, PointKind, Private, Question};

use super::Reader;
use super::header;
use super::name;
use super::owner::Owner;
use super::people;
use super::people::{inline, person_line};
use super::pieces::Piece;
use super::private;
use super::route;
use super::route::{Routed, route};
use super::segment;
use super::survey::Taken;
use super::unit;
use super::unit::Unit;

impl Reader<'_> {
    pub(super) fn walk(&mut self, units: &[Unit], taken: &[Taken]) {
        for (i, u) in units.iter().enumerate() {
            if u.after_blank {
                self.close_question();
                self.private_section = false;
            }
            self.passing(u);
            // Facts of the interview below the people close the last block all the same.
            if u.after_blank && !u.bullet && matches!(taken[i], Taken::Header) && !self.points.is_empty() {
                self.free = true;
            }
            if matches!(taken[i], Taken::People) {
                self.current = None;
            } else if !matches!(taken[i], Taken::No)
                && let Some(p) = inline(self.text, u.span.clone(), &self.roster, u.line, true).first()
            {
                self.current = self.roster.lookup(&p.person.name.to_lowercase()).or(self.current);
            }
            match &taken[i] {
                Taken::Whole | Taken::Header | Taken::People => {}
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
                // "trail shift / working interview @ ...": a scrap of the line that says who, where and when.
                Taken::No if self.scrap_of_header(u, units, taken) => self.aside(u.span.clone(), u.line),
                Taken::No => self.unit(u, u.span.clone()),
            }
        }
        self.close_question();
    }

    fn scrap_of_header(&self, u: &Unit, units: &[Unit], taken: &[Taken]) -> bool {
        let first = units.first().is_some_and(|f| f.line == u.line);
        let piece = &self.text[u.span.clone()];
        first
            && !u.bullet
            && piece.split_whitespace().count() <= 4
            && route(piece).is_none()
            && self.roster.mentions(&name::words(self.text, u.span.clone())).is_empty()
            && units
                .iter()
                .zip(taken)
                .any(|(s, t)| s.line == u.line && !matches!(t, Taken::No))
    }

    /// "Cyrus: hotel has 62 rooms" over lines about Cyrus: in a jot without bullets the first word of somebody opens what is
    /// said of them.
    fn first_said_of(&self, person: usize) -> bool {
        !self.bulleted && !self.points.iter().any(|(o, _)| o.person() == Some(person))
    }

    /// What stands behind "no -", where the sentence before it in the line was a question to oneself.
    fn corrected(&self, u: &Unit, span: &Range<usize>) -> Option<Range<usize>> {
        let asked = !u.first && self.text[..span.start].trim_end().ends_with('?');
        let lower = self.text[span.clone()].to_ascii_lowercase();
        // "and forest school? no that's run out": nothing is left of it.
        if asked
            && ["no that", "no it", "no they", "no she", "no he", "no not"]
                .iter()
                .any(|p| lower.starts_with(p))
        {
            return Some(span.end..span.end);
        }
        let rest = ["no - ", "no, ", "no wait, ", "no wait ", "nope, ", "no: "]
            .iter()
            .find_map(|p| lower.strip_prefix(p))
            .filter(|rest| asked && rest.split_whitespace().count() >= 3)?;
        unit::trim(self.text, span.end - rest.len()..span.end)
    }

    /// What stands beside the candidate's name in a header line is header too.
    fn header_left_over(&self, span: &Range<usize>) -> bool {
        let piece = &self.text[span.clone()];
        route(piece).is_none()
            && (header::date(piece, self.now).is_some()
                || header::format(piece).is_some() && piece.split_whitespace().count() <= 8)
    }

    fn unit(&mut self, u: &Unit, mut span: Range<usize>) {
        if people::is_absent(&self.text[span.clone()]) {
            return self.aside(span, u.line);
        }
        // "we both AAUS? no - both CMAS 3 star": what was asked aloud and denied was never meant.
        if let Some(rest) = self.corrected(u, &span) {
            let at = u.span.start;
            self.points
                .pop_if(|(_, p)| p.place.line == u.line && at.saturating_sub(p.place.span.end) <= 2);
            if rest.is_empty() {
                return self.aside(span, u.line);
            }
            span = rest;
        }
        if self.corrects_decision(u, &span) {
            return self.decision(&span, u.line);
        }
        if self.handed_out(u, &span) {
            return;
        }
        let piece = self.text[span.clone()].to_owned();
        let lower = piece.to_ascii_lowercase();
        if self.private_line != Some(u.line)
            && !self.private_section
            && let Some((owner, rest, kind)) = self.label(&span)
        {
            if let Owner::Person(p) = owner
                && (u.siblings > 1 || self.current.is_none() || self.first_said_of(p) || !self.headed)
            {
                self.current = Some(p);
                self.free = false;
            }
            if let Some(kind) = kind {
                let text = self.text[rest.clone()].to_owned();
                let piece = Piece {
                    span: rest.clone(),
                    owner: Some(owner),
                    introduces: false,
                };
                return self.keyed(u, &piece, &text, Routed::Point(kind, 0..text.len()));
            }
            return self.segments(u, rest, Some(owner));
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
            self.aside(span, u.line);
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
        ) && u.siblings == 1
        {
            self.private_section = true;
            self.aside(span, u.line);
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
        // The trimmed unit has lost the emoji behind it.
        let frowned = private::frowned_at(&self.text[u.span.end..]);
        if self.private_line == Some(u.line) || self.private_section || frowned {
            self.hold(span, u.line, Private::Marked, None);
            return;
        }
        let heading = person_line(
            self.text,
            &Unit {
                span: span.clone(),
                ..u.clone()
            },
            &self.roster,
            u.siblings == 1 || u.first,
        )
        .filter(|p| !self.is_candidate(&p.person.name));
        let mut owner = None;
        let mut introduced = false;
        if let Some(intro) = heading {
            let person = intro
                .known
                .or_else(|| self.roster.lookup(&intro.person.name.to_lowercase()));
            if let Some(p) = person {
                if intro.whole {
                    self.close_question();
                    self.current = Some(p);
                    self.headed = true;
                    self.bulleted = false;
                    self.free = false;
                    self.everyone_section = false;
                    return;
                }
                if intro.colon {
                    owner = Some(Owner::Person(p));
                    span = intro.span.end..span.end;
                    if u.siblings > 1 && u.first || self.first_said_of(p) || !self.headed {
                        self.current = Some(p);
                        self.free = false;
                    }
                } else {
                    self.current = Some(p);
                    self.headed = true;
                    self.free = false;
                    self.everyone_section = false;
                    self.bulleted = false;
                    introduced = true;
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
        } else if self.bulleted && !u.bullet && u.first && (u.indent == 0) && owner.is_none() && !introduced {
            self.free = true;
        }
        if u.after_blank && u.siblings == 1 && !u.bullet && owner.is_none() && !self.single && !introduced {
            self.free = true;
        }
        self.segments(u, span, owner);
    }

    /// "So: the one-page script to Ravi, the loan box list to Odette", "Koen gets the carton model, before the weekend": what goes to
    /// whom, each a promise.
    fn handed_out(&mut self, u: &Unit, span: &Range<usize>) -> bool {
        const DETERMINERS: &[&str] = &["the", "my", "a", "an", "our", "one", "two", "three"];
        const LEADS: &[&str] = &["so", "todo", "to do", "to send", "sending", "then"];
        let piece = &self.text[span.clone()];
        let begin = piece
            .split_once(':')
            .filter(|(lead, _)| LEADS.contains(&lead.trim().to_ascii_lowercase().as_str()))
            .map_or(span.start, |(lead, _)| span.start + lead.len() + 1);
        let Some(body) = unit::trim(self.text, begin..span.end) else {
            return false;
        };
        let ws = name::words(self.text, body.clone());
        let mentions = self.roster.mentions(&ws);
        let whole = |s: &Range<usize>| Some(Routed::Point(PointKind::Promised, 0..s.len()));
        // "Koen gets the carton model ...", in lines about nobody else, or by a day.
        if let [(p, 0, n), ..] = mentions[..]
            && ws
                .get(n)
                .is_some_and(|w| matches!(w.lower.as_str(), "gets" | "getting"))
            && ws
                .get(n + 1)
                .is_some_and(|w| matches!(w.lower.as_str(), "the" | "my" | "a" | "an"))
            && (self.free || u.after_blank || super::point::due(&self.text[body.clone()]).is_some())
        {
            let lower = self.text[body.clone()].to_ascii_lowercase();
            let end = body.end
                - [" from me", " off me"]
                    .iter()
                    .find(|t| lower.ends_with(**t))
                    .map_or(0, |t| t.len());
            let thing = ws[n + 1].span.start..end;
            self.point(u, thing.clone(), Owner::Person(p), whole(&thing));
            return true;
        }
        let mut given: Vec<(Range<usize>, usize)> = Vec::new();
        let mut from = 0;
        for (p, at, n) in mentions {
            let to = at > from + 1 && matches!(ws[at - 1].lower.as_str(), "to" | "for");
            while ws.get(from).is_some_and(|w| w.lower == "and") {
                from += 1;
            }
            let thing = ws.get(from).is_some_and(|w| DETERMINERS.contains(&w.lower.as_str()));
            let ends =
                at + n == ws.len() || ws[at + n - 1].gap.contains([',', ';', '+', '&']) || ws[at + n].lower == "and";
            if !(to && thing && ends) {
                return false;
            }
            given.push((ws[from].span.start..ws[at - 2].span.end, p));
            from = at + n;
        }
        if from < ws.len() || given.len() < 2 && begin == span.start {
            return false;
        }
        for (thing, p) in given {
            self.point(u, thing.clone(), Owner::Person(p), whole(&thing));
        }
        true
    }

    pub(super) fn segments(&mut self, u: &Unit, span: Range<usize>, owner: Option<Owner>) {
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
        // "Wanda Prokop (my old teacher) sent me to him": the brackets are part of who it is.
        let (mut span, mut owner) = (span, owner);
        if let Some(intro) = inline(self.text, span.clone(), &self.roster, u.line, false).first()
            && intro.span.start == span.start
            && self.text[intro.span.clone()].contains('(')
            && let Some(p) = self.roster.lookup(&intro.person.name.to_lowercase())
            && let Some(rest) = unit::trim(self.text, intro.span.end..span.end)
        {
            owner = owner.or(Some(Owner::Person(p)));
            self.current = Some(p);
            self.free = false;
            span = rest;
        }
        let names = self.roster.given_names();
        let cuts = segment::segments(self.text, span.clone(), &names);
        // A line that is private as a whole: a mark anywhere in a short line of its own.
        let short = u.siblings <= 3 && self.text[u.span.clone()].split_whitespace().count() <= 14 || cuts.len() <= 2;
        let marked = cuts.iter().any(|c| private::marked(&self.text[c.clone()]));
        let routes: Vec<Option<Routed>> = cuts.iter().map(|c| route(&self.text[c.clone()])).collect();
        let asks = routes
            .iter()
            .any(|r| matches!(r, Some(Routed::Asked { .. } | Routed::Better(_))));
        if marked
            && short
            && !asks
            && !private::only_a_mark(&text)
            && !routes
                .iter()
                .any(|r| matches!(r, Some(Routed::Point(k, _)) if *k != PointKind::Moment))
        {
            let who = self.owner(u, &span, owner, None);
            self.hold(span, u.line, Private::Marked, who.person());
            return;
        }
        let mut pieces: Vec<Piece> = Vec::new();
        for (cut, routed) in cuts.into_iter().zip(routes) {
            let introduced = inline(self.text, cut.clone(), &self.roster, u.line, false);
            let introduces = !introduced.is_empty();
            let mut content = cut.clone();
            let mut seg_owner = owner;
            if let Some(last) = introduced.last().filter(|p| !self.is_candidate(&p.person.name)) {
                let p = self.roster.lookup(&last.person.name.to_lowercase());
                if let Some(p) = p.filter(|p| !self.named_in_passing(u, &cut, last, *p)) {
                    // What somebody else says answers no question.
                    if self.open.as_ref().is_some_and(|o| o.owner.person() != Some(p)) {
                        self.close_question();
                    }
                    self.current = Some(p);
                    self.free = false;
                    seg_owner = seg_owner.or(Some(Owner::Person(p)));
                    let before = introduced[0].span.start.saturating_sub(content.start);
                    let decides = matches!(routed, Some(Routed::Decision));
                    // Somebody known from another line is not introduced again: "promised cheryl ASCP verification".
                    let news = self.roster.people[p].line == u.line;
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
            if self.late_title(&content) {
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

    /// "worked with Bea six years": under somebody's name another is only mentioned.
    fn named_in_passing(&self, u: &Unit, cut: &Range<usize>, intro: &people::Intro, person: usize) -> bool {
        let before = self.text[cut.start..intro.span.start.max(cut.start)].trim();
        let meets = before.split_whitespace().next_back().is_none_or(|w| {
            matches!(
                w.to_ascii_lowercase().as_str(),
                "met"
                    | "meeting"
                    | "talked"
                    | "talk"
                    | "spoke"
                    | "sat"
                    | "chat"
                    | "chatted"
                    | "call"
                    | "zoom"
                    | "interview"
                    | "down"
                    | "and"
                    | "then"
                    | "also"
                    | "so"
                    | "next"
                    | "coffee"
                    | "lunch"
                    | "time"
                    | "half"
                    | "hour"
                    | "part"
            )
        });
        let elsewhere = self.roster.people[person].line != u.line && intro.person.title.is_none();
        let block = u.siblings <= 3 && !self.free && self.current.is_some_and(|c| c != person);
        elsewhere && block && !meets
    }

    /// A line with a marker in front is one point of that kind.
    fn keyed(&mut self, u: &Unit, piece: &Piece, text: &str, routed: Routed) {
        let who = self.owner(u, &piece.span, piece.owner, Some(&routed));
        if let Owner::Person(p) = who
            && self.roster.people[p].pronoun.is_none()
        {
            self.roster.people[p].pronoun = self.learn_pronoun(text, p);
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
                if let Some(why) = private::private(text, text, Some(&routed)) {
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
        let mut named = intros.iter().map(|i| self.roster.lookup(&i.person.name.to_lowercase()));
        let first = named.next().flatten();
        self.current = first.filter(|p| named.all(|other| other.is_none_or(|o| o == *p)));
        self.free &= self.current.is_none();
        true
    }

    /// "she is the head of programmes", said of somebody without a title yet.
    fn late_title(&mut self, span: &Range<usize>) -> bool {
        let lower = self.text[span.clone()].to_ascii_lowercase();
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
        .find_map(|p| lower.strip_prefix(p));
        let (Some(rest), Some(p)) = (rest, self.current) else {
            return false;
        };
        let at = span.end - rest.len();
        let ws = name::words(self.text, at..span.end);
        let (n, headed) = name::title_len(self.text, &ws, 0);
        if headed && n == ws.len() && self.roster.people[p].title.is_none() {
            self.roster.people[p].title = Some(self.text[at..span.end].to_owned());
            self.roster.people[p].part = people::part_of(&self.text[at..span.end]);
            return true;
        }
        false
    }

    /// The lines above, back to the last blank line or person, belong to `person`.
    fn claim_above(&mut self, person: usize, line: usize) {
        let lines: Vec<&str> = self.text.split('\n').collect();
        let mut from = line;
        while from > 1 && !lines.get(from - 2).is_none_or(|l| l.trim().is_empty()) {
            from -= 1;
        }
        for (owner, point) in &mut self.points {
            if point.place.line >= from && point.place.line < line {
                *owner = Owner::Person(person);
            }
        }
        let (inside, rest): (Vec<Question>, Vec<Question>) = std::mem::take(&mut self.questions)
            .into_iter()
            .partition(|q| matches!(q.asks, Asks::Whose { .. }) && q.line.is_some_and(|l| l >= from && l < line));
        self.questions = rest;
        for q in inside {
            if let Asks::Whose { point } = q.asks {
                self.points.push((Owner::Person(person), *point));
            }
        }
        self.current = None;
        self.free = false;
    }
}
