//! The second line of defence: what no frame of its class took, said with the person's own words.
//!
//! A line that is a sentence but disputed is said to stand in the notes, as it was jotted: "One thing I wrote down after we
//! spoke: keepers swap sections for a week every winter". Fragments are not said so: a reader takes them for a slip.

use super::parse::{Goal, accepts, strange};
use super::read::{Lead, Piece, Subject};
use super::stern;
use super::tag::Tag;
use super::token::{Kind, Token};
use super::{Confidence, Context, Draft, Reading, Shape, cues};
use crate::lexicon::lexicon;
use crate::model::{Point, PointKind};

/// Terms that were offered.
pub(super) const PAY: &[&str] = &[
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
];

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
    let terms = |p: &Piece| p.has(PAY) || p.tokens.iter().any(|t| t.text.contains(['$', '\u{a3}', '\u{20ac}']));
    if !mine && pieces.iter().any(terms) {
        return Vec::new();
    }
    // Clauses joined by a comma only, and parts without a verb, are notes and not prose.
    let prose = pieces.iter().enumerate().all(|(i, p)| {
        p.shape == Shape::Clause && stern::clause(p) && (i == 0 || matches!(p.lead, Lead::Join | Lead::Contrast))
    });
    if !prose {
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
                Lead::Or => " or ",
                Lead::Contrast => ", but ",
                Lead::Arrow => return Vec::new(),
            });
        }
        let first = i == 0 && piece.confidence == Confidence::Sure;
        text.push_str(&if first { piece.text() } else { piece.bare() });
    }
    vec![Draft::new(if mine { "neutral-mine" } else { "neutral" }, text)]
}

/// Figures and what they count: "12-hour shifts, self-scheduling, six-week blocks". Behind "about" they would be rough.
pub(super) fn figures(point: &Point, cx: &Context) -> Vec<Draft> {
    let reading = Reading::of(&point.text, point.kind, cx);
    let pieces = reading.pieces;
    let named = |p: &Piece| {
        p.shape == Shape::NounPhrase
            && p.confidence != Confidence::Unsure
            && matches!(p.lead, Lead::Start | Lead::Comma | Lead::Join)
            && !p
                .tokens
                .iter()
                .any(|t| cues::trouble(t) || t.tag.finite() || matches!(t.tag, Tag::Pro | Tag::Obj))
            && !p
                .tokens
                .iter()
                .any(|t| t.any(PAY) || t.text.contains(['$', '\u{a3}', '\u{20ac}', '%']))
            && (accepts(&p.text(), Goal::Noun) || plain_run(p))
    };
    let counts = |p: &Piece| {
        let last = p.tokens.iter().rfind(|t| t.is_word());
        p.tokens.first().is_some_and(|t| t.tag == Tag::Num || t.has_digit())
            && p.tokens.iter().any(|t| t.tag == Tag::Plural)
            && last.is_some_and(|t| t.tag.nominal())
    };
    let whole = !reading.unsure && (1..=4).contains(&pieces.len()) && pieces.iter().all(named);
    if !whole || !pieces.first().is_some_and(counts) || cues::nothing(&point.text) || cues::thin(&pieces) {
        return Vec::new();
    }
    let list = super::complement::noun_list(&pieces);
    // "12 looms, crew of four" is no list; with "the" in front it would be known ones.
    let thin = pieces.len() == 1 && list.split(' ').count() < 4;
    if thin || list.starts_with("the ") || pieces.len() > 1 && !list.contains(" and ") {
        return Vec::new();
    }
    vec![Draft::new("figures", list)]
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
