//! From one line to typed pieces: splits a point at its marks and says what each piece is.

#![expect(
    clippy::too_many_lines,
    clippy::match_same_arms,
    reason = "one arm a case, each with its own example, reads as the table it is"
)]

use super::closed;
use super::fill::fill_in;
use super::render;
use super::tag::Tag;
use super::token::{Kind, Token};
use super::turn::second_person;
use super::{Confidence, Dropped, Shape};
use crate::lexicon::{VerbForm, lexicon};
use crate::model::PointKind;

/// What stood before a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lead {
    Start,
    Comma,
    Strong,
    Arrow,
    Join,
    /// "or we don't write it": another case, not one more.
    Or,
    Contrast,
}

/// Whose doing a piece tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    Reader,
    Me,
    We,
    Other,
    Nobody,
}

/// One segment, read.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) shape: Shape,
    pub(super) tokens: Vec<Token>,
    pub(super) lead: Lead,
    pub(super) subject: Subject,
    pub(super) confidence: Confidence,
    /// Index of its finite verb, if it has one.
    pub(super) verb: Option<usize>,
}

impl Piece {
    pub(super) fn text(&self) -> String {
        render::text(&self.tokens)
    }

    /// Its words without an article that was put in.
    pub(super) fn bare(&self) -> String {
        match self.tokens.first() {
            Some(t) if t.span.is_empty() && t.tag == Tag::Det => render::text(&self.tokens[1..]),
            _ => self.text(),
        }
    }

    pub(super) fn first(&self) -> Option<&Token> {
        self.tokens.first()
    }

    pub(super) fn opens_with(&self, words: &[&str]) -> bool {
        self.first().is_some_and(|t| t.any(words))
    }

    pub(super) fn has(&self, words: &[&str]) -> bool {
        self.tokens.iter().any(|t| t.any(words))
    }

    /// A noun phrase that begins with a number.
    pub(super) fn counted(&self) -> bool {
        self.shape == Shape::NounPhrase
            && self
                .first()
                .is_some_and(|t| t.tag == Tag::Num || t.any(&["no", "zero"]))
    }
}

pub(super) const FILLERS: &[&str] = &[
    "lol", "haha", "hahaha", "lmao", "tbh", "ffs", "omg", "btw", "imo", "imho", "ugh", "wow", "yikes", "abeg", "haha.",
    "rofl", "hah", "xd", "smh", "fwiw", "whew", "phew", "idk", "obvs", "haaha", "heh",
];

/// Words up to the next mark.
fn words_from(tokens: &[Token]) -> usize {
    tokens.iter().take_while(|t| t.kind == Kind::Word).count()
}

/// Splits tagged tokens into pieces and reads each.
pub(super) fn pieces(tokens: &[Token], kind: PointKind, dropped: &mut Vec<Dropped>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let mut start = 0;
    let mut lead = Lead::Start;
    let mut i = 0;
    while i <= tokens.len() {
        let bracketed = tokens[start..i.min(tokens.len())].iter().any(|t| t.kind == Kind::Open)
            && !tokens[start..i.min(tokens.len())].iter().any(|t| t.kind == Kind::Close)
            && tokens[i.min(tokens.len())..].iter().any(|t| t.kind == Kind::Close);
        let boundary = tokens.get(i).map_or(Some(Lead::Start), |t| match t.kind {
            Kind::Comma | Kind::Stop if bracketed => None,
            Kind::Word | Kind::Quote => None,
            Kind::Comma => Some(Lead::Comma),
            // "territory = upstate NY" says what it is; a word alone ("kafka = pulsar") or further on, what follows from it.
            Kind::Arrow => Some(Lead::Arrow),
            Kind::Equals if !out.is_empty() || words_from(&tokens[i + 1..]) < 2 => Some(Lead::Arrow),
            Kind::Open | Kind::Close => None,
            _ => Some(Lead::Strong),
        });
        if let Some(next) = boundary {
            push(&mut out, &tokens[start..i], lead, kind, dropped);
            lead = next;
            start = i + 1;
        } else if tokens[i].tag == Tag::Coord
            && i > start
            && splits(&tokens[start..i], &tokens[i + 1..], tokens[i].is("but"))
        {
            push(&mut out, &tokens[start..i], lead, kind, dropped);
            lead = if tokens[i].any(&["but"]) {
                Lead::Contrast
            } else if tokens[i].any(&["or"]) {
                Lead::Or
            } else {
                Lead::Join
            };
            start = i + 1;
        }
        if i > start && run_on(&tokens[start..], i - start) {
            push(&mut out, &tokens[start..i], lead, kind, dropped);
            lead = Lead::Join;
            start = i;
        }
        i += 1;
    }
    merge(out, kind)
}

/// `we laughed about dogs | she had a chihuahua`: a subject behind a whole clause, and a verb that has its object.
fn run_on(tokens: &[Token], i: usize) -> bool {
    let Some(subject) = tokens.get(i) else { return false };
    if !(subject.any(&["you", "i", "we", "they"]) && subject.tag == Tag::Pro) || !tokens[i - 1].tag.nominal() {
        return false;
    }
    let end = tokens[i..]
        .iter()
        .position(|t| !t.is_word())
        .map_or(tokens.len(), |p| p + i);
    let skip = tokens[i + 1..end].iter().take_while(|t| t.tag == Tag::Adv).count();
    let v = i + 1 + skip;
    if v >= end || !tokens[v].tag.finite() || matches!(tokens[v].tag, Tag::Modal | Tag::Be | Tag::Do) {
        return false;
    }
    let gives = super::vp::lemma(&tokens[v]).is_some_and(|l| {
        matches!(
            l,
            "give" | "tell" | "show" | "teach" | "send" | "lend" | "offer" | "ask" | "call" | "make" | "sell"
        )
    });
    !gives
        && main_verb(&tokens[..i]).is_some()
        && !tokens[..i].iter().any(|t| matches!(t.tag, Tag::Sub | Tag::Wh))
        && tokens
            .get(v + 1)
            .is_some_and(|t| matches!(t.tag, Tag::Det | Tag::Num | Tag::Obj))
}

/// Whether a conjunction begins a clause of its own.
fn splits(before: &[Token], after: &[Token], contrast: bool) -> bool {
    let end = after.iter().position(|t| !t.is_word()).unwrap_or(after.len());
    let after = &after[..end];
    if before.iter().any(|t| t.kind == Kind::Open) && !before.iter().any(|t| t.kind == Kind::Close) {
        return false;
    }
    let skip = after.iter().take_while(|t| t.tag == Tag::Adv).count();
    let Some(first) = after.get(skip) else { return false };
    if before.len() == 1 && matches!(before[0].tag, Tag::Pro | Tag::Pro3) {
        return false;
    }
    if contrast && main_verb(before).is_none() && !before.iter().any(|t| t.any(&["not", "nothing", "all"])) {
        return true;
    }
    if !matches!(
        first.tag,
        Tag::Pro | Tag::Pro3 | Tag::Det | Tag::Noun | Tag::Plural | Tag::Proper | Tag::Num | Tag::Adj
    ) {
        return false;
    }
    // "how two trainees and a spreadsheet cleared it": a question word still waits for its verb.
    if let Some(wh) = before.iter().rposition(|t| t.tag == Tag::Wh)
        && !before[wh..].iter().any(|t| t.tag.finite() || t.tag == Tag::To)
        && !matches!(first.tag, Tag::Pro)
    {
        return false;
    }
    // A coordinated noun inside a phrase whose verb comes later belongs to the phrase.
    main_verb(after).is_some_and(|v| v > skip)
        && (main_verb(before).is_some()
            || matches!(first.tag, Tag::Pro | Tag::Pro3)
            || before.first().is_some_and(|t| t.tag == Tag::Wh))
        && !before
            .first()
            .is_some_and(|t| t.tag == Tag::Sub && main_verb(before).is_none())
}

/// The finite verb of the main clause, looking past relative and subordinate clauses.
pub(super) fn main_verb(tokens: &[Token]) -> Option<usize> {
    let mut pending = 0;
    let mut bracket = false;
    for i in 0..tokens.len() {
        let tag = tokens[i].tag;
        bracket = match tokens[i].kind {
            Kind::Open => true,
            Kind::Close => false,
            _ => bracket,
        };
        if bracket {
            continue;
        }
        // "the parking lot that became a market"
        let relative = i > 0
            && tokens[i].is("that")
            && tokens[i - 1].tag.nominal()
            && tokens[i + 1..]
                .iter()
                .find(|t| t.tag != Tag::Adv)
                .is_some_and(|t| t.tag.finite());
        if matches!(tag, Tag::Wh | Tag::Sub)
            || relative
            || i > 0
                && (tokens[i].is("so")
                    && tag == Tag::Adv
                    && tokens
                        .get(i + 1)
                        .is_some_and(|t| t.tag.nominal() || matches!(t.tag, Tag::Pro | Tag::Pro3 | Tag::Det))
                    || opens_inner_clause(tokens, i))
        {
            pending += 1;
        } else if i > 0
            && matches!(tag, Tag::Pro | Tag::Pro3)
            && tokens[i - 1].tag.nominal()
            && !tokens[i].any(&[
                "both", "this", "that", "all", "each", "half", "most", "there", "none", "some", "few",
            ])
            || contact_relative(tokens, i)
        {
            // "the cutover I ran": a relative clause without its pronoun.
            pending += 1;
        } else if tag.finite() {
            let modal_follows = i > 0 && tokens[i - 1].tag.finite() && tag == Tag::Do;
            if modal_follows {
                continue;
            }
            if pending > 0 {
                pending -= 1;
            } else if !reduced(tokens, i) && !weak(tokens, i) {
                return Some(i);
            }
        }
    }
    // "at Corwick I got it to 0.9": no relative clause after all.
    if tokens.first().is_some_and(|t| t.tag == Tag::Prep) {
        return (1..tokens.len())
            .find(|&i| tokens[i].tag.finite() && matches!(tokens[i - 1].tag, Tag::Pro | Tag::Pro3));
    }
    None
}

/// `checklist a CNA wrote`, `database his interns built`: a second noun phrase straight behind a noun.
fn contact_relative(tokens: &[Token], i: usize) -> bool {
    if i == 0
        || tokens[i].tag != Tag::Det
        || tokens[i].lower.contains('\'')
        || !(tokens[i - 1].tag.nominal() || tokens[i - 1].any(&["everything", "anything", "something", "nothing"]))
        || tokens[i].any(&["all", "both", "each", "every", "half", "no"])
    {
        return false;
    }
    if tokens[..i].iter().any(|t| t.tag.finite()) {
        return false;
    }
    let rate = tokens[i].any(&["a", "an"])
        && tokens.get(i + 1).is_some_and(|t| {
            lexicon().noun(&t.lower).is_some_and(|n| n.time())
                || t.any(&[
                    "shift", "quarter", "visit", "semester", "term", "season", "piece", "head", "person", "night",
                ])
        });
    let verb = tokens[i + 1..].iter().position(|t| t.tag.finite());
    !rate && verb.is_some_and(|v| v > 0)
}

/// `until the rain is sideways`: a preposition with a clause after it.
fn opens_inner_clause(tokens: &[Token], i: usize) -> bool {
    if tokens[i].tag != Tag::Prep || !tokens[i].any(&["until", "till", "before", "after", "since", "as", "than"]) {
        return false;
    }
    let rest = &tokens[i + 1..];
    rest.iter().position(|t| t.tag.finite()).is_some_and(|v| {
        v > 0
            && rest[..v]
                .iter()
                .any(|t| t.tag.nominal() || matches!(t.tag, Tag::Pro | Tag::Pro3))
            && rest[..v].iter().all(Token::is_word)
    })
}

/// A verb that may as well be a noun, with nothing after it that only a verb takes.
fn weak(tokens: &[Token], i: usize) -> bool {
    let word = tokens[i].lower.as_str();
    if !matches!(tokens[i].tag, Tag::Third | Tag::Plain) || closed::classes(word).is_some() {
        return false;
    }
    let noun = lexicon().noun(word).is_some()
        || lexicon().verb(word).iter().any(|(v, _)| v.also_noun())
        || lexicon().verb(word).is_empty() && crate::lexicon::wide(word).is_some_and(|w| w.noun || w.plural);
    let subject = tokens[..i]
        .iter()
        .rev()
        .find(|t| t.tag != Tag::Adv)
        .is_some_and(|t| matches!(t.tag, Tag::Pro | Tag::Pro3));
    let last = tokens.get(i + 1).is_none_or(|t| !t.is_word());
    let earlier = tokens[..i]
        .iter()
        .position(|t| t.tag == Tag::Wh)
        .is_some_and(|w| tokens[w..i].iter().any(|t| t.tag.finite()))
        && !tokens
            .get(i + 1)
            .is_some_and(|t| matches!(t.tag, Tag::Det | Tag::Obj | Tag::Num));
    // "the failed iced tea launch and what it taught them": one thing does not "launch".
    let disagrees = tokens[i].tag == Tag::Plain
        && i > 0
        && tokens[i - 1].tag == Tag::Noun
        && !lexicon().noun(&tokens[i - 1].lower).is_some_and(|n| n.group())
        && tokens[..i].iter().all(|t| {
            t.is_word()
                && !matches!(
                    t.tag,
                    Tag::Prep | Tag::Wh | Tag::Sub | Tag::Coord | Tag::Pro | Tag::Pro3 | Tag::Plural
                )
                && !t.tag.finite()
        });
    if noun && disagrees {
        return true;
    }
    noun && !subject
        && (last && !matches!(word, "works" | "helps" | "matters" | "counts" | "shows" | "pays") || earlier)
}

/// Verbs that things do by themselves.
pub(super) const HAPPENS: &[&str] = &[
    "move", "start", "begin", "turn", "go", "come", "work", "change", "grow", "open", "close", "run", "end", "improve",
    "drop", "ring", "rise", "fall", "live", "walk", "travel", "happen", "appear", "arrive", "stay", "double", "triple",
    "lead", "sit", "stand", "fly", "sell", "burn", "break", "switch", "shift", "expand", "shrink", "slow", "jump",
    "climb", "finish", "pass", "return", "stop", "fail", "succeed", "launch", "become", "sing", "look", "last",
    "depend", "belong", "consist", "migrate", "merge", "split", "spread", "spin", "win", "lose", "help", "die", "roll",
    "land", "settle", "survive", "ship", "count", "matter", "show", "pay",
];

/// `the grant renewed through 2030`, `office dog named Molar`: a participle that looks like a past tense.
fn reduced(tokens: &[Token], i: usize) -> bool {
    let word = tokens[i].lower.as_str();
    if tokens[i].tag != Tag::Past || i == 0 || !tokens[i - 1].tag.nominal() {
        return false;
    }
    if matches!(word, "named" | "called" | "nicknamed") {
        return true;
    }
    let readings = lexicon().verb(word);
    if !readings.iter().any(|(_, f)| *f == VerbForm::Participle) {
        return false;
    }
    let next = tokens.get(i + 1);
    let every = next.is_some_and(|t| t.any(&["each", "every"]));
    if tokens[i + 1..].iter().any(|t| t.is("by")) && next.is_some_and(|t| matches!(t.tag, Tag::Prep | Tag::Adv)) {
        return true;
    }
    // "artist fees published on the wall label": things do not publish; what nobody acts on was done to it.
    let head = tokens[..i].iter().rev().find(|t| t.tag.nominal());
    let thing = tokens[i - 1].tag != Tag::Proper
        && head
            .and_then(|t| lexicon().noun(&t.lower))
            .is_some_and(|n| !n.person() && !n.group());
    let acts = readings.iter().any(|(v, _)| HAPPENS.contains(&v.lemma));
    let open = every || next.is_some_and(|t| t.is_word() && matches!(t.tag, Tag::Prep | Tag::Adv));
    if thing && !acts && open && !tokens[i + 1..].iter().any(|t| t.tag == Tag::Obj) {
        return true;
    }
    let transitive = readings.iter().any(|(v, f)| *f == VerbForm::Past && v.transitive());
    transitive
        && next.is_none_or(|t| matches!(t.tag, Tag::Prep | Tag::Sub | Tag::Wh) || !t.is_word() || t.tag == Tag::Proper)
}

fn push(out: &mut Vec<Piece>, tokens: &[Token], mut lead: Lead, kind: PointKind, dropped: &mut Vec<Dropped>) {
    let mut tokens: Vec<Token> = tokens.to_vec();
    let span = |ts: &[Token]| ts.first().map_or(0, |t| t.span.start)..ts.last().map_or(0, |t| t.span.end);
    tokens.retain(|t| {
        let filler = t.is_word() && FILLERS.contains(&t.lower.as_str());
        if filler {
            dropped.push(Dropped {
                span: t.span.clone(),
                why: "filler",
            });
        }
        !filler
    });
    // A conjunction or "then" that opens a piece is its lead.
    while let Some(first) = tokens.first() {
        let also = first.is("also") && tokens.len() > 1 && lead != Lead::Start;
        if first.tag != Tag::Coord && !also {
            break;
        }
        if first.is("but") {
            lead = Lead::Contrast;
        } else if first.is("or") && lead != Lead::Start {
            lead = Lead::Or;
        } else if lead != Lead::Start {
            lead = Lead::Join;
        }
        tokens.remove(0);
    }
    if tokens.len() > 2 && tokens.last().is_some_and(|t| t.any(&["though", "tho"])) {
        tokens.pop();
    }
    if tokens.len() > 2 && tokens.last().is_some_and(|t| t.is("n")) {
        tokens.pop();
    }
    if tokens.iter().all(|t| !t.is_word() && t.kind != Kind::Quote) {
        return;
    }
    // "so did my dad", "so do I" say who else, of what stands before.
    if !out.is_empty()
        && tokens.len() <= 5
        && tokens[0].is("so")
        && tokens
            .get(1)
            .is_some_and(|t| matches!(t.tag, Tag::Do | Tag::Be | Tag::Have | Tag::Modal))
    {
        let last = out.len() - 1;
        let at = tokens[0].span.start;
        let mut mark = Token::word(",", at..at);
        mark.kind = Kind::Comma;
        out[last].tokens.push(mark);
        for token in &mut tokens {
            token.tag = if token.tag.finite() { Tag::Adv } else { token.tag };
        }
        out[last].tokens.append(&mut tokens);
        return;
    }
    if let Some(cut) = remark_at_end(&tokens) {
        dropped.push(Dropped {
            span: span(&tokens[cut..]),
            why: "a remark, not a fact",
        });
        tokens.truncate(cut);
    }
    if out.is_empty()
        && tokens.len() > 2
        && tokens[0].is("then")
        && !matches!(kind, PointKind::AskedMe | PointKind::Advice)
    {
        tokens.remove(0);
    }
    let says = tokens.len() == 2
        && tokens[0].is("you")
        && !out.is_empty()
        && lexicon().verb(&tokens[1].lower).iter().any(|(v, _)| v.says());
    let passing = says
        || tokens.len() <= 2
            && tokens.iter().all(|t| t.tag == Tag::Adv || t.any(&["you", "again"]))
            && tokens.iter().any(|t| t.any(&["you", "again"]));
    let to_self = !out.is_empty()
        && matches!(kind, PointKind::Moment | PointKind::Quote | PointKind::Mine)
        && tokens.len() <= 3
        && tokens.iter().any(|t| t.any(&["it", "that", "this", "you"]))
        && matches!(tokens[0].tag, Tag::Plain | Tag::Base);
    if passing || to_self {
        dropped.push(Dropped {
            span: span(&tokens),
            why: "a note to yourself",
        });
        return;
    }
    if evaluative(&tokens, !out.is_empty()) || !out.is_empty() && super::cues::remark(&tokens) {
        dropped.push(Dropped {
            span: span(&tokens),
            why: "a remark, not a fact",
        });
        return;
    }
    tokens.retain(|t| t.kind != Kind::Stop);
    while let Some(at) = tokens
        .windows(2)
        .position(|w| w[0].kind == Kind::Open && w[1].kind == Kind::Close)
    {
        tokens.drain(at..at + 2);
    }
    if tokens.iter().filter(|t| t.kind == Kind::Open).count() != tokens.iter().filter(|t| t.kind == Kind::Close).count()
    {
        tokens.retain(|t| !matches!(t.kind, Kind::Open | Kind::Close) || kind == PointKind::Promised);
    }
    for token in &mut tokens {
        if token.kind == Kind::Open || token.kind == Kind::Close {
            token.tag = Tag::None;
        }
    }
    let mut after = None;
    // "kelp dataset 30 yrs": what the figure says of it.
    if let [.., noun, number, unit] = tokens.as_slice()
        && noun.tag == Tag::Noun
        && number.tag == Tag::Num
        && lexicon().noun(&unit.lower).is_some_and(|n| n.time())
        && !tokens
            .iter()
            .any(|t| t.tag.finite() || matches!(t.tag, Tag::Prep | Tag::Gerund))
    {
        after = Some(tokens.split_off(tokens.len() - 2));
    }
    out.push(read(tokens, lead, kind, out.last()));
    if let Some(after) = after {
        out.push(read(after, Lead::Comma, kind, None));
    }
}

/// `... which is wild` at the end of a piece.
fn remark_at_end(tokens: &[Token]) -> Option<usize> {
    let at = tokens.iter().rposition(|t| t.is("which")).filter(|&a| a > 1)?;
    evaluative(&tokens[at..], true).then_some(at)
}

/// `which is wild`, `very true`, `love that`, `lovely of her`.
fn evaluative(tokens: &[Token], later: bool) -> bool {
    let words: Vec<&str> = tokens.iter().map(|t| t.lower.as_str()).collect();
    let lex = lexicon();
    let judged = |w: &str| {
        lex.adjective(w).is_some_and(|f| f != '0')
            || matches!(
                w,
                "true" | "wild" | "cool" | "nice" | "great" | "crazy" | "insane" | "huge"
            )
    };
    match words.as_slice() {
        ["love", "that" | "it" | "this"] | ["love"] | ["so", "cool"] | ["turns", "out"] | ["best", "story", ..] => true,
        ["which", "i", "thought" | "loved" | "liked", ..] => true,
        ["which", "is" | "was", rest @ ..] => rest.len() <= 3 && rest.last().is_some_and(|w| judged(w)),
        ["very" | "so" | "really" | "pretty", w] if later => judged(w),
        [w] if later => judged(w) || matches!(*w, "obviously" | "literally" | "honestly" | "seriously" | "apparently"),
        [w, "of", "you" | "him" | "her" | "them"] if later => judged(w),
        ["that", "was" | "is", rest @ ..] if later => rest.len() <= 2 && rest.last().is_some_and(|w| judged(w)),
        ["you", "were" | "are", "so" | "very", "proud"] if later => true,
        _ => false,
    }
}

/// Says what one piece is.
pub(super) fn read(mut tokens: Vec<Token>, lead: Lead, kind: PointKind, before: Option<&Piece>) -> Piece {
    let mut confidence = Confidence::Sure;
    // "the failed iced tea launch": before its noun a past form is a participle.
    for i in 1..tokens.len() {
        let opens = tokens[0].tag == Tag::Det
            && tokens[1..i]
                .iter()
                .all(|t| t.is_word() && matches!(t.tag, Tag::Adj | Tag::Participle | Tag::Adv));
        if opens && tokens[i].tag == Tag::Past && tokens.get(i + 1).is_some_and(|t| t.tag.nominal()) {
            tokens[i].tag = Tag::Adj;
        }
    }
    // "lost by 60 votes then won": a second act shows the first to be one.
    if tokens.len() > 3
        && tokens[0].tag == Tag::Participle
        && lexicon().is_verb(&tokens[0].lower, VerbForm::Past)
        && tokens[1].tag == Tag::Prep
        && tokens
            .windows(2)
            .any(|w| w[0].any(&["then", "and"]) && w[1].tag == Tag::Past)
    {
        tokens[0].tag = Tag::Past;
    }
    // "sweeps go to the refiner", "rejects end in the garden": what a verb follows is no verb.
    if tokens.len() > 2
        && tokens[0].tag == Tag::Third
        && lexicon().noun(&tokens[0].lower).is_some_and(|n| n.is_plural)
        && (matches!(tokens[1].tag, Tag::Plain | Tag::Have | Tag::Modal | Tag::Past)
            || tokens[1].any(&["are", "were"])
            || matches!(tokens[1].tag, Tag::Base | Tag::Noun)
                && lexicon().is_verb(&tokens[1].lower, VerbForm::Base)
                && matches!(tokens[2].tag, Tag::Prep | Tag::To))
    {
        tokens[0].tag = Tag::Plural;
        if matches!(tokens[1].tag, Tag::Base | Tag::Noun) {
            tokens[1].tag = Tag::Plain;
        }
    }
    // "120 draws a day": a number alone does nothing.
    if tokens.len() > 1
        && tokens[0].tag == Tag::Num
        && !tokens[0].any(&["one", "1"])
        && tokens[1].tag == Tag::Third
        && (lexicon().noun(&tokens[1].lower).is_some()
            || lexicon().verb(&tokens[1].lower).iter().any(|(v, _)| v.also_noun()))
    {
        tokens[1].tag = Tag::Plural;
    }
    for i in 2..tokens.len() {
        // "12 home visits": a number and a singular before it want a plural, not a verb.
        let counted = tokens[i].tag == Tag::Third
            && matches!(tokens[i - 1].tag, Tag::Noun | Tag::Adv | Tag::Adj)
            && tokens[..i]
                .iter()
                .any(|t| t.tag == Tag::Num && !t.any(&["one", "1", "half"]))
            && !tokens[..i]
                .iter()
                .any(|t| matches!(t.tag, Tag::Plural | Tag::Pro | Tag::Pro3 | Tag::Prep) || t.tag.finite())
            && (lexicon().noun(&tokens[i].lower).is_some()
                || lexicon().verb(&tokens[i].lower).iter().any(|(v, _)| v.also_noun()));
        if counted {
            tokens[i].tag = Tag::Plural;
        }
    }
    for i in 0..tokens.len() {
        if i > 0
            && tokens
                .get(i + 1)
                .is_none_or(|t| !t.is_word() || t.tag == Tag::Coord || t.tag == Tag::Prep)
            && weak(&tokens, i)
            && tokens[i - 1].tag != Tag::Coord
        {
            tokens[i].tag = if tokens[i].tag == Tag::Third {
                Tag::Plural
            } else {
                Tag::Noun
            };
        }
    }
    // "moving check-in from the desk to the couches"
    if tokens[0].tag == Tag::Adj
        && lexicon().is_verb(&tokens[0].lower, VerbForm::Gerund)
        && tokens.iter().any(|t| t.is("from"))
        && tokens.iter().any(|t| t.is("to"))
    {
        tokens[0].tag = Tag::Gerund;
    }
    // "five-day close": what a measure stands before is a noun.
    let last = tokens.len() - 1;
    if last > 0
        && tokens[last].tag == Tag::Adj
        && tokens[last - 1].tag == Tag::Adj
        && tokens[last - 1].text.contains('-')
    {
        tokens[last].tag = Tag::Noun;
    }
    let skip = tokens
        .iter()
        .take_while(|t| t.tag == Tag::Adv || t.kind == Kind::Open)
        .count()
        .min(tokens.len().saturating_sub(1));
    let mut subject = Subject::Nobody;
    let mut verb = main_verb(&tokens);
    let first = tokens[skip].tag;
    let quote_only = tokens.iter().all(|t| t.kind == Kind::Quote);
    let shape = if quote_only {
        Shape::Quote
    } else if first == Tag::Wh {
        if tokens[skip].any(&["who", "which"]) && lead != Lead::Start && kind != PointKind::AskedMe {
            Shape::Relative
        } else {
            verb = None;
            Shape::WhClause
        }
    } else if tokens[0].is("that") && first == Tag::Sub && tokens.iter().any(|t| t.tag.finite()) {
        tokens.remove(0);
        verb = tokens.iter().position(|t| t.tag.finite());
        subject = verb.map_or(Subject::Nobody, |v| subject_of(&tokens[..v]));
        Shape::Clause
    } else if first == Tag::Sub && verb.is_none() {
        Shape::Subordinate
    } else if first == Tag::To {
        Shape::ToInfinitive
    } else if first == Tag::Base {
        Shape::Imperative
    } else if first.finite() {
        verb = Some(skip);
        match first {
            Tag::Past => Shape::PastVerb,
            Tag::Modal => Shape::ModalVerb,
            Tag::Be | Tag::Have | Tag::Do if tokens[skip].any(&["had", "did", "was", "were"]) => Shape::PastVerb,
            Tag::Be | Tag::Have | Tag::Do if tokens[skip].any(&["have", "am", "do", "are"]) => Shape::PlainVerb,
            Tag::Plain => Shape::PlainVerb,
            _ => Shape::ThirdVerb,
        }
    } else if let Some(v) = verb.filter(|v| *v > skip) {
        subject = subject_of(&tokens[..v]);
        if subject == Subject::Other && !(agrees(&tokens, v) && plausible(&tokens, v)) {
            confidence = Confidence::Unsure;
        }
        Shape::Clause
    } else if first == Tag::Gerund && compound(&tokens[skip..]) {
        Shape::NounPhrase
    } else if first == Tag::Gerund {
        Shape::Gerund
    } else if first == Tag::Participle {
        Shape::Participle
    } else if first == Tag::Prep {
        Shape::Prepositional
    } else if tokens
        .iter()
        .any(|t| t.tag.nominal() || t.kind == Kind::Quote || matches!(t.tag, Tag::Num | Tag::Pro3))
        && first != Tag::Adv
    {
        if adjectival(&tokens[skip..]) {
            Shape::Adjectival
        } else {
            Shape::NounPhrase
        }
    } else if first == Tag::Det && tokens.len() > 1 {
        Shape::NounPhrase
    } else if first == Tag::Adj {
        Shape::Adjectival
    } else {
        Shape::Other
    };
    let _ = before;
    if shape == Shape::NounPhrase
        && let [.., noun, last] = tokens.as_slice()
        && (noun.tag.nominal() || noun.any(&["so", "too", "very", "really"]))
        && matches!(last.tag, Tag::Past | Tag::Participle | Tag::Adj)
        && !tokens
            .iter()
            .any(|t| matches!(t.tag, Tag::Wh | Tag::Sub | Tag::Pro) || t.any(&["with"]))
        && kind != PointKind::Wants
        && kind != PointKind::Forgot
        && !(0..tokens.len()).any(|i| contact_relative(&tokens, i))
    {
        confidence = Confidence::Unsure;
    }
    // "own tools" are somebody's, and a jot does not say whose.
    let own = tokens[0].is("own") && shape == Shape::NounPhrase && kind == PointKind::Moment;
    if misplaced(&tokens) || own {
        confidence = Confidence::Unsure;
    }
    if shape == Shape::NounPhrase
        && !tokens
            .iter()
            .any(|t| t.tag.nominal() || t.tag == Tag::Pro3 || t.kind == Kind::Quote)
    {
        confidence = if tokens.len() > 1 {
            confidence
        } else {
            Confidence::Unsure
        };
    }
    // "Zendesk to Front" leaves out what goes from one to the other.
    if shape == Shape::NounPhrase
        && tokens.len() > 2
        && tokens[0].tag == Tag::Proper
        && tokens[1].is("to")
        && tokens[2].tag == Tag::Proper
    {
        confidence = Confidence::Unsure;
    }
    let bracket = tokens.iter().position(|t| t.kind == Kind::Open).unwrap_or(tokens.len());
    if matches!(shape, Shape::NounPhrase)
        && tokens[..bracket].iter().any(|t| t.tag.finite())
        && !(0..tokens.len()).any(|i| contact_relative(&tokens, i) || i > 0 && opens_inner_clause(&tokens, i))
        && !tokens
            .iter()
            .any(|t| matches!(t.tag, Tag::Wh | Tag::Sub | Tag::Pro | Tag::Pro3))
        && !tokens.iter().enumerate().any(|(i, _)| reduced(&tokens, i))
    {
        confidence = Confidence::Unsure;
    }
    fill_in(&mut tokens, shape);
    super::stern::commas(&mut tokens);
    if shape == Shape::Clause {
        verb = main_verb(&tokens).or(verb);
    }
    Piece {
        shape,
        tokens,
        lead,
        subject,
        confidence,
        verb,
    }
}

/// `they make since 2019 control with children`, `has impressed me very`: an order of words that is not English.
fn misplaced(tokens: &[Token]) -> bool {
    let early = tokens.windows(4).any(|w| {
        (w[0].tag.finite() || w[0].tag == Tag::Participle)
            && !matches!(w[0].tag, Tag::Be)
            && w[1].is("since")
            && w[2].tag == Tag::Num
            && (w[3].tag.nominal() || matches!(w[3].tag, Tag::Det | Tag::Adj | Tag::Gerund))
    });
    early || tokens.last().is_some_and(|t| t.is("very"))
}

/// `tuning spreadsheet with rows`: a bare singular after an -ing word makes one noun of both.
fn compound(tokens: &[Token]) -> bool {
    let noun = tokens
        .get(1)
        .filter(|t| t.tag == Tag::Noun)
        .and_then(|t| lexicon().noun(&t.lower));
    let end = tokens
        .get(2)
        .is_none_or(|t| !t.is_word() || matches!(t.tag, Tag::Prep | Tag::Wh));
    let doing = tokens[0].any(&[
        "using",
        "doing",
        "running",
        "building",
        "making",
        "getting",
        "writing",
        "moving",
        "having",
        "keeping",
        "switching",
        "swapping",
        "taking",
        "giving",
        "leaving",
        "finding",
        "hiring",
    ]);
    noun.is_some_and(|n| n.countable() && !n.is_plural) && end && !doing
}

/// `fine with telemetry`, `good through 2027`: an adjective and what depends on it, with no noun of its own.
fn adjectival(tokens: &[Token]) -> bool {
    if tokens
        .first()
        .is_some_and(|t| t.any(&["big", "proud", "strict", "keen", "excited", "strong"]))
        && tokens.get(1).is_some_and(|t| t.tag == Tag::Prep)
    {
        return true;
    }
    tokens.first().is_some_and(|t| t.tag == Tag::Adj)
        && tokens
            .get(1)
            .is_some_and(|t| matches!(t.tag, Tag::Prep | Tag::Sub | Tag::To | Tag::Coord))
}

fn subject_of(tokens: &[Token]) -> Subject {
    let last = tokens.iter().rev().find(|t| t.tag != Tag::Adv && t.is_word());
    match last.map(|t| t.lower.as_str()) {
        Some("you") => Subject::Reader,
        Some("i") => Subject::Me,
        Some("we") => Subject::We,
        Some("both") if tokens.iter().any(|t| t.is("we")) => Subject::We,
        Some("both") if tokens.iter().any(|t| t.is("you")) => Subject::Reader,
        _ if tokens.first().is_some_and(|t| t.is("my")) => Subject::Me,
        _ => Subject::Other,
    }
}

/// Whether what stands before a verb can be its subject.
fn plausible(tokens: &[Token], v: usize) -> bool {
    let before = &tokens[..v];
    let named = before.iter().any(|t| {
        t.tag.nominal()
            || matches!(t.tag, Tag::Pro | Tag::Pro3 | Tag::Num | Tag::Gerund | Tag::Det)
            || t.kind == Kind::Quote
    });
    let last = before.iter().rev().find(|t| t.tag != Tag::Adv);
    let hanging = last.is_some_and(|t| matches!(t.tag, Tag::Prep | Tag::Adj) && t.is_word());
    let predicate =
        before.first().is_some_and(|t| t.tag == Tag::Adj) && before.get(1).is_some_and(|t| t.tag == Tag::Prep);
    named && !hanging && !predicate
}

/// Number agreement of a noun subject with its verb.
fn agrees(tokens: &[Token], v: usize) -> bool {
    let verb = &tokens[v];
    let head = tokens[..v]
        .iter()
        .position(|t| matches!(t.tag, Tag::Prep | Tag::Wh | Tag::Sub | Tag::Participle) && !t.any(&["how"]))
        .unwrap_or(v);
    let Some(noun) = tokens[..head]
        .iter()
        .rev()
        .find(|t| t.tag.nominal() || matches!(t.tag, Tag::Pro3 | Tag::Pro | Tag::Num | Tag::Gerund))
    else {
        return true;
    };
    let group = lexicon().noun(&noun.lower).is_some_and(|n| n.group());
    let joined = tokens[..head].iter().any(|t| t.tag == Tag::Coord);
    match (noun.tag, verb.tag) {
        (Tag::Noun, Tag::Plain) | (Tag::Plural, Tag::Third) => group || joined,
        (Tag::Proper, Tag::Plain) => joined || group || noun.lower.ends_with('s'),
        (Tag::Noun, Tag::Be) if verb.is("are") => group || joined,
        (Tag::Plural, Tag::Be) if verb.any(&["is", "was"]) => false,
        _ => true,
    }
}

/// Joins what belongs together: subjectless verbs to the clause before, brackets to what they explain.
fn merge(pieces: Vec<Piece>, kind: PointKind) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    for mut piece in pieces {
        let Some(last) = out.last_mut() else {
            out.push(piece);
            continue;
        };
        // "if the grant comes, they'll barcode it"
        if last.shape == Shape::Subordinate && piece.shape == Shape::Clause && last.lead == Lead::Start {
            let mut tokens = last.tokens.clone();
            tokens.push(comma(&piece));
            let offset = tokens.len();
            tokens.append(&mut piece.tokens);
            *last = Piece {
                tokens,
                lead: last.lead,
                verb: piece.verb.map(|v| v + offset),
                ..piece
            };
            continue;
        }
        if continues(last, &piece, kind) {
            let word = if piece.lead == Lead::Contrast { "but" } else { "and" };
            let at = piece.tokens[0].span.start;
            let mut and = Token::word(word, at..at);
            and.tag = Tag::Coord;
            if last.subject == Subject::Reader && piece.shape == Shape::ThirdVerb {
                third_to_second(&mut piece.tokens);
            }
            if piece.shape == Shape::ThirdVerb && last.shape == Shape::PastVerb {
                // "moved from Boston, loves long-form": the second half says whose the first is.
                last.shape = Shape::ThirdVerb;
            }
            last.tokens.push(and);
            last.tokens.append(&mut piece.tokens);
            continue;
        }
        out.push(piece);
    }
    out
}

/// Whether a piece without a subject goes on with the one before.
fn continues(last: &Piece, piece: &Piece, kind: PointKind) -> bool {
    if matches!(kind, PointKind::Thanks | PointKind::AskedMe | PointKind::Advice) {
        return false;
    }
    let first = piece.tokens.iter().find(|t| t.tag != Tag::Adv);
    let telling = first.is_some_and(|t| {
        t.is("forgot") || kind == PointKind::Mine && super::vp::lemma(t).is_some_and(|l| closed::TELL.contains(&l))
    });
    if telling || kind == PointKind::Forgot && piece.has(&["came", "come"]) {
        return false;
    }
    if piece.lead == Lead::Strong && matches!(piece.shape, Shape::PlainVerb | Shape::Imperative) {
        return false;
    }
    let fits = match piece.shape {
        Shape::PastVerb => {
            last.verb
                .is_some_and(|v| last.tokens[v].tag == Tag::Past || last.tokens[v].any(&["had", "was", "were", "did"]))
                || last.shape == Shape::WhClause && last.tokens.iter().any(|t| t.tag == Tag::Past)
        }
        Shape::PlainVerb => {
            matches!(last.subject, Subject::Reader | Subject::We)
                || last.subject == Subject::Me && last.opens_with(&["i"])
        }
        Shape::ThirdVerb | Shape::ModalVerb => true,
        _ => false,
    };
    fits && matches!(
        last.shape,
        Shape::Clause | Shape::WhClause | Shape::ThirdVerb | Shape::PastVerb | Shape::ModalVerb | Shape::PlainVerb
    )
}

fn comma(piece: &Piece) -> Token {
    let at = piece.tokens.first().map_or(0, |t| t.span.start);
    let mut token = Token::word(",", at..at);
    token.kind = Kind::Comma;
    token
}

/// Verbs of a subjectless third-person piece, and of its conjuncts, to agree with `you`.
pub(super) fn third_to_second(tokens: &mut [Token]) {
    let mut joined = true;
    let mut done = false;
    for token in tokens {
        match token.tag {
            Tag::Coord => joined = true,
            Tag::Adv => {}
            tag if tag.finite() && (joined || !done) => {
                second_person(token);
                joined = false;
                done = true;
            }
            _ => joined = !token.is_word(),
        }
    }
}

/// The first words of trailing remarks.
pub(super) fn trails(piece: &Piece) -> bool {
    let negated = piece.shape == Shape::NounPhrase && piece.tokens.iter().skip(1).any(|t| t.any(&["not", "only"]));
    negated
        || piece.opens_with(closed::TRAILING)
        || piece
            .tokens
            .iter()
            .find(|t| !t.span.is_empty())
            .is_some_and(|t| t.any(closed::TRAILING))
        || matches!(
            piece.shape,
            Shape::Participle
                | Shape::Prepositional
                | Shape::Adjectival
                | Shape::Relative
                | Shape::Subordinate
                | Shape::Other
        )
}
