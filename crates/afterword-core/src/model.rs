//! The words the whole house shares: interviews, people, points, notes and what is said about them.
//!
//! These are domain types, not wire types: the binary has its own shapes for JSON. A [`Point`] may reach a note; a
//! [`HeldBack`] line may not, and nothing turns one into the other without the person's own act, so that the rule
//! "private things have no path into a note" is kept by the types and not by care.

use std::ops::Range;

use jiff::civil::Date;
use serde::Serialize;

use crate::calendar::Calendars;
use crate::read::deadline::Deadline;

/// Where a text stands in the jot: its line and its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Line in the jot, counted from 1.
    pub line: usize,
    /// Bytes in the cleaned jot text ([`crate::read::jot::Jot::text`]).
    pub span: Range<usize>,
}

/// What the person did with a line of conversation; it decides how it can be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PointKind {
    /// Something that came up: a fact about them, their work or their place.
    Moment,
    /// Their own words.
    Quote,
    /// What I told or showed them.
    Mine,
    /// A need they stated.
    Wants,
    /// Common ground.
    Shared,
    /// A kindness to thank for.
    Thanks,
    /// Advice they gave.
    Advice,
    /// A question I answered badly, with the better answer.
    AskedMe,
    /// Something I forgot to say.
    Forgot,
    /// Something I promised to send.
    Promised,
    /// Why I want it.
    Because,
}

/// Identifies a point within one jot; shown as `p7`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PointId(pub u32);

impl std::fmt::Display for PointId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "p{}", self.0)
    }
}

/// One thing in a jot that a note may use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// Its identity within the jot.
    pub id: PointId,
    /// What sort of thing it is.
    pub kind: PointKind,
    /// The words as typed, without bullet and marker.
    pub text: String,
    /// For [`PointKind::AskedMe`], the better answer.
    pub better: Option<String>,
    /// For [`PointKind::Promised`], the words that say by when.
    pub due: Option<String>,
    /// The person marked it as a favourite.
    pub favourite: bool,
    /// A moment that nothing marks and that sounds like the writer's own: it may not be told as heard.
    pub doubted: bool,
    /// Where it stands.
    pub place: Place,
}

/// Why a line is held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Private {
    /// The person said so.
    Marked,
    /// Pay, hours, benefits and the numbers beside them.
    Pay,
    /// Moods, looks, bodies, health.
    Mood,
    /// Criticism of people or the place.
    Criticism,
    /// Gossip, turnover, other candidates.
    Gossip,
    /// A note to oneself, or logistics.
    ToSelf,
    /// An own blunder that has no better answer yet.
    Blunder,
    /// About a former employer.
    FormerEmployer,
    /// A question about the candidate's private life.
    PersonalQuestion,
    /// Reads like a remark for oneself, for no one reason.
    Unsure,
    /// Words about the time that another line overrules.
    OtherDate,
}

impl Private {
    /// The reason as one plain phrase.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Self::Marked => "you marked it private",
            Self::Pay => "about pay or hours",
            Self::Mood => "about a mood, looks or health",
            Self::Criticism => "reads as criticism",
            Self::Gossip => "gossip, turnover or other candidates",
            Self::ToSelf => "a note to yourself",
            Self::Blunder => "about a slip, with no better answer yet",
            Self::FormerEmployer => "about a former employer",
            Self::PersonalQuestion => "about your private life",
            Self::Unsure => "may not be for them to read",
            Self::OtherDate => "another line says when they decide",
        }
    }
}

/// A line that stays on this machine. It has no path into a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldBack {
    /// Its identity within the jot, of one series with the points.
    pub id: PointId,
    /// The words as typed.
    pub text: String,
    /// Why.
    pub why: Private,
    /// Index into the people, when it stands under one.
    pub person: Option<usize>,
    /// Where it stands.
    pub place: Place,
}

/// What a person had to do with the interview.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Took part in the interview.
    #[default]
    Interviewer,
    /// Arranged it.
    Coordinator,
    /// Recruits for the employer or an agency.
    Recruiter,
    /// Put in a word.
    Referrer,
    /// Front desk.
    Receptionist,
}

/// How the person is spoken of in the jot. Learned from it, never guessed from a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pronoun {
    /// she, her
    She,
    /// he, him
    He,
    /// they, them, said of one person
    They,
}

/// Somebody met at the interview.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Person {
    /// Full name as typed, without honorific.
    pub name: String,
    /// `Prof.`, `Dr.`, only as typed.
    pub honorific_prefix: Option<String>,
    /// Job title.
    pub title: Option<String>,
    /// Address (RFC 5322 `addr-spec`), only as typed.
    pub addr_spec: Option<String>,
    /// What they had to do with the interview.
    pub part: Part,
    /// Learned from the jot.
    pub pronoun: Option<Pronoun>,
    /// Was thanked for an earlier round.
    pub met_before: bool,
    /// Said in the jot to need no note.
    pub no_note: bool,
    /// What a note to them may use, in the jot's order.
    pub points: Vec<Point>,
    /// Line the person was introduced on.
    pub line: usize,
}

impl Person {
    /// The first word of the name.
    #[must_use]
    pub fn given_name(&self) -> &str {
        self.name.split_whitespace().next().unwrap_or("")
    }

    /// The last word of the name, if there is more than one.
    #[must_use]
    pub fn family_name(&self) -> Option<&str> {
        let mut words = self.name.split_whitespace();
        words.next()?;
        words.next_back()
    }
}

/// How the conversation was held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// In one room.
    InPerson,
    /// By telephone.
    Phone,
    /// By video.
    Video,
}

/// What kind of conversation it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InterviewKind {
    /// For a position.
    #[default]
    Interview,
    /// To learn, with no position asked for.
    Informational,
    /// A trial shift or working interview.
    Working,
}

/// When the employer said the answer comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The words as typed.
    pub text: String,
    /// What they mean as dates.
    pub deadline: Deadline,
    /// Who answers, if said.
    pub who: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// One interview as the jot tells it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Interview {
    /// The employer.
    pub organization: Option<String>,
    /// The position.
    pub role: Option<String>,
    /// Its day, in the interview's own zone.
    pub date: Option<Date>,
    /// How it was held.
    pub format: Option<Format>,
    /// What kind it was.
    pub kind: InterviewKind,
    /// 2 for a second round; 1 otherwise.
    pub round: u8,
    /// When they decide.
    pub decision: Option<Decision>,
}

/// Who the notes are from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Candidate {
    /// Full name.
    pub name: Option<String>,
    /// Own address.
    pub addr_spec: Option<String>,
    /// Own telephone number.
    pub phone: Option<String>,
}

/// How warmly the notes speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Warmth {
    /// Few words, nothing said twice.
    Plain,
    /// The default.
    #[default]
    Warm,
    /// Full forms and surnames kept at a distance.
    Formal,
}

/// How plainly the notes ask for the job (practice X5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Directness {
    /// Interest, no request.
    Reserved,
    /// The default.
    #[default]
    Warm,
    /// Asks for the job.
    Direct,
}

/// What the person set once and for all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Profile {
    /// Name, address and telephone; the jot's own name wins.
    pub candidate: Candidate,
    /// How warmly.
    pub warmth: Warmth,
    /// How directly.
    pub directness: Directness,
    /// The words above the name, `Best regards` and the like; empty for the default.
    pub sign_off: Option<String>,
    /// Leave the contact line out (practice S61).
    pub no_contact_line: bool,
    /// The free days that deadlines, promises and the plan are counted by.
    pub calendars: Calendars,
}

/// What a note is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// The e-mail to somebody who interviewed.
    ThankYou,
    /// The handwritten card.
    Card,
    /// The short e-mail to whoever arranged it, greeted or referred.
    Coordinator,
}

/// What a sentence does in the letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Thanks for the conversation.
    Thanks,
    /// Takes up something from it.
    Moment,
    /// My strength, tied to their need where there is one.
    Strength,
    /// A better answer.
    BetterAnswer,
    /// What I forgot to mention.
    Forgot,
    /// What I promised.
    Promised,
    /// Interest in the position.
    Interest,
    /// When they decide.
    Timeline,
    /// Where I can be reached.
    Contact,
    /// The closing thanks.
    Close,
}

/// One sentence and where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Its words, capitalised and stopped.
    pub text: String,
    /// What it does.
    pub role: Role,
    /// The points it was made from; empty only for sentences made of interview fields and the frame.
    pub points: Vec<PointId>,
    /// The frame it was cast in, for `--reword` and for likeness.
    pub frame: String,
    /// The other ways to say the same, in the order they are offered.
    pub others: Vec<Wording>,
}

impl Sentence {
    /// Says it another way: the `step`-th of the other wordings. All of them in turn lead back to the first.
    ///
    /// Returns false, and changes nothing, when there is no other wording.
    pub fn reword(&mut self, step: usize) -> bool {
        let step = step % (self.others.len() + 1);
        for _ in 0..step {
            let next = self.others.remove(0);
            self.others.push(Wording {
                text: std::mem::replace(&mut self.text, next.text),
                frame: std::mem::replace(&mut self.frame, next.frame),
            });
        }
        !self.others.is_empty()
    }
}

/// One way to say a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// Its words, capitalised and stopped.
    pub text: String,
    /// The frame it was cast in.
    pub frame: String,
}

/// A sentence the program would rather have the person finish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Starter {
    /// The beginning, ending in a blank.
    pub text: String,
    /// The jot's own words.
    pub jot: String,
    /// The point it is about.
    pub point: PointId,
    /// How it might be said, likely and not sure: theirs to agree to, never said unasked.
    pub guess: Option<String>,
}

/// A note to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Index into the people.
    pub to: usize,
    /// What it is for.
    pub kind: NoteKind,
    /// The mail's subject; `None` on paper.
    pub subject: Option<String>,
    /// `Dear Ms. Okafor,` and the like.
    pub greeting: String,
    /// Paragraphs of sentences.
    pub paragraphs: Vec<Vec<Sentence>>,
    /// `Best regards,` and the like.
    pub sign_off: String,
    /// The name under it.
    pub signature: String,
    /// Telephone and address under the name, mail only.
    pub contact_line: Option<String>,
    /// What must go with it, as promised: shown as a checklist.
    pub enclosures: Vec<String>,
    /// Sentences left to the person.
    pub starters: Vec<Starter>,
    /// What the checker says.
    pub findings: Vec<Finding>,
}

impl Note {
    /// The whole text as it will be read: greeting, paragraphs, sign-off, name.
    #[must_use]
    pub fn body(&self) -> String {
        let mut out = String::with_capacity(900);
        out.push_str(&self.greeting);
        for paragraph in &self.paragraphs {
            out.push_str("\n\n");
            for (i, sentence) in paragraph.iter().enumerate() {
                if i > 0 {
                    out.push(' ');
                }
                out.push_str(&sentence.text);
            }
        }
        out.push_str("\n\n");
        out.push_str(&self.sign_off);
        out.push('\n');
        out.push_str(&self.signature);
        if let Some(line) = &self.contact_line {
            out.push('\n');
            out.push_str(line);
        }
        out.push('\n');
        out
    }

    /// The sentence of this number, counted from 1 through all paragraphs.
    pub fn sentence_mut(&mut self, number: usize) -> Option<&mut Sentence> {
        self.paragraphs.iter_mut().flatten().nth(number.checked_sub(1)?)
    }

    /// Every sentence in order.
    pub fn sentences(&self) -> impl Iterator<Item = &Sentence> {
        self.paragraphs.iter().flatten()
    }

    /// Whether it can be approved without another word from the person.
    #[must_use]
    pub fn ready(&self) -> bool {
        self.starters.is_empty() && self.findings.iter().all(|f| f.severity != Severity::Error)
    }
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth a look.
    Hint,
    /// Probably wrong.
    Warning,
    /// Closes the gate.
    Error,
}

/// What the checker says about one place in a note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The rule's id.
    pub rule: String,
    /// How much it matters.
    pub severity: Severity,
    /// The words it is about; empty for the whole note.
    pub excerpt: String,
    /// What is the matter, in one plain sentence.
    pub message: String,
    /// Better words, where the rule knows them.
    pub fix: Option<String>,
}

/// Something only the person can answer, in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What an answer calls it: `Maria Gonzalez`, `role`, `p7`. No two questions of a jot share it.
    pub about: String,
    /// What it asks for.
    pub asks: Asks,
    /// The question as a person would put it.
    pub text: String,
    /// Where in the jot it arose.
    pub line: Option<usize>,
    /// The sentence that the answer "yes" agrees to, where one is offered in the question.
    pub guess: Option<String>,
}

/// What a question asks for, and what an answer is to be applied to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asks {
    /// The candidate's own name.
    OwnName,
    /// The position.
    Role,
    /// The employer.
    Organization,
    /// Whom they met.
    People,
    /// One thing this person said or showed, as a line of the jot.
    Thing {
        /// Index into the people.
        person: usize,
    },
    /// A sentence of the candidate's own for a point.
    Wording {
        /// Index into the people.
        person: usize,
        /// The point.
        point: PointId,
    },
    /// The answer they would give now. The point lacks only that.
    Better {
        /// What they asked, with the identity of the line held back.
        point: Box<Point>,
        /// Who asked, if known.
        person: Option<usize>,
    },
    /// Whom a point belongs to.
    Whose {
        /// The point.
        point: Box<Point>,
    },
    /// What was promised.
    Promised {
        /// The promise, without its object.
        point: Box<Point>,
        /// To whom, if known.
        person: Option<usize>,
    },
}

impl Asks {
    /// The point that waits for the answer and is nobody's yet.
    #[must_use]
    pub fn waiting(&self) -> Option<&Point> {
        match self {
            Self::Better { point, .. } | Self::Whose { point } | Self::Promised { point, .. } => Some(point),
            Self::OwnName
            | Self::Role
            | Self::Organization
            | Self::People
            | Self::Thing { .. }
            | Self::Wording { .. } => None,
        }
    }
}

/// One entry of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanEntry {
    /// When.
    pub when: When,
    /// What to do, as an imperative: `send the e-mail`.
    pub what: String,
    /// To whom, if to somebody.
    pub to: Option<String>,
    /// Why then, in one plain sentence.
    pub why: String,
    /// The practice it carries out, `S45`.
    pub practice: &'static str,
    /// Names the entry among those of its interview, for a stable calendar UID.
    pub key: String,
}

/// When a plan entry falls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum When {
    /// On this day.
    On(Date),
    /// At this moment of the interview's zone.
    At(jiff::Zoned),
    /// Not before this day.
    After(Date),
}
