//! What is theirs towards me: needs, common ground, kindness, advice, questions.

#![expect(
    clippy::too_many_lines,
    clippy::match_same_arms,
    reason = "one arm a case, each with its own example, reads as the table it is"
)]

use super::complement::tail;
use super::read::{Lead, Piece, Subject, read, trails};
use super::tag::Tag;
use super::token::{Kind, Token};
use super::vp::{self, Form};
use super::{Confidence, Context, Draft, Reading, Shape, render};
use crate::model::{Point, PointKind};

/// Pieces after the first, each after a comma; `None` where that would not be English.
fn trailing(pieces: &[Piece]) -> Option<String> {
    let mut out = String::new();
    for piece in pieces {
        if piece.confidence == Confidence::Unsure || piece.lead == Lead::Arrow {
            return None;
        }
        // "last year 4,400 kids", "no one to do it", "that was his example"
        let beside = match piece.shape {
            Shape::NounPhrase => {
                piece.counted()
                    || piece.opens_with(&["last", "this"])
                    || piece.has(&["mine", "me"])
                    || piece
                        .tokens
                        .iter()
                        .filter(|t| t.is_word())
                        .all(|t| t.tag.nominal() || t.tag == Tag::Adj)
            }
            Shape::Clause => piece.opens_with(&["that", "it", "this"]) || !super::stern::clause(piece),
            _ => false,
        };
        if beside {
            if super::complement::limits(piece) && piece.shape == Shape::Clause {
                return None;
            }
            continue;
        }
        match piece.shape {
            Shape::Clause => {
                out.push_str(if piece.lead == Lead::Contrast {
                    ", but "
                } else {
                    ", and "
                });
                out.push_str(&piece.text());
            }
            Shape::NounPhrase => out.push_str(&tail(piece)),
            Shape::Other if !trails(piece) => return None,
            Shape::PastVerb
            | Shape::PlainVerb
            | Shape::ModalVerb
            | Shape::ThirdVerb
            | Shape::Imperative
            | Shape::Quote => return None,
            _ => {
                out.push_str(", ");
                out.push_str(&piece.text());
            }
        }
    }
    Some(out)
}

/// A need they stated: the words after `wants`.
pub(super) fn wants(point: &Point, cx: &Context) -> Vec<Draft> {
    let reading = Reading::of(&point.text, PointKind::Wants, cx);
    let mut pieces = reading.pieces;
    if reading.unsure || pieces.is_empty() {
        return Vec::new();
    }
    let tokens = &pieces[0].tokens;
    let mut at = 0;
    let mut reader = true;
    if tokens[0].any(&["you", "i"]) {
        reader = tokens[0].is("you");
        at = 1;
    }
    at += tokens[at..].iter().take_while(|t| t.tag == Tag::Adv).count();
    at += tokens[at..]
        .iter()
        .take_while(|t| t.tag == Tag::Be || t.is("would"))
        .count();
    // "loves: queries with a suggested fix"
    if tokens.len() == at + 1
        && pieces.len() > 1
        && pieces[1].shape == Shape::NounPhrase
        && vp::lemma(&tokens[at]).is_some_and(|l| matches!(l, "love" | "like"))
    {
        let Some(after) = trailing(&pieces[2..]) else {
            return Vec::new();
        };
        let lemma = vp::lemma(&tokens[at]).unwrap_or("like");
        return vec![Draft::new(
            "hear",
            format!("that you {lemma} {}{after}", pieces[1].bare()),
        )];
    }
    let verb = tokens.get(at).filter(|_| reader);
    let lemma = verb.and_then(vp::lemma).unwrap_or("");
    let wanting = verb.is_some_and(|t| !t.tag.nominal())
        && matches!(lemma, "want" | "need" | "look" | "like" | "hope" | "love" | "seek");
    let mut like = "";
    if wanting {
        at += 1;
        if tokens.get(at).is_some_and(|t| t.is("for")) && matches!(lemma, "look" | "hope") {
            at += 1;
        } else if matches!(lemma, "like" | "love") {
            like = lemma;
        }
        let rest = tokens[at..].to_vec();
        if rest.is_empty() {
            pieces.remove(0);
            if pieces.is_empty() {
                return Vec::new();
            }
        } else {
            pieces[0] = read(rest, Lead::Start, PointKind::Wants, None);
        }
    } else if tokens.first().is_some_and(|t| t.tag == Tag::Prep && t.is("for")) {
        let rest = tokens[1..].to_vec();
        pieces[0] = read(rest, Lead::Start, PointKind::Wants, None);
    }
    // "said it three times" says nothing of the need.
    pieces.retain(|p| !(p.shape == Shape::PastVerb && p.opens_with(&["said", "mentioned", "repeated"])));
    if pieces.is_empty() || pieces[0].confidence == Confidence::Unsure {
        return Vec::new();
    }
    let first = &pieces[0];
    let text = first.bare();
    // "needs fitter which reads drawings"
    if first.shape == Shape::NounPhrase && super::stern::bare(&super::token::tokenize_tagged(&text)) {
        return Vec::new();
    }
    let Some(after) = trailing(&pieces[1..]) else {
        return Vec::new();
    };
    if !like.is_empty() {
        return vec![Draft::new("wantto", format!("{text}{after}"))];
    }
    match first.shape {
        Shape::ToInfinitive => vec![Draft::new("wantto", format!("{text}{after}"))],
        Shape::NounPhrase
            if first
                .tokens
                .iter()
                .any(|t| t.tag == Tag::Pro3 && !t.any(&["someone", "somebody", "anyone", "everyone"])) =>
        {
            Vec::new()
        }
        Shape::NounPhrase if predicative(first) => {
            vec![Draft::new("wantto", format!("{text}{after}"))]
        }
        Shape::NounPhrase if lemma == "need" => vec![
            Draft::new("need", format!("{text}{after}")),
            Draft {
                cost: 6,
                ..Draft::new("want", format!("{text}{after}"))
            },
        ],
        // Nobody looks for what is no person: "wants no heroes", "wants the log every evening".
        Shape::NounPhrase if wanting && lemma != "look" && !somebody(first) => {
            if first.opens_with(&["no"]) || super::stern::bare(&first.tokens) {
                return Vec::new();
            }
            vec![Draft::new("wantto", format!("{text}{after}"))]
        }
        Shape::NounPhrase => vec![Draft::new("want", format!("{text}{after}"))],
        Shape::Clause if wanting && first.tokens[0].any(&["someone", "somebody", "people", "a", "an", "the"]) => {
            vec![Draft::new("want", format!("{text}{after}"))]
        }
        Shape::Clause => vec![Draft::new("hear", format!("that {text}{after}"))],
        Shape::Imperative => vec![Draft::new("wantto", format!("to {text}{after}"))],
        Shape::Gerund => vec![Draft::new("want", format!("{text}{after}"))],
        Shape::Other | Shape::Prepositional if wanting && first.tokens.len() > 2 => {
            vec![Draft::new("wantto", format!("{text}{after}"))]
        }
        _ => Vec::new(),
    }
}

/// `someone steady`, `two welders`, `a second pair of hands`
fn somebody(piece: &Piece) -> bool {
    piece
        .tokens
        .iter()
        .take_while(|t| !matches!(t.tag, Tag::Wh | Tag::To) && !t.tag.finite())
        .any(|t| {
            t.any(&[
                "someone", "somebody", "anyone", "anybody", "people", "folk", "folks", "person", "hands", "body",
                "guy", "guys", "lad", "lads", "fella", "fellas", "staff", "speaker", "pair", "one",
            ]) || crate::lexicon::lexicon()
                .noun(&t.lower)
                .is_some_and(|n| n.person() || n.group())
        })
}

/// `the backlog gone`, `the first paper out`: wanted to be so.
fn predicative(piece: &Piece) -> bool {
    let state = |t: &Token, next: Option<&Token>| {
        t.any(&["gone", "done", "out", "up", "closed", "fixed", "finished"])
            || matches!(t.tag, Tag::Participle | Tag::Past)
                && next.is_none_or(|n| !n.tag.nominal() && n.tag != Tag::Det)
            || t.lower.ends_with("ed")
                && crate::lexicon::lexicon().is_verb(&t.lower, crate::lexicon::VerbForm::Participle)
                && next.is_none_or(|n| n.tag == Tag::Prep || n.tag == Tag::Sub)
            || t.is("to") && next.is_some_and(|n| n.is("be"))
            || t.is("in") && next.is_some_and(|n| n.is("by"))
    };
    (1..piece.tokens.len())
        .any(|i| piece.tokens[i - 1].tag.nominal() && state(&piece.tokens[i], piece.tokens.get(i + 1)))
}

/// Common ground.
pub(super) fn shared(point: &Point, cx: &Context) -> Vec<Draft> {
    let reading = Reading::of(&point.text, PointKind::Shared, cx);
    let mut pieces = reading.pieces;
    if reading.unsure || pieces.is_empty() || pieces.iter().any(|p| p.confidence == Confidence::Unsure) {
        return Vec::new();
    }
    // "same as me", "same here" only say that it is shared.
    let mut same = false;
    pieces.retain(|p| {
        let drop = p
            .tokens
            .iter()
            .all(|t| t.any(&["you", "and", "me", "i", "both", "of", "us"]))
            || p.tokens.len() <= 3
                && (p.opens_with(&["same"]) && p.has(&["me", "here"])
                    || p.opens_with(&["me"])
                    || p.has(&["too"]) && p.has(&["me"]));
        same |= drop;
        !drop
    });
    if pieces.is_empty() {
        return Vec::new();
    }
    for piece in &mut pieces {
        both(piece);
    }
    // "same first job, both scooped ice cream on a pier"
    if pieces.len() > 1
        && pieces[0].shape == Shape::NounPhrase
        && pieces[1].shape == Shape::Clause
        && pieces[0].has(&["same"])
    {
        let past = pieces[1].tokens.iter().any(|t| t.tag == Tag::Past);
        let noun = pieces[0].text();
        let noun = noun.strip_prefix("the ").unwrap_or(&noun).to_owned();
        let Some(after) = trailing(&pieces[2..]) else {
            return Vec::new();
        };
        let verb = if past { "had" } else { "have" };
        return vec![Draft::new(
            "shared",
            format!("we {verb} the {noun}: {}{after}", pieces[1].text()),
        )];
    }
    let first = &pieces[0];
    // "so do I"
    let so_do_i = pieces.iter().position(|p| {
        p.opens_with(&["so"])
            || (p.tokens.len() <= 4
                && p.has(&["i"])
                && p.tokens.iter().any(|t| t.tag == Tag::Do || t.tag == Tag::Be)
                && !p.has(&["you", "we"]))
    });
    let Some(after) = trailing(&pieces[1..]) else {
        return Vec::new();
    };
    match first.shape {
        Shape::Clause if so_do_i.is_none() || first.subject == Subject::We => {
            vec![Draft::new("shared", format!("{}{after}", first.text()))]
        }
        Shape::Clause => vec![Draft::new("shared", format!("{}{after}", first.text()))],
        Shape::NounPhrase | Shape::Gerund => {
            let text: Vec<String> = pieces.iter().map(Piece::text).collect();
            let text = text.join(", ");
            if first.opens_with(&["same", "the"]) && first.has(&["same"]) {
                let noun = text.strip_prefix("the ").unwrap_or(&text);
                return vec![Draft::new("common", format!("the {noun}"))];
            }
            vec![Draft::new("common", text)]
        }
        _ => {
            let text: Vec<String> = pieces.iter().map(Piece::text).collect();
            vec![Draft::new("common", text.join(", "))]
        }
    }
}

/// `both of us did`, `both scooped`, `both first in family` -> `we both ...`, `we are both ...`.
fn both(piece: &mut Piece) {
    let at = piece.tokens.iter().position(|t| t.any(&["both"]));
    let Some(at) = at.filter(|&a| a <= 1) else { return };
    let has_we = piece.tokens[0].is("we");
    let mut rest = piece.tokens[at + 1..].to_vec();
    if rest.len() > 2 && rest[0].is("of") && rest[1].any(&["us"]) {
        rest.drain(..2);
    }
    if rest.is_empty() || (at == 1 && !has_we) {
        return;
    }
    let place = piece.tokens[0].span.start;
    let make = |text: &str, tag: Tag| {
        let mut t = Token::word(text, place..place);
        t.tag = tag;
        t
    };
    let verb = rest
        .iter()
        .find(|t| t.tag != Tag::Adv)
        .is_some_and(|t| t.tag.finite() || t.tag == Tag::Base || lexicon_plain(t));
    let mut tokens = if verb {
        vec![make("we", Tag::Pro), make("both", Tag::Adv)]
    } else {
        vec![make("we", Tag::Pro), make("are", Tag::Be), make("both", Tag::Adv)]
    };
    tokens.append(&mut rest);
    let verb = tokens.iter().position(|t| t.tag.finite());
    *piece = Piece {
        shape: Shape::Clause,
        tokens,
        subject: Subject::We,
        verb,
        ..piece.clone()
    };
}

fn lexicon_plain(token: &Token) -> bool {
    token.tag == Tag::Participle && crate::lexicon::lexicon().is_verb(&token.lower, crate::lexicon::VerbForm::Past)
}

/// A kindness.
pub(super) fn thanks(point: &Point, cx: &Context) -> Vec<Draft> {
    let reading = Reading::of(&point.text, PointKind::Thanks, cx);
    if reading.unsure || reading.pieces.is_empty() {
        return Vec::new();
    }
    if let Some(text) = super::together::addressed(&reading.pieces) {
        return vec![Draft::new("feel", text)];
    }
    // "slipped my mind", "caught my eye": nobody's kindness.
    let idiom = |p: &Piece| {
        p.tokens
            .windows(2)
            .any(|w| w[0].is("my") && w[1].any(&["mind", "eye", "attention", "day", "fault", "nerves", "head"]))
    };
    if reading.pieces.iter().any(idiom) {
        return Vec::new();
    }
    let mut bases: Vec<String> = Vec::new();
    let mut gerunds: Vec<String> = Vec::new();
    let mut nouns: Vec<String> = Vec::new();
    let mut extra = String::new();
    let mut further = String::new();
    for (i, piece) in reading.pieces.iter().enumerate() {
        if piece.confidence == Confidence::Unsure || piece.lead == Lead::Arrow {
            return Vec::new();
        }
        let mut tokens = piece.tokens.clone();
        if i == 0
            && tokens[0].tag == Tag::Prep
            && let Some(you) = tokens
                .iter()
                .position(|t| t.is("you") && t.tag == Tag::Pro)
                .filter(|&k| tokens.get(k + 1).is_some_and(|t| t.tag.finite()))
        {
            tokens.rotate_left(you);
        }
        if i == 0 && tokens.len() > 2 && tokens[0].is("for") {
            tokens.remove(0);
            let again = read(tokens.clone(), Lead::Start, PointKind::Thanks, None);
            if matches!(again.shape, Shape::Gerund | Shape::NounPhrase) {
                nouns.push(if tokens[0].lower.ends_with("ing") {
                    again.bare()
                } else {
                    again.text()
                });
                continue;
            }
        }
        let piece = &Piece {
            tokens: tokens.clone(),
            ..piece.clone()
        };
        let reader = tokens.first().is_some_and(|t| t.is("you")) && piece.subject == Subject::Reader;
        if reader {
            tokens.remove(0);
        }
        if i > 0 && piece.shape == Shape::ThirdVerb {
            continue;
        }
        let verbal = reader
            || matches!(piece.shape, Shape::PastVerb | Shape::ThirdVerb)
            || piece.shape == Shape::Participle && i == 0
            || piece.shape == Shape::Imperative && i == 0;
        if tokens.first().is_some_and(|t| t.is("had")) && tokens.get(1).is_some_and(|t| t.tag == Tag::Participle) {
            tokens.remove(0);
        }
        if verbal
            && tokens
                .first()
                .is_some_and(|t| t.tag.finite() || t.tag == Tag::Adv || matches!(t.tag, Tag::Participle | Tag::Base))
        {
            if tokens.iter().any(|t| t.tag == Tag::Do) && tokens.iter().any(|t| t.is("not")) {
                return Vec::new();
            }
            object_to_me(&mut tokens);
            if tokens.len() == 2 && tokens[1].is("me") {
                return Vec::new();
            }
            let (Some(base), Some(gerund)) = (vp::put(&tokens, Form::Base), vp::put(&tokens, Form::Gerund)) else {
                return Vec::new();
            };
            bases.push(render::text(&base));
            gerunds.push(render::text(&gerund));
            continue;
        }
        match piece.shape {
            _ if i == 0
                && piece.tokens.len() > 2
                && piece.opens_with(&["kind", "nice", "generous", "patient", "gracious", "lovely"])
                && piece.tokens[1].any(&["about", "to", "with", "enough"]) =>
            {
                bases.push(format!("be {}", piece.text()));
                gerunds.push(format!("being {}", piece.text()));
            }
            Shape::NounPhrase if gerunds.is_empty() => nouns.push(piece.text()),
            Shape::NounPhrase if piece.lead == Lead::Strong => {
                extra.push_str(": ");
                extra.push_str(&piece.bare());
            }
            Shape::NounPhrase if extra.starts_with(": ") => {
                extra.push_str(", ");
                extra.push_str(&piece.bare());
            }
            Shape::NounPhrase
                if piece
                    .tokens
                    .iter()
                    .any(|t| crate::lexicon::lexicon().noun(&t.lower).is_some_and(|n| n.time())) =>
            {
                extra.push_str(", and for ");
                extra.push_str(&piece.text());
            }
            Shape::NounPhrase if !super::complement::hangs_on(piece) && gerunds.len() == 1 => {
                match super::complement::aside(&extra, piece) {
                    Some(text) => extra.push_str(&text),
                    None if super::complement::limits(piece) => return Vec::new(),
                    None => {}
                }
            }
            Shape::NounPhrase => extra.push_str(&tail(piece)),
            Shape::Gerund if gerunds.is_empty() && nouns.is_empty() => nouns.push(piece.text()),
            Shape::Adjectival if i == 0 && piece.opens_with(&["kind", "nice", "generous", "patient", "gracious"]) => {
                bases.push(format!("be {}", piece.text()));
                gerunds.push(format!("being {}", piece.text()));
            }
            Shape::Clause if i == 0 => {
                return vec![Draft::new(
                    "hear",
                    format!(
                        "that {}{}",
                        piece.text(),
                        trailing(&reading.pieces[1..]).unwrap_or_default()
                    ),
                )];
            }
            Shape::Clause if piece.subject != Subject::Me && !gerunds.is_empty() && further.is_empty() => {
                further = format!("It was good to hear that {}.", piece.text());
            }
            Shape::Prepositional | Shape::Relative | Shape::Subordinate | Shape::Participle | Shape::Adjectival => {
                extra.push_str(", ");
                extra.push_str(&piece.text());
            }
            _ => return Vec::new(),
        }
    }
    if !gerunds.is_empty() {
        let glue_for = if gerunds.len() > 1 || gerunds[0].contains(" and ") {
            ", and for "
        } else {
            " and for "
        };
        return vec![Draft {
            tail: further,
            ..Draft::doing(
                "thank",
                format!("{}{extra}", bases.join(", and to ")),
                format!("{}{extra}", gerunds.join(glue_for)),
            )
        }];
    }
    if nouns.is_empty() {
        return Vec::new();
    }
    vec![Draft::new("kind", format!("{}{extra}", render::list(&nouns)))]
}

/// `walked the floor with you` had me for its subject; the thanks are for walking it with me.
fn object_to_me(tokens: &mut [Token]) {
    let mine = tokens.iter().any(|t| t.any(&["me", "my", "us"]));
    if mine {
        return;
    }
    for i in 0..tokens.len() {
        if tokens[i].is("you")
            && i > 0
            && (tokens[i - 1].tag == Tag::Prep || tokens[i - 1].tag.finite())
            && !tokens.get(i + 1).is_some_and(|t| t.tag.finite())
        {
            tokens[i].set("me");
            tokens[i].tag = Tag::Obj;
        }
    }
}

/// Advice I was given.
pub(super) fn advice(point: &Point, cx: &Context) -> Vec<Draft> {
    let reading = Reading::of(&point.text, PointKind::Advice, cx);
    let mut pieces = reading.pieces;
    if pieces.is_empty() {
        return Vec::new();
    }
    let lower: Vec<String> = pieces[0].tokens.iter().map(|t| t.lower.clone()).collect();
    let leads: &[&[&str]] = &[
        &["told", "me", "to"],
        &["said", "to"],
        &["suggested", "i"],
        &["told", "me"],
        &["he", "said"],
        &["she", "said"],
        &["they", "said"],
        &["said"],
        &["to"],
        &["me"],
        &["to", "me"],
        &["said", "to", "me"],
        &["she", "told", "me", "to"],
        &["he", "told", "me", "to"],
        &["says", "to"],
        &["advised", "me", "to"],
    ];
    if let Some(lead) = leads
        .iter()
        .filter(|l| lower.len() > l.len() && lower.iter().zip(l.iter()).all(|(a, b)| a == b))
        .max_by_key(|l| l.len())
    {
        let mut tokens = pieces[0].tokens[lead.len()..].to_vec();
        if tokens[0].tag == Tag::Plain {
            tokens[0].tag = Tag::Base;
        }
        pieces[0] = read(tokens, Lead::Start, PointKind::Advice, None);
    }
    let first = &pieces[0];
    let negated = first.tokens.first().is_some_and(|t| t.is("do")) && first.tokens.get(1).is_some_and(|t| t.is("not"));
    let imperative = matches!(first.shape, Shape::Imperative)
        || negated
        || first
            .tokens
            .first()
            .is_some_and(|t| t.tag == Tag::Base || t.is("never") || t.is("always"))
            && first.shape != Shape::Clause;
    let whole: Vec<String> = pieces.iter().map(Piece::text).collect();
    let only_trailing = pieces[1..].iter().all(|p| {
        !matches!(
            p.shape,
            Shape::Clause | Shape::ThirdVerb | Shape::PastVerb | Shape::Quote | Shape::Other
        ) && p.lead != Lead::Arrow
    });
    let mut out = Vec::new();
    if imperative
        && only_trailing
        && let Some(after) = trailing_imperatives(&pieces[1..])
    {
        let text = if negated {
            format!("not to {}", render::text(&first.tokens[2..]))
        } else {
            first.text()
        };
        if negated {
            out.push(Draft::new("counsel", format!("{}{after}", first.text())));
            let _ = text;
        } else {
            out.push(Draft {
                base: format!("{text}{after}"),
                ..Draft::new("advice", "")
            });
        }
    }
    if pieces.iter().all(|p| p.lead != Lead::Arrow && p.shape != Shape::Other) && out.is_empty() {
        let text = whole.join(", ");
        out.push(Draft::new("counsel", text));
    }
    out
}

fn trailing_imperatives(pieces: &[Piece]) -> Option<String> {
    let mut out = String::new();
    for (i, piece) in pieces.iter().enumerate() {
        match piece.shape {
            Shape::Imperative | Shape::PlainVerb => {
                out.push_str(if i + 1 == pieces.len() { " and " } else { ", " });
                out.push_str(&piece.text());
            }
            Shape::Clause => return None,
            _ => {
                out.push_str(", ");
                out.push_str(&piece.text());
            }
        }
    }
    Some(out)
}

/// A question I answered badly, with the better answer.
pub(super) fn asked(point: &Point, cx: &Context) -> Vec<Draft> {
    let Some(better) = point.better.as_deref().filter(|b| !b.trim().is_empty()) else {
        return Vec::new();
    };
    let topic = Reading::of(&point.text, PointKind::AskedMe, cx);
    let Some(piece) = topic.pieces.first() else {
        return Vec::new();
    };
    let mut tokens = piece.tokens.clone();
    let leads: &[&[&str]] = &[
        &["she", "asked", "me"],
        &["he", "asked", "me"],
        &["they", "asked", "me"],
        &["she", "asked"],
        &["he", "asked"],
        &["they", "asked"],
        &["asked", "me"],
        &["asked"],
        &["asks"],
        &["you", "asked"],
        &["question", "on"],
        &["question", "about"],
        &["the", "question", "about"],
        &["the", "question", "on"],
        &["re"],
    ];
    for _ in 0..2 {
        let lower: Vec<&str> = tokens.iter().map(|t| t.lower.as_str()).collect();
        if let Some(n) = leads
            .iter()
            .filter(|l| lower.len() > l.len() && lower.iter().zip(l.iter()).all(|(a, b)| a == b))
            .map(|l| l.len())
            .max()
        {
            tokens.drain(..n);
        }
    }
    while tokens.len() > 1 && tokens[0].any(&["about", "on", "re", "for"]) && tokens[0].tag == Tag::Prep {
        tokens.remove(0);
    }
    if tokens.last().is_some_and(|t| t.any(&["question"])) && tokens.len() > 1 {
        if tokens[0].span.is_empty() {
            tokens.remove(0);
        }
        tokens.pop();
    }
    uninvert(&mut tokens);
    let piece = read(tokens, Lead::Start, PointKind::AskedMe, None);
    let wh = piece.shape == Shape::WhClause || piece.opens_with(&["if", "whether", "when"]);
    // Anything after the topic belongs to it only when it is a phrase.
    let mut topic_text = piece.text();
    for p in &topic.pieces[1..] {
        match p.shape {
            Shape::NounPhrase | Shape::Prepositional | Shape::Participle if p.lead == Lead::Comma => {
                topic_text.push_str(", ");
                topic_text.push_str(&p.text());
            }
            _ => {}
        }
    }
    if topic_text.is_empty() {
        return Vec::new();
    }
    // "Why I left Corvid": there "they" are Corvid, and stay so.
    let names_another = point
        .text
        .split_whitespace()
        .any(|w| w.len() > 1 && w.starts_with(char::is_uppercase));
    let Some((answer, noun)) = answer(better, names_another, cx) else {
        return Vec::new();
    };
    let second = Draft {
        answer: answer.clone(),
        ..Draft::new(if wh { "wh" } else { "topic" }, &topic_text)
    };
    let mut out = Vec::new();
    if noun {
        out.push(Draft {
            answer,
            ..Draft::new(if wh { "wh-noun" } else { "topic-noun" }, &topic_text)
        });
    }
    out.push(second);
    out
}

/// `how would I` -> `how I would`: an indirect question keeps the order of a statement.
fn uninvert(tokens: &mut Vec<Token>) {
    // "how do I verify" -> "how I verify"
    if tokens.len() > 3 && tokens[0].tag == Tag::Wh && tokens[1].is("do") && tokens[2].any(&["i", "we", "you", "they"])
    {
        tokens.remove(1);
    }
    if tokens.len() > 3
        && tokens[0].tag == Tag::Wh
        && matches!(tokens[1].tag, Tag::Modal | Tag::Do)
        && tokens[2].tag == Tag::Pro
        && tokens[1].any(&["would", "could", "should", "can", "will"])
    {
        tokens.swap(1, 2);
    }
}

/// The better answer as it can stand after a colon, and whether it is a noun phrase that can follow "is".
///
/// Who "they" are in it must be known: the topic named somebody else, or it is asked about.
fn answer(better: &str, names_another: bool, cx: &Context) -> Option<(String, bool)> {
    // "water on deck = free surface"
    let better = better.replace(" = ", " is ");
    let reading = Reading::of(&better, PointKind::AskedMe, cx);
    if reading.pieces.is_empty() {
        return None;
    }
    let others: &[&str] = if names_another {
        &["she", "he", "you"]
    } else {
        &["we", "she", "he", "they", "you"]
    };
    if reading.pieces[0].opens_with(others) && reading.pieces[0].shape == Shape::Clause {
        return None;
    }
    let mut text = String::new();
    for (i, piece) in reading.pieces.iter().enumerate() {
        if i > 0 {
            text.push_str(match piece.lead {
                Lead::Join => " and ",
                Lead::Or => " or ",
                Lead::Contrast => ", but ",
                Lead::Strong => "; ",
                Lead::Arrow => return None,
                _ => ", ",
            });
        }
        let mut words = piece.bare();
        if words.starts_with("because ") && i == 0 {
            words = words.split_off("because ".len());
        }
        text.push_str(&words);
    }
    // "real story is", "proper one is" lost their first word, and "not sandflies" is only half an answer.
    for lead in [
        "one is ",
        "story is ",
        "word is ",
        "thing is ",
        "reason is ",
        "to say that ",
        "to say ",
    ] {
        if let Some(rest) = text.strip_prefix(lead) {
            text = rest.to_owned();
        }
    }
    if text.starts_with("not ")
        || text.starts_with("must be ")
        || text.split(',').next().is_some_and(|c| c.matches(" is ").count() > 1)
    {
        return None;
    }
    for lead in ["I would say; ", "I would say, ", "correct; ", "correct, "] {
        if let Some(rest) = text.strip_prefix(lead) {
            text = rest.to_owned();
        }
    }
    let first = &reading.pieces[0];
    let noun = reading.pieces.len() == 1
        && first
            .tokens
            .first()
            .is_some_and(|t| !t.span.is_empty() && (t.tag == Tag::Det || t.tag == Tag::Plural || t.tag == Tag::Proper))
        && first.shape == Shape::NounPhrase
        && first.confidence == Confidence::Sure
        && !first.tokens.iter().any(|t| t.kind == Kind::Open);
    Some((text, noun))
}
