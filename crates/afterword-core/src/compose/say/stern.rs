//! What a demanding reader stumbles over: a last look at each part before it is put into a frame, and at each sentence.
//!
//! The readers before this one ask whether a part can be English; this one asks whether it can be taken for something
//! else: a participle for a verb, a number for "roughly", a fragment for a topic. What it doubts is left out where the
//! rest stands by itself, and asked about otherwise.

use super::closed;
use super::read::{HAPPENS, Piece};
use super::tag::Tag;
use super::token::{Kind, Token};
use super::vp;
use crate::lexicon::{VerbForm, lexicon};

/// Verbs that people do by themselves, besides those that things do.
const ALONE: &[&str] = &[
    "agree",
    "apply",
    "apprentice",
    "ask",
    "camp",
    "care",
    "chat",
    "cook",
    "dance",
    "fight",
    "fish",
    "hike",
    "laugh",
    "learn",
    "listen",
    "practise",
    "practice",
    "qualify",
    "queue",
    "race",
    "rely",
    "retire",
    "sail",
    "serve",
    "shout",
    "smile",
    "study",
    "swim",
    "talk",
    "train",
    "volunteer",
    "vote",
    "wait",
    "work",
    "worry",
    "yell",
];

/// Verbs that say a thing became more or less: no telegram of something done to it.
const CHANGES: &[&str] = &[
    "climb", "come", "decline", "double", "drop", "fall", "fly", "go", "grow", "happen", "improve", "jump", "become",
    "rise", "shrink", "soar", "triple", "burn", "sing", "survive", "last", "arrive",
];

/// Whether a clause can stand behind "that" and be read one way only.
pub(super) fn clause(piece: &Piece) -> bool {
    let tokens = &piece.tokens;
    let Some(v) = piece.verb.filter(|v| *v < tokens.len()) else {
        return true;
    };
    let verb = &tokens[v];
    let lexical = !matches!(verb.tag, Tag::Be | Tag::Have | Tag::Do | Tag::Modal);
    // "you play also cello", "blocks come already with pipes"
    let placed = lexical
        && tokens
            .get(v + 1)
            .is_some_and(|t| t.any(&["also", "already", "always", "never"]))
        && tokens.get(v + 2).is_some_and(|t| {
            t.tag.nominal() || matches!(t.tag, Tag::Det | Tag::Prep | Tag::Adj | Tag::Participle | Tag::Past)
        });
    // "wrote own schema checker": whose, is left out. "with red torch": so is the article.
    let own = (0..tokens.len()).any(|i| {
        tokens[i].is("own")
            && tokens[i].tag != Tag::Plain
            && !i.checked_sub(1).is_some_and(|b| {
                tokens[b].tag == Tag::Det || tokens[b].lower.contains('\'') || tokens[b].tag == Tag::Pro
            })
    });
    if own || bare_object(tokens) {
        return false;
    }
    // "she does greet every child": plain English leaves "does" out.
    let habitual = verb.tag == Tag::Do
        && tokens
            .get(v + 1)
            .is_some_and(|t| matches!(t.tag, Tag::Base | Tag::Plain) && closed::classes(&t.lower).is_none());
    if placed || habitual {
        return false;
    }
    // "before any portal email goes out", "by the person that sold it": no clause that stands by itself.
    let opens = tokens.first().map_or(Tag::None, |t| t.tag);
    let finite = tokens.iter().filter(|t| t.tag.finite()).count();
    let own_subject = v > 0 && matches!(tokens[v - 1].tag, Tag::Pro | Tag::Pro3);
    if opens == Tag::Sub && finite < 2
        || (opens == Tag::Prep || tokens[0].any(&["before", "after", "since", "until", "till"]))
            && !own_subject
            && finite < 2
    {
        return false;
    }
    let Some(before) = tokens[..v].iter().rev().find(|t| t.is_word() && t.tag != Tag::Adv) else {
        return true;
    };
    if matches!(before.tag, Tag::Pro | Tag::Pro3) && !before.any(&["all", "both", "each"]) {
        // "every stoppage you write on the wall", "the team two floors down so you ask": a subject too many.
        let at = tokens[..v]
            .iter()
            .rposition(|t| t.span == before.span && t.lower == before.lower)
            .unwrap_or(0);
        let front = &tokens[..at];
        let joined = front.last().is_some_and(|t| t.tag == Tag::Coord || !t.is_word());
        let led = front
            .iter()
            .any(|t| !t.is_word() || matches!(t.tag, Tag::Wh | Tag::Coord))
            || front
                .first()
                .is_none_or(|t| matches!(t.tag, Tag::Prep | Tag::Sub | Tag::Adv | Tag::Pro | Tag::Pro3 | Tag::Wh))
            || front
                .last()
                .is_some_and(|t| lexicon().noun(&t.lower).is_some_and(|n| n.time()) || day(&t.lower));
        return joined || led;
    }
    let particle = v > 0 && tokens[v - 1].any(&["on", "in", "at", "for", "with", "from", "of", "by"]);
    let last = v + 1 == tokens.len() || !tokens[v + 1].is_word();
    // "bushels upright", "divorce lets": a word that is a verb only at need.
    let forced = last
        && matches!(verb.tag, Tag::Plain | Tag::Third)
        && (lexicon().adjective(&verb.lower).is_some()
            || v < 3 && vp::verb_of(verb).is_some_and(|r| r.transitive() && !HAPPENS.contains(&r.lemma)));
    let hanging = match before.tag {
        _ if particle || forced => true,
        Tag::Prep => true,
        Tag::Adj | Tag::Participle => matches!(verb.tag, Tag::Plain | Tag::Third),
        Tag::Num if before.any(&["one", "half"]) || before.text.ends_with('%') => false,
        Tag::Num => verb.tag != Tag::Past,
        Tag::Wh => !before.any(&["what", "who", "whoever", "whatever"]),
        _ => false,
    };
    !(lexical && (hanging || done_to_it(tokens, v)) || bare_subject(tokens, v))
}

/// `all lifeboats insured for free`, `filters backwashed by turbidity`: a participle whose "are" was left out.
fn done_to_it(tokens: &[Token], v: usize) -> bool {
    let word = tokens[v].lower.as_str();
    // "letters still cut by hand"
    let by = tokens[v + 1..].first().is_some_and(|t| t.is("by"))
        && tokens[v].tag == Tag::Plain
        && lexicon().is_verb(word, VerbForm::Participle);
    if by || tokens[v].tag != Tag::Past {
        return by;
    }
    let readings = lexicon().verb(word);
    let both = word.ends_with("ed") || readings.iter().any(|(_, f)| *f == VerbForm::Participle);
    if !both {
        return false;
    }
    let mut rest = tokens[v + 1..].iter();
    let next = rest.find(|t| t.tag != Tag::Adv || !t.is_word());
    let timed = |t: &Token| lexicon().noun(&t.lower).is_some_and(|n| n.time()) || day(&t.lower);
    let object = next.is_some_and(|t| match t.tag {
        Tag::Det => !t.any(&["every", "each"]),
        Tag::Num => !rest.clone().take(2).any(timed),
        Tag::Sub => t.is("that"),
        Tag::Wh => !t.any(&["when", "where", "while", "who", "which"]),
        Tag::Obj | Tag::Gerund | Tag::To | Tag::Pro | Tag::Pro3 => true,
        Tag::Noun | Tag::Plural | Tag::Proper | Tag::Adj => !timed(t) && !t.any(&["last", "first", "next", "same"]),
        _ => t.kind == Kind::Quote,
    });
    if object {
        return false;
    }
    let lemma = |list: &[&str]| readings.iter().any(|(r, _)| list.contains(&r.lemma));
    let head = tokens[..v]
        .iter()
        .take_while(|t| !matches!(t.tag, Tag::Prep | Tag::Wh))
        .filter(|t| t.tag.nominal())
        .last();
    let proper = head.is_some_and(|t| t.tag == Tag::Proper);
    let noun = head.and_then(|t| lexicon().noun(&t.lower));
    let person = proper || noun.is_some_and(|n| n.person() || n.group());
    if lemma(CHANGES) || lemma(ALONE) && person {
        return false;
    }
    // "work orders closed inside 48 hours": without an article it is a telegram, with one it tells what happened.
    let determined = tokens[..v]
        .iter()
        .take_while(|t| !matches!(t.tag, Tag::Prep | Tag::Wh))
        .any(|t| t.tag == Tag::Det && !t.any(&["every", "each", "all", "no"]));
    let alone = lemma(HAPPENS) && !lemma(&["pay", "count", "show", "lead"]);
    !(alone && (determined || person) || lemma(&["pay"]) && (proper || determined && noun.is_some_and(|n| n.group())))
}

/// `with red torch`, `like newspaper`: a thing that can be counted, behind a word that wants its article.
fn bare_object(tokens: &[Token]) -> bool {
    (0..tokens.len()).any(|i| {
        if !tokens[i].any(&["with", "without", "like", "versus"]) || tokens[i].tag != Tag::Prep {
            return false;
        }
        let run: Vec<&Token> = tokens[i + 1..]
            .iter()
            .take_while(|t| t.is_word() && (t.tag.nominal() || t.tag == Tag::Adj || t.tag == Tag::Gerund))
            .collect();
        // "without cost or delay", "with dog and gun": pairs go without.
        let paired = tokens.get(i + 1 + run.len()).is_some_and(|t| t.any(&["and", "or"]));
        !paired
            && !run
                .iter()
                .any(|t| t.capital || matches!(t.tag, Tag::Proper | Tag::Gerund))
            && run.last().is_some_and(|t| {
                t.tag == Tag::Noun
                    && lexicon()
                        .noun(&t.lower)
                        .is_some_and(|n| n.countable() && !n.mass() && !n.is_plural && !n.time())
            })
    })
}

/// `5 am meeting stood up`: a thing that can be counted, with nothing that says which.
fn bare_subject(tokens: &[Token], v: usize) -> bool {
    let end = tokens[..v]
        .iter()
        .position(|t| matches!(t.tag, Tag::Prep | Tag::Wh | Tag::Sub | Tag::Participle | Tag::To) || !t.is_word())
        .unwrap_or(v);
    let run = &tokens[..end];
    if run.is_empty()
        || run.iter().any(|t| {
            matches!(
                t.tag,
                Tag::Det | Tag::Pro | Tag::Pro3 | Tag::Proper | Tag::Gerund | Tag::Coord | Tag::Num
            ) || t.lower.contains('\'')
                || t.kind != Kind::Word
        })
    {
        return false;
    }
    let Some(head) = run.iter().rev().find(|t| t.tag.nominal()) else {
        return false;
    };
    head.tag == Tag::Noun
        && lexicon()
            .noun(&head.lower)
            .is_some_and(|n| n.countable() && !n.mass() && !n.is_plural && !n.time())
}

/// Whether a phrase begins with a thing that can be counted and has no article.
pub(super) fn bare(tokens: &[Token]) -> bool {
    bare_subject(tokens, tokens.len())
}

fn day(lower: &str) -> bool {
    lower.ends_with("day") || lower.ends_with("days")
}

/// Whether a noun phrase can stand behind "about" as what was talked of.
pub(super) fn topic(piece: &Piece) -> bool {
    let tokens: Vec<&Token> = piece
        .tokens
        .iter()
        .filter(|t| t.kind == Kind::Word || t.kind == Kind::Quote)
        .collect();
    let Some(first) = tokens.first() else { return false };
    // "about 14 frames" is roughly fourteen; "about no deaths", "about every drawer" is no topic.
    if first.tag == Tag::Num && !first.any(&["one", "half"])
        || first.any(&[
            "no",
            "zero",
            "nothing",
            "every",
            "each",
            "any",
            "everything",
            "nobody",
            "only",
            "own",
            "neither",
            "either",
            "someone",
            "somebody",
            "anyone",
            "anybody",
            "thanks",
            "same",
        ])
        || first.is("both") && !tokens.get(1).is_some_and(|t| t.any(&["sides", "ends", "halves"]))
        || first.any(&["the"])
            && tokens
                .get(1)
                .is_some_and(|t| t.tag == Tag::Num && !t.text.contains('-'))
    {
        return false;
    }
    // "the same college" as whose, "the answer", "your idea": it points at what is not said.
    let typed = piece
        .tokens
        .iter()
        .filter(|t| t.is_word() && !t.span.is_empty())
        .count();
    let named = tokens.iter().take(4).any(|t| t.is("same")) && !tokens.iter().any(|t| t.any(&["as", "every", "that"]))
        || tokens.iter().take(3).any(|t| t.any(&["fellow", "bit"]))
        || typed <= 4
            && tokens
                .iter()
                .rev()
                .find(|t| t.tag.nominal())
                .is_some_and(|t| t.any(&["question", "answer", "idea", "words", "thing", "mistake", "suggestion"]));
    let owned: Vec<Token> = piece.tokens.clone();
    if named || bare_object(&owned) {
        return false;
    }
    let marker = |t: &Token| matches!(t.tag, Tag::Wh | Tag::Sub | Tag::Pro | Tag::Pro3);
    let open = tokens.iter().position(|t| marker(t)).unwrap_or(tokens.len());
    // "fine free since 2019 and returns went up": a verb that no "who" or "you" leads up to.
    if tokens[..open]
        .iter()
        .any(|t| t.tag.finite() && !(t.tag == Tag::Past && participle(t)) && !t.any(&["named", "called"]))
        && !tokens[..open].iter().any(|t| t.tag == Tag::Det && !t.span.is_empty())
    {
        return false;
    }
    // "first lesson you let them stall": without an article of its own it is what the clause begins with.
    let contact = tokens
        .get(open)
        .is_some_and(|t| matches!(t.tag, Tag::Pro | Tag::Pro3) && !t.any(&["each", "all"]))
        && open > 0
        && tokens[open - 1].tag.nominal();
    let article = first.tag == Tag::Det && !first.span.is_empty();
    if contact && !article {
        return false;
    }
    let all = tokens[..open]
        .windows(2)
        .any(|w| w[0].tag.nominal() && w[1].any(&["all", "both"]) && w[1].tag != Tag::Adv);
    // "oak only from Podlasie", "back to green wood then": a telegram, not the name of anything.
    let loose = tokens[..open].iter().enumerate().any(|(i, t)| {
        t.any(&[
            "only", "just", "then", "now", "max", "maximum", "already", "never", "always", "there", "instead", "too",
        ]) && t.tag == Tag::Adv
            && i > 0
            && !tokens
                .get(i + 1)
                .is_some_and(|n| n.is("of") || matches!(n.tag, Tag::Adj | Tag::Participle | Tag::Past))
    });
    // "deck 12 pages", "veg box 2 pounds": a figure behind what it measures.
    let measured = tokens[..open].windows(3).any(|w| {
        w[0].tag.nominal()
            && !w[0].capital
            && w[1].tag == Tag::Num
            && w[2].tag == Tag::Plural
            && !lexicon().noun(&w[0].lower).is_some_and(|n| n.time())
    });
    let price = tokens[1..]
        .iter()
        .any(|t| t.text.starts_with(['£', '$', '€']) && t.tag == Tag::Num)
        && !tokens
            .iter()
            .any(|t| t.tag == Tag::Prep || t.tag == Tag::Det && !t.span.is_empty());
    !(loose || measured || price || all)
}

/// Whether what was told or done is whole: not "telling you about my dad worked nights", "about the flood and moved 14 rooms",
/// "showing me two".
pub(super) fn doing(gerund: &str) -> bool {
    let tokens = super::token::tokenize_tagged(gerund);
    let counted = tokens.iter().rfind(|t| t.is_word()).is_some_and(|t| t.tag == Tag::Num);
    if counted && gerund.split(' ').count() <= 4 {
        return false;
    }
    let Some(topic) = gerund.strip_prefix("telling you about ") else {
        return true;
    };
    let tokens = super::token::tokenize_tagged(topic);
    let marker = |t: &Token| matches!(t.tag, Tag::Wh | Tag::Sub | Tag::Pro | Tag::Pro3 | Tag::Gerund) || !t.is_word();
    let open = tokens.iter().position(marker).unwrap_or(tokens.len());
    let object = |t: Option<&Token>| t.is_some_and(|t| matches!(t.tag, Tag::Det | Tag::Num | Tag::Obj | Tag::Pro));
    !(1..open).any(|i| {
        let did =
            tokens[i].tag == Tag::Past || tokens[i].tag == Tag::Third && lexicon().noun(&tokens[i].lower).is_none();
        did && (tokens[i - 1].tag == Tag::Coord || object(tokens.get(i + 1)))
    })
}

fn participle(token: &Token) -> bool {
    token.lower.ends_with("ed") || lexicon().is_verb(&token.lower, VerbForm::Participle)
}

/// Whether the finished sentence has something a demanding reader would not sign.
pub(super) fn sentence(text: &str, jot: &str) -> bool {
    let plain = outside_quotes(text);
    let words: Vec<&str> = plain
        .split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’' | '-')))
        .filter(|w| !w.is_empty())
        .collect();
    // A reporting "she says" that became part of what was said.
    let tag = words.windows(2).enumerate().any(|(i, w)| {
        w[0] == "you"
            && matches!(w[1], "say" | "says" | "said")
            && i > 0
            && words
                .get(i + 2)
                .is_none_or(|next| matches!(*next, "is" | "so" | "was" | "they"))
            && !matches!(words[i - 1], "what" | "how" | "something" | "thing")
    });
    // One word no dictionary has is a term of the trade; two are another language, or a dialect.
    let strange = words.iter().filter(|w| w.len() > 2 && foreign(w)).count();
    let unknown = strange > 1 || words.iter().any(|w| unheard(w));
    let agreement = ["there is no ", "there is "]
        .iter()
        .any(|lead| plain.split(lead).skip(1).any(many));
    let brackets = plain.contains('(') && !jot.contains('(');
    let titled = words.iter().any(|w| matches!(*w, "sir" | "ma'am" | "madam"));
    // What was done before my eyes was not heard: "that you tested me", "that you showed the graph".
    let seen = words.windows(4).any(|w| {
        w[0] == "that"
            && w[1] == "you"
            && (w[3] == "me"
                && matches!(
                    w[2],
                    "tested"
                        | "told"
                        | "asked"
                        | "showed"
                        | "gave"
                        | "let"
                        | "took"
                        | "had"
                        | "presented"
                        | "walked"
                        | "offered"
                        | "shown"
                )
                || matches!(w[2], "showed" | "presented"))
    });
    let drops = [
        " including.",
        " with.",
        " of.",
        " for the.",
        " into.",
        " per.",
        " even.",
    ]
    .iter()
    .any(|e| text.ends_with(e));
    // "went from 2": half of a figure.
    let half = matches!(words.as_slice(), [.., "from", n] if n.bytes().all(|b| b.is_ascii_digit()) && n.len() < 4);
    // "I am a PCQI certificate": nobody is a paper.
    let paper = words.windows(2).enumerate().any(|(i, w)| {
        w[0] == "I"
            && w[1] == "am"
            && words[i + 2..].iter().take(1).any(|w| matches!(*w, "a" | "an" | "the"))
            && words[i + 3..].iter().take(4).any(|w| {
                matches!(
                    *w,
                    "certificate" | "licence" | "license" | "ticket" | "degree" | "diploma" | "card" | "permit"
                )
            })
    });
    tag || half || unknown || agreement || brackets || titled || seen || drops || paper
}

/// Whether something in it is mine, and so was not heard from anybody. What you did, you may have done with mine.
pub(super) fn mine(text: &str) -> bool {
    if ["that you ", "how you ", "what you ", "why you "]
        .iter()
        .any(|lead| text.starts_with(lead))
    {
        return false;
    }
    outside_quotes(text)
        .split(|c: char| !(c.is_alphanumeric() || c == '\''))
        .any(|w| matches!(w, "I" | "my" | "mine" | "myself"))
}

fn many(rest: &str) -> bool {
    let word = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    lexicon().noun(word).is_some_and(|n| n.is_plural) && lexicon().verb(word).is_empty()
}

fn foreign(word: &str) -> bool {
    let lex = lexicon();
    word.chars().all(char::is_lowercase)
        && closed::classes(word).is_none()
        && !lex.has(word)
        && lex.given_name(word).is_none()
}

/// Whether a lower-case word is in no dictionary and several words are one slip away: which was meant is not known.
/// What is like no word at all is a term of the trade, and stays.
fn unheard(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_lowercase())
        && closed::classes(word).is_none()
        && lexicon().proper(word).is_none()
        && crate::lexicon::wide(word).is_none()
        && crate::lexicon::torn(word)
}

fn outside_quotes(text: &str) -> String {
    let mut inside = false;
    text.chars()
        .filter(|c| {
            match c {
                '“' => inside = true,
                '”' => inside = false,
                _ => {}
            }
            !inside
        })
        .collect()
}

/// Commas a hasty hand leaves out: before a contrast ("a script, not a person"), before "even".
pub(super) fn commas(tokens: &mut Vec<Token>) {
    if tokens.len() <= 3 {
        return;
    }
    let mut i = 1;
    while i + 1 < tokens.len() {
        let here = &tokens[i];
        let before = &tokens[i - 1];
        let next = &tokens[i + 1];
        let whole = before.is_word() && (before.tag.nominal() || before.tag == Tag::Num || before.tag == Tag::Obj);
        let thing = matches!(
            next.tag,
            Tag::Det | Tag::Noun | Tag::Plural | Tag::Num | Tag::Proper | Tag::Prep | Tag::Gerund
        ) || next.is("just")
            && tokens
                .get(i + 2)
                .is_some_and(|t| matches!(t.tag, Tag::Det | Tag::Noun | Tag::Plural | Tag::Adj));
        // "why not", "whether or not", "if not"; "is the answer not": the verb stands before.
        let contrast = here.is("not") && thing;
        let even = here.is("even") && matches!(next.tag, Tag::Det) && whole;
        if whole && (contrast && (next.tag != Tag::Gerund || before.tag != Tag::Obj) || even) {
            let at = here.span.start;
            let mut comma = Token::word(",", at..at);
            comma.kind = Kind::Comma;
            tokens.insert(i, comma);
            i += 1;
        }
        i += 1;
    }
}
