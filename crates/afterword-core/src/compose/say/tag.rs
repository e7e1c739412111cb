//! The main reader: parts of speech by the lexicon and a table of what may follow what.
//!
//! A hasty hand leaves out subjects, articles and copulas, so that readers trained on finished prose go wrong here. This
//! one knows every word's possible classes and scores each pair of neighbours, adverbs being looked through, and takes
//! the best path (Viterbi). The weights are by hand; they say what is common in notes to oneself.

#![expect(
    clippy::too_many_lines,
    clippy::match_same_arms,
    reason = "one arm a case, each with its own example, reads as the table it is"
)]

use super::closed;
use super::token::{Kind, Token};
use crate::lexicon::{VerbForm, lexicon};

/// A part of speech, as fine as composing needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[repr(u8)]
pub(super) enum Tag {
    /// Not yet read, or a mark.
    #[default]
    None,
    /// the, a, every; my, her, Dale's
    Det,
    /// 12, four, half
    Num,
    /// open, one-star
    Adj,
    /// ward, scheduling
    Noun,
    /// wards
    Plural,
    /// Boise, Kafka
    Proper,
    /// I, you, we, they, both
    Pro,
    /// she, it, everybody, who
    Pro3,
    /// me, him, us
    Obj,
    /// runs
    Third,
    /// run, finite
    Plain,
    /// run, as in `to run`, and the imperative
    Base,
    /// ran
    Past,
    /// run, as in `has run`
    Participle,
    /// running
    Gerund,
    /// is, are, was
    Be,
    /// has, have, had
    Have,
    /// does, do, did
    Do,
    /// will, can
    Modal,
    /// to, before a verb
    To,
    /// in, with
    Prep,
    /// still, never, not
    Adv,
    /// and, or, but
    Coord,
    /// if, because, that
    Sub,
    /// how, why, who
    Wh,
}

impl Tag {
    /// A finite verb.
    pub(super) fn finite(self) -> bool {
        matches!(
            self,
            Self::Third | Self::Plain | Self::Past | Self::Be | Self::Have | Self::Do | Self::Modal
        )
    }

    /// Can be the last word of a noun phrase.
    pub(super) fn nominal(self) -> bool {
        matches!(self, Self::Noun | Self::Plural | Self::Proper)
    }
}

/// What is expected of a text before it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mood {
    /// Anything.
    Free,
    /// May begin with a verb in its base form.
    Imperative,
    /// Names things: finite verbs only where nothing else will do.
    Phrase,
}

/// Reads the tokens of one point and tags them. The result is how sure the reading is: the least margin by which a
/// word's class beat its next best.
pub(super) fn tag(tokens: &mut [Token], mood: Mood) {
    let imperative = mood == Mood::Imperative;
    let n = tokens.len();
    // best[i] = (score, tag, back pointer) for each candidate at i; `last` is the last class that is not an adverb.
    let mut paths: Vec<Vec<Step>> = Vec::with_capacity(n);
    for i in 0..n {
        let mut here: Vec<Step> = Vec::with_capacity(4);
        for (tag, mut own) in candidates(tokens, i) {
            if mood == Mood::Phrase && tag.finite() {
                own -= 5;
            }
            let mut best = Step {
                score: i32::MIN,
                tag,
                last: tag,
                back: 0,
            };
            if i == 0 {
                let last = if tag == Tag::Adv { Tag::None } else { tag };
                best = Step {
                    score: own + start(tag, imperative),
                    tag,
                    last,
                    back: 0,
                };
            } else {
                for (b, prev) in paths[i - 1].iter().enumerate() {
                    let step = step_score(tokens, i, prev, tag, imperative);
                    let score = prev.score.saturating_add(own).saturating_add(step);
                    if score > best.score {
                        let last = if tag == Tag::Adv { prev.last } else { tag };
                        best = Step {
                            score,
                            tag,
                            last,
                            back: b,
                        };
                    }
                }
            }
            here.push(best);
        }
        paths.push(here);
    }
    let Some(mut at) = paths.last().and_then(|l| (0..l.len()).max_by_key(|&k| l[k].score)) else {
        return;
    };
    for i in (0..n).rev() {
        let step = paths[i][at];
        tokens[i].tag = step.tag;
        at = step.back;
    }
}

#[derive(Clone, Copy)]
struct Step {
    score: i32,
    tag: Tag,
    last: Tag,
    back: usize,
}

fn step_score(tokens: &[Token], i: usize, prev: &Step, tag: Tag, imperative: bool) -> i32 {
    let kind = tokens[i - 1].kind;
    if tag == Tag::None {
        return 0;
    }
    if tag == Tag::Adv {
        return match prev.last {
            Tag::Det => -6,
            Tag::Prep => -4,
            _ => 0,
        };
    }
    if prev.tag == Tag::None {
        return match kind {
            Kind::Quote => pair(Tag::Noun, tag),
            Kind::Slash | Kind::Equals | Kind::Arrow | Kind::Open | Kind::Close => 0,
            Kind::Comma | Kind::Plus => start(tag, imperative).max(-3),
            _ => start(tag, imperative),
        };
    }
    if prev.last == Tag::None {
        return start(tag, imperative);
    }
    // "and" joins like to like: a verb after "and" is as likely as the one before.
    pair(prev.last, tag)
}

/// How well a class opens a segment.
fn start(tag: Tag, imperative: bool) -> i32 {
    match tag {
        Tag::Base => {
            if imperative {
                3
            } else {
                -3
            }
        }
        Tag::Plain => -3,
        Tag::Pro | Tag::Pro3 => 1,
        Tag::Participle => -2,
        Tag::Obj => -5,
        Tag::Be | Tag::Have | Tag::Do | Tag::Modal | Tag::Prep => -1,
        Tag::To => -2,
        _ => 0,
    }
}

/// How well one class follows another.
fn pair(a: Tag, b: Tag) -> i32 {
    use Tag::{
        Adj, Adv, Base, Be, Coord, Det, Do, Gerund, Have, Modal, None, Noun, Num, Obj, Participle, Past, Plain, Plural,
        Prep, Pro, Pro3, Proper, Sub, Third, To, Wh,
    };
    match a {
        None | Adv => start(b, false),
        Det => match b {
            Noun | Plural => 3,
            Adj => 2,
            Num | Proper => 1,
            Gerund | Participle => -1,
            Det => -2,
            Prep => -3,
            Coord => -3,
            _ => -7,
        },
        Num => match b {
            Plural => 3,
            Noun => 2,
            Adj | Prep | Coord => 1,
            Num | Proper | Det | To | Sub | Wh => 0,
            Third | Past | Be | Have | Modal | Do => 0,
            Gerund => -1,
            Pro | Pro3 => -1,
            Plain => -1,
            _ => -3,
        },
        Adj => match b {
            Noun | Plural => 3,
            Adj | Prep => 1,
            Proper | Coord | To | Sub | Wh => 0,
            Gerund => -1,
            Participle => -3,
            Num | Det => -2,
            _ => -5,
        },
        Noun => match b {
            Be | Modal => 3,
            Prep | Have | Do => 2,
            Noun | Plural | Third | Past | Coord | Sub | Wh | To => 1,
            Gerund | Pro | Pro3 => 0,
            Participle => 0,
            Num | Proper => -1,
            Det => -2,
            Adj => -2,
            Plain => -3,
            Base => -6,
            _ => -2,
        },
        Plural => match b {
            Be | Modal => 3,
            Plain | Prep | Have | Do => 2,
            Past | Coord | Sub | Wh | To => 1,
            Gerund | Pro | Participle | Pro3 => 0,
            Third => -3,
            Noun => -1,
            Plural | Num | Proper => -2,
            Det | Adj => -2,
            Base => -6,
            _ => -2,
        },
        Proper => match b {
            Third | Past | Be | Have | Do | Modal | Proper => 2,
            Noun | Plural | Prep | Coord | To => 1,
            Num | Sub | Wh => 0,
            Gerund | Participle | Pro | Pro3 => -1,
            Adj => -1,
            Det => -2,
            Plain => -2,
            _ => -4,
        },
        Pro => match b {
            Plain | Modal | Be | Have | Do => 4,
            Past => 3,
            Coord | Wh | Prep => -1,
            Third => -1,
            Adv | None => 0,
            _ => -6,
        },
        Pro3 => match b {
            Third | Modal | Be | Have | Do => 4,
            Past => 3,
            Prep | Adj | Coord | Sub | To | Wh => -1,
            Plain | Base => -3,
            Pro | Pro3 => 0,
            _ => -5,
        },
        Obj => match b {
            To | Wh => 2,
            Prep | Base | Sub | Coord => 1,
            Adj | Det | Gerund | Num => 0,
            Past | Participle | Noun | Plural | Proper => -2,
            Pro | Pro3 => 0,
            _ => -4,
        },
        Third | Plain | Past | Base => match b {
            Det | To | Obj | Prep => 2,
            Num | Plural | Proper | Wh | Sub | Noun => 1,
            Adj | Gerund | Coord | Pro3 => 0,
            Pro => 0,
            Participle => -2,
            _ => -5,
        },
        Participle => match b {
            Prep => 2,
            To | Det | Coord | Sub | Wh | Num => 0,
            Noun | Plural | Obj | Proper => 0,
            Adj => -1,
            _ => -3,
        },
        Gerund => match b {
            Det => 2,
            Noun | Plural | Prep | Num | Obj | Proper | To | Coord | Wh => 1,
            Adj | Sub => 0,
            Be | Third | Have | Modal => -1,
            Gerund | Participle => -2,
            _ => -4,
        },
        Be => match b {
            Participle | Gerund | Adj => 2,
            Det | Prep => 1,
            Num | Wh | To | Sub => 0,
            Pro3 => 0,
            Noun | Plural | Proper => -1,
            Coord => -2,
            _ => -5,
        },
        Have => match b {
            Participle => 3,
            Det | To => 2,
            Num | Noun | Plural | Obj => 1,
            Adj | Proper | Pro3 => 0,
            _ => -4,
        },
        Do => match b {
            Base => 3,
            Det | Num | Noun | Plural | Obj => 1,
            Adj | Prep | Proper | Gerund | Wh | Pro3 => 0,
            _ => -4,
        },
        Modal => match b {
            Base => 5,
            Pro => -1,
            _ => -6,
        },
        To => match b {
            Base => 4,
            _ => -9,
        },
        Prep => match b {
            Det => 3,
            Num | Noun | Plural | Proper | Obj | Gerund => 2,
            Adj | Wh | Pro3 => 1,
            Prep => -1,
            Pro => -3,
            Participle => -3,
            Sub | Coord => -3,
            _ => -7,
        },
        Coord => match b {
            Base => -1,
            Sub => -1,
            Obj => -1,
            _ => 0,
        },
        Sub => match b {
            Pro | Pro3 => 3,
            Det => 2,
            Noun | Plural | Proper | Num | Adj => 1,
            Gerund | Participle => 0,
            Prep | Wh => -2,
            Sub => -2,
            _ => -3,
        },
        Wh => match b {
            Pro | Pro3 => 3,
            Det | To => 2,
            Noun | Plural | Proper | Third | Past | Be | Have | Modal | Do | Adj | Num => 1,
            Plain => 1,
            _ => -3,
        },
    }
}

/// The classes a word may have here, one bit each.
///
/// A word no dictionary has is a noun at best, and a short one nothing at all: `omo`, `dey`, `wi`.
pub(super) fn classes_of(tokens: &[Token], i: usize) -> u32 {
    let strange = unheard(&tokens[i]);
    if strange && tokens[i].lower.chars().count() < 4 {
        return 0;
    }
    // "barcoded" is regular enough to be taken for what it looks like.
    let word = tokens[i].lower.as_str();
    let inflected = word.len() > 5 && (word.ends_with("ed") || word.ends_with("ing"));
    candidates(tokens, i)
        .into_iter()
        .filter(|c| c.1 > -4 || c.0 == Tag::Plural && c.1 == -4)
        .filter(|c| !strange || inflected || matches!(c.0, Tag::Noun | Tag::Plural | Tag::Proper))
        .fold(verbal(&tokens[i]), |mask, c| mask | 1 << c.0 as u32)
}

/// Whether no dictionary has the word.
fn unheard(token: &Token) -> bool {
    let word = token.lower.as_str();
    let lex = lexicon();
    token.is_word()
        && !token.capital
        && word.bytes().all(|b| b.is_ascii_lowercase())
        && word.len() > 1
        && closed::classes(word).is_none()
        && !lex.has(word)
}

/// The verb classes the wider dictionary gives a word that the tables have as another class only: `barcode`.
fn verbal(token: &Token) -> u32 {
    let word = token.lower.as_str();
    if !token.is_word()
        || token.capital
        || word.len() < 4
        || closed::classes(word).is_some()
        || !lexicon().verb(word).is_empty()
    {
        return 0;
    }
    let mut classes = Vec::new();
    dictionary(word, &mut classes);
    classes.into_iter().fold(0, |mask, c| mask | 1 << c.0 as u32)
}

/// The classes a word may have here, with how usual each is.
fn candidates(tokens: &[Token], i: usize) -> Vec<(Tag, i32)> {
    let token = &tokens[i];
    if token.kind != Kind::Word {
        return vec![(Tag::None, 0)];
    }
    let word = token.lower.as_str();
    // "her own mother's hair", "her granny's trick"
    let owned = tokens
        .get(i + 1)
        .is_some_and(|t| t.is_word() && !t.capital && (t.is("own") || t.lower.ends_with("'s")));
    if word == "her" && owned {
        return vec![(Tag::Det, 6)];
    }
    if word == "her" && object_her(tokens, i) {
        return vec![(Tag::Obj, 0)];
    }
    // "that interpreters get", not "that interpreter"
    if word == "that"
        && (i == 0 || !tokens[i - 1].is_word())
        && tokens.get(i + 1).is_some_and(|t| {
            lexicon().noun(&t.lower).is_some_and(|n| n.is_plural)
                || closed::classes(&t.lower).is_some_and(|c| c[0].0 == Tag::Plural)
                || t.lower.ends_with('s')
                    && !t.lower.ends_with("ss")
                    && lexicon().noun(&t.lower).is_none()
                    && t.lower.len() > 4
        })
    {
        return vec![(Tag::Sub, 0)];
    }
    if let Some(list) = closed::classes(word) {
        return list.to_vec();
    }
    if token.has_digit() {
        return numeric(word);
    }
    if let Some(stem) = word
        .strip_suffix("'s")
        .or_else(|| word.strip_suffix("s'").or_else(|| word.strip_suffix('\'')))
    {
        let _ = stem;
        return vec![(Tag::Det, 0)];
    }
    let lex = lexicon();
    let mut out: Vec<(Tag, i32)> = Vec::with_capacity(4);
    let readings = lex.verb(word);
    let noun = lex.noun(word);
    let mut verbal_plural = false;
    for (verb, form) in readings {
        let noun_cost = if verb.mostly_noun() { -2 } else { 0 };
        match form {
            VerbForm::Base => {
                out.push((Tag::Plain, noun_cost));
                out.push((Tag::Base, noun_cost));
                if noun.is_none() {
                    out.push((Tag::Noun, if verb.also_noun() { 0 } else { -4 }));
                }
                if verb.also_adjective() {
                    out.push((Tag::Adj, 0));
                }
            }
            VerbForm::Third => {
                out.push((Tag::Third, noun_cost));
                verbal_plural |= !verb.mostly_noun();
                if noun.is_none() {
                    let cost = if verb.mostly_noun() {
                        0
                    } else if verb.also_noun() {
                        -1
                    } else {
                        -4
                    };
                    out.push((Tag::Plural, cost));
                }
            }
            VerbForm::Past => out.push((Tag::Past, 0)),
            VerbForm::Participle => out.push((Tag::Participle, 0)),
            VerbForm::Gerund => out.push((Tag::Gerund, 0)),
        }
    }
    if let Some(noun) = noun {
        let plural = noun.is_plural && noun.singular != word;
        let odd = plural && noun.mass() && !out.is_empty();
        let verbal = plural && verbal_plural;
        out.push((
            if plural { Tag::Plural } else { Tag::Noun },
            if odd {
                -3
            } else if verbal {
                -1
            } else {
                0
            },
        ));
        if noun.singular == word && crate::lexicon::plural(word) == word {
            out.push((Tag::Plural, 0));
        }
    }
    let opens = i == 0 || !tokens[i - 1].is_word();
    if tokens.get(i + 1).is_some_and(|t| t.is("by")) && opens && out.iter().any(|c| c.0 == Tag::Participle) {
        out.push((Tag::Participle, 3));
    }
    // "failed welds go in a drawer": a participle before its noun, as the verb behind it shows.
    let counted =
        i > 0 && tokens[i - 1].is_word() && closed::classes(&tokens[i - 1].lower).is_some_and(|c| c[0].0 == Tag::Num);
    if counted && word.ends_with("ed") && tokens.get(i + 1).is_some_and(|t| lex.noun(&t.lower).is_some()) {
        out.push((Tag::Adj, 2));
    }
    // "mistakes menu on mondays": a plural before a bare noun names a thing.
    let bare_next = tokens.get(i + 1).is_some_and(|t| {
        t.is_word()
            && !t.capital
            && lex.noun(&t.lower).is_some_and(|n| n.countable() && !n.is_plural)
            && lex.verb(&t.lower).is_empty()
    });
    if opens && verbal_plural && noun.is_some() && bare_next {
        for c in &mut out {
            match c.0 {
                Tag::Third => c.1 -= 3,
                Tag::Plural => c.1 = 0,
                _ => {}
            }
        }
    }
    if opens
        && word.ends_with("ed")
        && tokens
            .get(i + 1)
            .is_some_and(|t| lex.noun(&t.lower).is_some_and(|n| n.is_plural))
        && tokens.get(i + 2).is_some_and(|t| {
            t.any(&["are", "were", "have", "do"])
                || lex.is_verb(&t.lower, VerbForm::Gerund)
                || lex.is_verb(&t.lower, VerbForm::Base) && lex.noun(&t.lower).is_none()
        })
    {
        out.push((Tag::Adj, 2));
    }
    if lex.adjective(word).is_some() {
        let working = readings.iter().any(|(_, f)| *f == VerbForm::Gerund);
        out.push((Tag::Adj, if noun.is_some() || working { -1 } else { 0 }));
    }
    if lex.adverb(word).is_some() {
        out.push((
            Tag::Adv,
            if noun.is_some() || lex.adjective(word).is_some() {
                -1
            } else {
                0
            },
        ));
    }
    let named = token.capital && !tokens[..i].iter().all(|t| t.kind != Kind::Word);
    let many = token.text.len() > 2
        && token.text.ends_with('s')
        && token.text[..token.text.len() - 1].chars().all(char::is_uppercase);
    if many {
        return vec![(Tag::Plural, 0)];
    }
    if named || lex.proper(word).is_some_and(|(_, also)| !also) {
        out.push((Tag::Proper, i32::from(!out.is_empty())));
    } else if token.text.chars().count() > 1 && token.text.chars().all(|c| c.is_uppercase() || c == '&') {
        out.push((Tag::Proper, 1));
    }
    if out.is_empty() && !token.capital {
        dictionary(word, &mut out);
    }
    if out.is_empty() {
        guess(word, token.capital, &mut out);
    }
    out.sort_by_key(|c| c.0 as u8);
    out.dedup_by(|a, b| {
        if a.0 == b.0 {
            b.1 = b.1.max(a.1);
            true
        } else {
            false
        }
    });
    out
}

/// `took her two years`, `call her Miss Bridge`, `liked her`: the person, not something of hers.
fn object_her(tokens: &[Token], i: usize) -> bool {
    let Some(next) = tokens.get(i + 1).filter(|t| t.is_word()) else {
        return true;
    };
    let ditransitive = i > 0
        && tokens[i - 1].any(&[
            "took", "take", "takes", "told", "tell", "gave", "give", "gives", "cost", "taught", "showed", "asked",
            "call", "calls", "called", "sent",
        ]);
    let open = closed::classes(&next.lower).is_some_and(|c| {
        matches!(
            c[0].0,
            Tag::Prep
                | Tag::Det
                | Tag::Num
                | Tag::To
                | Tag::Sub
                | Tag::Wh
                | Tag::Pro
                | Tag::Coord
                | Tag::Adv
                | Tag::Pro3
        )
    });
    let named = next.capital && i > 0 && tokens[i - 1].any(&["call", "calls", "called"]);
    let alone = ditransitive && tokens.get(i + 2).is_none_or(|t| !t.is_word());
    open && !next.any(&["own", "first", "last", "two", "three"])
        || ditransitive && next.has_digit()
        || ditransitive && open
        || named
        || alone
}

fn numeric(word: &str) -> Vec<(Tag, i32)> {
    if word.contains('-') && word.chars().any(char::is_alphabetic) {
        return vec![(Tag::Adj, 0), (Tag::Noun, -1)];
    }
    if word
        .chars()
        .next()
        .is_some_and(|c| c.is_ascii_digit() || matches!(c, '$' | '£' | '€' | '+' | '#' | '±'))
    {
        return vec![(Tag::Num, 0)];
    }
    vec![(Tag::Proper, 0)]
}

/// A word the tables do not have, by the wider dictionary.
fn dictionary(word: &str, out: &mut Vec<(Tag, i32)>) {
    let Some(wide) = crate::lexicon::wide(word) else { return };
    let noun = wide.noun || wide.plural;
    if wide.noun {
        out.push((Tag::Noun, 0));
    }
    if wide.plural {
        out.push((Tag::Plural, 0));
    }
    if wide.adjective {
        out.push((Tag::Adj, if noun { -1 } else { 0 }));
    }
    if wide.adverb {
        out.push((Tag::Adv, -i32::from(noun || wide.adjective)));
    }
    let cost = if noun { -2 } else { 0 };
    if wide.base && !wide.past {
        out.extend([(Tag::Plain, cost), (Tag::Base, cost)]);
    }
    if wide.third {
        out.push((Tag::Third, cost));
    }
    if wide.past {
        out.extend([(Tag::Past, cost), (Tag::Participle, cost)]);
    }
    if wide.gerund {
        out.push((Tag::Gerund, cost));
    }
    if wide.proper {
        out.push((Tag::Proper, 0));
    }
}

/// A word no dictionary knows, by its ending.
fn guess(word: &str, capital: bool, out: &mut Vec<(Tag, i32)>) {
    if capital && !word.contains('-') {
        out.push((Tag::Proper, 0));
        return;
    }
    if let Some((head, tail)) = word.rsplit_once(['-', '/']) {
        let lex = lexicon();
        if let Some(noun) = lex.noun(tail) {
            out.push((if noun.is_plural { Tag::Plural } else { Tag::Noun }, 0));
            if lex.is_verb(tail, VerbForm::Third) {
                out.push((Tag::Third, 0));
            } else if lex.is_verb(tail, VerbForm::Base) {
                out.extend([(Tag::Plain, -2), (Tag::Base, -2)]);
            }
            if !noun.is_plural {
                out.push((Tag::Adj, 0));
            }
            return;
        }
        if lex.is_verb(tail, VerbForm::Gerund) {
            out.extend([(Tag::Gerund, 0), (Tag::Noun, 0)]);
            return;
        }
        if lex.is_verb(tail, VerbForm::Participle) {
            out.extend([(Tag::Adj, 0), (Tag::Past, -1), (Tag::Participle, -1)]);
            return;
        }
        if lex.is_verb(tail, VerbForm::Base) && lex.adjective(head).is_none() {
            out.extend([(Tag::Plain, -1), (Tag::Base, -1), (Tag::Noun, 0)]);
            return;
        }
        if lex.is_verb(tail, VerbForm::Third) {
            out.extend([(Tag::Third, -1), (Tag::Plural, 0)]);
            return;
        }
        out.extend([(Tag::Adj, 0), (Tag::Noun, 0)]);
        return;
    }
    if word.ends_with("ing") && word.len() > 5 {
        out.extend([(Tag::Gerund, 0), (Tag::Noun, -1)]);
    } else if word.ends_with("ed") && word.len() > 4 {
        out.extend([(Tag::Past, 0), (Tag::Participle, 0), (Tag::Adj, -1)]);
    } else if word.ends_with("ly") && word.len() > 4 {
        out.push((Tag::Adv, 0));
    } else if word.ends_with('s') && !word.ends_with("ss") && word.len() > 3 {
        out.extend([(Tag::Plural, 0), (Tag::Third, -3), (Tag::Noun, -2)]);
    } else {
        let adjective = ["able", "ible", "ical", "ful", "ous", "ive", "less", "ish"]
            .iter()
            .any(|e| word.ends_with(e));
        out.push((Tag::Noun, if adjective { -1 } else { 0 }));
        if adjective {
            out.push((Tag::Adj, 0));
        }
        out.extend([(Tag::Plain, -4), (Tag::Base, -4)]);
    }
}
