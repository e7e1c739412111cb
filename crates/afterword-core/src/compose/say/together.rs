//! What passed between us: things we did together, my questions and their answers, words that stayed with me.

use super::complement::complement;
use super::read::{Lead, Piece, Subject, read};
use super::tag::Tag;
use super::vp::{self, Form};
use super::{Confidence, Draft, Shape, cues, moment, render};
use crate::model::PointKind;

/// `we compared notes on bonds` -> `comparing notes on bonds`; `we got onto mannequins` -> talking about them.
///
/// No drafts where "we" did something that two people who talk do not do: who that "we" is, is not said.
pub(super) fn ours(pieces: &[Piece]) -> Option<Vec<Draft>> {
    let first = pieces.first()?;
    let talked = first.shape == Shape::PastVerb
        && first.opens_with(&["talked", "discussed", "chatted"])
        && !first.has(&["me", "i", "my"]);
    if talked {
        let mut ours = pieces.to_vec();
        let at = first.tokens[0].span.start;
        ours[0].tokens.insert(0, super::own::word("we", Tag::Pro, at));
        ours[0].shape = Shape::Clause;
        ours[0].subject = Subject::We;
        return ours_from(&ours);
    }
    ours_from(pieces)
}

fn ours_from(pieces: &[Piece]) -> Option<Vec<Draft>> {
    let first = pieces.first()?;
    if first.shape != Shape::Clause || !first.opens_with(&["we"]) || first.confidence == Confidence::Unsure {
        return None;
    }
    let at = first.tokens.iter().position(|t| t.tag.finite())?;
    let verb = &first.tokens[at];
    if first.has(&["both"]) {
        return None;
    }
    if verb.tag != Tag::Past && !verb.any(&["had", "did"]) {
        return Some(Vec::new());
    }
    let lemma = vp::lemma(verb)?;
    let rest = &first.tokens[at + 1..];
    let topic = match (lemma, rest.first()) {
        ("discuss", Some(_)) => Some(rest),
        ("talk" | "chat" | "speak", Some(t)) if t.is("about") => Some(&rest[1..]),
        ("talk" | "chat" | "speak", Some(_)) if rest.iter().take(6).any(|t| t.is("about")) => {
            rest.iter().position(|t| t.is("about")).map(|k| &rest[k + 1..])
        }
        ("get" | "go", Some(t)) if t.any(&["onto", "into"]) => Some(&rest[1..]),
        ("talk", Some(t)) if t.tag.nominal() || matches!(t.tag, Tag::Adj | Tag::Det | Tag::Gerund) => Some(rest),
        ("get", Some(t)) if t.is("talking") && rest.len() > 2 && rest[1].is("about") => Some(&rest[2..]),
        _ => None,
    };
    let mut after = String::new();
    let mut tail = String::new();
    let mut others = pieces[1..].to_vec();
    moment::subjects(&mut others);
    for piece in &others {
        if piece.confidence != Confidence::Sure || matches!(piece.lead, Lead::Arrow | Lead::Contrast) {
            return Some(Vec::new());
        }
        match piece.shape {
            Shape::WhClause => after.push_str(" and "),
            Shape::Relative if piece.lead == Lead::Join => after.push_str(" and "),
            Shape::NounPhrase | Shape::Prepositional | Shape::Participle | Shape::Subordinate | Shape::Relative => {
                after.push_str(", ");
            }
            Shape::Clause if tail.is_empty() => {
                let whole = complement(std::slice::from_ref(piece))?;
                tail = format!("It was good to hear {}.", whole.text);
                continue;
            }
            _ => return Some(Vec::new()),
        }
        after.push_str(&piece.text());
    }
    if let Some(topic) = topic {
        // "discussed in detail the rating curve"
        let detail = topic.len() > 3 && topic[0].is("in") && topic[1].any(&["detail", "depth"]);
        let topic = if detail { &topic[2..] } else { topic };
        let about = read(topic.to_vec(), Lead::Start, PointKind::Moment, None);
        if !matches!(about.shape, Shape::NounPhrase | Shape::Gerund | Shape::WhClause)
            || about.confidence == Confidence::Unsure
        {
            return Some(Vec::new());
        }
        return Some(vec![Draft {
            tail,
            ..Draft::new("talk", format!("{}{after}", about.text()))
        }]);
    }
    if !cues::act(lemma) {
        return Some(Vec::new());
    }
    let predicate = &first.tokens[1..];
    let gerund = vp::put(predicate, Form::Gerund).map(|t| render::text(&t))?;
    let base = vp::put(predicate, Form::Base).map(|t| render::text(&t))?;
    Some(vec![Draft {
        tail,
        ..Draft::doing("did", format!("{base}{after}"), format!("{gerund}{after}"))
    }])
}

/// `asked him what he'd do over: road density`: my question and their answer.
pub(super) fn replied(pieces: &[Piece]) -> Option<Vec<Draft>> {
    let [question, answer] = pieces else { return None };
    if answer.lead != Lead::Strong || answer.confidence == Confidence::Unsure {
        return None;
    }
    let mut at = usize::from(question.tokens[0].is("i"));
    if !question.tokens.get(at)?.is("asked") {
        return None;
    }
    at += 1;
    if question.tokens.get(at)?.is("you") {
        at += 1;
    }
    let opens = question.tokens.get(at)?;
    if !(opens.tag == Tag::Wh || opens.any(&["about", "if", "whether"])) || question.tokens.len() < at + 2 {
        return None;
    }
    let text = match answer.shape {
        Shape::NounPhrase => answer.bare(),
        Shape::Gerund | Shape::ToInfinitive => answer.text(),
        _ => return None,
    };
    Some(vec![Draft {
        answer: text,
        ..Draft::new("replied", render::text(&question.tokens[at..]))
    }])
}

/// `her point that ... stayed with me`: a whole sentence to the reader already.
pub(super) fn addressed(pieces: &[Piece]) -> Option<String> {
    let [only] = pieces else { return None };
    if only.shape != Shape::Clause || only.confidence == Confidence::Unsure || only.subject == Subject::Me {
        return None;
    }
    let n = only.tokens.len();
    let ends =
        |words: &[&str]| n > words.len() && only.tokens[n - words.len()..].iter().zip(words).all(|(t, w)| t.is(w));
    let yours = only.tokens.iter().any(|t| t.any(&["your", "you"]));
    let stayed = ends(&["stayed", "with", "me"])
        || ends(&["stuck", "with", "me"])
        || ends(&["impressed", "me"])
        || ends(&["made", "me", "laugh"])
        || ends(&["impressed", "me", "very", "much"]);
    (yours && stayed).then(|| only.text())
}

/// `She said: a translator who asks nothing has understood nothing.`: what stands behind the colon is hers, word for word.
pub(super) fn word_for_word(text: &str) -> Option<String> {
    let (said, words) = text.split_once(':')?;
    let mut lead = said.split_whitespace().map(str::to_lowercase);
    let (who, verb) = (lead.next()?, lead.next()?);
    let said =
        matches!(who.as_str(), "she" | "he") && matches!(verb.as_str(), "said" | "says") && lead.next().is_none();
    let words = words.trim().trim_end_matches('.');
    let own = words.split(|c: char| !c.is_alphanumeric() && c != '\'').any(|w| {
        matches!(
            w.to_lowercase().as_str(),
            "i" | "my" | "me" | "she" | "he" | "her" | "his" | "they" | "their"
        )
    });
    (said && !own && !words.contains(['"', '\u{201C}']) && words.split_whitespace().count() >= 3)
        .then(|| words.to_owned())
}
