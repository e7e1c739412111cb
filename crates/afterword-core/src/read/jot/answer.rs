//! Answers: what the person says when asked, put where the jot lacked it.
//!
//! An answer about somebody is one more line of the jot under that person and goes through the same reader, so that what
//! is private in it is held back like anything else. A sentence that speaks to the reader is the person's own and stays
//! as it is. Nothing here composes.

use std::ops::Range;

use jiff::Zoned;

use crate::model::{Asks, HeldBack, Person, Place, Point, PointId, PointKind, Private, Question};

use super::header::{Header, key_named};
use super::owner::Owner;
use super::people::Roster;
use super::point::whose;
use super::route::{Routed, keyed, route};
use super::{Jot, Reader, clean, finish, unit};

/// One line of an answer file: `p8: the gift guide`, `Maria Gonzalez: showed me the darkroom`, `role: -`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// What it is about: the `about` of a question, a point, or a person.
    pub about: String,
    /// The words; `-` leaves out what was asked about.
    pub text: String,
}

/// Why something the person said could not be done. It changed nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What it was about.
    pub about: String,
    /// What is the matter.
    pub why: String,
    /// What would do.
    pub hint: String,
}

impl Answer {
    /// Reads an answer file: one `about: answer` a line; blank lines and lines that begin with `#` say nothing.
    #[must_use]
    pub fn parse(text: &str) -> (Vec<Self>, Vec<Refusal>) {
        let mut answers = Vec::new();
        let mut refusals = Vec::new();
        for line in text
            .lines()
            .map(str::trim)
            .filter(|l| !l.is_empty() && !l.starts_with('#'))
        {
            match line.split_once(':') {
                Some((about, answer)) if !about.trim().is_empty() && !answer.trim().is_empty() => answers.push(Self {
                    about: about.trim().to_owned(),
                    text: answer.trim().to_owned(),
                }),
                _ => refusals.push(Refusal {
                    about: line.to_owned(),
                    why: "is not an answer".to_owned(),
                    hint: "an answer is one line like `p8: the gift guide`; `p8: -` leaves p8 out".to_owned(),
                }),
            }
        }
        (answers, refusals)
    }

    /// Whether it agrees to what may have been offered.
    pub(crate) fn agrees(&self) -> bool {
        const YES: &[&str] = &["yes", "y", "yep", "yeah", "ok", "okay"];
        let word = self.text.trim().trim_end_matches(['.', '!']).to_lowercase();
        YES.contains(&word.as_str())
    }

    /// A "yes" as the sentence that its question offers, so that what was agreed to stays so; any other answer as it is.
    #[must_use]
    pub fn settled(self, questions: &[Question]) -> Self {
        let about = |q: &&Question| self.agrees() && q.about.eq_ignore_ascii_case(self.about.trim());
        match questions.iter().find(about).and_then(|q| q.guess.clone()) {
            Some(text) => Self { text, ..self },
            None => self,
        }
    }

    fn skips(&self) -> bool {
        matches!(self.text.trim(), "-" | "\u{2013}" | "\u{2014}")
    }
}

/// Applies answers to a jot as it was read, in their order. `now` is the moment of writing.
///
/// Identities of points stay as they are; points made from answers come after them, and their place has line 0.
pub fn answer(jot: &mut Jot, answers: &[Answer], now: &Zoned) -> Vec<Refusal> {
    let first = |a: &&Answer| matches!(a.about.to_lowercase().as_str(), "people" | "person" | "met");
    let people = answers.iter().filter(first);
    let others = answers.iter().filter(|a| !first(a));
    people.chain(others).filter_map(|a| one(jot, a, now).err()).collect()
}

/// Brings points into their notes which there was no room for, and lines that were held back.
///
/// This is the only way from a line held back to a point, and takes the person's own act.
pub fn bring_in(jot: &mut Jot, ids: &[PointId]) -> Vec<Refusal> {
    ids.iter().filter_map(|id| use_one(jot, *id).err()).collect()
}

/// Leaves points out of every note.
pub fn leave_out(jot: &mut Jot, ids: &[PointId]) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    for id in ids {
        if jot.point(*id).is_some() {
            jot.left_out.insert(*id);
            jot.brought_in.remove(id);
        } else if jot.held_back.iter().any(|h| h.id == *id) {
            refusals.push(Refusal {
                about: id.to_string(),
                why: "is held back already".to_owned(),
                hint: format!("nothing of {id} is in a note"),
            });
        } else if waiting(jot, *id).is_some() {
            set_aside(jot, *id);
        } else {
            refusals.push(unknown(jot, &id.to_string()));
        }
    }
    refusals
}

impl Jot {
    /// The point of this identity, if a note may use it.
    #[must_use]
    pub fn point(&self, id: PointId) -> Option<&Point> {
        let all = self.people.iter().flat_map(|p| &p.points).chain(&self.everyone);
        all.into_iter().find(|p| p.id == id)
    }

    fn point_mut(&mut self, id: PointId) -> Option<&mut Point> {
        let all = self
            .people
            .iter_mut()
            .flat_map(|p| &mut p.points)
            .chain(&mut self.everyone);
        all.into_iter().find(|p| p.id == id)
    }

    fn owner_of(&self, id: PointId) -> Option<usize> {
        self.people.iter().position(|p| p.points.iter().any(|q| q.id == id))
    }

    fn give(&mut self, point: Point, to: usize) {
        self.people[to].points.push(point);
        self.people[to].points.sort_by_key(|p| p.place.span.start);
    }
}

fn one(jot: &mut Jot, a: &Answer, now: &Zoned) -> Result<(), Refusal> {
    let about = a.about.trim();
    let lower = about.to_lowercase();
    let field = key_named(&lower).filter(|key| matches!(*key, "name" | "role" | "organization"));
    if let Some(field) = field {
        set_field(jot, field, a);
        return Ok(());
    }
    if matches!(lower.as_str(), "people" | "person" | "met") {
        return add_people(jot, a, now);
    }
    if let Some(id) = point_id(&lower) {
        return about_point(jot, id, a, now);
    }
    if matches!(lower.as_str(), "because" | "everyone" | "everybody" | "both" | "all") {
        let text = if lower == "because" {
            format!("because: {}", a.text)
        } else {
            a.text.clone()
        };
        if !a.skips() {
            let points = read_line(jot, &text, Owner::Everyone, now);
            jot.everyone.extend(points);
        }
        return Ok(());
    }
    let Some(person) = person_called(&jot.people, about) else {
        return Err(unknown(jot, about));
    };
    if a.skips() {
        jot.people[person].no_note = true;
        return Ok(());
    }
    jot.people[person].no_note = false;
    for point in read_line(jot, &a.text, Owner::Person(person), now) {
        jot.give(point, person);
    }
    Ok(())
}

/// `p12`
#[must_use]
pub fn point_id(text: &str) -> Option<PointId> {
    let digits = text.trim().strip_prefix(['p', 'P'])?;
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| digits.parse().ok().map(PointId))?
}

fn set_field(jot: &mut Jot, field: &str, a: &Answer) {
    if a.skips() {
        jot.declined.insert(field.to_owned());
        return;
    }
    jot.declined.remove(field);
    let value = Some(one_line(&a.text).trim_end_matches('.').to_owned()).filter(|v| !v.is_empty());
    match field {
        "name" => jot.candidate.name = value,
        "role" => jot.interview.role = value,
        _ => jot.interview.organization = value,
    }
}

fn one_line(text: &str) -> String {
    clean::clean(text).text.replace('\n', " ").trim().to_owned()
}

/// The one person of this name: in full, as a question calls them, or by a part of it that is nobody else's.
fn person_called(people: &[Person], name: &str) -> Option<usize> {
    let lower = name.trim().to_lowercase();
    let mut exact = (0..people.len()).filter(|i| person_key(people, *i).to_lowercase() == lower);
    if let Some(found) = exact.next() {
        return Some(found);
    }
    let roster = Roster::of(people.to_vec());
    let bare = [
        "dr ", "dr. ", "mr ", "mr. ", "ms ", "ms. ", "mrs ", "mrs. ", "prof ", "prof. ",
    ]
    .iter()
    .find_map(|p| lower.strip_prefix(p))
    .unwrap_or(&lower);
    roster.lookup(bare)
}

/// What an answer calls a person: the name, and its number where two share it.
#[must_use]
pub fn person_key(people: &[Person], index: usize) -> String {
    let name = &people[index].name;
    let before = people[..index]
        .iter()
        .filter(|p| p.name.eq_ignore_ascii_case(name))
        .count();
    if before == 0 {
        name.clone()
    } else {
        format!("{name} {}", before + 1)
    }
}

fn unknown(jot: &Jot, about: &str) -> Refusal {
    let hint = if point_id(about).is_some() {
        match jot.last_id {
            0 => "this jot has no points".to_owned(),
            last => format!("the points of this jot are p1 to p{last}"),
        }
    } else {
        let mut known: Vec<String> = (0..jot.people.len()).map(|i| person_key(&jot.people, i)).collect();
        known.extend(jot.questions.iter().map(|q| q.about.clone()));
        known.extend(["name", "role", "organization", "people"].map(str::to_owned));
        format!("an answer can be about {}, or a point such as p1", known.join(", "))
    };
    Refusal {
        about: about.to_owned(),
        why: "is nothing in this jot".to_owned(),
        hint,
    }
}

fn add_people(jot: &mut Jot, a: &Answer, now: &Zoned) -> Result<(), Refusal> {
    if a.skips() {
        jot.declined.insert("people".to_owned());
        return Ok(());
    }
    let mut added = 0;
    for part in a.text.split(';').map(str::trim).filter(|p| !p.is_empty()) {
        for mut person in super::read(&format!("{part}\n"), now).people {
            person.points.clear();
            person.line = 0;
            let known = jot.people.iter().any(|p| p.name.eq_ignore_ascii_case(&person.name));
            if !known {
                jot.people.push(person);
            }
            added += 1;
        }
    }
    if added == 0 {
        return Err(Refusal {
            about: a.about.clone(),
            why: format!("has no name in {:?}", a.text),
            hint: "write a name and what they do, like `people: Maria Gonzalez, editor in chief`".to_owned(),
        });
    }
    if jot.people.len() == 1 {
        let (own, rest): (Vec<Question>, Vec<Question>) = std::mem::take(&mut jot.questions)
            .into_iter()
            .partition(|q| matches!(q.asks, Asks::Whose { .. }));
        jot.questions = rest;
        for q in own {
            if let Asks::Whose { point } = q.asks {
                jot.give(*point, 0);
            }
        }
    }
    Ok(())
}

fn waiting(jot: &Jot, id: PointId) -> Option<usize> {
    jot.questions
        .iter()
        .position(|q| q.asks.waiting().is_some_and(|p| p.id == id))
}

/// The person does not answer: the line is read, and of no use to a note.
fn set_aside(jot: &mut Jot, id: PointId) {
    let Some(at) = waiting(jot, id) else { return };
    let question = jot.questions.remove(at);
    if let Some(point) = question.asks.waiting()
        && !jot.held_back.iter().any(|h| h.id == id)
    {
        jot.set_aside.push(point.place.clone());
    }
}

fn about_point(jot: &mut Jot, id: PointId, a: &Answer, now: &Zoned) -> Result<(), Refusal> {
    if let Some(at) = waiting(jot, id) {
        if a.skips() {
            set_aside(jot, id);
            return Ok(());
        }
        return fill_in(jot, at, a);
    }
    if jot.point(id).is_some() {
        if a.skips() {
            jot.left_out.insert(id);
            return Ok(());
        }
        let everyones = jot.everyone.iter().position(|p| p.id == id);
        if let Some(at) = everyones
            && let Some(person) = person_called(&jot.people, &a.text)
        {
            let point = jot.everyone.remove(at);
            jot.give(point, person);
            return Ok(());
        }
        word(jot, id, a, now);
        return Ok(());
    }
    if jot.held_back.iter().any(|h| h.id == id) {
        return if a.skips() {
            Ok(())
        } else {
            Err(Refusal {
                about: a.about.clone(),
                why: "is held back".to_owned(),
                hint: format!("`--use {id}` takes it into the note"),
            })
        };
    }
    Err(unknown(jot, &a.about))
}

/// What a waiting point lacks: its answer, its object or its owner.
fn fill_in(jot: &mut Jot, at: usize, a: &Answer) -> Result<(), Refusal> {
    let text = one_line(&a.text);
    let (mut point, mut person) = match &jot.questions[at].asks {
        Asks::Better { point, person } | Asks::Promised { point, person } => ((**point).clone(), *person),
        Asks::Whose { point } => ((**point).clone(), None),
        _ => return Err(unknown(jot, &a.about)),
    };
    match &jot.questions[at].asks {
        Asks::Better { .. } => {
            jot.held_back.retain(|h| h.id != point.id);
            point.better = Some(text.trim_end_matches(['!', '.', ' ']).to_owned());
        }
        Asks::Promised { .. } => text.trim_end_matches('.').clone_into(&mut point.text),
        _ => {
            let all = ["everyone", "everybody", "both", "all", "both of them", "all of them"];
            if all.contains(&text.to_lowercase().as_str()) {
                jot.questions.remove(at);
                jot.everyone.push(point);
                return Ok(());
            }
            person = person_called(&jot.people, &text);
            if person.is_none() {
                let known: Vec<String> = (0..jot.people.len()).map(|i| person_key(&jot.people, i)).collect();
                return Err(Refusal {
                    about: a.about.clone(),
                    why: format!("names {text:?}, who is not in the jot"),
                    hint: if known.is_empty() {
                        "say whom you met first, like `people: Maria Gonzalez, editor in chief`".to_owned()
                    } else {
                        format!("the jot has {}", known.join(", "))
                    },
                });
            }
        }
    }
    jot.questions.remove(at);
    if jot.people.len() == 1 {
        person = Some(0);
    }
    match person {
        Some(person) => jot.give(point, person),
        None => jot.questions.insert(at, whose(point)),
    }
    Ok(())
}

/// A point in the person's own words: their sentence as it is, or the line said better.
fn word(jot: &mut Jot, id: PointId, a: &Answer, now: &Zoned) {
    jot.left_out.remove(&id);
    let text = one_line(&a.text);
    if is_own_sentence(&text) {
        jot.own_words.insert(id, sentence(&text));
        return;
    }
    let owner = jot.owner_of(id).map_or(Owner::Everyone, Owner::Person);
    jot.own_words.remove(&id);
    let held = jot.held_back.len();
    let mut points = read_line(jot, &text, owner, now).into_iter();
    let Some(first) = points.next() else {
        if jot.held_back.len() > held {
            jot.left_out.insert(id);
        }
        return;
    };
    jot.reread.insert(id);
    if let Some(point) = jot.point_mut(id) {
        point.text = first.text;
        point.better = first.better.or(point.better.take());
        point.due = first.due.or(point.due.take());
        if first.kind != PointKind::Moment {
            point.kind = first.kind;
        }
    }
    for more in points {
        match owner {
            Owner::Person(person) => jot.give(more, person),
            Owner::Everyone | Owner::Nobody => jot.everyone.push(more),
        }
    }
}

/// Speaks to the reader, or is plainly about oneself: then it is a sentence of the letter and not a line of the jot.
pub(crate) fn is_own_sentence(text: &str) -> bool {
    let outside: String = text.split('"').step_by(2).collect::<Vec<_>>().join(" ").to_lowercase();
    let words: Vec<&str> = outside
        .split(|c: char| !c.is_alphanumeric() && c != '\'')
        .filter(|w| !w.is_empty())
        .collect();
    let to_you = |w: &&str| matches!(w.split('\'').next().unwrap_or(w), "you" | "your" | "yours" | "yourself");
    let of_them = |w: &&str| {
        let bare = w.split('\'').next().unwrap_or(w);
        matches!(
            bare,
            "she" | "he" | "her" | "him" | "his" | "hers" | "they" | "them" | "their"
        )
    };
    if words.len() < 2 {
        return false;
    }
    let opens = words[0].split('\'').next().unwrap_or_default();
    words.iter().any(to_you) || matches!(opens, "i" | "thank" | "thanks" | "my" | "we") && !words.iter().any(of_them)
}

/// With a capital and a stop; else as it was typed.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let mut out: String = chars.next().map_or_else(String::new, |c| c.to_uppercase().collect());
    out.push_str(chars.as_str());
    let inner = out.trim_end_matches(['"', ')']);
    if !inner.ends_with(['.', '!', '?', '\u{2026}']) {
        out.push('.');
    }
    out
}

/// Reads one line more of the jot, all of it `owner`'s.
fn read_line(jot: &mut Jot, line: &str, owner: Owner, now: &Zoned) -> Vec<Point> {
    let cleaned = clean::clean(&line.replace(['\n', '\r'], " "));
    jot.text.push('\n');
    let start = jot.text.len();
    let calm = format!("{}{}\n", jot.text, cleaned.calm);
    jot.text.push_str(&cleaned.text);
    jot.text.push('\n');
    let whole = start..calm.trim_end().len().max(start);
    let mut units = unit::units(&calm);
    units.retain(|u| u.span.start >= start);
    let header = Header {
        candidate: jot.candidate.name.clone(),
        round: jot.interview.round,
        ..Header::default()
    };
    let mut reader = Reader {
        next_id: jot.last_id,
        current: owner.person(),
        bulleted: true,
        everyone_section: owner == Owner::Everyone,
        answering: true,
        ..Reader::new(&calm, now, Roster::of(jot.people.clone()), header)
    };
    for u in &units {
        reader.segments(u, u.span.clone(), Some(owner));
    }
    reader.close_question();
    let nothing = reader.points.is_empty()
        && reader.held.is_empty()
        && reader.questions.is_empty()
        && reader.decisions.is_empty()
        && !whole.is_empty();
    if nothing {
        // One word is little to go by, but it is what the person answered.
        reader.set_aside.clear();
        let id = reader.id();
        reader.points.push((owner, moment(id, &calm, whole)));
    }
    jot.last_id = reader.next_id;
    let Reader {
        points,
        held,
        questions,
        set_aside,
        decisions,
        roster,
        ..
    } = reader;
    for (person, read) in jot.people.iter_mut().zip(&roster.people) {
        person.pronoun = person.pronoun.or(read.pronoun);
        person.met_before |= read.met_before;
    }
    jot.held_back.extend(held.into_iter().map(|h| HeldBack {
        place: answered(h.place),
        ..h
    }));
    jot.questions
        .extend(questions.into_iter().map(|q| Question { line: None, ..q }));
    jot.set_aside.extend(set_aside.into_iter().map(answered));
    for (text, place) in decisions {
        let decision = finish::decided(text, answered(place), jot.interview.date, now);
        if let Some(old) = jot.interview.decision.replace(decision) {
            jot.last_id += 1;
            jot.held_back.push(HeldBack {
                id: PointId(jot.last_id),
                text: old.text,
                why: Private::OtherDate,
                person: None,
                place: old.place,
            });
        }
    }
    points
        .into_iter()
        .map(|(_, p)| Point {
            place: answered(p.place),
            ..p
        })
        .collect()
}

fn answered(place: Place) -> Place {
    Place { line: 0, ..place }
}

fn moment(id: PointId, text: &str, span: Range<usize>) -> Point {
    Point {
        id,
        kind: PointKind::Moment,
        text: text[span.clone()].to_owned(),
        better: None,
        due: None,
        favourite: false,
        doubted: false,
        place: Place { line: 0, span },
    }
}

fn use_one(jot: &mut Jot, id: PointId) -> Result<(), Refusal> {
    if jot.point(id).is_some() {
        jot.left_out.remove(&id);
        jot.brought_in.insert(id);
        return Ok(());
    }
    let refuse = |why: &str, hint: String| {
        Err(Refusal {
            about: id.to_string(),
            why: why.to_owned(),
            hint,
        })
    };
    if waiting(jot, id).is_some() {
        return refuse(
            "waits for your answer",
            format!("answer it with a line `{id}: ...` in --answers FILE"),
        );
    }
    let Some(at) = jot.held_back.iter().position(|h| h.id == id) else {
        return Err(unknown(jot, &id.to_string()));
    };
    if jot.held_back[at].why == Private::OtherDate {
        return refuse(
            "says when they decide, and another line says so too",
            "delete the line of the jot that does not hold".to_owned(),
        );
    }
    let held = jot.held_back.remove(at);
    let (kind, text) = content(&held.text);
    let point = Point {
        id,
        kind,
        text,
        better: None,
        due: None,
        favourite: false,
        doubted: false,
        place: held.place,
    };
    jot.brought_in.insert(id);
    match held.person.or((jot.people.len() == 1).then_some(0)) {
        Some(person) => jot.give(point, person),
        None => jot.questions.push(whose(point)),
    }
    Ok(())
}

/// A line held back, without the words that held it back.
fn content(text: &str) -> (PointKind, String) {
    use std::sync::LazyLock;
    static MARK: LazyLock<regex::Regex> = LazyLock::new(|| {
        regex::Regex::new(
            r"(?i)^\s*(?:private|skip|off the record|don'?t mention|not for the notes?)\s*[:-]+\s*|[\s,;-]*\(?\b(?:private|skip|off the record|not (?:in|for) the notes?|not for (?:the )?mail|don'?t mention)\)?[\s.!]*$",
        )
        .expect("tested")
    });
    let bare = MARK.replace_all(text, "").trim().to_owned();
    let bare = if bare.is_empty() { text.trim().to_owned() } else { bare };
    match keyed(&bare).or_else(|| route(&bare)) {
        Some(Routed::Point(kind, range)) if !bare[range.clone()].trim().is_empty() => {
            (kind, bare[range].trim().to_owned())
        }
        _ => (PointKind::Moment, bare),
    }
}
