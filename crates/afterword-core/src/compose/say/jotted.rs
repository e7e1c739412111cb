//! The second line of defence: what no frame of its class took, said with the person's own words.
//!
//! Two ways, each true whoever did what. An act whose doer is not named is something we talked about: "I enjoyed talking
//! about opening the second shop". A line that can be read but not classed is said to stand in the notes, as it was
//! jotted: "One thing I wrote down after we spoke: hospital work, some solar". Neither writes what cannot be read: each
//! part has to be English by itself, and nothing is said of how anybody behaved.

use std::fmt::Write as _;

use super::complement::limits;
use super::parse::{Goal, accepts, strange};
use super::read::{Lead, Piece, Subject};
use super::tag::Tag;
use super::token::{Kind, Token};
use super::vp::{self, Form};
use super::{Confidence, Context, Draft, Reading, Shape, cues, render};
use crate::lexicon::lexicon;
use crate::model::{Point, PointKind};

/// What people do in the room, and what happens to them: no work to talk about.
const MANNERS: &[&str] = &[
    "agree",
    "answer",
    "apologise",
    "apologize",
    "appear",
    "argue",
    "arrive",
    "ask",
    "be",
    "bet",
    "call",
    "check",
    "chew",
    "come",
    "complain",
    "cough",
    "cry",
    "doze",
    "drink",
    "eat",
    "feel",
    "find",
    "forget",
    "frown",
    "get",
    "give",
    "glance",
    "go",
    "grin",
    "guess",
    "hate",
    "have",
    "hear",
    "hope",
    "hum",
    "ignore",
    "insist",
    "interrupt",
    "introduce",
    "invite",
    "joke",
    "keep",
    "know",
    "laugh",
    "leave",
    "like",
    "listen",
    "look",
    "love",
    "mention",
    "nod",
    "note",
    "offer",
    "pause",
    "point",
    "promise",
    "put",
    "quote",
    "recall",
    "recommend",
    "refer",
    "remember",
    "repeat",
    "reply",
    "roll",
    "say",
    "see",
    "seem",
    "shake",
    "shout",
    "show",
    "shrug",
    "sigh",
    "sit",
    "smell",
    "smile",
    "snap",
    "sound",
    "speak",
    "spill",
    "stand",
    "stare",
    "suggest",
    "swear",
    "take",
    "talk",
    "tell",
    "text",
    "thank",
    "think",
    "try",
    "use",
    "wait",
    "walk",
    "want",
    "warn",
    "watch",
    "whisper",
    "wish",
    "wonder",
    "yawn",
    "yell",
];

/// `dropped late fines in 2019`: done by somebody, and talked about by both of us.
pub(super) fn act(point: &Point, cx: &Context) -> Vec<Draft> {
    let reading = Reading::of(&point.text, PointKind::Moment, cx);
    let Some((first, others)) = reading.pieces.split_first() else {
        return Vec::new();
    };
    let somebody = |p: &Piece| p.has(&["i", "me", "my", "you", "your", "yourself", "he", "she", "him"]);
    if reading.unsure
        || cues::nothing(&point.text)
        || first.shape != Shape::PastVerb
        || first.confidence != Confidence::Sure
        || reading.pieces.iter().any(somebody)
        || first.tokens.len() < 3
    {
        return Vec::new();
    }
    let work = first
        .tokens
        .iter()
        .find(|t| t.tag != Tag::Adv)
        .and_then(vp::lemma)
        .is_some_and(|l| !MANNERS.contains(&l));
    let object = first.tokens.iter().any(|t| t.tag.nominal());
    let Some(gerund) = vp::put(&first.tokens, Form::Gerund).filter(|_| work && object) else {
        return Vec::new();
    };
    let mut text = render::text(&gerund);
    for (i, piece) in others.iter().enumerate() {
        let fits = piece.confidence == Confidence::Sure && !matches!(piece.lead, Lead::Arrow | Lead::Contrast);
        match piece.shape {
            Shape::NounPhrase if fits && i == 0 && piece.tokens.len() <= 6 => {
                let _ = write!(text, " ({})", piece.bare());
            }
            Shape::Prepositional | Shape::Relative | Shape::Subordinate if fits => {
                let _ = write!(text, ", {}", piece.text());
            }
            Shape::Clause if fits && piece.subject == Subject::Other && i + 1 == others.len() => {
                let _ = write!(text, " and how {}", piece.text());
            }
            _ => {
                if others[i..].iter().any(limits) {
                    return Vec::new();
                }
                break;
            }
        }
    }
    vec![Draft::new("talk", text)]
}

/// The words as they stand in the notes, made legible.
pub(super) fn line(point: &Point, cx: &Context) -> Vec<Draft> {
    let mine = point.kind == PointKind::Mine;
    let reading = Reading::of(&point.text, point.kind, cx);
    let mut pieces = reading.pieces;
    if reading.unsure
        || pieces.is_empty()
        || cues::nothing(&point.text)
        || cues::thin(&pieces)
        || super::moment::empty(&pieces)
        || super::moment::hangs(&pieces)
        || point.text.trim_start().to_lowercase().starts_with("then ")
    {
        return Vec::new();
    }
    super::moment::title_off(&mut pieces);
    let words: usize = pieces
        .iter()
        .map(|p| p.tokens.iter().filter(|t| t.is_word()).count())
        .sum();
    let quoted = pieces.iter().any(|p| p.tokens.iter().any(|t| t.kind == Kind::Quote));
    if pieces.is_empty() || !(4..=26).contains(&words) || pieces.len() > 5 || quoted && pieces.len() > 1 {
        return Vec::new();
    }
    // What was offered is no line to quote.
    let terms = |p: &Piece| {
        p.has(&[
            "bucks",
            "rate",
            "rates",
            "pay",
            "pays",
            "paid",
            "salary",
            "wage",
            "wages",
            "bonus",
            "overtime",
            "holiday",
            "holidays",
            "hol",
            "pension",
            "benefits",
            "quid",
            "probation",
        ]) || p.tokens.iter().any(|t| t.text.contains(['$', '\u{a3}', '\u{20ac}']))
    };
    if !mine && pieces.iter().any(terms) {
        return Vec::new();
    }
    let me = |p: &Piece| p.has(&["i", "me", "my", "we", "us"]);
    let bad = |p: &Piece| p.tokens.iter().any(cues::trouble) || !mine && p.opens_with(&["own"]);
    if !mine && pieces.iter().any(me) || pieces.iter().any(bad) || !pieces.iter().all(|p| legible(p, mine)) {
        return Vec::new();
    }
    let mut text = String::new();
    for (i, piece) in pieces.iter().enumerate() {
        if i > 0 {
            text.push_str(match piece.lead {
                Lead::Start | Lead::Comma => ", ",
                Lead::Strong => " – ",
                Lead::Join => " and ",
                Lead::Contrast => ", but ",
                Lead::Arrow => return Vec::new(),
            });
        }
        let first = i == 0 && piece.confidence == Confidence::Sure;
        text.push_str(&if first { piece.text() } else { piece.bare() });
    }
    vec![Draft::new(if mine { "neutral-mine" } else { "neutral" }, text)]
}

/// Whether a part can be read by itself, in a line that everybody sees to be a note.
fn legible(piece: &Piece, mine: bool) -> bool {
    let text = piece.text();
    if strange(&text) || piece.tokens.iter().any(shortened) || piece.opens_with(&["that", "this", "it", "and", "so"]) {
        return false;
    }
    let stands = |goal: Goal, text: &str| accepts(text, goal);
    match piece.shape {
        Shape::NounPhrase => {
            let bare = piece.bare();
            stands(Goal::Noun, &text)
                || stands(Goal::Noun, &bare)
                || stands(Goal::Noun, &format!("the {bare}"))
                || plain_run(piece)
        }
        Shape::Gerund => piece.confidence != Confidence::Unsure && stands(Goal::Topic, &text),
        Shape::WhClause => stands(Goal::Heard, &text),
        Shape::Clause => {
            piece.confidence != Confidence::Unsure
                && (mine || piece.subject != Subject::Me)
                && stands(Goal::Clause, &text)
        }
        Shape::Prepositional | Shape::Adjectival | Shape::Participle | Shape::Relative => {
            stands(Goal::Noun, &format!("the plan, {text}")) || stands(Goal::Noun, &format!("the plan {text}"))
        }
        _ => false,
    }
}

/// `attys`: a shortened word that was not written out.
fn shortened(token: &Token) -> bool {
    let lex = lexicon();
    let word = token.lower.as_str();
    token.is_word()
        && !token.capital
        && lex.abbreviation(word).iter().any(|a| a.flag != "k")
        && super::closed::classes(word).is_none()
        && lex.noun(word).is_none()
        && lex.verb(word).is_empty()
        && lex.adjective(word).is_none()
        && lex.adverb(word).is_none()
}

/// `recalls 60 minutes`, `halfway done`: few words, all of them known, and no verb that asks who.
fn plain_run(piece: &Piece) -> bool {
    piece.tokens.len() <= 6
        && piece
            .tokens
            .iter()
            .all(|t| t.is_word() && !t.tag.finite() && !matches!(t.tag, Tag::Pro | Tag::Pro3 | Tag::Obj | Tag::Sub))
        && piece.tokens.iter().any(|t| t.tag.nominal())
}
