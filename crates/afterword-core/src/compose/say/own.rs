//! What is mine: what I told or showed, forgot, promised, and why I want it.

#![expect(clippy::too_many_lines, reason = "one arm a case reads as the table it is")]

use super::closed;
use super::complement::{aside, further, hangs_on, limits, noun_list, run_of, tail};
use super::read::{Lead, Piece, Subject, read, trails};
use super::tag::Tag;
use super::token::{Kind, Token};
use super::vp::{self, Form};
use super::{Confidence, Context, Draft, Reading, Shape, render};
use crate::lexicon::lexicon;
use crate::model::{Point, PointKind};

pub(super) fn word(text: &str, tag: Tag, at: usize) -> Token {
    let mut token = Token::word(text, at..at);
    token.tag = tag;
    token
}

/// Puts "I" before a verb that lacks its subject.
pub(super) fn with_i(piece: &mut Piece) {
    let at = piece.tokens[0].span.start;
    piece.tokens.insert(0, word("I", Tag::Pro, at));
    piece.shape = Shape::Clause;
    piece.subject = Subject::Me;
    piece.verb = piece.verb.map(|v| v + 1);
}

/// Everything after the first piece, each part joined by what it is. `None` where one does not fit.
pub(super) fn rest(pieces: &[Piece]) -> Option<String> {
    let mut out = String::new();
    for piece in pieces {
        if piece.confidence == Confidence::Unsure || piece.lead == Lead::Arrow {
            return None;
        }
        let text = piece.text();
        match piece.shape {
            // What hangs loose stands in brackets or is left out, unless it takes something back.
            Shape::NounPhrase if !hangs_on(piece) && piece.lead != Lead::Strong => match aside(&out, piece) {
                Some(text) => out.push_str(&text),
                None if limits(piece) => return None,
                None => {}
            },
            Shape::Other if piece.tokens.iter().any(|t| t.tag.finite()) => return None,
            // "my termbase, 4k entries, built alone"
            Shape::PastVerb
                if piece.lead == Lead::Comma
                    && piece.tokens.len() <= 3
                    && lexicon().is_verb(&piece.tokens[0].lower, crate::lexicon::VerbForm::Participle)
                    && piece.tokens[1..]
                        .iter()
                        .all(|t| matches!(t.tag, Tag::Adv | Tag::Prep | Tag::Proper) || t.is("alone")) =>
            {
                out.push_str(", ");
                out.push_str(&text);
            }
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
            if t.is("of")
                && people > 0
                && tokens.get(end + 1).is_some_and(|n| n.is("the"))
                && tokens
                    .get(end + 2)
                    .is_some_and(|n| n.any(&["two", "three", "four", "panel", "team", "others", "lot"]))
            {
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

/// `told you I ran the conduit at the gym, three men, nine days, no callbacks`: what is counted behind it, and hangs on nothing, is
/// told as it was jotted, behind a colon.
fn with_particulars(pieces: &[Piece]) -> Vec<Draft> {
    let Some((head, counted)) = pieces.split_first().filter(|(_, rest)| !rest.is_empty()) else {
        return Vec::new();
    };
    let person = |t: &Token| matches!(t.tag, Tag::Pro | Tag::Pro3 | Tag::Obj);
    let fits = |p: &Piece| {
        matches!(p.shape, Shape::NounPhrase | Shape::Participle)
            && p.lead == Lead::Comma
            && p.confidence == Confidence::Sure
            && !p
                .tokens
                .iter()
                .any(|t| t.tag.finite() || person(t) || t.kind == Kind::Quote)
    };
    let figures = counted
        .iter()
        .flat_map(|p| &p.tokens)
        .any(|t| t.has_digit() || matches!(t.tag, Tag::Num) || t.any(&["no", "zero", "none", "nobody"]));
    if !figures || !counted.iter().all(fits) {
        return Vec::new();
    }
    let list: Vec<String> = counted.iter().map(Piece::bare).collect();
    let list = format!(": {}", list.join(", "));
    let mut drafts = told(std::slice::from_ref(head)).unwrap_or_default();
    for draft in &mut drafts {
        for text in [&mut draft.slot, &mut draft.base, &mut draft.gerund] {
            if !text.is_empty() {
                text.push_str(&list);
            }
        }
        draft.particulars = true;
    }
    drafts.retain(|d| d.tail.is_empty() && !d.slot.contains(" (") && !d.base.contains(" ("));
    drafts
}

/// What I told or showed them.
pub(super) fn mine(point: &Point, cx: &Context) -> Vec<Draft> {
    let reading = Reading::of(&point.text, PointKind::Mine, cx);
    let mut pieces = reading.pieces;
    if reading.unsure || pieces.is_empty() || pieces.iter().any(|p| p.confidence == Confidence::Unsure) {
        return Vec::new();
    }
    // "I appreciated how she broke it down": said to them as it stands.
    let liked = pieces[0].opens_with(&["i"])
        && pieces[0].shape == Shape::Clause
        && pieces[0].tokens.get(1).is_some_and(|t| {
            t.any(&[
                "appreciated",
                "liked",
                "loved",
                "enjoyed",
                "admired",
                "appreciate",
                "like",
                "love",
                "enjoy",
                "admire",
            ])
        })
        && pieces[0].has(&["you", "your"]);
    if liked {
        return rest(&pieces[1..])
            .map(|after| vec![Draft::new("feel", format!("{}{after}", pieces[0].text()))])
            .unwrap_or_default();
    }
    // "explained her estimand template": what is theirs they explained.
    if pieces[0].shape == Shape::PastVerb
        && pieces[0].opens_with(&["explained", "described", "mentioned"])
        && pieces[0].tokens.get(1).is_some_and(|t| t.is("your"))
    {
        let tokens = pieces[0].tokens[1..].to_vec();
        pieces[0] = read(tokens, Lead::Start, PointKind::Moment, None);
        return super::complement::complement(&pieces)
            .filter(|w| w.tail.is_empty())
            .map(|w| vec![Draft::new("hear", w.text)])
            .unwrap_or_default();
    }
    let particular = with_particulars(&pieces);
    if let Some(mut drafts) = told(&pieces) {
        drafts.extend(particular);
        return drafts;
    }
    if !particular.is_empty() {
        return particular;
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
            let run = run_of(&pieces);
            // "model of the absorber, cut steam 8%": a past tense behind it is what it did.
            let did = pieces[1..].iter().position(result).map_or(run, |p| p + 1);
            let (run, after) = match pieces[did..].first() {
                Some(piece) if result(piece) && did <= run => (did, format!(", which {}", piece.bare())),
                _ => (run, String::new()),
            };
            let from = run + usize::from(!after.is_empty());
            let Some(more) = rest(&pieces[from..]) else {
                return Vec::new();
            };
            let after = format!("{after}{more}");
            let mut named = pieces[..run].to_vec();
            // "CCRN, 5 yrs CVICU": letters behind a name are the writer's own.
            let letters =
                |t: &Token| t.tag == Tag::Proper && t.text.len() > 2 && t.text.chars().all(char::is_uppercase);
            if named[0].tokens.len() == 1 && letters(&named[0].tokens[0]) {
                for piece in named.iter_mut().filter(|p| p.tokens[0].tag != Tag::Det) {
                    let at = piece.tokens[0].span.start;
                    piece.tokens.insert(0, word("my", Tag::Det, at));
                }
            }
            let list = noun_list(&named);
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

/// `cut steam 8%`, `saved two days a week`: what something brought about.
fn result(piece: &Piece) -> bool {
    piece.tokens.first().is_some_and(|t| {
        t.is_word()
            && t.any(&[
                "cut", "saved", "brought", "reduced", "doubled", "halved", "dropped", "took", "raised", "won",
                "tripled", "got",
            ])
            && t.lower != "got"
    }) && piece.tokens.len() > 1
        && piece.lead == Lead::Comma
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

pub(super) fn subjectless_after_me(pieces: &mut [Piece]) {
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
    let head = if lemma == "bring" && tokens[0].is("up") && tokens.len() > 1 {
        tokens.remove(0);
        " up "
    } else if lemma == "tell" && tokens[0].is("of") && tokens.len() > 1 {
        tokens.remove(0);
        " about "
    } else if tokens[0].any(&["about", "regarding"]) && matches!(lemma, "tell" | "talk" | "speak") {
        tokens.remove(0);
        " about "
    } else {
        " "
    };
    if tokens.is_empty() {
        return None;
    }
    if (matches!(lemma, "show" | "share" | "bring" | "describe" | "explain")
        || lemma == "tell"
            && tokens[0].any(&["my", "the"])
            && !tokens.iter().any(|t| matches!(t.tag, Tag::Be | Tag::Have | Tag::Modal)))
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
        _ if lemma == "walk" && body.opens_with(&["through"]) && body.tokens.len() > 2 => body.text(),
        Shape::NounPhrase => {
            let mut nouns = vec![body];
            let mut all = vec![nouns[0].clone()];
            all.extend(pieces[1..].iter().cloned());
            while index < run_of(&all) {
                nouns.push(all[index].clone());
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
        } else if piece.shape == Shape::Clause
            && piece.subject == Subject::Other
            && piece.lead == Lead::Comma
            && piece.tokens.len() <= 6
            && piece.confidence == Confidence::Sure
            && piece.tokens.iter().all(Token::is_word)
            && !after.contains('(')
            && !words.contains('(')
        {
            // "my reading bingo, 410 kids finished"
            after.push_str(" (");
            after.push_str(&piece.text());
            after.push(')');
        } else {
            after.push_str(&rest(std::slice::from_ref(piece))?);
        }
    }
    let verb_words = |form: &str| -> String {
        let showing = matches!(lemma, "show" | "tell") || lemma == "bring" && head != " up ";
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

/// A clause as the reason; one about the writer says so by itself.
pub(super) fn reason(clause: &str) -> Vec<Draft> {
    let mut out = vec![Draft::new("because", clause)];
    if clause.starts_with("I ") {
        out.push(Draft::new("hope", clause));
    }
    out
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
        Shape::Clause => reason(&text),
        Shape::NounPhrase | Shape::Gerund | Shape::WhClause => vec![Draft::new("draws", text)],
        _ => Vec::new(),
    }
}
