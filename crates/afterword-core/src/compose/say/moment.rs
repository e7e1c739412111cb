//! Moments and quotes: what came up, said back to the person it came from.

#![expect(
    clippy::match_same_arms,
    reason = "arms stand by what they mean, each with its own example"
)]

use super::complement::complement;
use super::read::{Lead, Piece, Subject, read, third_to_second};
use super::tag::Tag;
use super::token::{Kind, Token};
use super::vp::{self, Form};
use super::{Confidence, Context, Draft, Reading, Shape, render};
use super::{cues, together};
use crate::lexicon::lexicon;
use crate::model::{Point, PointKind};

/// Ways of one moment or quote.
pub(super) fn drafts(point: &Point, cx: &Context) -> Vec<Draft> {
    if cues::nothing(&point.text) {
        return Vec::new();
    }
    if let Some(words) = together::word_for_word(&point.text) {
        return vec![Draft::new("quote", format!("\u{201C}{words}\u{201D}"))];
    }
    let reading = Reading::of(&point.text, PointKind::Moment, cx);
    if reading.unsure || reading.pieces.is_empty() || cues::thin(&reading.pieces) {
        return Vec::new();
    }
    let mut pieces = reading.pieces;
    // "so does my dad" says it of somebody else; "sharing the notebook" may be what I do for them.
    let so_do = pieces[0].opens_with(&["so", "neither", "nor"])
        && pieces[0]
            .tokens
            .get(1)
            .is_some_and(|t| matches!(t.tag, Tag::Do | Tag::Be | Tag::Have | Tag::Modal));
    if so_do || pieces[0].opens_with(&["sharing", "sending", "emailing", "forwarding"]) {
        return Vec::new();
    }
    if pieces[0].opens_with(&["both"]) && pieces[0].shape == Shape::Clause {
        return super::theirs::shared(point, cx);
    }
    // "I drove school buses on ice for 6 winters" under a person's name was told to them.
    let mine = pieces[0].shape == Shape::Clause
        && pieces[0].opens_with(&["i"])
        && pieces[0]
            .tokens
            .get(1)
            .is_some_and(|t| t.tag == Tag::Past && vp::lemma(t).is_some_and(|l| !inward(l)))
        && !pieces.iter().any(|p| p.has(&["you", "your"]));
    if mine {
        return super::own::mine(
            &Point {
                kind: PointKind::Mine,
                ..point.clone()
            },
            cx,
        );
    }
    // A step of something told before, or words with nothing to hold on to.
    let continued = point.text.trim_start().to_lowercase().starts_with("then ") && pieces[0].shape != Shape::Clause;
    if continued && !pieces[0].has(&["you"])
        || empty(&pieces)
        || pieces[0]
            .tokens
            .windows(2)
            .any(|w| w[0].is("i") && w[1].any(&["told", "said", "showed"]))
        || pieces[0].shape == Shape::Clause && pieces[0].opens_with(&["i"])
    {
        return Vec::new();
    }
    let first = &pieces[0];
    let telling = first.shape == Shape::PastVerb
        && first.opens_with(&["told", "showed", "explained"])
        && first.tokens.get(1).is_some_and(|t| t.is("you"));
    if telling {
        return super::own::mine(point, cx);
    }
    title_off(&mut pieces);
    if pieces.is_empty() {
        return Vec::new();
    }
    if pieces.iter().any(|p| p.tokens.iter().any(|t| t.kind == Kind::Quote))
        && let Some(drafts) = quoted(&pieces, cx)
    {
        return drafts;
    }
    if let Some(drafts) = own_act(&pieces)
        .or_else(|| together::ours(&pieces))
        .or_else(|| together::replied(&pieces))
    {
        return drafts;
    }
    if let Some(text) = together::addressed(&pieces) {
        return vec![Draft::new("feel", text)];
    }
    if let [first, second] = pieces.as_slice()
        && first.tokens.len() <= 2
        && first.tokens.last().is_some_and(|t| t.is("said"))
        && matches!(second.shape, Shape::Imperative | Shape::PlainVerb)
        && second.lead == Lead::Strong
        && !point.text.to_lowercase().contains(" they ")
    {
        return vec![Draft {
            base: second.text(),
            ..Draft::new("advice", "")
        }];
    }
    let told = said(&mut pieces);
    if told == Told::Liked {
        return liked(&pieces);
    }
    if told == Told::Yes && bidding(&pieces[0]) {
        let theirs = point
            .text
            .to_lowercase()
            .split_whitespace()
            .any(|w| matches!(w, "they" | "their" | "them"));
        if theirs || pieces.len() > 1 {
            return Vec::new();
        }
        return vec![Draft::new("counsel", pieces[0].text())];
    }
    tenure(&mut pieces);
    subjects(&mut pieces);
    if let Some(drafts) = trouble(&pieces, told == Told::Yes) {
        return drafts;
    }
    if hangs(&pieces) {
        return Vec::new();
    }
    let Some(whole) = complement(&pieces) else {
        return Vec::new();
    };
    let mut out = Vec::new();
    if !whole.tail.is_empty() {
        return vec![Draft {
            tail: whole.tail.clone(),
            ..Draft::new("hear", &whole.text)
        }];
    }
    if told == Told::Yes {
        out.push(Draft {
            cost: 2,
            ..Draft::new("told", &whole.text)
        });
        if whole.text.starts_with("that ") && pieces.len() == 1 {
            out.push(Draft::new("toldthat", &whole.text));
        }
    }
    if let Some(about) = whole.text.strip_prefix("about ")
        && !about.contains(", and that ")
    {
        out.push(Draft {
            cost: 3,
            ..Draft::new("talk", about)
        });
    }
    out.push(Draft::new("hear", &whole.text));
    if let [one] = pieces.as_slice()
        && one.shape == Shape::Clause
        && one.subject == Subject::Reader
        && one.first().is_some_and(|t| t.is("you"))
        && one.tokens.len() <= 14
        && told == Told::No
    {
        out.push(Draft::new("fact", one.text()));
    }
    out
}

/// What somebody goes through in a meeting, which is no work to tell of.
fn inward(lemma: &str) -> bool {
    matches!(
        lemma,
        "feel"
            | "like"
            | "love"
            | "think"
            | "hope"
            | "want"
            | "wish"
            | "forget"
            | "blank"
            | "freeze"
            | "stumble"
            | "fumble"
            | "bomb"
            | "botch"
            | "screw"
            | "mess"
            | "sweat"
            | "spill"
            | "drop"
            | "cry"
            | "laugh"
            | "lie"
            | "panic"
            | "ramble"
            | "mumble"
            | "arrive"
            | "miss"
            | "wear"
            | "get"
            | "need"
            | "wait"
            | "see"
            | "hear"
            | "notice"
            | "know"
            | "ask"
            | "say"
            | "tell"
            | "mention"
            | "explain"
            | "show"
            | "talk"
            | "describe"
            | "go"
            | "come"
            | "leave"
            | "find"
            | "enjoy"
            | "appreciate"
            | "hate"
            | "call"
            | "name"
            | "bring"
            | "choke"
            | "dodge"
            | "burn"
            | "break"
            | "lose"
            | "fail"
            | "guess"
            | "promise"
            | "offer"
            | "agree"
            | "stand"
            | "sit"
            | "admire"
            | "walk"
    )
}

/// `she has the same first edition`, `she's got one too`: what it hangs on was said elsewhere.
pub(super) fn hangs(pieces: &[Piece]) -> bool {
    let first = &pieces[0];
    let reader = first.shape == Shape::Clause && first.subject == Subject::Reader;
    let same = first.tokens.iter().position(|t| t.is("same"));
    let compared = same.is_some_and(|s| {
        first.tokens[s..]
            .iter()
            .any(|t| t.any(&["as", "that", "every", "each"]))
    });
    let placed = same.is_some_and(|s| s > 1 && first.tokens[s - 2].tag == Tag::Prep);
    let object = same.zip(first.verb).is_some_and(|(s, v)| s <= v + 2);
    let too = first.tokens.len() <= 6
        && first
            .tokens
            .last()
            .is_some_and(|t| t.any(&["too", "either"]) && t.is_word());
    reader && (object && !compared && !placed || too)
}

/// `train your nose on fruit`: what they said I should do.
fn bidding(piece: &Piece) -> bool {
    matches!(piece.shape, Shape::Imperative | Shape::PlainVerb)
        && piece
            .first()
            .is_some_and(|t| matches!(t.tag, Tag::Base | Tag::Plain) && !t.any(&["want", "need", "have", "hope"]))
}

/// `22 years there` -> `you have been there for 22 years`
fn tenure(pieces: &mut Vec<Piece>) {
    // "31 yrs, knows every bearing": how long stands beside it.
    if let [first, second, ..] = pieces.as_slice()
        && let [number, unit] = first.tokens.as_slice()
        && number.tag == Tag::Num
        && lexicon().noun(&unit.lower).is_some_and(|n| n.time())
        && second.shape == Shape::ThirdVerb
    {
        pieces.remove(0);
        third_to_second(&mut pieces[0].tokens);
        lead_with_you(&mut pieces[0]);
        pieces[0].lead = Lead::Start;
        return;
    }
    // "39 yrs in, still carries his dad's pliers": how long stands behind what is done.
    if let [first, second, ..] = pieces.as_slice()
        && let [number, unit, within] = first.tokens.as_slice()
        && number.tag == Tag::Num
        && lexicon().noun(&unit.lower).is_some_and(|n| n.time())
        && within.is("in")
        && second.shape == Shape::ThirdVerb
    {
        let opener = pieces.remove(0);
        let piece = &mut pieces[0];
        third_to_second(&mut piece.tokens);
        lead_with_you(piece);
        piece.lead = Lead::Start;
        let at = opener.tokens[0].span.start;
        let mut comma = Token::word(",", at..at);
        comma.kind = Kind::Comma;
        piece.tokens.push(comma);
        piece.tokens.extend(opener.tokens);
        return;
    }
    let Some(piece) = pieces.first_mut() else { return };
    let [number, unit, place] = piece.tokens.as_slice() else {
        return;
    };
    if number.tag != Tag::Num
        || !lexicon().noun(&unit.lower).is_some_and(|n| n.time())
        || !place.any(&["there", "here"])
    {
        return;
    }
    let at = number.span.start;
    let word = |text: &str, tag: Tag| super::own::word(text, tag, at);
    piece.tokens = vec![
        word("you", Tag::Pro),
        word("have", Tag::Have),
        word("been", Tag::Participle),
        word("there", Tag::Adv),
        word("for", Tag::Prep),
        number.clone(),
        unit.clone(),
    ];
    piece.shape = Shape::Clause;
    piece.subject = Subject::Reader;
    piece.verb = Some(1);
}

/// What is bad is nobody's gladness: said plainly where it is about the work, not at all where it is about a person.
fn trouble(pieces: &[Piece], told: bool) -> Option<Vec<Draft>> {
    let bad = |p: &Piece| {
        p.shape == Shape::Clause
            && p.verb
                .is_some_and(|v| p.tokens.get(v).is_some_and(|t| t.tag == Tag::Be) && bad_predicate(&p.tokens[v + 1..]))
    };
    let unlucky = |p: &Piece| p.shape == Shape::Clause && p.subject != Subject::Reader && misfortune(p);
    let at = match pieces {
        [one] if unlucky(one) => 0,
        _ => pieces.iter().position(bad)?,
    };
    if pieces.len() > 1 || pieces[at].subject == Subject::Reader {
        return Some(Vec::new());
    }
    let takes = if told { "saidtrouble" } else { "trouble" };
    Some(vec![Draft::new(takes, format!("that {}", pieces[at].text()))])
}

/// `insulin ran out twice last year`, `the old boiler failed`: what nobody is glad to hear.
fn misfortune(piece: &Piece) -> bool {
    let Some(v) = piece.verb else { return false };
    let Some(verb) = piece.tokens.get(v) else { return false };
    let readings = lexicon().verb(&verb.lower);
    let lemma = |list: &[&str]| readings.iter().any(|(r, _)| list.contains(&r.lemma));
    let next = |list: &[&str]| piece.tokens.get(v + 1).is_some_and(|t| t.any(list));
    let kept = piece
        .tokens
        .iter()
        .any(|t| t.any(&["never", "nobody", "no", "not", "none"]));
    !kept
        && (lemma(&["fail", "leak", "crash", "collapse", "flood", "die", "suffer"])
            || lemma(&["run"]) && next(&["out"])
            || lemma(&["break"]) && next(&["down"])
            || lemma(&["fall"]) && next(&["through", "apart", "short"])
            || lemma(&["go"]) && next(&["wrong", "bust", "under"]))
}

/// `hopeless`, `a real bottleneck`: the predicate itself is bad, not something further on in it.
fn bad_predicate(tokens: &[Token]) -> bool {
    let core = tokens
        .iter()
        .take_while(|t| !matches!(t.tag, Tag::Prep | Tag::Participle | Tag::Gerund | Tag::To));
    core.take(4).any(cues::trouble)
}

/// Verbs that say little without an object.
fn light(lemma: &str) -> bool {
    matches!(
        lemma,
        "get"
            | "go"
            | "come"
            | "take"
            | "make"
            | "want"
            | "like"
            | "say"
            | "ask"
            | "know"
            | "think"
            | "eat"
            | "email"
            | "call"
            | "laugh"
            | "see"
            | "use"
    )
}

/// Whether no word says anything by itself: `you ate all of it`, `you laughed`.
pub(super) fn empty(pieces: &[Piece]) -> bool {
    let content = |t: &Token| {
        t.kind == Kind::Quote
            || t.tag.nominal() && !t.any(&["lot", "thing", "all"])
            || matches!(t.tag, Tag::Adj | Tag::Gerund)
            || t.has_digit()
    };
    // A verb alone says something only when it points at nothing outside: not "you served it yourself".
    let act = |p: &Piece| {
        p.tokens.len() > 2
            && !p.has(&["it", "that", "this", "them"])
            && p.tokens.iter().any(|t| {
                t.tag.finite()
                    && !matches!(t.tag, Tag::Be | Tag::Have | Tag::Do | Tag::Modal)
                    && !vp::lemma(t).is_some_and(light)
            })
    };
    let words: usize = pieces.iter().map(|p| p.tokens.len()).sum();
    words <= 2 && pieces[0].shape == Shape::Clause || !pieces.iter().any(|p| p.tokens.iter().any(content) || act(p))
}

/// `base manager, 19 yrs flying, ...`: what the reader is called is nothing that came up.
pub(super) fn title_off(pieces: &mut Vec<Piece>) {
    let Some(first) = pieces.first() else { return };
    let bare = first.bare();
    let titled = first.shape == Shape::NounPhrase
        && first
            .tokens
            .iter()
            .all(|t| t.is_word() && (t.tag.nominal() || t.tag == Tag::Adj || t.span.is_empty()))
        && (lexicon().title(&bare.to_lowercase()).is_some()
            || first
                .tokens
                .last()
                .is_some_and(|t| lexicon().noun(&t.lower).is_some_and(|n| n.title_head() && !n.is_plural)))
        && first
            .tokens
            .first()
            .is_some_and(|t| t.span.is_empty() || t.tag != Tag::Det);
    if titled && first.tokens.len() <= 4 {
        pieces.remove(0);
        if let Some(next) = pieces.first_mut() {
            next.lead = Lead::Start;
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    No,
    Yes,
    Liked,
}

/// Takes off `she said (that)`, `mentioned`, `liked that`, and says which it was.
fn said(pieces: &mut [Piece]) -> Told {
    let Some(piece) = pieces.first_mut() else {
        return Told::No;
    };
    let at = usize::from(piece.tokens.first().is_some_and(|t| t.is("you")));
    let skip = at
        + piece.tokens[at.min(piece.tokens.len())..]
            .iter()
            .take_while(|t| t.tag == Tag::Adv)
            .count();
    let Some(verb) = piece.tokens.get(skip) else {
        return Told::No;
    };
    if !(verb.tag.finite() && (at == 1 || matches!(piece.shape, Shape::PastVerb | Shape::ThirdVerb | Shape::PlainVerb)))
    {
        return Told::No;
    }
    let lemma = vp::lemma(verb).unwrap_or("");
    let past = verb.tag == Tag::Past;
    let mut end = skip + 1;
    if matches!(lemma, "like" | "love" | "enjoy") && at == 0 && past {
        let rest = &piece.tokens[end..];
        if rest.iter().any(|t| t.any(&["my", "me", "i"])) || rest.is_empty() {
            return Told::No;
        }
        let lead = piece.lead;
        *piece = read(rest.to_vec(), lead, PointKind::Moment, None);
        return Told::Liked;
    }
    let saying = match lemma {
        "say" | "mention" | "reckon" => true,
        "explain" | "admit" | "note" | "add" => {
            while piece.tokens.get(end).is_some_and(|t| t.any(&["to", "me", "us"])) {
                end += 1;
            }
            piece.tokens.get(end).is_some_and(|t| {
                matches!(t.tag, Tag::Sub | Tag::Wh)
                    || lemma == "explain" && t.is_word() && !piece.has(&["my", "i"]) && !t.any(&["you", "to", "it"])
            })
        }
        "walk" | "run" | "go" => piece
            .tokens
            .get(end)
            .is_some_and(|t| t.any(&["through", "over"]) && past && piece.tokens.len() > end + 2),
        "tell" => piece.tokens.get(end).is_some_and(|t| t.any(&["me", "us"])),
        "talk" | "speak" => piece.tokens.get(end).is_some_and(|t| t.is("about")) && (past || at == 1),
        _ => false,
    };
    if !saying || piece.tokens.len() < end + 2 {
        return Told::No;
    }
    if piece.tokens.get(end).is_some_and(|t| t.any(&["me", "us"])) {
        end += 1;
    }
    if matches!(lemma, "talk" | "speak" | "walk" | "run" | "go") || piece.tokens.get(end).is_some_and(|t| t.is("about"))
    {
        end += 1;
    }
    if piece.tokens.get(end).is_some_and(|t| t.is("that") && t.tag == Tag::Sub) {
        end += 1;
    }
    let lead = piece.lead;
    let mut rest = piece.tokens[end..].to_vec();
    // "he said train your nose on fruit": a verb in its base form and what it takes.
    if matches!(lemma, "say" | "tell")
        && rest.len() > 2
        && lexicon().is_verb(&rest[0].lower, crate::lexicon::VerbForm::Base)
    {
        let mut bid = rest.clone();
        super::tag::tag(&mut bid, super::tag::Mood::Imperative);
        let takes = matches!(bid[1].tag, Tag::Det | Tag::Obj | Tag::Prep | Tag::Adv | Tag::Adj)
            && super::closed::classes(&rest[0].lower).is_none();
        if bid[0].tag == Tag::Base && takes {
            rest = bid;
        }
    }
    *piece = read(rest, lead, PointKind::Moment, None);
    if matches!(lemma, "say" | "reckon") && piece.shape == Shape::NounPhrase {
        // "said PQS first then contractor side": not what was said, but how.
        piece.confidence = Confidence::Unsure;
    }
    Told::Yes
}

/// `liked that they X-ray every joint`: the person's own liking, and only because it was jotted.
fn liked(pieces: &[Piece]) -> Vec<Draft> {
    let Some(whole) = complement(pieces) else {
        return Vec::new();
    };
    let text = whole.text.strip_prefix("about ").unwrap_or(&whole.text);
    vec![Draft::new("liked", text)]
}

/// Gives subjectless verbs their subject where the jot leaves no doubt.
pub(super) fn subjects(pieces: &mut [Piece]) {
    let mut reader_before = false;
    let mut other: Option<(&'static str, Tag)> = None;
    for (i, piece) in pieces.iter_mut().enumerate() {
        let mine = piece.has(&["my", "me", "i"]);
        if piece.shape == Shape::PlainVerb && piece.opens_with(&["want", "hope", "need", "would"]) && i > 0 {
            let at = piece.tokens[0].span.start;
            let mut me = Token::word("I", at..at);
            me.tag = Tag::Pro;
            piece.tokens.insert(0, me);
            piece.shape = Shape::Clause;
            piece.subject = Subject::Me;
            continue;
        }
        match piece.shape {
            Shape::ThirdVerb if i == 0 || reader_before => {
                third_to_second(&mut piece.tokens);
                lead_with_you(piece);
            }
            // "wiped and rebuilt by the apprentices": done to it.
            Shape::PastVerb if i > 0 && super::complement::participle_phrase(piece) && piece.has(&["by"]) => {
                piece.shape = Shape::Participle;
            }
            // "calibrated Monday": a thing does not do it.
            Shape::PastVerb
                if i > 0
                    && other.is_some()
                    && !reader_before
                    && !piece
                        .first()
                        .and_then(vp::lemma)
                        .is_some_and(|l| super::read::HAPPENS.contains(&l)) => {}
            Shape::PastVerb | Shape::ThirdVerb if i > 0 && other.is_some() && !reader_before => {
                let (word, tag) = other.unwrap_or(("it", Tag::Pro3));
                let at = piece.tokens[0].span.start;
                let plural_third = tag == Tag::Pro && piece.shape == Shape::ThirdVerb;
                if !plural_third {
                    piece.tokens.insert(0, super::own::word(word, tag, at));
                    piece.shape = Shape::Clause;
                    piece.subject = Subject::Other;
                }
            }
            Shape::PastVerb if biographical(piece) && i == 0 || i == 0 && mine || reader_before => lead_with_you(piece),
            // "took her 2 yrs to do it right"
            Shape::PastVerb if piece.opens_with(&["took"]) && piece.tokens.get(1).is_some_and(|t| t.is("you")) => {
                let at = piece.tokens[0].span.start;
                let mut it = Token::word("it", at..at);
                it.tag = Tag::Pro3;
                piece.tokens.insert(0, it);
                piece.shape = Shape::Clause;
                piece.subject = Subject::Other;
            }
            _ => {}
        }
        reader_before = piece.subject == Subject::Reader;
        other = carried(piece);
    }
}

/// The pronoun for the thing a clause is about, in the next one: `the starter is 11 years old, it came from her aunt`.
fn carried(piece: &Piece) -> Option<(&'static str, Tag)> {
    let verb = piece
        .verb
        .filter(|_| piece.shape == Shape::Clause && piece.subject == Subject::Other)?;
    let head = piece.tokens[..verb]
        .iter()
        .take_while(|t| !matches!(t.tag, Tag::Prep | Tag::Wh | Tag::Sub))
        .filter(|t| t.tag.nominal())
        .last()?;
    let noun = lexicon().noun(&head.lower)?;
    if noun.person() || noun.group() {
        return None;
    }
    Some(if head.tag == Tag::Plural {
        ("they", Tag::Pro)
    } else {
        ("it", Tag::Pro3)
    })
}

fn lead_with_you(piece: &mut Piece) {
    let at = piece.tokens[0].span.start;
    let mut you = Token::word("you", at..at);
    you.tag = Tag::Pro;
    piece.tokens.insert(0, you);
    piece.shape = Shape::Clause;
    piece.subject = Subject::Reader;
}

/// A step of a life, which a jot under a person tells of that person.
fn biographical(piece: &Piece) -> bool {
    let Some(verb) = piece.tokens.iter().find(|t| t.tag != Tag::Adv) else {
        return false;
    };
    let next = piece.tokens.iter().skip_while(|t| t.span != verb.span).nth(1);
    let after = |words: &[&str]| next.is_some_and(|t| t.any(words));
    match vp::lemma(verb).unwrap_or("") {
        "start" | "begin" => piece.tokens.len() > 2 && after(&["as", "at", "in", "on", "out", "here", "there"]),
        "move" | "come" => after(&["from", "to", "up", "over", "here", "out"]),
        "grow" => after(&["up"]),
        "train" | "study" | "qualify" | "retire" => after(&["in", "at", "as", "under", "with", "from"]),
        _ if piece.has(&["yourself"]) || piece.tokens.windows(2).any(|w| w[0].is("your") && w[1].is("own")) => true,
        "clerk" | "apprentice" | "intern" => true,
        "offer" => after(&["to"]),
        "bear" => true,
        _ => false,
    }
}

/// What I did with them: `walked the floor with him`, `laughing about the gray`.
fn own_act(pieces: &[Piece]) -> Option<Vec<Draft>> {
    let first = pieces.first()?;
    let verb = first.first()?;
    let lemma = vp::lemma(verb).unwrap_or("");
    let feels = first
        .tokens
        .iter()
        .find(|t| t.tag != Tag::Adv)
        .is_some_and(|t| t.any(&["excited", "keen", "happy", "thrilled", "glad", "curious", "eager"]));
    let with_you = first.tokens.windows(2).any(|w| w[0].is("with") && w[1].is("you"));
    let together = matches!(first.shape, Shape::PastVerb)
        && with_you
        && matches!(
            lemma,
            "walk"
                | "talk"
                | "tour"
                | "sit"
                | "meet"
                | "chat"
                | "laugh"
                | "eat"
                | "cook"
                | "work"
                | "look"
                | "speak"
                | "taste"
                | "visit"
                | "ride"
                | "have"
        );
    let felt = first.shape == Shape::Gerund
        && matches!(
            lemma,
            "laugh" | "talk" | "chat" | "joke" | "walk" | "meet" | "watch" | "taste"
        );
    if matches!(
        first.shape,
        Shape::Adjectival | Shape::PastVerb | Shape::Participle | Shape::Other
    ) && feels
        && pieces.len() == 1
    {
        return Some(vec![Draft::new("feel", format!("I am {}", first.text()))]);
    }
    if first.shape == Shape::NounPhrase && pieces.len() == 1 && with_you {
        return Some(vec![Draft::new("enjoyed", first.text())]);
    }
    if !(together || felt) {
        return None;
    }
    let gerund = vp::put(&first.tokens, Form::Gerund).map(|t| render::text(&t))?;
    let base = vp::put(&first.tokens, Form::Base).map(|t| render::text(&t))?;
    if pieces.len() == 1 {
        return Some(vec![Draft::doing("did", base, gerund)]);
    }
    let mut rest = pieces[1..].to_vec();
    subjects(&mut rest);
    let whole = complement(&rest).filter(|w| w.tail.is_empty())?;
    Some(vec![Draft::doing(
        "did",
        format!("{base} and to hear {}", whole.text),
        format!("{gerund} and hearing {}", whole.text),
    )])
}

/// Points with words in quotation marks. `None` when the marks are part of a phrase (`weekly "worst ticket" lunch`).
fn quoted(pieces: &[Piece], cx: &Context) -> Option<Vec<Draft>> {
    let _ = cx;
    // `"..." (calc books)`: what it was about stays with it.
    let mut pieces = pieces.to_vec();
    let mut aside = String::new();
    for piece in &mut pieces {
        if piece.tokens.first().is_some_and(|t| t.kind == Kind::Quote)
            && piece.tokens.get(1).is_some_and(|t| t.kind == Kind::Open)
            && piece.tokens.last().is_some_and(|t| t.kind == Kind::Close)
        {
            aside = format!(" {}", render::text(&piece.tokens[1..]));
            piece.tokens.truncate(1);
        }
    }
    let pieces = pieces.as_slice();
    let at = pieces.iter().position(|p| {
        p.tokens.last().is_some_and(|t| {
            t.kind == Kind::Quote
                && (t.text.split_whitespace().count() > 2 || p.tokens.len() == 1 || saying_lead(&p.tokens))
        })
    })?;
    let quote = pieces[at].tokens.last()?;
    let words = quote.text.trim().trim_end_matches([',', '.']);
    if words.contains(['“', '”', '"']) {
        return Some(Vec::new());
    }
    let marked = format!("“{words}”{aside}");
    // A label in marks, with what it stands for behind it, is no quotation.
    let more = pieces[at + 1..]
        .iter()
        .any(|p| p.tokens.len() > 2 && !p.tokens.iter().all(|t| t.tag == Tag::Proper));
    if more && words.split_whitespace().count() <= 3 && at == 0 {
        return None;
    }
    let mut lead: Vec<&Piece> = pieces[..at].iter().collect();
    let mut own = pieces[at].tokens[..pieces[at].tokens.len() - 1].to_vec();
    // "he goes", "she said", "dr said", "wes:" before the quotation say whose it is.
    let attribution = saying_lead(&pieces[at].tokens) || own.is_empty();
    if attribution {
        own.clear();
    }
    lead.retain(|p| {
        !(p.tokens.len() <= 2 && (p.opens_with(&["you", "your"]) || p.tokens.iter().all(|t| t.tag == Tag::Proper)))
    });
    let asked = lead.first().and_then(|p| asked_about(p));
    if let Some(topic) = asked
        && lead.len() <= 2
        && own.is_empty()
    {
        return Some(vec![Draft {
            answer: marked,
            ..Draft::new("answered", topic)
        }]);
    }
    if !own.is_empty() {
        return None;
    }
    let mut draft = Draft::new("quote", marked);
    if more && lead.is_empty() {
        let mut after = pieces[at + 1..].to_vec();
        subjects(&mut after);
        let Some(whole) = complement(&after).filter(|w| w.tail.is_empty()) else {
            return Some(Vec::new());
        };
        draft.tail = format!("It was good to hear {}.", whole.text);
        return Some(vec![draft]);
    }
    if !lead.is_empty() {
        let mut before: Vec<Piece> = lead.into_iter().cloned().collect();
        let told = said(&mut before);
        subjects(&mut before);
        if told != Told::Liked
            && let Some(whole) = complement(&before)
        {
            return Some(vec![Draft {
                tail: format!("Your line {} has stayed with me.", draft.slot),
                ..Draft::new("hear", whole.text)
            }]);
        }
        draft.cost = 20;
    }
    Some(vec![draft])
}

fn saying_lead(tokens: &[Token]) -> bool {
    let before = &tokens[..tokens.len() - 1];
    let Some(last) = before.iter().rev().find(|t| t.is_word()) else {
        return true;
    };
    let lemma = vp::lemma(last).unwrap_or("");
    before.len() <= 3
        && (matches!(lemma, "say" | "go" | "tell" | "call" | "add" | "laugh" | "put")
            || last.any(&["like", "you", "me", "quote", "line"]))
}

/// `asked about test coverage`: my question to them.
fn asked_about(piece: &Piece) -> Option<String> {
    let tokens = &piece.tokens;
    let start = usize::from(tokens[0].is("i"));
    if !tokens.get(start)?.is("asked") {
        return None;
    }
    let mut at = start + 1;
    if tokens.get(at).is_some_and(|t| t.any(&["you"])) {
        at += 1;
    }
    tokens.get(at).filter(|t| t.is("about"))?;
    (tokens.len() > at + 1).then(|| render::text(&tokens[at + 1..]))
}
