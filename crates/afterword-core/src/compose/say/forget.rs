//! What I forgot to say.

#![expect(
    clippy::match_same_arms,
    reason = "arms stand by what they mean, each with its own example"
)]

use super::own::{rest, subjectless_after_me, with_i, word};
use super::read::{Lead, Piece, Subject, read};
use super::tag::Tag;
use super::token::Token;
use super::{Confidence, Context, Draft, Reading, Shape};
use crate::model::{Point, PointKind};

const FORGOT: &[&str] = &[
    "forgot to tell them both",
    "forgot to tell both of them",
    "forgot to mention to anybody that",
    "forgot to mention to anyone that",
    "forgot to mention that",
    "forgot to mention",
    "to say that",
    "to say",
    "to mention that",
    "to mention",
    "to tell you that",
    "to tell you",
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
