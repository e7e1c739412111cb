//! The jot: what a person typed after an interview, read into an interview, people and points.
//!
//! One tolerant grammar serves the tidy form and the hasty one. Lines become units, units become segments, and each
//! segment is known for what it is before any grammar is looked at: a marker or the way people say such things makes
//! it a point of a kind, a private remark, words about the decision, or something to ask about. Every line ends up
//! used, held back with the reason, or questioned; nothing is dropped silently.
//!
//! Left out on purpose: meaning. Whether a sentence can be made of a point is for [`crate::compose`] to say.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use jiff::Zoned;

use crate::model::{Candidate, Finding, HeldBack, Interview, Part, Person, Place, Point, PointId, Private, Question};

mod answer;
mod clean;
mod finish;
mod header;
mod initials;
mod label;
mod name;
mod opening;
mod owner;
mod people;
mod pieces;
mod point;
mod private;
mod question;
mod referrer;
mod route;
mod segment;
mod survey;
mod unit;
mod walk;

use header::Header;
use owner::Owner;
use people::Roster;
use question::Open;
use survey::Taken;
use unit::Unit;

pub(crate) use answer::is_own_sentence;
pub use answer::{Answer, Refusal, answer, bring_in, leave_out, person_key, point_id};
pub use finish::recount;

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
    /// What said who, where and when: lines of the interview and of people.
    pub header: Vec<Place>,
    /// Sentences the person wrote themselves, by the point they say.
    pub own_words: BTreeMap<PointId, String>,
    /// Points the person leaves out.
    pub left_out: BTreeSet<PointId>,
    /// Points the person wants in.
    pub brought_in: BTreeSet<PointId>,
    /// Points the person has said in other words that did not speak to the reader.
    pub reread: BTreeSet<PointId>,
    /// Questions the person does not answer, by what they are about.
    pub declined: BTreeSet<String>,
    /// The highest number of a point so far.
    pub last_id: u32,
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
    header_places: Vec<Place>,
    next_id: u32,
    current: Option<usize>,
    /// A line of its own opened what is said of the current person.
    headed: bool,
    /// The current block's points stand behind bullets.
    bulleted: bool,
    /// After a bulleted block, unbulleted lines belong to nobody in particular.
    free: bool,
    private_section: bool,
    private_line: Option<usize>,
    everyone_section: bool,
    open: Option<Open>,
    single: bool,
    /// A line about whoever put in a word.
    passing: Option<referrer::Passing>,
    /// What is read answers a question about somebody, so that whose matter it is was asked for.
    answering: bool,
}

/// Reads a jot. `now` is the moment of writing: it gives a day without a year its year, and decision words their dates,
/// counted by the federal holidays of the United States; [`recount`] counts by others.
#[must_use]
pub fn read(raw: &str, now: &Zoned) -> Jot {
    let cleaned = clean::clean(raw);
    let units = spoken(&cleaned.calm, unit::units(&cleaned.calm));
    // A line that begins with // stays with its writer; a key with nothing behind it says nothing.
    let lines: Vec<&str> = cleaned.calm.split('\n').map(str::trim).collect();
    let line = |u: &Unit| lines.get(u.line - 1).copied().unwrap_or_default();
    let (comments, units): (Vec<Unit>, Vec<Unit>) = units.into_iter().partition(|u| line(u).starts_with("//"));
    let units: Vec<Unit> = units
        .into_iter()
        .filter(|u| {
            !matches!(
                line(u),
                "company:" | "role:" | "when:" | "how:" | "me:" | "they decide:"
            )
        })
        .collect();
    let header = Header {
        round: 1,
        ..Header::default()
    };
    let mut reader = Reader::new(&cleaned.calm, now, Roster::default(), header);
    for u in &comments {
        reader.hold(u.span.clone(), u.line, Private::Marked, None);
    }
    let consumed = reader.survey(&units);
    for (u, taken) in units.iter().zip(&consumed) {
        let span = match taken {
            Taken::No => continue,
            Taken::Part(span) => span.clone(),
            Taken::Header | Taken::Whole | Taken::People => u.span.clone(),
        };
        reader.header_places.push(Place { line: u.line, span });
    }
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

impl<'a> Reader<'a> {
    /// A reader at the start of a text, with whom and what is known already.
    fn new(text: &'a str, now: &'a Zoned, roster: Roster, header: Header) -> Self {
        Self {
            text,
            now,
            roster,
            header,
            decisions: Vec::new(),
            points: Vec::new(),
            held: Vec::new(),
            questions: Vec::new(),
            set_aside: Vec::new(),
            header_places: Vec::new(),
            next_id: 0,
            current: None,
            headed: false,
            bulleted: false,
            free: false,
            private_section: false,
            private_line: None,
            everyone_section: false,
            open: None,
            single: false,
            passing: None,
            answering: false,
        }
    }
}

impl Reader<'_> {
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
}

/// The short names the jot itself gives people, `Alistair "Al" Drummond`: whose, by full name, and the name as typed.
#[must_use]
pub fn nicknames(text: &str, people: &[Person]) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let words = name::words(text, start..start + line.len());
        start += line.len();
        for found in (0..words.len()).filter_map(|i| name::name_at(text, &words, i)) {
            let person = people.iter().find(|p| p.name.eq_ignore_ascii_case(&found.name));
            let called = found.nickname.and_then(|n| words.iter().find(|w| w.lower == n));
            if let (Some(person), Some(called)) = (person, called) {
                let pair = (person.name.clone(), text[called.span.clone()].to_owned());
                if !out.contains(&pair) {
                    out.push(pair);
                }
            }
        }
    }
    out
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

#[cfg(test)]
mod tests {
    use super::*;

    fn jot(text: &str) -> Jot {
        let now: Zoned = "2026-09-17T18:00:00[America/New_York]".parse().expect("a moment");
        read(text, &now)
    }

    #[test]
    fn who_put_in_a_word_takes_no_lines_of_others() {
        let read = jot(
            "tremont gears, machinist job, mon sept 14 2026. Lyle Abernathy\nBea Nordin got me in\n\nRoxanne Pike, plant \
             superintendent\nworked with Bea six years at Dunmore\ntook me through the hobbing line\n",
        );
        let of = |name: &str| {
            let person = read.people.iter().find(|p| p.name == name).expect("met");
            (person.part, person.points.len())
        };
        assert_eq!(of("Bea Nordin"), (Part::Referrer, 1));
        assert_eq!(of("Roxanne Pike"), (Part::Interviewer, 2));
    }

    #[test]
    fn a_line_of_people_names_each_with_what_they_do() {
        for (line, people) in [
            (
                "Stan Wiebe shop forman and Mireille Fontaine HR",
                [("Stan Wiebe", "shop forman"), ("Mireille Fontaine", "HR")],
            ),
            (
                "Craig Ngata spatial team lead / Bex Tanner HR",
                [("Craig Ngata", "spatial team lead"), ("Bex Tanner", "HR")],
            ),
        ] {
            let read = jot(&format!(
                "red fork transit, bus mechanic, mon sept 14 2026. Ada Kaya\n{line}\n\nfirst of all\n"
            ));
            let met: Vec<(&str, &str)> = read
                .people
                .iter()
                .map(|p| (p.name.as_str(), p.title.as_deref().unwrap_or_default()))
                .collect();
            assert_eq!(met, people, "{line}");
        }
    }

    #[test]
    fn who_was_not_there_is_not_met() {
        let read = jot(
            "Umbila Mutual, underwriter, mon sept 14 2026, video. Ada Kaya\n\nAnjali Naidoo, head of property\nBongani Cele was \
             meant to be on too but off sick\nshe came up through claims\nboth did a stage with Bruno Keller in Bern\n",
        );
        let met: Vec<&str> = read.people.iter().map(|p| p.name.as_str()).collect();
        assert_eq!(met, ["Anjali Naidoo"]);
        assert_eq!(read.people[0].points.len(), 2);
    }

    #[test]
    fn a_decision_in_words_of_its_own_is_found() {
        let head = "Kessel Foods, payroll clerk, mon sept 14 2026, zoom. me: Ada Kaya\n\nRuth Abara, payroll lead\n- closes in two days\n\n";
        for (said, latest) in [
            ("\"give us till end of next week then chase me\"", Some("2026-09-25")),
            (
                "ruth figures next week, her boss said no, thursday the 24th latest",
                Some("2026-09-24"),
            ),
            (
                "Ruth thinks Wed 23 Sept \"but could slip to the Friday\"",
                Some("2026-09-25"),
            ),
            ("the canteen does curry on friday", None),
        ] {
            let decision = jot(&format!("{head}{said}\n")).interview.decision;
            let read = decision.and_then(|d| d.deadline.latest).map(|d| d.to_string());
            assert_eq!(read.as_deref(), latest, "{said}");
        }
    }

    #[test]
    fn what_goes_to_whom_is_promised_to_them() {
        let head = "Fundy Museum, education officer, mon sept 14 2026. me: Ada Kaya\n\nOdette Comeau, curator\n- shows drawers\n\nRavi Menon, \
                    volunteers\n- sixty of them\n\n";
        for (said, odette, ravi) in [
            (
                "So: the one-page script to Ravi, the loan box list to Odette.",
                Some("the loan box list"),
                Some("the one-page script"),
            ),
            (
                "promised odette AND ravi the bequest letter",
                Some("the bequest letter"),
                Some("the bequest letter"),
            ),
            (
                "Ravi gets the carton model, before the weekend",
                None,
                Some("the carton model"),
            ),
        ] {
            let read = jot(&format!("{head}{said}\n"));
            let promised = |name: &str| {
                let person = read.people.iter().find(|p| p.name.starts_with(name)).expect("met");
                let promise = person
                    .points
                    .iter()
                    .find(|p| p.kind == crate::model::PointKind::Promised);
                promise.map(|p| p.text.clone())
            };
            assert_eq!(promised("Odette").as_deref(), odette, "{said}");
            assert_eq!(promised("Ravi").as_deref(), ravi, "{said}");
        }
    }

    #[test]
    fn a_day_taken_back_gives_way() {
        let head = "Kessel Foods, payroll clerk, mon sept 14 2026, zoom. me: Ada Kaya\n\nRuth Abara, payroll lead\n- closes in two days\n\n";
        for (said, latest) in [
            (
                "they decide friday. no strike that, Ruth came back and said sept 30 at the latest",
                "2026-09-30",
            ),
            (
                "Ruth texts by tuesday -> actually she said wed when I left",
                "2026-09-16",
            ),
            ("they said Thursday. correction - Ruth emailed: the 25th", "2026-09-25"),
            ("Ruth mails everybody by fri oct 2", "2026-10-02"),
        ] {
            let decision = jot(&format!("{head}{said}\n")).interview.decision;
            let read = decision.and_then(|d| d.deadline.latest).map(|d| d.to_string());
            assert_eq!(read.as_deref(), Some(latest), "{said}");
        }
    }

    #[test]
    fn letters_that_change_length_in_lower_case_keep_their_places() {
        for letter in ["\u{130}", "\u{1E9E}", "\u{130}\u{1E9E}x", "\u{2126}", "\u{23A}"] {
            for line in [
                "@lex Kaya, editor",
                "@. Kaya, editor",
                "me: @lex Kaya",
                "(Ada Kaya@)",
                "(Ada Kaya\u{2026})",
                "company: @stan Ltd",
                "@stan Ltd - staff writer, @ role",
                "for everyone: @stan is moving",
                "^ all that was @lex Kaya",
                "@@@ she is the head of @",
                "promised @lex the @ file by Friday",
                "I'd send @ the @ file to him",
                "asked me about @ eviction@ and I blanked, better: the @ list",
                "asked about @@@@@@@@@@@@ - i froze@",
                "@ will let me know @ next week",
            ] {
                let line = line.replace('@', letter);
                for text in [
                    line.clone(),
                    format!("{line} \u{B7} phone 9/16/26\n\nMaria Gonzalez, editor\n- {line}\n- and {line}\n"),
                ] {
                    let read = jot(&text);
                    let places = read.people.iter().flat_map(|p| &p.points).chain(&read.everyone);
                    for place in places.map(|p| &p.place).chain(&read.set_aside) {
                        assert!(read.text.get(place.span.clone()).is_some(), "{text}: {place:?}");
                    }
                }
            }
        }
    }
}
