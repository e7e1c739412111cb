//! A segment as a point: its content, what was promised and until when, or where it goes when it is none.
use std::ops::Range;

use crate::calendar::Holidays;
use crate::model::{Asks, Place, Point, PointKind, Question};
use crate::read::deadline::{DeadlineKind, deadline};
use crate::weigh::{hardly_theirs, matter};

use super::Reader;
use super::name;
use super::owner::Owner;
use super::question::topic_words;
use super::route::Routed;
use super::unit;
use super::unit::Unit;

impl Reader<'_> {
    pub(super) fn point(&mut self, u: &Unit, span: Range<usize>, mut who: Owner, routed: Option<Routed>) {
        let unmarked = !matches!(routed, Some(Routed::Point(..)));
        let (kind, content) = match routed {
            Some(Routed::Point(kind, r)) => (kind, span.start + r.start..span.start + r.end),
            _ => (PointKind::Moment, span.clone()),
        };
        let Some(content) = unit::trim(self.text, content) else {
            return;
        };
        if let Some((people, thing)) = self.to_both(kind, &content) {
            for p in people {
                self.point(
                    u,
                    thing.clone(),
                    Owner::Person(p),
                    Some(Routed::Point(kind, 0..thing.len())),
                );
            }
            return;
        }
        if kind == PointKind::Promised
            && let Some((end, next, person)) = self.promised_to_another(&content)
        {
            let whole = |span: &Range<usize>| Some(Routed::Point(PointKind::Promised, 0..span.len()));
            let (first, second) = (content.start..end, next..content.end);
            self.point(u, first.clone(), who, whole(&first));
            return self.point(u, second.clone(), Owner::Person(person), whole(&second));
        }
        let mut text = self.text[content.clone()].to_owned();
        if kind == PointKind::Mine {
            text = told_about(&text);
        }
        text.truncate(without_aside(&text).len());
        let favourite = text.starts_with('!') || text.starts_with("***");
        text = text.trim_start_matches(['!', '*', ' ']).to_owned();
        if text.split_whitespace().count() < 2 && kind == PointKind::Moment && !text.contains('-') {
            self.aside(span, u.line);
            return;
        }
        // "phone, tues 6th, 25 mins".
        let timed = text.split_whitespace().count() <= 7
            && super::header::format(&text).is_some()
            && text
                .to_ascii_lowercase()
                .split([' ', ','])
                .any(|w| matches!(w, "min" | "mins" | "minutes" | "hr" | "hrs" | "hour"));
        if (is_logistics(&text) || timed) && kind == PointKind::Moment {
            self.aside(span, u.line);
            return;
        }
        if kind == PointKind::Quote && !text.starts_with('"') && text.matches('"').count() < 2 {
            return self.point(u, span, who, None);
        }
        // "alasdair - mp3 of harbour ep 4, tonight": a thing and a day behind a name is what that person gets.
        let owed =
            kind == PointKind::Moment && who.person().is_some() && is_bare_thing(&text) && self.labelled(&content);
        let unmarked = unmarked && !self.answering && !of_a_third(&text);
        let kind = if owed {
            PointKind::Promised
        } else if unmarked {
            by_matter(&text).unwrap_or(kind)
        } else {
            kind
        };
        let line = &self.text[u.span.clone()];
        let doubted = unmarked && kind == PointKind::Moment && hardly_theirs(&text) && hardly_theirs(line);
        if kind == PointKind::Promised {
            text.truncate(without_reminder(&text).len());
        }
        let due = (kind == PointKind::Promised).then(|| due(&text)).flatten();
        if kind == PointKind::Forgot {
            // "forgot to tell Corey my certificate is valid": whom, and what.
            let ws = name::words(&text, 0..text.len());
            if let Some((_, 0, n)) = self.roster.mentions(&ws).first().copied()
                && ws.len() > n + 1
                && !ws[n - 1].lower.ends_with("'s")
            {
                text = text[ws[n].span.start..].to_owned();
            }
            // "... sign language that one's for Judith".
            let tail = [
                "that one's for ",
                "that ones for ",
                "this one's for ",
                "thats for ",
                "that's for ",
                "one for ",
            ]
            .iter()
            .find_map(|t| text.to_ascii_lowercase().rfind(t))
            .filter(|at| *at > 8);
            if let Some(at) = tail {
                let ws = name::words(&text, at..text.len());
                if let Some((p, _, _)) = self.roster.mentions(&ws).last().copied() {
                    who = Owner::Person(p);
                    text.truncate(at);
                    text = text.trim_end_matches([' ', ',', '-', '.', '(']).to_owned();
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
            if let Some(thing) = self.asked_for_above(&text, u.line) {
                text = thing;
            }
            let vague = text.split_whitespace().count() == 1
                && matches!(
                    text.to_ascii_lowercase().as_str(),
                    "it" | "that" | "them" | "this" | "one" | "some"
                );
            if vague || text.is_empty() {
                let before = self
                    .points
                    .iter()
                    .rev()
                    .find(|(_, p)| p.place.line == u.line)
                    .map(|(_, p)| format!(" (\u{201C}{}\u{201D})", p.text))
                    .unwrap_or_default();
                let point = self.waiting(PointKind::Promised, String::new(), due.map(|d| d.1), u.line, content);
                let to = who
                    .person()
                    .map_or_else(String::new, |p| format!(" {}", self.roster.people[p].given_name()));
                self.questions.push(Question {
                    about: point.id.to_string(),
                    text: format!("What did you promise to send{to}{before}?"),
                    line: Some(u.line),
                    asks: Asks::Promised {
                        point: Box::new(point),
                        person: who.person(),
                    },
                    guess: None,
                });
                return;
            }
        }
        if who == Owner::Nobody && kind == PointKind::Moment && self.datable(&text) {
            self.decision(&span, u.line);
            return;
        }
        if who == Owner::Nobody {
            let mut point = self.waiting(kind, text, due.map(|d| d.1), u.line, content);
            point.favourite = favourite;
            self.questions.push(whose(point));
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
                doubted,
                place: Place {
                    line: u.line,
                    span: content,
                },
            },
        ));
    }

    /// "promised yves AND nkechi the 1 page bequest letter", "told Hana + Sam about the milk class": to whom, and what.
    fn to_both(&self, kind: PointKind, span: &Range<usize>) -> Option<(Vec<usize>, Range<usize>)> {
        let lead = match kind {
            PointKind::Promised => 0,
            PointKind::Mine => 1,
            _ => return None,
        };
        let ws = name::words(self.text, span.clone());
        let told = ws
            .first()
            .is_some_and(|w| matches!(w.lower.as_str(), "told" | "showed"));
        let mentions = self.roster.mentions(&ws);
        let [(a, at, n), (b, next, m), ..] = mentions[..] else {
            return None;
        };
        let joined = next == at + n && matches!(ws[next - 1].gap.trim(), "+" | "&" | "/")
            || next == at + n + 1 && matches!(ws[next - 1].lower.as_str(), "and" | "n");
        let begin = ws.get(next + m)?.span.start;
        (at == lead && (lead == 0 || told) && joined && a != b).then(|| (vec![a, b], begin..span.end))
    }

    /// "told her about my memo on casual workers, the court cited it. She asked for a copy, I promised it": what "it" is.
    fn asked_for_above(&self, text: &str, line: usize) -> Option<String> {
        if !matches!(
            text.to_ascii_lowercase().as_str(),
            "it" | "one" | "a copy" | "that" | "them"
        ) {
            return None;
        }
        let (_, told) = self
            .points
            .iter()
            .rev()
            .find(|(_, p)| p.place.line == line)
            .filter(|(_, p)| p.kind == PointKind::Mine)?;
        let at = told.text.to_ascii_lowercase().find("my ")?;
        let thing = &told.text[at..];
        let thing = thing.split([',', ';', '.', ':']).next().unwrap_or(thing).trim();
        let words = thing.split_whitespace().count();
        let told = name::words(thing, 0..thing.len())
            .iter()
            .skip(1)
            .any(|w| crate::lexicon::lexicon().is_verb(&w.lower, crate::lexicon::VerbForm::Past) || w.lower == "is");
        ((2..=10).contains(&words) && !told).then(|| format!("a copy of {thing}"))
    }

    /// `Signe the checklist, and Madam Lou the mount photos`: where the first promise ends, where the thing of the second begins,
    /// and whose it is.
    fn promised_to_another(&self, span: &Range<usize>) -> Option<(usize, usize, usize)> {
        let ws = name::words(self.text, span.clone());
        self.roster.mentions(&ws).into_iter().find_map(|(person, at, n)| {
            let mut from = at;
            while from > 0 && name::is_honorific(&ws[from - 1].lower) {
                from -= 1;
            }
            let thing = ws.get(at + n).filter(|w| {
                ws[at + n - 1].gap == " " && matches!(w.lower.as_str(), "the" | "my" | "a" | "an" | "some" | "our")
            })?;
            let joined = from > 1 && matches!(ws[from - 1].lower.as_str(), "and" | "n");
            let last = if joined {
                from.checked_sub(2)?
            } else {
                from.checked_sub(1)?
            };
            let apart = ws[last].gap.trim_start().starts_with([',', ';', '+', '&']) || joined;
            apart.then_some((ws[last].span.end, thing.span.start, person))
        })
    }

    /// Whether a name and a dash or colon stand in front of the text in its line.
    fn labelled(&self, content: &Range<usize>) -> bool {
        let line = self.text[..content.start].rfind('\n').map_or(0, |at| at + 1);
        let front = self.text[line..content.start].trim_end();
        let ws = name::words(self.text, line..content.start);
        front.ends_with(['-', ':', '\u{2013}', '\u{2014}'])
            && ws.len() <= 3
            && self.roster.mentions(&ws).first().is_some_and(|m| m.1 == 0)
    }

    /// A point that waits for a word from the person.
    fn waiting(
        &mut self,
        kind: PointKind,
        text: String,
        due: Option<String>,
        line: usize,
        span: Range<usize>,
    ) -> Point {
        Point {
            id: self.id(),
            kind,
            text,
            better: None,
            due,
            favourite: false,
            doubted: false,
            place: Place { line, span },
        }
    }

    /// "Maria 2 clips" -> "2 clips"; "her the postmortem template" -> "the postmortem template".
    fn promise_object(&self, text: &str) -> String {
        let mut ws = name::words(text, 0..text.len());
        let mut at = 0;
        while let Some(w) = ws.first() {
            let known = self.roster.mentions(&ws).first().is_some_and(|m| m.1 == 0);
            let n = if known { self.roster.mentions(&ws)[0].2 } else { 1 };
            let would = [
                "i would send ",
                "i'd send ",
                "id send ",
                "i will send ",
                "i'll send ",
                "to send ",
                "will receive ",
                "will get ",
                "i would ",
                "i'd ",
                "id ",
            ]
            .iter()
            .find(|p| text[w.span.start..].to_ascii_lowercase().starts_with(**p));
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
                        | "gets"
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
        } else if let Some(w) = ws.last()
            && ws.len() > 2
            && matches!(w.lower.as_str(), "him" | "her" | "them")
            && ws[ws.len() - 2].lower == "to"
        {
            rest.truncate(ws[ws.len() - 2].span.start);
        }
        rest.trim().to_owned()
    }

    /// Keeps words about the decision.
    pub(super) fn decision(&mut self, span: &Range<usize>, line: usize) {
        // "board meets june 8, they call after that" is read as one, and so is a day and the day that replaces it.
        let said = &self.text[span.clone()];
        let replaces = takes_back(said) && deadline(said, self.now, &Holidays::us()).kind != DeadlineKind::Unknown;
        if let Some((text, place)) = self.decisions.last_mut()
            && !replaces
            && place.line == line
            && span.start.saturating_sub(place.span.end) <= NEAR
            && span.start >= place.span.end
        {
            place.span.end = span.end;
            self.text[place.span.clone()].clone_into(text);
            return;
        }
        self.decisions.push((
            self.text[span.clone()].to_owned(),
            Place {
                line,
                span: span.clone(),
            },
        ));
    }

    /// "no strike that, june 12 at the latest", "-> actually she said wed": another day for what stands before.
    pub(super) fn corrects_decision(&self, u: &Unit, span: &Range<usize>) -> bool {
        let Some((_, place)) = self.decisions.last() else {
            return false;
        };
        let near = place.line == u.line || place.line + 1 == u.line;
        let broken_off = {
            let said = self.text[place.span.clone()].to_ascii_lowercase();
            span.start.saturating_sub(place.span.end) <= NEAR
                && [
                    "no wait",
                    "wait no",
                    "scratch that",
                    "strike that",
                    "actually",
                    "no sorry",
                    "correction",
                ]
                .iter()
                .any(|w| said.ends_with(w))
        };
        if near && broken_off && place.span.end <= span.start {
            return names_day(&self.text[span.clone()]);
        }
        near && place.span.end <= span.start
            && takes_back(&self.text[span.clone()])
            && names_day(&self.text[span.clone()])
    }

    /// Words of nobody's that name a time: "HR reverts in 3 working days".
    pub(super) fn datable(&self, text: &str) -> bool {
        let lower = text.to_ascii_lowercase();
        (lower.starts_with("they")
            || lower.starts_with("hr ")
            || lower.contains("hear")
            || lower.contains("revert")
            || lower.contains("answer")
            || lower.contains(" calls "))
            && deadline(text, self.now, &Holidays::us()).kind != DeadlineKind::Unknown
    }
}

/// How sure the second reader must be to say what an unmarked line is.
const SURE: f32 = 0.8;
/// How sure it must be of what a note would claim or vow: that the writer did it, that the writer will send it.
const SURE_OF_A_CLAIM: f32 = 0.9;

/// What a line that nothing marks is, where it is plainly not about them: "time to fill 52 days down to 31 at Corliss", "pics of
/// the plant room to Steve".
fn by_matter(text: &str) -> Option<PointKind> {
    let m = matter(text)?;
    [
        (m.mine, SURE_OF_A_CLAIM, PointKind::Mine),
        (m.todo, SURE_OF_A_CLAIM, PointKind::Promised),
        (m.reason, SURE, PointKind::Because),
        (m.wants, SURE, PointKind::Wants),
    ]
    .into_iter()
    .find(|(share, sure, _)| share >= sure)
    .map(|(_, _, kind)| kind)
}

/// Whether a part of it begins with what only somebody else does: "moved from Boston, loves long-form".
fn of_a_third(text: &str) -> bool {
    let lexicon = crate::lexicon::lexicon();
    text.to_ascii_lowercase().split([',', ';', '-', '.']).any(|part| {
        part.split_whitespace().next().is_some_and(|first| {
            let first = first.trim_end_matches("'s");
            matches!(first, "she" | "he" | "they" | "his" | "her" | "their" | "who")
                || lexicon.is_verb(first, crate::lexicon::VerbForm::Third)
        })
    })
}

/// Bytes between two halves of what is said about the decision.
const NEAR: usize = 8;

/// The question whose a point is.
pub(super) fn whose(point: Point) -> Question {
    let what = &point.text;
    let text = match point.kind {
        PointKind::Promised => format!("Whom did you promise this: {what}?"),
        PointKind::AskedMe => format!("Who asked you about {}?", topic_words(what)),
        _ => format!("Who is this about: {what}?"),
    };
    Question {
        about: point.id.to_string(),
        text,
        line: Some(point.place.line),
        asks: Asks::Whose { point: Box::new(point) },
        guess: None,
    }
}

/// Whether the words take back what was said before them.
fn takes_back(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let mut rest = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    while let Some(r) = ["oh ", "and ", "but ", "um ", "so ", "ok ", "then "]
        .iter()
        .find_map(|p| rest.strip_prefix(*p))
    {
        rest = r;
    }
    [
        "no strike",
        "strike that",
        "scratch that",
        "no scratch",
        "no wait",
        "wait no",
        "wait, no",
        "wait ",
        "no, ",
        "no - ",
        "no: ",
        "nope",
        "actually",
        "correction",
        "sorry",
        "make that",
        "changed to",
        "changed it",
        "changed that",
        "not the ",
        "not until",
        "rather ",
        "edit:",
        "update:",
        "later ",
        "hang on",
        "i mean",
    ]
    .iter()
    .any(|p| rest.starts_with(p))
}

/// Whether a day is named, be it only by its name.
fn names_day(text: &str) -> bool {
    use std::sync::LazyLock;
    static DAY: LazyLock<regex::Regex> = LazyLock::new(|| {
        regex::Regex::new(
            r"(?i)\b(?:(?:mon|tues?|wed(?:nes)?|weds|thur?s?|fri|sat(?:ur)?|sun)(?:day)?|the \d{1,2}(?:st|nd|rd|th)|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? \d{1,2}|\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*|\d{1,2}[/.]\d{1,2}|(?:a|one|two|three|four|five|ten|\d+) (?:business |working )?(?:days?|weeks?|wks?)|end of (?:the )?(?:week|month)|next week|tomorrow)\b",
        )
        .expect("tested")
    });
    DAY.is_match(text)
}

/// `told her: Nordbanke, 9 yaw gears`: told about it.
fn told_about(text: &str) -> String {
    let told = text.split_once(": ").filter(|(who, _)| {
        let words: Vec<String> = who.split(' ').map(str::to_lowercase).collect();
        words.len() == 2 && words[0] == "told"
    });
    told.map_or(text.to_owned(), |(who, what)| format!("{who} about {what}"))
}

/// A point without the mood or the thanks behind it: "loss ratio went 71 to 58 since, quietly chuffed", "a spoon of the ice cream,
/// grazie".
fn without_aside(text: &str) -> &str {
    use std::sync::LazyLock;
    static ASIDE: LazyLock<regex::Regex> = LazyLock::new(|| {
        regex::Regex::new(
            r"(?i)\s*[,(\u{2013}-]\s*(?:(?:quietly|very|so|dead|well|rather|clearly|visibly|a bit|super) )?(?:chuffed|proud|pleased|smug|beaming|thrilled|grazie(?: mille)?|merci|danke|gracias|obrigad[oa]|takk|tack|bless (?:him|her|them)|brave of (?:him|her|them)|lovely of (?:him|her|them)|phew|yay|woo ?hoo|poor (?:thing|man|woman|lad)|fair play|good for (?:him|her|them))(?: (?:about|with|of) (?:it|that|them))?[)!.\s]*$",
        )
        .expect("tested")
    });
    let rest = ASIDE.find(text).map_or(text, |m| &text[..m.start()]);
    if rest.split_whitespace().count() >= 3 {
        rest
    } else {
        text
    }
}

/// A promise without what the candidate says to themselves behind it: `the pond unit plan (attach!)`.
fn without_reminder(text: &str) -> &str {
    const REMINDS: &[&str] = &[
        "attach", "attached", "send", "email", "mail", "scan", "print", "do", "it",
    ];
    let Some(open) = text.rfind('(') else { return text };
    let ws = name::words(text, open..text.len());
    let reminds = !ws.is_empty() && ws.iter().all(|w| REMINDS.contains(&w.lower.as_str()));
    let before = text[..open].trim_end();
    if reminds && !before.is_empty() { before } else { text }
}

/// "by Friday", "before close of Friday", "tonight", "until Monday" at the end of a promise: where it begins, and the words.
pub(super) fn due(text: &str) -> Option<(usize, String)> {
    use std::sync::LazyLock;
    static DUE: LazyLock<regex::Regex> = LazyLock::new(|| {
        regex::Regex::new(
            r"(?i)[,(\s]+((?:by|before|until|till|til|on|no later than)\s+(?:the\s+)?(?:end of |close of |next |this |tomorrow|tmrw|tonight|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|\d|noon|eod|eow|cob|week|weekend|morning).*|tonight|tomorrow(?: \w+)?|tmrw|today|this (?:week|evening|afternoon|weekend)|asap)[.)!]*$",
        )
        .expect("tested")
    });
    // "my cue sheet template, sunday"
    static DAY: LazyLock<regex::Regex> = LazyLock::new(|| {
        regex::Regex::new(r"(?i)[,(+]\s*((?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)[.)!]*$")
            .expect("tested")
    });
    let c = DUE.captures(text).or_else(|| DAY.captures(text))?;
    Some((c.get(0)?.start(), c[1].trim_end_matches([')', '.', '!']).to_owned()))
}

/// A noun phrase with a day behind a comma, "mp3 of harbour ep 4, tonight": nobody does anything in it.
fn is_bare_thing(text: &str) -> bool {
    let Some((at, _)) = due(text) else { return false };
    let lexicon = crate::lexicon::lexicon();
    text[at..].starts_with([',', '('])
        && !name::words(text, 0..at).iter().any(|w| {
            use crate::lexicon::VerbForm;
            matches!(
                w.lower.as_str(),
                "is" | "are" | "was" | "were" | "has" | "had" | "i" | "we" | "she" | "he" | "they"
            ) || lexicon.is_verb(&w.lower, VerbForm::Past)
                || lexicon.is_verb(&w.lower, VerbForm::Third) && lexicon.noun(&w.lower).is_none()
        })
}

/// Comings and goings: true, and of no use to a note.
fn is_logistics(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
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
                "sat by",
                "sat in",
                "said nothing",
                "said little",
                "only listened",
                "got there",
                "arrived",
                "interview with",
                "met at",
                "started with",
                "came out",
                "was there",
                "sat down with",
                "talked to",
                "we spoke ",
                "spoke by phone",
                "spoke on the phone",
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_behind_a_colon_was_told_about() {
        assert_eq!(
            told_about("told her: Nordbanke, 9 gears"),
            "told her about Nordbanke, 9 gears"
        );
        assert_eq!(told_about("told her I rest: weekly"), "told her I rest: weekly");
    }

    #[test]
    fn a_reminder_is_no_part_of_a_promise() {
        assert_eq!(
            without_reminder("my lifting plan by 1 december (attach!)"),
            "my lifting plan by 1 december"
        );
        assert_eq!(without_reminder("the plan (blank version)"), "the plan (blank version)");
        assert_eq!(without_reminder("(attach!)"), "(attach!)");
    }
}
