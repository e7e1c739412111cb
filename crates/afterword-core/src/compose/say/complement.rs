//! What stands behind "hearing": `that you ...`, `about the ...`, `how you ...`, out of all the pieces of a point.

#![expect(
    clippy::match_same_arms,
    reason = "arms stand by what they mean, each with its own example"
)]

use super::parse::{Goal, accepts, plain};
use super::read::{Lead, Piece, Subject, trails};
use super::stern;
use super::tag::Tag;
use super::vp;
use super::{Confidence, Shape, render};
use crate::lexicon::lexicon;

/// What follows "hearing".
pub(super) struct Complement {
    /// Its words.
    pub(super) text: String,
    /// What I make of it, as jotted, in a sentence of its own.
    pub(super) tail: String,
}

/// One complement out of the pieces, or `None` where they do not make English together.
///
/// What does not fit at the end is left out, as long as it takes nothing back of what stands before it.
pub(super) fn complement(pieces: &[Piece]) -> Option<Complement> {
    // "1,900 people, weekly, three unions": a list of several kinds reads best as it was jotted.
    let mixed = pieces.len() > 2
        && pieces
            .iter()
            .all(|p| p.tokens.len() <= 4 && !p.tokens.iter().any(|t| t.tag.finite()))
        && pieces.iter().any(|p| p.shape != Shape::NounPhrase)
        && pieces[0].counted();
    if mixed {
        return None;
    }
    let mut n = pieces.len();
    while n > 0 {
        // What is left has to say something by itself: not "that you said", not "about rounds".
        let typed = pieces[..n]
            .iter()
            .flat_map(|p| &p.tokens)
            .filter(|t| !t.span.is_empty());
        let kept = typed.count();
        // Less than a third of the words would be left: another wording keeps more.
        if n < pieces.len() && (kept < 3 || kept * 3 < typed_words(pieces)) {
            return None;
        }
        if let Some(whole) = of_all(&pieces[..n])
            && (n == 1 && plain(&whole.text) || accepts(&whole.text, Goal::Heard))
        {
            return Some(whole);
        }
        n -= 1;
        if n == 0 || limits(&pieces[n]) {
            break;
        }
    }
    // A pronoun and its verb leave no doubt, whatever the tables lack further on.
    let clauses = pieces.iter().all(|p| {
        matches!(
            p.shape,
            Shape::Clause | Shape::WhClause | Shape::Subordinate | Shape::Prepositional
        )
    });
    of_all(pieces).filter(|whole| clauses && plain(&whole.text))
}

fn typed_words(pieces: &[Piece]) -> usize {
    let tokens = pieces.iter().flat_map(|p| &p.tokens);
    tokens.filter(|t| !t.span.is_empty()).count()
}

/// Whether leaving a piece out would say more than the jot does: conditions, contrasts, hedges, negations.
pub(super) fn limits(piece: &Piece) -> bool {
    matches!(piece.lead, Lead::Contrast | Lead::Arrow)
        || piece.shape == Shape::Subordinate
        || piece.has(&[
            "if",
            "unless",
            "except",
            "until",
            "once",
            "not",
            "never",
            "only",
            "maybe",
            "perhaps",
            "probably",
            "hopefully",
            "apparently",
            "might",
            "depends",
            "depending",
            "but",
            "though",
            "although",
            "almost",
            "supposedly",
            "no",
            "without",
        ])
}

/// One complement out of all pieces.
fn of_all(pieces: &[Piece]) -> Option<Complement> {
    // "the audit of onboarding -> dropped 3 screens": an arrow to what a thing did.
    let leads = |i: usize, p: &Piece| {
        p.lead == Lead::Arrow && !(i == 1 && p.shape == Shape::PastVerb && pieces[0].shape == Shape::NounPhrase)
    };
    if pieces
        .iter()
        .enumerate()
        .any(|(i, p)| p.confidence != Confidence::Sure || leads(i, p))
    {
        return None;
    }
    if pieces.iter().filter(|p| p.shape == Shape::Clause).count() > 3 || pieces.iter().any(|p| p.opens_with(&["mine"]))
    {
        return None;
    }
    let first = pieces.first()?;
    // "killed the rewards tab": who did it is not said, and no frame is true of both.
    if first.shape == Shape::PastVerb {
        return None;
    }
    let (mut text, taken) = begin(pieces)?;
    let mut own: Vec<String> = Vec::new();
    for (i, piece) in pieces.iter().enumerate().skip(taken) {
        // "want to learn it", "I could see it working"
        if piece.shape == Shape::Clause && piece.subject == Subject::Me {
            let feels = piece.opens_with(&["i"])
                && piece.tokens.len() > 3
                && piece
                    .tokens
                    .get(1)
                    .is_some_and(|t| t.any(&["want", "would", "could", "hope", "find", "love", "like", "wish"]));
            if !feels {
                return None;
            }
            own.push(format!("{}.", render::capitalized(&piece.text())));
        } else if own.is_empty() {
            go_on(&mut text, pieces, i, piece)?;
        } else {
            return None;
        }
    }
    Some(Complement {
        text,
        tail: own.join(" "),
    })
}

/// Whether a noun phrase behind something else can stand there: counted, determined, or after "even", "not", "all".
pub(super) fn hangs_on(piece: &Piece) -> bool {
    let typed = piece
        .tokens
        .first()
        .is_some_and(|t| t.tag == Tag::Det && !t.span.is_empty());
    let named = piece.tokens.iter().any(|t| t.tag.nominal());
    let closes = piece
        .tokens
        .last()
        .is_some_and(|t| t.tag == Tag::Adv && piece.tokens.len() <= 2);
    (trails(piece) || piece.counted() || typed) && named && !closes
}

/// How many noun phrases at the front stand on one footing.
pub(super) fn run_of(pieces: &[Piece]) -> usize {
    let alike = |p: &&Piece| p.shape == Shape::NounPhrase && p.lead != Lead::Contrast && !trails(p);
    let run = pieces.iter().take_while(alike).count();
    if run < 2 || pieces[1..run].iter().all(Piece::counted) {
        return run.max(1);
    }
    let typed = |p: &Piece| {
        p.tokens
            .first()
            .is_some_and(|t| t.tag == Tag::Det && !t.span.is_empty())
    };
    let short = |p: &Piece| p.tokens.len() <= 5 && !p.tokens.iter().any(|t| matches!(t.tag, Tag::Prep | Tag::Wh));
    let parallel = pieces[..run].iter().all(|p| short(p) && typed(p) == typed(&pieces[0]));
    if parallel || run > 2 && pieces[..run].iter().all(|p| typed(p) == typed(&pieces[0])) {
        run
    } else {
        1
    }
}

/// The opening, and how many pieces it took.
fn begin(pieces: &[Piece]) -> Option<(String, usize)> {
    let piece = pieces.first()?;
    let words = piece.text();
    if piece.lead == Lead::Contrast {
        return None;
    }
    Some(match piece.shape {
        Shape::Clause if !stern::clause(piece) => return None,
        Shape::Clause => (format!("that {words}"), 1),
        Shape::WhClause => (words, 1),
        Shape::Gerund => (format!("about {words}"), 1),
        Shape::NounPhrase => {
            if let Some(hedged) = hedged(piece) {
                return Some((hedged, 1));
            }
            if piece.tokens[0].tag == Tag::Adv {
                return None;
            }
            let negated = piece.opens_with(&["no"]) && pieces.iter().any(|p| p.shape == Shape::Clause);
            if !negated && !stern::topic(piece) {
                return None;
            }
            if piece.opens_with(&["no"]) && pieces.iter().any(|p| p.shape == Shape::Clause) {
                let many = piece
                    .tokens
                    .iter()
                    .take_while(|t| !matches!(t.tag, Tag::Prep | Tag::Wh))
                    .filter(|t| t.tag.nominal())
                    .last()
                    .is_some_and(|t| t.tag == Tag::Plural);
                return Some((format!("that there {} {words}", if many { "are" } else { "is" }), 1));
            }
            // "a support dog, a retired bomb sniffer": two names behind each other may be of one thing.
            let run = match run_of(pieces) {
                2 if pieces[1].lead == Lead::Comma && !pieces[1].counted() => 1,
                run => run,
            };
            (format!("about {}", noun_list(&pieces[..run])), run)
        }
        Shape::Quote => (format!("about {words}"), 1),
        _ => return None,
    })
}

/// One more piece behind what stands already.
fn go_on(text: &mut String, pieces: &[Piece], i: usize, piece: &Piece) -> Option<()> {
    let words = piece.text();
    let after_name = i == 1 && pieces[0].shape == Shape::NounPhrase;
    if piece.lead == Lead::Contrast && piece.shape != Shape::Clause {
        return None;
    }
    let (glue, words) = match piece.shape {
        Shape::Clause if !stern::clause(piece) => return None,
        Shape::Clause => (clause_glue(text, pieces, i, piece), words),
        Shape::Gerund => (
            if text.starts_with("about ") {
                " and "
            } else {
                ", and about "
            },
            words,
        ),
        Shape::WhClause if piece.lead == Lead::Strong => (": ", words),
        Shape::WhClause if text.contains(": ") => {
            let last = !pieces.get(i + 1).is_some_and(|p| p.shape == Shape::WhClause);
            (if last { ", and " } else { ", " }, words)
        }
        Shape::WhClause => (if text.contains(" and ") { ", and " } else { " and " }, words),
        // "5 day close, used to be 11"
        Shape::PastVerb if after_name && (piece.opens_with(&["used"]) || piece.lead == Lead::Arrow) => {
            (", which ", words)
        }
        // "the arts levy, lost by 60 votes then won"
        Shape::PastVerb if after_name && happens(&pieces[0], piece) => (", which ", words),
        Shape::PastVerb if pieces[0].shape == Shape::NounPhrase && participle_phrase(piece) => (", ", words),
        Shape::ThirdVerb if after_name && stative(piece) => (", which ", words),
        // "his idea", "an outside lady", "CNC only for new work": beside what was said, not part of it.
        Shape::NounPhrase
            if piece.tokens.len() <= 3 && piece.has(&["idea", "words", "example", "theory", "rule"])
                || text.starts_with("that ")
                    && !text.contains(": ")
                    && (piece.opens_with(&["a", "an", "every"])
                        || piece.has(&["only", "now"]) && !piece.opens_with(&["only"])) =>
        {
            return None;
        }
        Shape::NounPhrase if hangs_on(piece) || piece.lead == Lead::Strong => ("", further(text, tail(piece))),
        Shape::NounPhrase if hourly(piece) => (", ", piece.bare()),
        // "the same instructor start to finish, no swapping"
        Shape::NounPhrase if piece.opens_with(&["no"]) && piece.tokens.len() <= 3 => (", with ", piece.bare()),
        Shape::Participle
        | Shape::Prepositional
        | Shape::Adjectival
        | Shape::Relative
        | Shape::Subordinate
        | Shape::ToInfinitive => (", ", words),
        Shape::Other
            if trails(piece)
                && !piece.tokens.iter().any(|t| t.tag.finite())
                && (piece.tokens.len() > 1 || piece.opens_with(&["always"])) =>
        {
            (", ", words)
        }
        _ => return None,
    };
    // "about the rack, and that every bad cut hangs on it": two ways of hearing do not go together, and brackets are the
    // mark of a note to oneself.
    let about = text.starts_with("about ");
    if about && glue.ends_with("that ") || !about && glue.ends_with("about ") {
        return None;
    }
    text.push_str(glue);
    text.push_str(&words);
    Some(())
}

/// "the ice storm, hour by hour"
fn hourly(piece: &Piece) -> bool {
    matches!(piece.tokens.as_slice(), [a, by, b] if by.is("by") && a.lower == b.lower)
}

/// `, level 2`: a few words behind a comma keep what no relation is known for, and invent none.
pub(super) fn aside(text: &str, piece: &Piece) -> Option<String> {
    let plain = piece
        .tokens
        .iter()
        .all(|t| t.is_word() && !t.tag.finite() && !matches!(t.tag, Tag::Sub | Tag::Wh | Tag::Pro));
    // "cut like butter" may be what it did.
    let verb = piece.first().is_some_and(|t| {
        t.tag == Tag::Adv
            || !t.span.is_empty() && lexicon().is_verb(&t.lower, crate::lexicon::VerbForm::Past) && t.tag != Tag::Adj
    });
    if piece.opens_with(&["no"]) && piece.tokens.len() <= 6 && plain {
        return Some(format!(", with {}", piece.bare()));
    }
    if hourly(piece) {
        return Some(format!(", {}", piece.bare()));
    }
    let said = !verb && piece.confidence == Confidence::Sure && matches!(piece.lead, Lead::Comma | Lead::Strong);
    (plain && said && piece.tokens.len() <= 3 && !text.contains(", ")).then(|| format!(", {}", piece.bare()))
}

/// `, with 300 removals` and then `, with no incidents` make one list.
pub(super) fn further(text: &str, tail: String) -> String {
    match tail.strip_prefix(", with ") {
        Some(rest) if text.contains(", with ") => format!(" and {rest}"),
        _ => tail,
    }
}

/// What joins a clause to what stands before it.
fn clause_glue(text: &str, pieces: &[Piece], i: usize, piece: &Piece) -> &'static str {
    let clauses = text.starts_with("that ");
    if piece.opens_with(&["then"]) {
        return ", and ";
    }
    if piece.lead == Lead::Contrast {
        return if clauses { ", but " } else { ", but that " };
    }
    if text.starts_with("about ") && matches!(pieces[0].shape, Shape::NounPhrase | Shape::Quote) {
        if text.contains(": ") {
            return ", and ";
        }
        if piece.lead == Lead::Strong {
            return ": ";
        }
    }
    if clauses && pieces[i + 1..].iter().any(|p| p.shape == Shape::Clause) {
        return ", that ";
    }
    let comma = !clauses || text.contains(" and ") || text.contains(", ") || text.len() > 60;
    if comma { ", and that " } else { " and that " }
}

/// `probably two towers next year` -> `that there will probably be two towers next year`; the hedge survives.
fn hedged(piece: &Piece) -> Option<String> {
    let first = piece.first()?;
    let rest = render::text(&piece.tokens[1..]);
    let counted = piece
        .tokens
        .get(1)
        .is_some_and(|t| matches!(t.tag, Tag::Num | Tag::Det));
    match first.lower.as_str() {
        "maybe" | "perhaps" | "possibly" if counted => Some(format!("that there may be {rest}")),
        "hopefully" if counted => Some(format!("that there will hopefully be {rest}")),
        "probably" | "likely" if counted => Some(format!("that there will probably be {rest}")),
        _ => None,
    }
}

/// A thing, and what became of it by itself.
fn happens(name: &Piece, piece: &Piece) -> bool {
    let person = name
        .tokens
        .iter()
        .filter_map(|t| lexicon().noun(&t.lower).filter(|_| t.tag.nominal()))
        .any(|n| n.person() || n.group());
    let verb = piece.first().and_then(vp::lemma);
    !person && piece.tokens.len() > 2 && verb.is_some_and(|l| super::read::HAPPENS.contains(&l))
}

/// `64 drivers` behind a clause: "with" would have them do it, too.
fn people(piece: &Piece) -> bool {
    plural_head(piece)
        && !piece.opens_with(&["no", "zero"])
        && piece
            .tokens
            .iter()
            .take_while(|t| t.tag != Tag::Prep)
            .filter(|t| t.tag.nominal())
            .last()
            .is_some_and(|t| t.any(&["people", "kids", "guys"]) || lexicon().noun(&t.lower).is_some_and(|n| n.person()))
}

fn plural_head(piece: &Piece) -> bool {
    piece
        .tokens
        .iter()
        .take_while(|t| !matches!(t.tag, Tag::Prep | Tag::Gerund | Tag::Wh))
        .filter(|t| t.tag.nominal())
        .last()
        .is_some_and(|t| t.tag == Tag::Plural)
}

/// A verb that things do.
fn stative(piece: &Piece) -> bool {
    piece
        .tokens
        .iter()
        .find(|t| t.tag != Tag::Adv)
        .and_then(vp::lemma)
        .is_some_and(|l| {
            matches!(
                l,
                "depend"
                    | "come"
                    | "go"
                    | "run"
                    | "have"
                    | "be"
                    | "sit"
                    | "hold"
                    | "take"
                    | "need"
                    | "open"
                    | "seat"
                    | "cost"
                    | "save"
                    | "start"
                    | "end"
                    | "last"
                    | "work"
                    | "help"
                    | "cover"
                    | "fit"
            )
        })
}

/// `built like a cello case`: a participle, though it could be a past tense.
pub(super) fn participle_phrase(piece: &Piece) -> bool {
    let Some(verb) = piece.first() else { return false };
    let next = piece.tokens.get(1);
    (vp::verb_of(verb).is_some_and(|v| v.transitive()) || next.is_some_and(|t| t.any(&["like", "by"])))
        && next.is_some_and(|t| {
            matches!(t.tag, Tag::Prep) && t.any(&["like", "by", "with", "in", "on", "from", "for", "of"])
        })
}

/// A noun phrase after something else: `, with two checkers`.
pub(super) fn tail(piece: &Piece) -> String {
    let words = piece.bare();
    let timed = piece
        .tokens
        .iter()
        .any(|t| lexicon().noun(&t.lower).is_some_and(|n| n.time()));
    let of_them = piece.counted()
        && piece
            .tokens
            .get(1)
            .is_some_and(|t| t.tag == Tag::Prep && !t.any(&["of", "down", "up", "to", "from", "off", "per"]));
    if of_them {
        let (number, rest) = words.split_once(' ').unwrap_or((&words, ""));
        format!(", {number} of them {rest}")
    } else if piece.opens_with(&["all"]) && piece.tokens.get(1).is_some_and(|t| t.tag == Tag::Num)
        || piece.counted() && piece.has(&["with"])
        || piece.counted() && (timed && piece.tokens.len() <= 3 || people(piece))
    {
        // Beside what was said, with no relation known: left out.
        String::new()
    } else if trails(piece) || piece.counted() && (piece.has(&["to"]) || timed && !piece.opens_with(&["no"])) {
        format!(", {words}")
    } else if piece.counted() {
        format!(", with {words}")
    } else if piece.lead == Lead::Strong && plural_head(piece) {
        format!(": {words}")
    } else if piece.lead == Lead::Strong && piece.tokens.first().is_some_and(|t| t.span.is_empty() && t.is("the")) {
        format!(": {} {words}", if render::vowel_sound(&words) { "an" } else { "a" })
    } else {
        format!(", {words}")
    }
}

/// Noun phrases on one footing, or one and what explains it.
pub(super) fn noun_list(pieces: &[Piece]) -> String {
    let [first, rest @ ..] = pieces else {
        return String::new();
    };
    if rest.is_empty() {
        return first.text();
    }
    if first.counted() || !rest.iter().all(Piece::counted) {
        let indefinite = first.opens_with(&["a", "an"]);
        // "the five-axis mill in March, two more lathes after"
        let counted_too = first.tokens.iter().any(|t| t.tag == Tag::Prep) && rest.len() == 1 && rest[0].counted();
        if counted_too && rest[0].lead == Lead::Comma && rest[0].has(&["more", "after", "later"]) {
            return format!("{} and {}", first.text(), rest[0].text());
        }
        if rest.len() == 1 && (indefinite || rest[0].lead == Lead::Strong) {
            let glue = if rest[0].lead == Lead::Strong { ": " } else { ", " };
            return format!("{}{glue}{}", first.text(), rest[0].bare());
        }
        // "the class in the church hall, average age 84", "a passion, the comics of Tardi": one and what it is.
        let long = |p: &Piece| p.tokens.iter().any(|t| t.tag == Tag::Prep || t.tag == Tag::Wh);
        let typed = rest[0]
            .tokens
            .first()
            .is_some_and(|t| t.tag == Tag::Det && !t.span.is_empty());
        let article = first.tokens.first().is_some_and(|t| t.span.is_empty());
        if rest.len() == 1 && (long(first) != long(&rest[0]) || typed && article) {
            return format!(
                "{}, {}",
                first.text(),
                if typed { rest[0].text() } else { rest[0].bare() }
            );
        }
        let mut texts: Vec<String> = pieces.iter().map(Piece::text).collect();
        let countable = first.counted()
            && !first.opens_with(&["zero", "no"])
            && first.tokens.get(1).is_some_and(|t| {
                t.tag == Tag::Plural
                    && !lexicon().noun(&t.lower).is_some_and(|n| n.time())
                    && !t.any(&["miles", "feet", "pounds"])
            });
        if countable {
            texts[0] = format!("the {}", texts[0]);
        }
        return render::list(&texts);
    }
    let list: Vec<String> = rest.iter().map(Piece::text).collect();
    format!("{}: {}", first.text(), render::list(&list))
}
