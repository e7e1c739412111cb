//! What is mine: what I told or showed, forgot, promised, and why I want it.

#![expect(
    clippy::too_many_lines,
    clippy::match_same_arms,
    reason = "one arm a case, each with its own example, reads as the table it is"
)]

use super::closed;
use super::complement::{further, noun_list, tail};
use super::read::{Lead, Piece, Subject, read, trails};
use super::tag::Tag;
use super::token::{Kind, Token};
use super::turn::turn;
use super::vp::{self, Form};
use super::{Confidence, Context, Draft, Reading, Shape, render};
use crate::lexicon::lexicon;
use crate::model::{Point, PointKind};

fn word(text: &str, tag: Tag, at: usize) -> Token {
    let mut token = Token::word(text, at..at);
    token.tag = tag;
    token
}

/// Puts "I" before a verb that lacks its subject.
fn with_i(piece: &mut Piece) {
    let at = piece.tokens[0].span.start;
    piece.tokens.insert(0, word("I", Tag::Pro, at));
    piece.shape = Shape::Clause;
    piece.subject = Subject::Me;
    piece.verb = piece.verb.map(|v| v + 1);
}

/// Everything after the first piece, each part joined by what it is. `None` where one does not fit.
fn rest(pieces: &[Piece]) -> Option<String> {
    let mut out = String::new();
    for piece in pieces {
        if piece.confidence == Confidence::Unsure || piece.lead == Lead::Arrow {
            return None;
        }
        let text = piece.text();
        match piece.shape {
            Shape::Clause => {
                let glue = if piece.lead == Lead::Contrast {
                    ", but "
                } else {
                    ", and "
                };
                out.push_str(glue);
                out.push_str(&text);
            }
            Shape::NounPhrase => match piece.tokens.first() {
                // "clean license" after a clause: the article put in was a guess at "the".
                Some(the) if the.span.is_empty() && the.is("the") => {
                    let bare = piece.bare();
                    let article = if render::vowel_sound(&bare) { "an" } else { "a" };
                    out.push_str(", with ");
                    out.push_str(article);
                    out.push(' ');
                    out.push_str(&bare);
                }
                _ => {
                    let more = further(&out, tail(piece));
                    out.push_str(&more);
                }
            },
            Shape::Gerund
            | Shape::Participle
            | Shape::Prepositional
            | Shape::Adjectival
            | Shape::Relative
            | Shape::Subordinate => {
                out.push_str(", ");
                out.push_str(&text);
            }
            Shape::Other if trails(piece) => {
                out.push_str(", ");
                out.push_str(&text);
            }
            _ => return None,
        }
    }
    Some(out)
}

/// `told Farah and Nikhil both about`, `explained to you the swap`: whom I told is the reader, whoever else heard it.
pub(super) fn recipients(tokens: &mut Vec<Token>) {
    for start in 0..tokens.len() {
        let telling =
            tokens[start].tag.finite() && vp::lemma(&tokens[start]).is_some_and(|l| closed::TELL.contains(&l));
        if !telling {
            continue;
        }
        let mut end = start + 1;
        let mut reader = false;
        let mut people = 0;
        while let Some(t) = tokens.get(end) {
            if t.is("of") && people > 0 && tokens.get(end + 1).is_some_and(|n| n.is("the")) {
                end += 3;
                reader = true;
                continue;
            }
            let initial = tokens
                .get(end + 1)
                .is_some_and(|n| n.is_word() && n.text.len() == 1 && n.capital && n.text != "I");
            if t.is_word() && t.text.len() == 1 && t.capital && people > 0 && t.text != "I" {
                end += 1;
                continue;
            }
            let person = t.tag == Tag::Proper && t.is_word()
                || t.is_word() && lexicon().given_name(&t.lower).is_some() && t.capital;
            let next_also = tokens.get(end + 1).is_some_and(|n| n.is("you") || n.tag == Tag::Proper);
            if t.is("you") {
                reader = true;
                people += 1;
            } else if t.any(&["both", "them"])
                || person
                    && (people > 0
                        || initial
                        || tokens
                            .get(end + 1)
                            .is_some_and(|n| n.any(&["about", "and", "both", "how", "that", "i", "my"])))
            {
                people += 1;
            } else if !(t.any(&["and"]) && people > 0 && next_also
                || t.is("of") && people > 0 && tokens.get(end + 1).is_some_and(|n| n.any(&["them", "you"]))
                || t.is("to") && people == 0 && end == start + 1 && next_also)
            {
                break;
            }
            end += 1;
        }
        if people > 1 || people == 1 && end > start + 2 && reader {
            let at = tokens[start].span.end;
            tokens.splice(start + 1..end, [word("you", Tag::Obj, at)]);
        }
        return;
    }
}

/// What I told or showed them.
pub(super) fn mine(point: &Point, cx: &Context) -> Vec<Draft> {
    let reading = Reading::of(&point.text, PointKind::Mine, cx);
    let mut pieces = reading.pieces;
    if reading.unsure || pieces.is_empty() || pieces.iter().any(|p| p.confidence == Confidence::Unsure) {
        return Vec::new();
    }
    if let Some(drafts) = told(&pieces) {
        return drafts;
    }
    let verb = pieces[0].tokens.iter().find(|t| t.tag != Tag::Adv && !t.is("i"));
    let lemma = verb.filter(|t| t.tag.finite()).and_then(vp::lemma).unwrap_or("");
    let opens = pieces[0].shape == Shape::PastVerb || pieces[0].opens_with(&["i"]) && pieces[0].subject == Subject::Me;
    if opens && closed::TELL.contains(&lemma) {
        // "showed me the whole thing" was theirs after all; "said my README was good" too.
        if pieces[0].has(&["me", "us"]) {
            return super::theirs::thanks(point, cx);
        }
        if lemma == "say" && !pieces[0].opens_with(&["i"]) {
            return super::moment::drafts(point, cx);
        }
        return Vec::new();
    }
    if opens
        && lemma == "do"
        && pieces[0]
            .verb
            .is_some_and(|v| pieces[0].tokens.get(v + 1).is_some_and(|t| t.tag == Tag::Prep))
    {
        return Vec::new();
    }
    // "ran the conduit job at Mercy, told you about the ICU shutdown"
    if let [first, second, ..] = pieces.as_slice()
        && matches!(first.shape, Shape::PastVerb)
        && let Some(mut drafts) = told(&pieces[1..])
        && second.shape == Shape::PastVerb
        && let Some(gerund) = vp::put(&first.tokens, Form::Gerund)
    {
        for draft in &mut drafts {
            if let (Some(b), Some(g)) = (
                draft.base.strip_prefix("tell you about "),
                draft.gerund.strip_prefix("telling you about "),
            ) {
                let text = render::text(&gerund);
                let (b, g) = (
                    format!("tell you about {text} and about {b}"),
                    format!("telling you about {text} and about {g}"),
                );
                draft.base = b;
                draft.gerund = g;
            }
        }
        return drafts;
    }
    let first = &mut pieces[0];
    match first.shape {
        Shape::PastVerb if liking(first) => {
            first.tokens.insert(0, word("you", Tag::Pro, 0));
            first.shape = Shape::Clause;
            first.subject = Subject::Reader;
        }
        Shape::PastVerb | Shape::PlainVerb | Shape::ModalVerb => with_i(first),
        Shape::Imperative => {
            for token in &mut first.tokens {
                if token.tag == Tag::Base {
                    token.tag = Tag::Plain;
                    break;
                }
            }
            with_i(first);
        }
        _ => {}
    }
    subjectless_after_me(&mut pieces);
    let Some(after) = rest(&pieces[1..]) else {
        return Vec::new();
    };
    let first = &pieces[0];
    let text = first.text();
    match first.shape {
        Shape::Clause if first.subject == Subject::Reader && liking(first) => {
            vec![Draft::new("youliked", format!("{text}{after}"))]
        }
        Shape::Clause if first.subject == Subject::Reader => vec![Draft::new("hear", format!("that {text}{after}"))],
        Shape::Clause => vec![Draft::new("mine", format!("{text}{after}"))],
        Shape::NounPhrase => {
            let run = pieces
                .iter()
                .take_while(|p| p.shape == Shape::NounPhrase && !trails(p))
                .count();
            let Some(after) = rest(&pieces[run..]) else {
                return Vec::new();
            };
            let list = noun_list(&pieces[..run]);
            vec![Draft::doing(
                "tell",
                format!("tell you about {list}{after}"),
                format!("telling you about {list}{after}"),
            )]
        }
        Shape::Gerund => vec![Draft::doing(
            "tell",
            format!("tell you about {text}{after}"),
            format!("telling you about {text}{after}"),
        )],
        Shape::WhClause => vec![Draft::doing(
            "tell",
            format!("tell you {text}{after}"),
            format!("telling you {text}{after}"),
        )],
        Shape::Adjectival | Shape::Participle
            if first.opens_with(&["excited", "happy", "keen", "ready", "willing", "glad"]) =>
        {
            vec![Draft::new("mine", format!("I am {text}{after}"))]
        }
        _ => Vec::new(),
    }
}

fn liking(piece: &Piece) -> bool {
    piece
        .tokens
        .iter()
        .find(|t| t.tag.finite())
        .and_then(vp::lemma)
        .is_some_and(|l| matches!(l, "like" | "love" | "want" | "enjoy"))
        && piece.has(&["my", "me"])
}

fn subjectless_after_me(pieces: &mut [Piece]) {
    for i in 1..pieces.len() {
        let me = pieces[..i].iter().any(|p| p.subject == Subject::Me);
        if me && matches!(pieces[i].shape, Shape::PastVerb | Shape::ModalVerb | Shape::PlainVerb) {
            with_i(&mut pieces[i]);
        }
    }
}

/// `told you about ...`, `showed you my ...`, `I explained ...`: an act of telling, with or without its subject.
fn told(pieces: &[Piece]) -> Option<Vec<Draft>> {
    let first = pieces.first()?;
    let start = usize::from(first.tokens.first()?.is("i"));
    let skip = start + first.tokens[start..].iter().take_while(|t| t.tag == Tag::Adv).count();
    let verb = first.tokens.get(skip)?;
    if !matches!(verb.tag, Tag::Past | Tag::Have) || (start == 0 && !matches!(first.shape, Shape::PastVerb)) {
        return None;
    }
    let lemma = vp::lemma(verb)?;
    if !closed::TELL.contains(&lemma) {
        return None;
    }
    let mut at = skip + 1;
    // To whom: the reader, perhaps with others.
    let mut whom = String::new();
    while let Some(token) = first.tokens.get(at) {
        if token.any(&["you", "both", "them", "everyone", "everybody", "him", "her"])
            || token.tag == Tag::Proper
                && whom.is_empty()
                && lemma != "explain"
                && lexicon().given_name(&token.lower).is_some()
        {
            if token.is("you") || whom.is_empty() {
                "you".clone_into(&mut whom);
            }
            at += 1;
        } else if token.is("and")
            && first
                .tokens
                .get(at + 1)
                .is_some_and(|t| t.is("you") || t.tag == Tag::Proper && !whom.is_empty())
            && !whom.is_empty()
        {
            at += 1;
        } else {
            break;
        }
    }
    let mut tokens: Vec<Token> = first.tokens[at..].to_vec();
    if tokens.is_empty() {
        return None;
    }
    let recipient = " you";
    let whom_given = whom == "you";
    if tokens[0].any(&["me", "us"]) {
        return None;
    }
    if lemma == "explain" && tokens.len() > 2 && tokens[0].is("to") && tokens[1].is("you") {
        tokens.drain(..2);
    }
    let _ = whom_given;
    let head = if tokens[0].any(&["about", "regarding"]) && matches!(lemma, "tell" | "talk") {
        tokens.remove(0);
        " about "
    } else {
        " "
    };
    if matches!(lemma, "show" | "share" | "bring" | "describe" | "explain")
        && !tokens[0].any(&["how", "why", "what", "that"])
    {
        super::tag::tag(&mut tokens, super::tag::Mood::Phrase);
    }
    let mut body = read(tokens, first.lead, PointKind::Mine, None);
    if body.confidence == Confidence::Unsure {
        return None;
    }
    if lemma == "say" {
        // "said I've done six years": a statement, as I said.
        return matches!(body.shape, Shape::Clause)
            .then(|| rest(&pieces[1..]).map(|after| vec![Draft::new("mine", format!("{}{after}", body.text()))]))?;
    }
    let mut index = 1;
    let words = match body.shape {
        Shape::NounPhrase => {
            let mut nouns = vec![body];
            while let Some(p) = pieces.get(index).filter(|p| p.shape == Shape::NounPhrase && !trails(p)) {
                nouns.push(p.clone());
                index += 1;
            }
            body = nouns[0].clone();
            let list = noun_list(&nouns);
            if lemma == "tell" && head == " " {
                format!("about {list}")
            } else {
                list
            }
        }
        Shape::Clause if head == " " => format!("that {}", body.text()),
        Shape::WhClause | Shape::Gerund => body.text(),
        _ if head == " about " && !matches!(body.shape, Shape::Clause) => body.text(),
        _ => return None,
    };
    let _ = &body;
    let mut after_pieces: Vec<Piece> = pieces[index..].to_vec();
    subjectless_after_me(&mut after_pieces);
    // "you liked the margin notes": glad of it, not told.
    let mut after = String::new();
    let mut tail_sentence = String::new();
    for piece in &after_pieces {
        let you = piece.shape == Shape::Clause && piece.subject == Subject::Reader;
        if you
            && piece
                .tokens
                .iter()
                .find(|t| t.tag.finite())
                .and_then(vp::lemma)
                .is_some_and(|l| matches!(l, "like" | "love" | "want" | "enjoy" | "ask"))
        {
            tail_sentence = format!("I was glad that {}.", piece.text());
        } else {
            after.push_str(&rest(std::slice::from_ref(piece))?);
        }
    }
    let verb_words = |form: &str| -> String {
        let showing = matches!(lemma, "show" | "tell" | "bring");
        let to = if showing {
            recipient
        } else if lemma == "walk" && words.starts_with("through") {
            " you"
        } else {
            ""
        };
        format!("{form}{to}{head}{words}{after}")
    };
    let verb_entry = vp::verb_of(verb)?;
    let mut draft = Draft::doing(
        "tell",
        verb_words(verb_entry.lemma),
        verb_words(&crate::lexicon::gerund(&verb_entry)),
    );
    draft.tail = tail_sentence;
    Some(vec![draft])
}

const FORGOT: &[&str] = &[
    "forgot to tell them both",
    "forgot to tell both of them",
    "forgot to mention to anybody that",
    "forgot to mention to anyone that",
    "forgot to mention that",
    "forgot to mention",
    "forgot to say that",
    "forgot to say",
    "forgot 2 tell you",
    "forgot to tell you that",
    "forgot to tell you",
    "should have told you",
    "should have said",
    "should have mentioned",
    "never said how",
    "never said",
    "did not tell you that",
    "did not tell you",
    "never told you that",
    "never told you",
    "did not mention that",
    "did not say that",
    "never mentioned",
    "forgot",
    "did not mention",
    "did not say",
];

/// Something I forgot to say.
pub(super) fn forgot(point: &Point, cx: &Context) -> Vec<Draft> {
    let reading = Reading::of(&point.text, PointKind::Forgot, cx);
    let mut pieces = reading.pieces;
    if reading.unsure {
        return Vec::new();
    }
    strip_forgot(&mut pieces);
    // "should have told Ray I speak Spanish": to whom is no part of it.
    if let Some(first) = pieces.first_mut()
        && first.tokens.len() > 2
        && first.tokens[0].is("you")
        && first.tokens[1].any(&["i", "my", "about", "that"])
    {
        let tokens = first.tokens[1..].to_vec();
        *first = read(tokens, first.lead, PointKind::Forgot, None);
    }
    pieces.retain(|p| {
        !(p.tokens.len() <= 2 && p.has(&["did", "not"]) && p.tokens.iter().all(|t| t.any(&["did", "not", "but"])))
    });
    // "didn't come up", "never came up", "if possible" say nothing more.
    pieces.retain(|p| !(p.has(&["came", "come"]) && p.has(&["up"]) && p.tokens.len() <= 5));
    if pieces.is_empty() || pieces.iter().any(|p| p.confidence == Confidence::Unsure) {
        return Vec::new();
    }
    let first = &mut pieces[0];
    match first.shape {
        Shape::PastVerb | Shape::ModalVerb | Shape::PlainVerb => with_i(first),
        Shape::Imperative => {
            first.tokens[0].tag = Tag::Plain;
            with_i(first);
        }
        Shape::NounPhrase | Shape::Clause => state(first),
        Shape::Adjectival | Shape::Participle => {
            let have_been = first.has(&["since", "for"]) && first.tokens.iter().any(Token::has_digit);
            let at = first.tokens[0].span.start;
            let verb: &[(&str, Tag)] = if have_been {
                &[("have", Tag::Have), ("been", Tag::Participle)]
            } else {
                &[("am", Tag::Be)]
            };
            for (k, (text, tag)) in verb.iter().enumerate() {
                first.tokens.insert(k, word(text, *tag, at));
            }
            with_i(first);
        }
        _ => {}
    }
    subjectless_after_me(&mut pieces);
    name_it(&mut pieces);
    let first = &pieces[0];
    let Some(after) = rest(&pieces[1..]) else {
        return Vec::new();
    };
    let text = first.text();
    match first.shape {
        Shape::Clause => vec![
            Draft::new("forgot", format!("that {text}{after}")),
            Draft::new("omitted", format!("{text}{after}")),
        ],
        Shape::NounPhrase => {
            let text = if first.first().is_some_and(|t| t.tag == Tag::Det && !t.is("the"))
                || first.tokens[0].tag == Tag::Proper
            {
                text
            } else {
                format!("my {}", text.strip_prefix("the ").unwrap_or(&text))
            };
            vec![Draft::new("forgot", format!("{text}{after}"))]
        }
        Shape::WhClause => vec![Draft::new("forgot", format!("{text}{after}"))],
        Shape::Gerund => vec![Draft::new("forgot", format!("{text}{after}"))],
        _ => Vec::new(),
    }
}

fn strip_forgot(pieces: &mut Vec<Piece>) {
    for _ in 0..2 {
        let mut done = true;
        for k in 0..pieces.len() {
            let text: Vec<String> = pieces[k].tokens.iter().map(|t| t.lower.clone()).collect();
            let start = usize::from(text.first().is_some_and(|w| w == "i"));
            for lead in FORGOT {
                let lead: Vec<&str> = lead.split(' ').collect();
                if text.len() > start + lead.len() && text[start..].iter().zip(&lead).all(|(a, b)| a == b)
                    || text.len() == start + lead.len()
                        && text[start..].iter().zip(&lead).all(|(a, b)| a == b)
                        && pieces.len() > 1
                {
                    let rest = pieces[k].tokens[start + lead.len()..].to_vec();
                    // "CPA exam - 1 section left, forgot to tell her ...": what stands before is part of it.
                    if rest.is_empty() {
                        pieces.remove(k);
                    } else {
                        let keep_wh = lead.last() == Some(&"how");
                        let rest = if keep_wh {
                            pieces[k].tokens[start + lead.len() - 1..].to_vec()
                        } else {
                            rest
                        };
                        let lead = pieces[k].lead;
                        pieces[k] = read(rest, lead, PointKind::Forgot, None);
                        if k > 0 && pieces[k].shape == Shape::Clause {
                            pieces[..=k].rotate_right(1);
                        }
                    }
                    done = false;
                    break;
                }
            }
            if !done {
                break;
            }
        }
        if done {
            break;
        }
    }
}

/// `CPA exam - 1 section left, forgot to tell her I sit for it in May`: "it" is what stood before.
fn name_it(pieces: &mut Vec<Piece>) {
    if pieces.len() < 2
        || pieces[0].shape != Shape::Clause
        || pieces[1].shape != Shape::NounPhrase
        || pieces[1].lead != Lead::Start
    {
        return;
    }
    let Some(at) = pieces[0].tokens.iter().position(|t| t.is("it")) else {
        return;
    };
    let noun = pieces.remove(1).tokens;
    pieces[0].tokens.splice(at..=at, noun);
}

/// `ACLS renewed June` -> `my ACLS was renewed in June`; `OSHA card good through 2027` -> `my OSHA card is good ...`.
fn state(piece: &mut Piece) {
    let tokens = &mut piece.tokens;
    if tokens.iter().any(|t| {
        matches!(
            t.tag,
            Tag::Pro | Tag::Be | Tag::Have | Tag::Modal | Tag::Third | Tag::Plain
        )
    }) {
        return;
    }
    let had_the = tokens.first().is_some_and(|t| t.is("the"));
    let at = tokens
        .iter()
        .position(|t| matches!(t.tag, Tag::Adj | Tag::Participle | Tag::Past) && t.is_word());
    let Some(at) = at.filter(|&a| a > usize::from(had_the)) else {
        return;
    };
    let followed = tokens
        .get(at + 1)
        .is_none_or(|t| matches!(t.tag, Tag::Prep | Tag::Sub | Tag::Proper | Tag::Adv | Tag::Num) || !t.is_word());
    if !followed || !(tokens[at - 1].tag.nominal() || tokens[at - 1].tag == Tag::Num) {
        return;
    }
    let plural = tokens[..at]
        .iter()
        .rev()
        .find(|t| t.tag.nominal())
        .is_some_and(|t| t.tag == Tag::Plural);
    let be = match (tokens[at].tag, plural) {
        (Tag::Adj, false) => "is",
        (Tag::Adj, true) => "are",
        (_, false) => "was",
        (_, true) => "were",
    };
    let place = tokens[at].span.start;
    tokens.insert(at, word(be, Tag::Be, place));
    if had_the {
        tokens[0] = word("my", Tag::Det, place);
    } else if tokens[0].tag != Tag::Det {
        tokens.insert(0, word("my", Tag::Det, place));
    }
    piece.shape = Shape::Clause;
    piece.subject = Subject::Me;
}

const PROMISED: &[&str] = &[
    "promised to send",
    "promised to share",
    "promised to",
    "promised",
    "offered to",
    "said i would",
    "said i will",
    "still need to",
    "need to",
    "have to",
    "going to",
    "am going to",
    "i am going to",
    "i will",
    "will",
    "to",
    "owe",
    "i owe",
    "must",
    "i am to",
    "i said i would",
    "told you i would",
    "told you both i would",
];

/// What I promised, with when.
pub(super) fn promised(point: &Point, cx: &Context) -> Vec<Draft> {
    let mut tokens = super::prepared(&point.text, PointKind::Promised, cx);
    if turn(&mut tokens, cx).unsure || tokens.is_empty() {
        return Vec::new();
    }
    while tokens.len() > 1 && !tokens[0].is_word() && tokens[0].kind != Kind::Quote {
        tokens.remove(0);
    }
    let lower: Vec<String> = tokens.iter().map(|t| t.lower.clone()).collect();
    let lead = PROMISED
        .iter()
        .map(|l| l.split(' ').collect::<Vec<_>>())
        .filter(|l| lower.len() > l.len() && lower.iter().zip(l).all(|(a, b)| a == b))
        .max_by_key(Vec::len);
    if let Some(lead) = lead {
        tokens.drain(..lead.len());
        if lead.last().is_some_and(|w| matches!(*w, "promised" | "owe")) {
            to_whom(&mut tokens);
        }
        if tokens.first().is_some_and(|t| t.is("to")) && tokens.len() > 2 && tokens[1].tag == Tag::Base {
            tokens.remove(0);
        }
    }
    let first_due = due_at_start(&mut tokens);
    let Some(mut base) = sending(&mut tokens) else {
        return Vec::new();
    };
    while tokens
        .first()
        .is_some_and(|t| !t.is_word() && !matches!(t.kind, Kind::Quote))
    {
        tokens.remove(0);
    }
    let due_in = first_due.or_else(|| due_at_end(&mut tokens));
    if tokens.is_empty() || tokens.iter().any(|t| t.tag == Tag::Pro && !t.any(&["i", "we", "you"])) {
        return Vec::new();
    }
    super::tag::tag(&mut tokens, super::tag::Mood::Phrase);
    if tokens[0].any(&["copy", "copies", "link", "scan", "pdf", "photo", "list"])
        && tokens[0].tag != Tag::Det
        && tokens.get(1).is_some_and(|t| t.any(&["of", "to"]))
    {
        let at = tokens[0].span.start;
        tokens.insert(0, word(if tokens[0].is("link") { "the" } else { "a" }, Tag::Det, at));
    }
    the_after_of(&mut tokens);
    let mut dropped = Vec::new();
    let items = super::read::pieces(&tokens, PointKind::Promised, &mut dropped);
    let fits = |p: &Piece| {
        matches!(
            p.shape,
            Shape::NounPhrase
                | Shape::WhClause
                | Shape::Quote
                | Shape::Prepositional
                | Shape::Adjectival
                | Shape::Gerund
        ) && p.lead != Lead::Arrow
    };
    if items.is_empty() || !items.iter().all(fits) {
        return Vec::new();
    }
    let mut items = items;
    for item in items.iter_mut().filter(|p| p.shape == Shape::Gerund) {
        let singular = item.tokens.last().is_some_and(|t| t.tag == Tag::Noun);
        if singular && !item.tokens.iter().any(|t| matches!(t.tag, Tag::Det | Tag::Prep)) {
            let at = item.tokens[0].span.start;
            item.tokens.insert(0, word("the", Tag::Det, at));
        }
    }
    let list = materials(&items);
    let due = match point.due.as_deref() {
        Some(words) => due_words(words, cx),
        None => due_in.map(|words| due_words(&words, cx)).unwrap_or_default(),
    };
    let due = if due.is_empty() || list.contains(&due) {
        String::new()
    } else {
        format!(" {due}")
    };
    if base.is_empty() {
        "send you".clone_into(&mut base);
    }
    let text = match list.split_once(": ") {
        Some((head, what)) => format!("{base} {head}{due}: {what}"),
        None => format!("{base} {list}{due}"),
    };
    vec![Draft {
        base: text,
        ..Draft::new("promise", "")
    }]
}

/// Takes off the verb and to whom; returns how the promise is carried out, empty for sending. `None` where it is no promise.
fn sending(tokens: &mut Vec<Token>) -> Option<String> {
    let first = tokens.first()?.clone();
    let lower = first.lower.as_str();
    let is_verb =
        lexicon().is_verb(lower, crate::lexicon::VerbForm::Base) && matches!(first.tag, Tag::Base | Tag::Plain);
    if matches!(
        lower,
        "send" | "share" | "ping" | "forward" | "pass" | "get" | "give" | "bring" | "fwd"
    ) && (is_verb || lower == "send" || lower == "ping" || lower == "fwd")
    {
        tokens.remove(0);
        to_whom(tokens);
        if tokens.first().is_some_and(|t| t.any(&["on", "along", "over"])) {
            tokens.remove(0);
        }
        return Some(String::new());
    }
    if lower == "follow" || lower == "follow-up" {
        tokens.remove(0);
        while tokens.first().is_some_and(|t| t.any(&["up", "with", "you"])) {
            tokens.remove(0);
        }
        return Some(String::new());
    }
    if is_verb
        && tokens.len() > 1
        && (lexicon().noun(lower).is_none() || tokens[1].any(&["you", "my", "the", "off", "over", "up", "a"]))
        && !matches!(lower, "be" | "have" | "do" | "ask" | "clarify" | "check" | "call")
    {
        tokens.remove(0);
        let mut base = lower.to_owned();
        while tokens.first().is_some_and(|t| {
            t.is("you") || matches!(t.tag, Tag::Prep | Tag::Adv) && t.any(&["off", "over", "up", "in", "out", "back"])
        }) {
            base.push(' ');
            base.push_str(&tokens.remove(0).text);
        }
        return Some(base);
    }
    matches!(
        first.tag,
        Tag::Det
            | Tag::Num
            | Tag::Adj
            | Tag::Noun
            | Tag::Plural
            | Tag::Proper
            | Tag::Base
            | Tag::Plain
            | Tag::Gerund
            | Tag::Wh
            | Tag::Past
            | Tag::Participle
            | Tag::None
    )
    .then(String::new)
}

/// `him`, `both`, `Kofi`, now the reader: taken off.
fn to_whom(tokens: &mut Vec<Token>) {
    while tokens.len() > 1
        && (tokens[0].any(&["you", "him", "her", "them", "both", "everyone"]) && tokens[0].tag != Tag::Det
            || tokens[0].tag == Tag::Proper
                && lexicon().given_name(&tokens[0].lower).is_some()
                && !tokens[0].text.contains('\''))
    {
        tokens.remove(0);
    }
}

/// `by fri: my query sheet`
fn due_at_start(tokens: &mut Vec<Token>) -> Option<String> {
    let colon = tokens
        .iter()
        .position(|t| matches!(t.kind, Kind::Colon | Kind::Comma | Kind::Dash))
        .filter(|&c| c <= 3)?;
    if !tokens.first()?.any(&["by", "before", "until"]) || tokens.len() <= colon + 1 {
        return None;
    }
    let words = render::text(&tokens[..colon]);
    tokens.drain(..=colon);
    Some(words)
}

/// `by Friday` at the end of the promise itself.
fn due_at_end(tokens: &mut Vec<Token>) -> Option<String> {
    let at = tokens
        .iter()
        .rposition(|t| t.any(&["by", "before", "until", "till"]))
        .filter(|&a| a > 0 && tokens.len() - a <= 4)?;
    let day = tokens[at + 1..]
        .iter()
        .any(|t| t.tag == Tag::Proper || t.any(&["tomorrow", "tonight", "week", "end", "today"]) || t.has_digit());
    if !day {
        return None;
    }
    let words = render::text(&tokens[at..]);
    tokens.truncate(at);
    while tokens
        .last()
        .is_some_and(|t| matches!(t.kind, Kind::Comma | Kind::Dash))
    {
        tokens.pop();
    }
    Some(words)
}

/// `a copy of state card` -> `a copy of the state card`.
fn the_after_of(tokens: &mut Vec<Token>) {
    let Some(at) = tokens.iter().position(|t| t.is("of")) else {
        return;
    };
    let run: Vec<&Token> = tokens[at + 1..]
        .iter()
        .take_while(|t| t.tag == Tag::Noun || t.tag == Tag::Proper || t.tag == Tag::Adj)
        .collect();
    let singular = run
        .last()
        .is_some_and(|t| t.tag == Tag::Noun && lexicon().noun(&t.lower).is_some_and(|n| n.countable()));
    if singular {
        let place = tokens[at].span.end;
        tokens.insert(at + 1, word("the", Tag::Det, place));
    }
}

/// `2 clips (ferry strike, organ builder)` -> `two clips: the ferry strike and the organ builder`.
fn materials(items: &[Piece]) -> String {
    let Some((first, others)) = items.split_first() else {
        return String::new();
    };
    let open = first
        .tokens
        .iter()
        .position(|t| t.kind == Kind::Open)
        .filter(|&o| o > 0);
    if let Some(open) = open
        && others.is_empty()
        && first.tokens.last().is_some_and(|t| t.kind == Kind::Close)
        && first.tokens[open..]
            .iter()
            .any(|t| t.kind == Kind::Comma || t.is("and"))
    {
        let inner = &first.tokens[open + 1..first.tokens.len() - 1];
        let names: Vec<String> = inner
            .split(|t| t.kind == Kind::Comma)
            .filter(|part| !part.is_empty())
            .map(|part| read(part.to_vec(), Lead::Comma, PointKind::Promised, None).text())
            .collect();
        return format!("{}: {}", render::text(&first.tokens[..open]), render::list(&names));
    }
    let texts: Vec<String> = items.iter().map(Piece::text).collect();
    if others.is_empty() {
        return texts[0].clone();
    }
    if first.counted() && others[0].lead == Lead::Strong {
        return format!("{}: {}", texts[0], render::list(&texts[1..]));
    }
    render::list(&texts)
}

/// The promise's date; words that go stale become the weekday they meant.
fn due_words(due: &str, cx: &Context) -> String {
    let tokens = super::prepared(due, PointKind::Moment, cx);
    let text = render::text(
        &tokens
            .into_iter()
            .filter(|t| !matches!(t.kind, Kind::Stop | Kind::Comma))
            .collect::<Vec<_>>(),
    );
    let lower = text.to_lowercase();
    let day = |n: i64| {
        cx.interview
            .date
            .and_then(|d| d.checked_add(jiff::Span::new().days(n)).ok())
            .map(|d| {
                let name = match d.weekday() {
                    jiff::civil::Weekday::Monday => "Monday",
                    jiff::civil::Weekday::Tuesday => "Tuesday",
                    jiff::civil::Weekday::Wednesday => "Wednesday",
                    jiff::civil::Weekday::Thursday => "Thursday",
                    jiff::civil::Weekday::Friday => "Friday",
                    jiff::civil::Weekday::Saturday => "Saturday",
                    jiff::civil::Weekday::Sunday => "Sunday",
                };
                format!("by {name}")
            })
    };
    if lower.contains("tomorrow") {
        return day(1).unwrap_or_default();
    }
    if lower.contains("today") || lower.contains("tonight") {
        return String::new();
    }
    let prefixed = [
        "by ",
        "on ",
        "before ",
        "until ",
        "in ",
        "within ",
        "next ",
        "this ",
        "no later",
        "not later",
        "at ",
        "over ",
        "after ",
        "as soon",
    ];
    if let Some(rest) = text.strip_prefix("until ").or_else(|| text.strip_prefix("till ")) {
        return format!("by {rest}");
    }
    if prefixed.iter().any(|p| lower.starts_with(p)) {
        text
    } else if let Some(rest) = text
        .strip_suffix(" latest")
        .or_else(|| text.strip_suffix(" at the latest"))
    {
        format!("by {rest} at the latest")
    } else {
        format!("by {text}")
    }
}

/// Why I want it.
pub(super) fn because(point: &Point, cx: &Context) -> Vec<Draft> {
    let reading = Reading::of(&point.text, PointKind::Because, cx);
    let mut pieces = reading.pieces;
    if reading.unsure || pieces.is_empty() {
        return Vec::new();
    }
    if pieces[0].opens_with(&["because", "cause", "why"]) {
        let tokens = pieces[0].tokens[1..].to_vec();
        if tokens.is_empty() {
            pieces.remove(0);
        } else {
            pieces[0] = read(tokens, Lead::Start, PointKind::Because, None);
        }
    }
    if pieces.is_empty() || pieces.iter().any(|p| p.confidence == Confidence::Unsure) {
        return Vec::new();
    }
    match pieces[0].shape {
        Shape::PastVerb | Shape::PlainVerb | Shape::ModalVerb => with_i(&mut pieces[0]),
        Shape::Imperative => {
            pieces[0].tokens[0].tag = Tag::Plain;
            with_i(&mut pieces[0]);
        }
        _ => {}
    }
    subjectless_after_me(&mut pieces);
    let Some(after) = rest(&pieces[1..]) else {
        return Vec::new();
    };
    let text = format!("{}{after}", pieces[0].text());
    match pieces[0].shape {
        Shape::Clause => vec![Draft::new("because", text)],
        Shape::NounPhrase | Shape::Gerund | Shape::WhClause => vec![Draft::new("draws", text)],
        _ => Vec::new(),
    }
}
