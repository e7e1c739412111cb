//! One point into true, fluent English.
//!
//! A point's words are made legible ([`tidy`](mod@self)), tagged, turned to the reader and split into typed phrases; the
//! phrases are cast in [frames](mod@self) that take their type; every sentence passes a gate before it is shown. Where
//! the reading is not certain the answer is a [`Starter`] for the person to finish, or to agree to: nothing is said on a guess.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::model::{Interview, Person, Point, PointKind, Role, Starter, Warmth};

mod closed;
mod complement;
mod cues;
mod expand;
mod figures;
mod fill;
mod forget;
mod forms;
mod frames;
mod gate;
mod jotted;
mod learned;
mod mend;
mod moment;
mod own;
mod parse;
mod promise;
mod read;
mod render;
mod second;
mod stern;
mod tag;
mod theirs;
mod tidy;
mod together;
mod token;
mod turn;
mod vp;

#[cfg(test)]
mod tests;

pub use gate::{GateFault, gate};

use read::Piece;
use token::Token;

/// Where the note goes; some wordings fit only one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// An e-mail.
    Mail,
    /// A handwritten card.
    Card,
}

/// Everything outside the point that its wording depends on.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Who the note is to.
    pub person: &'a Person,
    /// Everybody met, the reader included.
    pub people: &'a [Person],
    /// The interview.
    pub interview: &'a Interview,
    /// How warmly the notes speak.
    pub warmth: Warmth,
    /// Where the note goes.
    pub channel: Channel,
    /// Canonical capitals of a lower-case word seen capitalised elsewhere in the jot.
    pub known_words: &'a dyn Fn(&str) -> Option<String>,
}

impl std::fmt::Debug for Context<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Context")
            .field("person", &self.person.name)
            .field("channel", &self.channel)
            .finish_non_exhaustive()
    }
}

/// What a phrase is, grammatically.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// `the stadium stairs job`
    NounPhrase,
    /// `using drones for the as-builts`
    Gerund,
    /// `how they do bedside handoff`
    WhClause,
    /// `you started as a CNA`: finite, with its own subject
    Clause,
    /// Words in quotation marks.
    Quote,
    /// Several noun phrases on one footing.
    List,
    /// `to see it done right`
    ToInfinitive,
    /// `board certified since 2021`
    Adjectival,
    /// `runs the swim meet`: no subject, third person
    ThirdVerb,
    /// `fixed the line`: no subject, past, so that who did it is unknown
    PastVerb,
    /// `have two kids`: no subject, present
    PlainVerb,
    /// `can start in May`: no subject, modal
    ModalVerb,
    /// `publish the methods paper first`
    Imperative,
    /// `built like a cello case`
    Participle,
    /// `with the tenants still in it`
    Prepositional,
    /// `who was there before`
    Relative,
    /// `if the board agrees`
    Subordinate,
    /// Not understood.
    Other,
}

/// How far a reading can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Not enough to write it as read.
    Unsure,
    /// The two readers differ: true as it stands, but not to be built upon.
    Disputed,
    /// Marked by pronoun, wh-word, quotation marks, or agreed by both readers.
    Sure,
}

/// One analysed segment, already turned to the reader and polished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// What it is.
    pub shape: Shape,
    /// Its words as they stand in the middle of a sentence.
    pub text: String,
    /// Bytes in the point's text.
    pub span: Range<usize>,
    /// How far the reading can be trusted.
    pub confidence: Confidence,
}

/// A part left out, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// Bytes in the point's text.
    pub span: Range<usize>,
    /// The reason, as a plain phrase.
    pub why: &'static str,
}

/// What one point was read as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Analysis {
    /// Phrases in order.
    pub phrases: Vec<Phrase>,
    /// Parts left out.
    pub dropped: Vec<Dropped>,
    /// Present when the reading is not certain.
    pub starter: Option<Starter>,
}

/// A way to say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saying {
    /// One sentence, or two that belong together, capitalised and stopped.
    pub text: String,
    /// The frame it was cast in.
    pub frame: String,
    /// What it does in the letter.
    pub role: Role,
    /// Its first words, so that no two openings need repeat.
    pub opening: String,
    /// How good this way is, at most 100.
    pub strength: u8,
    /// What its frame was filled with, for who joins two.
    filling: Draft,
}

impl Saying {
    /// A sentence that the person wrote.
    #[must_use]
    pub fn own(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            frame: "own".to_owned(),
            role: Role::Moment,
            opening: text.split_whitespace().take(3).collect::<Vec<_>>().join(" "),
            strength: 100,
            filling: Draft::default(),
        }
    }

    /// Whether it is the frame of last resort, which a note may use once.
    #[must_use]
    pub fn neutral(&self) -> bool {
        self.frame.starts_with("neutral-")
    }
}

/// Reads one point.
#[must_use]
pub fn analyze(point: &Point, cx: &Context) -> Analysis {
    let reading = Reading::of(&point.text, point.kind, cx);
    let phrases = reading
        .pieces
        .iter()
        .map(|p| Phrase {
            shape: p.shape,
            text: p.text(),
            span: p.tokens.first().map_or(0, |t| t.span.start)..p.tokens.last().map_or(0, |t| t.span.end),
            confidence: p.confidence,
        })
        .collect();
    let starter = sayings(point, cx).err();
    Analysis {
        phrases,
        dropped: reading.dropped,
        starter,
    }
}

/// A point's words made legible: what every reader of it is given. What should have been answered stands behind `//`.
#[must_use]
pub fn legible(point: &Point, cx: &Context) -> String {
    let mut text = render::text(&prepared(&point.text, point.kind, cx));
    if let Some(better) = &point.better {
        text.push_str(" // ");
        text.push_str(&render::text(&prepared(better, PointKind::Mine, cx)));
    }
    text
}

/// An ending that the writer or the rules offer for a line.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// Which sentence it ends.
    pub of: &'static str,
    /// Its words.
    pub ending: String,
    /// How likely the writer would have written it, whatever its length.
    pub sure: f32,
    /// Whether the rules of grammar made it.
    pub ruled: bool,
    /// Whether its sentence stands every look but sureness.
    pub sound: bool,
}

/// How likely a line is theirs, and all that is offered for it before anybody asks how sure it is: for those who judge and train.
#[must_use]
pub fn offers(point: &Point, cx: &Context) -> (f32, Vec<Offer>) {
    let Some(learned) = learned::read(point, legible(point, cx), cx) else {
        return (1.0, Vec::new());
    };
    let sources = sources(point);
    let offer = |draft: &Draft, sure: f32, ruled: bool, sound: bool| {
        let (of, ending) = learned::ended(draft)?;
        Some(Offer {
            of,
            ending: ending.to_owned(),
            sure,
            ruled,
            sound: sound && !cast(std::iter::once(draft.clone()), &sources, cx).is_empty(),
        })
    };
    let written = learned.said.iter().filter_map(|said| {
        let draft = said.drafts.first()?;
        offer(draft, said.sure, false, whole(draft))
    });
    let drafts = grammar(point, !learned.not_theirs(), cx);
    let ruled = drafts
        .iter()
        .filter_map(|draft| offer(draft, learned.likely(draft)?, true, draft.parses()));
    (learned.theirs, written.chain(ruled).collect())
}

/// All good ways of saying one point, best first.
///
/// # Errors
///
/// Returns a sentence for the person to finish when no reading of the point is certain.
pub fn sayings(point: &Point, cx: &Context) -> Result<Vec<Saying>, Starter> {
    if point.better.as_deref().is_some_and(cues::unclear) || cues::unclear(&point.text) || half_quoted(&point.text) {
        return Err(starter(point));
    }
    if let Some(kept) = should_have_said(point) {
        return sayings(&kept, cx);
    }
    // Their words, my answers and what falls due are read by rules that know more of them than the line.
    let ruled = matches!(point.kind, PointKind::Quote | PointKind::AskedMe | PointKind::Promised)
        || point.id.0 >= learned::MOST_POINTS;
    let learned = (!ruled).then(|| learned::read(point, legible(point, cx), cx)).flatten();
    said(point, learned.as_ref(), cx)
}

/// A point by what was learned, where that is sure, else by the rules of grammar, else by whatever keeps it as it was jotted.
fn said(point: &Point, learned: Option<&learned::Learned>, cx: &Context) -> Result<Vec<Saying>, Starter> {
    // "my church": named, and nothing told of it.
    if point.kind == PointKind::Mine && point.text.split_whitespace().count() < 3 {
        return Err(starter(point));
    }
    let sources = sources(point);
    let written = believed(learned, learned::SURE, &sources, cx);
    if !written.is_empty() {
        return Ok(written);
    }
    // Told as heard from them, what is the writer's own would be untrue: at most what was talked about is said.
    let theirs = !point.doubted && !learned.is_some_and(learned::Learned::not_theirs);
    let likely = |draft: &Draft| {
        let sure = learned.and_then(|l| l.likely(draft));
        let kept = learned.is_none_or(|l| l.kept_by(draft));
        // What was forgotten, or is counted behind a colon, stands word for word as jotted: nobody learned to write it so.
        let own = point.kind == PointKind::Forgot || point.kind == PointKind::Mine && draft.particulars;
        let verbatim = own && learned.is_some_and(|l| l.is_line(draft));
        kept && (verbatim || sure.is_none_or(|sure| sure >= learned::AS_WELL))
    };
    let drafts = grammar(point, theirs, cx);
    let mut out = cast(drafts.into_iter().filter(Draft::parses).filter(likely), &sources, cx);
    if out.is_empty() && point.kind == PointKind::Moment && theirs {
        out = cast(jotted::figures(point, cx), &sources, cx);
    }
    // The frame of last resort keeps the line whole.
    let told = theirs && matches!(point.kind, PointKind::Moment | PointKind::Mine) && !learned::liking(&point.text);
    if out.is_empty() && told {
        out = cast(jotted::line(point, cx), &sources, cx);
    }
    if out.is_empty() {
        let guess = believed(learned, learned::MAYBE, &sources, cx);
        return Err(Starter {
            guess: guess.into_iter().next().map(|saying| saying.text),
            ..starter(point)
        });
    }
    Ok(out)
}

/// Where the words of a point's sentences may come from.
fn sources(point: &Point) -> Vec<&str> {
    let mut sources = vec![point.text.as_str()];
    sources.extend(point.better.as_deref());
    sources.extend(point.due.as_deref());
    if point.kind == PointKind::Promised {
        // A jot names what was promised; that it will be sent goes without saying.
        sources.push("send");
    }
    sources
}

/// Deeds that were learned are read by the rules as well.
fn whole(draft: &Draft) -> bool {
    !matches!(draft.takes, "thank" | "did" | "kind" | "tell") || draft.parses()
}

/// The best way that was learned, is sure enough and stands every look.
fn believed(learned: Option<&learned::Learned>, enough: f32, sources: &[&str], cx: &Context) -> Vec<Saying> {
    let offered = learned.into_iter().flat_map(|l| &l.said);
    offered
        .filter(|said| said.sure >= enough)
        .map(|said| cast(said.drafts.iter().filter(|d| whole(d)).cloned(), sources, cx))
        .find(|ways| !ways.is_empty())
        .unwrap_or_default()
}

/// Whether a quotation is begun and not ended: where it ends is not known. `2" pipe` is none.
fn half_quoted(text: &str) -> bool {
    let marks = text
        .match_indices('"')
        .filter(|(at, _)| !text[..*at].ends_with(|c: char| c.is_ascii_digit()));
    marks.count() % 2 == 1
}

/// What the rules of grammar make of a point.
fn grammar(point: &Point, theirs: bool, cx: &Context) -> Vec<Draft> {
    match point.kind {
        PointKind::Moment if !theirs => Vec::new(),
        PointKind::Moment | PointKind::Quote => moment::drafts(point, cx),
        PointKind::Mine => own::mine(point, cx),
        PointKind::Forgot => forget::forgot(point, cx),
        PointKind::Promised => promise::promised(point, cx),
        PointKind::Because => own::because(point, cx),
        PointKind::Wants => theirs::wants(point, cx),
        PointKind::Shared => theirs::shared(point, cx),
        PointKind::Thanks => theirs::thanks(point, cx),
        PointKind::Advice => theirs::advice(point, cx),
        PointKind::AskedMe => theirs::asked(point, cx),
    }
}

/// `I have a van licence, shouldve said`: forgotten, whatever it was taken for.
fn should_have_said(point: &Point) -> Option<Point> {
    const TAILS: &[&str] = &[
        "shouldve said",
        "should've said",
        "should have said",
        "shoulda said",
        "shld have said",
        "shouldve mentioned",
        "should've mentioned",
        "should have mentioned",
        "shoulda mentioned",
        "shouldve told them",
        "should have told them",
    ];
    let lower = point.text.to_lowercase();
    let lower = lower.trim_end_matches(['.', '!']);
    let head = TAILS.iter().find_map(|t| lower.strip_suffix(t))?;
    let head = head
        .strip_suffix("i ")
        .unwrap_or(head)
        .trim_end_matches([' ', ',', '-', ';', '.', '\u{2013}']);
    let about_me = matches!(point.kind, PointKind::Mine | PointKind::Moment | PointKind::Forgot);
    (about_me && head.split_whitespace().count() > 1 && point.text.is_char_boundary(head.len())).then(|| Point {
        kind: PointKind::Forgot,
        text: point.text[..head.len()].to_owned(),
        ..point.clone()
    })
}

/// Words up to which two things go into one sentence.
const TOGETHER: usize = 20;

/// Ways to say two points in one go: two short things that were both heard, talked about, done, wanted or thanked for.
#[must_use]
pub fn joined(a: (&Point, &[Saying]), b: (&Point, &[Saying]), cx: &Context) -> Vec<Saying> {
    let sources = [sources(a.0), sources(b.0)].concat();
    let of = |way: &&Saying| way.filling.joins();
    for (i, first) in a.1.iter().enumerate().filter(|(_, way)| of(way)) {
        if a.1[..i].iter().any(|before| before.filling == first.filling) {
            continue;
        }
        let second =
            b.1.iter()
                .filter(of)
                .find(|second| second.filling.takes == first.filling.takes);
        let Some(together) = second.and_then(|second| first.filling.and(&second.filling)) else {
            continue;
        };
        let ways = cast(std::iter::once(together), &sources, cx);
        if !ways.is_empty() {
            return ways;
        }
    }
    Vec::new()
}

/// What the person is asked to finish.
fn starter(point: &Point) -> Starter {
    let text = match point.kind {
        PointKind::Moment => "I enjoyed hearing ___",
        PointKind::Quote => "You said ___",
        PointKind::Mine => "I was glad to tell you ___",
        PointKind::Wants => "You are looking for ___",
        PointKind::Shared => "It was good to find out that we both ___",
        PointKind::Thanks => "Thank you for ___",
        PointKind::Advice => "Thank you for your advice to ___",
        PointKind::AskedMe => "You asked about ___; a better answer is ___",
        PointKind::Forgot => "I forgot to mention ___",
        PointKind::Promised => "As promised, I will send you ___",
        PointKind::Because => "I want this job because ___",
    };
    Starter {
        text: text.to_owned(),
        jot: point.text.clone(),
        point: point.id,
        guess: None,
    }
}

/// A sentence for the person to finish about a point that will not be said.
#[must_use]
pub fn unfinished(point: &Point) -> Starter {
    starter(point)
}

/// A slot's filling and the frames it may go into.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Draft {
    /// What the frames must take.
    takes: &'static str,
    /// `{}`
    slot: String,
    /// `{b}`
    base: String,
    /// `{g}`
    gerund: String,
    /// `{a}`
    answer: String,
    /// A sentence that follows, whole.
    tail: String,
    /// Taken off the frame's strength.
    cost: u8,
    /// What is counted stands behind a colon.
    particulars: bool,
}

impl Draft {
    fn new(takes: &'static str, slot: impl Into<String>) -> Self {
        Self {
            takes,
            slot: slot.into(),
            ..Self::default()
        }
    }

    fn doing(takes: &'static str, base: impl Into<String>, gerund: impl Into<String>) -> Self {
        Self {
            takes,
            base: base.into(),
            gerund: gerund.into(),
            ..Self::default()
        }
    }
}

impl Draft {
    /// Whether a frame takes it. A clause that can be heard can be remembered; a topic cannot.
    fn goes_into(&self, frame: &frames::Frame) -> bool {
        let heard = self.takes == "hear" && self.slot.starts_with("that ") && self.tail.is_empty();
        frame.takes == self.takes || frame.takes == "heard" && heard
    }

    /// Whether another of its kind can stand beside it in one sentence.
    fn joins(&self) -> bool {
        matches!(self.takes, "hear" | "talk" | "did" | "thank" | "want" | "need")
            && self.tail.is_empty()
            && !self.particulars
    }

    /// This and another of its kind in one filling, where both are short.
    fn and(&self, other: &Self) -> Option<Self> {
        let words = |draft: &Self| {
            draft
                .slot
                .split(' ')
                .chain(draft.gerund.split(' '))
                .filter(|w| !w.is_empty())
                .count()
        };
        let first = |draft: &Self| draft.slot.split(' ').next().map(str::to_owned);
        // "hearing that you started at five and about the crate" are two things.
        let alike = self.takes != "hear" || first(self) == first(other);
        if words(self) + words(other) > TOGETHER || !alike {
            return None;
        }
        let again = match self.takes {
            "talk" => "about ",
            "want" => "for ",
            _ => "",
        };
        let both = |first: &str, second: &str| {
            if first.is_empty() || second.is_empty() {
                return String::new();
            }
            let glue = if first.contains(" and ") || first.contains(", ") {
                ", and"
            } else {
                " and"
            };
            format!("{first}{glue} {again}{second}")
        };
        Some(Self {
            slot: both(&self.slot, &other.slot),
            base: both(&self.base, &other.base),
            gerund: both(&self.gerund, &other.gerund),
            ..Self::new(self.takes, "")
        })
    }

    /// Whether the third reader takes what goes into the frame for finished English.
    fn parses(&self) -> bool {
        match self.takes {
            "hear" | "told" | "toldthat" => parse::plain(&self.slot) || parse::accepts(&self.slot, parse::Goal::Heard),
            "talk" => parse::accepts(&self.slot, parse::Goal::Topic),
            "mine" if self.slot.starts_with("about ") => false,
            "forgot" | "omitted" | "shared" | "fact" | "mine" | "youliked" | "feel" | "enjoyed" | "kind" | "want"
            | "need" => !parse::strange(&self.slot),
            "did" | "tell" | "thank" => {
                let first = self.gerund.split(' ').next().unwrap_or("");
                first.ends_with("ing") && !parse::strange(&self.gerund) && stern::doing(&self.gerund)
            }
            "topic" | "topic-noun" => parse::accepts(&self.slot, parse::Goal::Noun),
            _ => true,
        }
    }
}

fn cast(drafts: impl IntoIterator<Item = Draft>, sources: &[&str], cx: &Context) -> Vec<Saying> {
    let mut out: Vec<Saying> = Vec::new();
    let mut drafts = drafts.into_iter().peekable();
    if drafts.peek().is_none() {
        return out;
    }
    let world = gate::World::of(sources, cx);
    let jot = sources.join(" ");
    for draft in drafts {
        for frame in frames::frames().iter().filter(|f| draft.goes_into(f) && f.fits(cx)) {
            let mut text = frame
                .text
                .replace("{}", &draft.slot)
                .replace("{b}", &draft.base)
                .replace("{g}", &draft.gerund)
                .replace("{a}", &draft.answer);
            if !draft.tail.is_empty() {
                text.push(' ');
                text.push_str(&draft.tail);
            }
            let text = finish(&text);
            let frame_words: Vec<&str> = frame.words().collect();
            if gate::check(&text, &world, &frame_words).is_err()
                || stern::sentence(&text, &jot)
                || draft.takes == "hear" && stern::mine(&draft.slot)
            {
                continue;
            }
            let opening: Vec<&str> = text.split_whitespace().take(3).collect();
            out.push(Saying {
                opening: opening.join(" "),
                frame: frame.id.clone(),
                role: frame.role,
                strength: frame.strength.saturating_sub(draft.cost),
                filling: draft.clone(),
                text,
            });
        }
    }
    out.sort_by_key(|s| std::cmp::Reverse(s.strength));
    out
}

/// Capital at the start, one stop at the end, none doubled by a quotation's own.
fn finish(text: &str) -> String {
    let mut out = render::capitalized(text.trim());
    for (from, to) in [
        ("..", "."),
        ("?.", "?"),
        ("!.", "!"),
        (".”.", ".”"),
        ("?”.", "?”"),
        ("!”.", "!”"),
        (" ,", ","),
        ("”,", ",”"),
        (",,", ","),
        ("a.m..", "a.m."),
        ("p.m..", "p.m."),
    ] {
        if out.contains(from) {
            out = out.replace(from, to);
        }
    }
    // A stop goes inside closing marks, as both the articles and the sample letters have it.
    if out.ends_with("”.") {
        out.truncate(out.len() - "”.".len());
        out.push_str(".”");
    }
    // Capitals after a stop within.
    let mut fixed = String::with_capacity(out.len());
    let mut rest = out.as_str();
    while let Some(at) = rest.find(". ") {
        let (head, tail) = rest.split_at(at + 2);
        fixed.push_str(head);
        let last = head.trim_end_matches(". ").rsplit(' ').next().unwrap_or("");
        let abbreviated = last.contains('.')
            || matches!(
                last,
                "Dr" | "Mr" | "Mrs" | "Ms" | "St" | "Prof" | "v" | "vs" | "Dist" | "Hon" | "Capt"
            );
        if abbreviated {
            rest = tail;
        } else {
            let capital = render::capitalized(tail);
            fixed.push_str(&capital[..capital.chars().next().map_or(0, char::len_utf8)]);
            rest = &tail[tail.chars().next().map_or(0, char::len_utf8)..];
        }
    }
    fixed.push_str(rest);
    fixed
}

/// One text, read whole.
struct Reading {
    pieces: Vec<Piece>,
    dropped: Vec<Dropped>,
    unsure: bool,
}

impl Reading {
    fn of(text: &str, kind: PointKind, cx: &Context) -> Self {
        let mut dropped = Vec::new();
        let mut tokens = prepared(text, kind, cx);
        let turned = if matches!(kind, PointKind::Advice | PointKind::AskedMe) {
            turn::Turned::default()
        } else {
            turn::turn(&mut tokens, cx)
        };
        if kind == PointKind::Mine {
            own::recipients(&mut tokens);
        }
        let mut pieces = read::pieces(&tokens, kind, &mut dropped);
        if !matches!(kind, PointKind::AskedMe | PointKind::Advice | PointKind::Promised) {
            second::veto(&mut pieces);
        }
        Self {
            pieces,
            dropped,
            unsure: turned.unsure,
        }
    }
}

fn prepared(text: &str, kind: PointKind, cx: &Context) -> Vec<Token> {
    let mut tokens = tidy::tidy(token::tokenize(text), cx);
    cues::without_openers(&mut tokens);
    mend::mend(&mut tokens);
    turn::names(&mut tokens, cx);
    cues::without_tags(&mut tokens);
    let imperative = matches!(kind, PointKind::Advice | PointKind::AskedMe | PointKind::Promised);
    tag::tag(
        &mut tokens,
        if imperative {
            tag::Mood::Imperative
        } else {
            tag::Mood::Free
        },
    );
    tokens
}
