//! The small words a hasty hand leaves out, put back only where they are certain.

#![expect(
    clippy::too_many_lines,
    clippy::match_same_arms,
    reason = "one arm a case, each with its own example, reads as the table it is"
)]

use super::tag::Tag;
use super::token::{Kind, Token};
use super::{Shape, render};
use crate::lexicon::lexicon;

/// Puts in the small words a hasty hand leaves out, only where they are certain.
pub(super) fn fill_in(tokens: &mut Vec<Token>, shape: Shape) {
    let mut i = 1;
    while i < tokens.len() {
        let before = tokens[i - 1].clone();
        let here = tokens[i].clone();
        let insert = |word: &str, tag: Tag| {
            let mut t = Token::word(word, here.span.start..here.span.start);
            t.tag = tag;
            t
        };
        if here.is("so")
            && here.tag == Tag::Sub
            && before.is_word()
            && tokens
                .get(i + 1)
                .is_some_and(|t| !t.is("that") && matches!(t.tag, Tag::Plural | Tag::Noun | Tag::Det))
        {
            tokens.insert(i + 1, insert("that", Tag::Sub));
            i += 2;
            continue;
        }
        let span_of = lexicon().noun(&before.lower).is_some_and(|n| n.time() && n.is_plural)
            && i > 1
            && tokens[i - 2].tag == Tag::Num;
        if span_of
            && (matches!(here.tag, Tag::Noun | Tag::Plural)
                || here.tag == Tag::Proper && here.text.len() > 2 && here.text.chars().all(char::is_uppercase))
            && !lexicon().noun(&here.lower).is_some_and(|n| n.time() && !n.is_plural)
            && !here.any(&[
                "ago", "later", "old", "straight", "running", "solid", "flat", "max", "minimum", "average",
            ])
            && !tokens[i..]
                .iter()
                .any(|t| t.any(&["certified", "licensed", "trained", "registered", "qualified"]))
        {
            tokens.insert(i, insert("of", Tag::Prep));
            i += 2;
            continue;
        }
        if before.is("time")
            && i > 1
            && tokens[i - 2].is("a")
            && here.is_word()
            && (here.tag.nominal() || matches!(here.tag, Tag::Pro | Tag::Pro3 | Tag::Det))
            && tokens[i..].iter().any(|t| t.tag.finite())
        {
            tokens.insert(i, insert("when", Tag::Wh));
            i += 2;
            continue;
        }
        // "ends 8:30", "lands 4 a.m."
        let clock = here.has_digit()
            && (here.text.contains(':') && !here.text.contains('/')
                || tokens
                    .get(i + 1)
                    .is_some_and(|t| t.any(&["a.m.", "p.m.", "a.m", "p.m"])));
        if clock && matches!(before.tag, Tag::Third | Tag::Plain | Tag::Past) && !lasting(&before) {
            tokens.insert(i, insert("at", Tag::Prep));
            i += 2;
            continue;
        }
        // "sat on the tenants board 3 years", "volunteered 2 winters"
        let span = here.tag == Tag::Num
            && tokens
                .get(i + 1)
                .is_some_and(|t| t.any(&["years", "months", "weeks", "summers", "winters", "seasons", "semesters"]))
            && tokens
                .get(i + 2)
                .is_none_or(|t| !t.is_word() || t.tag == Tag::Prep && !t.any(&["of"]) || t.tag == Tag::Coord);
        let acted = before.tag.nominal()
            && tokens[..i]
                .iter()
                .any(|t| (t.tag.finite() || t.tag == Tag::Gerund) && !lasting(t))
            && !tokens[..i].iter().any(lasting)
            || matches!(before.tag, Tag::Past | Tag::Gerund)
                && super::vp::lemma(&before).is_some_and(|l| {
                    matches!(
                        l,
                        "work" | "volunteer" | "stage" | "train" | "live" | "teach" | "serve" | "intern" | "stay"
                    )
                });
        if span && acted && shape != Shape::NounPhrase {
            tokens.insert(i, insert("for", Tag::Prep));
            i += 2;
            continue;
        }
        // "140 accounts yr 1"
        if here.any(&["year", "month", "week", "phase", "quarter"])
            && before.tag == Tag::Plural
            && tokens.get(i + 1).is_some_and(Token::has_digit)
            && tokens.get(i + 2).is_none_or(|t| !t.is_word())
        {
            tokens.insert(i, insert("in", Tag::Prep));
            i += 2;
            continue;
        }
        let month = super::tidy::month_name(&here.lower) && here.tag == Tag::Proper;
        let weekday = here.lower.ends_with("day") && here.tag == Tag::Proper && !here.any(&["today", "yesterday"]);
        let content_before = before.tag.nominal()
            || matches!(before.tag, Tag::Past | Tag::Participle | Tag::Third | Tag::Adv) && before.is_word();
        let next_word = tokens
            .get(i + 1)
            .is_some_and(|t| t.tag.nominal() && !t.any(&["mornings", "nights", "evenings", "afternoons"]));
        if (month || weekday)
            && content_before
            && !next_word
            && !before.any(&[
                "every", "mid", "early", "late", "this", "last", "next", "other", "second", "first", "third", "each",
                "or", "and",
            ])
            && before.tag != Tag::Adv
            && before.kind == Kind::Word
            && !before.capital
        {
            let numbered = tokens.get(i + 1).is_some_and(Token::has_digit);
            tokens.insert(i, insert(if month && !numbered { "in" } else { "on" }, Tag::Prep));
            i += 1;
        } else if here.tag == Tag::Num
            && here.text.len() == 4
            && (here.text.starts_with("19") || here.text.starts_with("20"))
            && content_before
            && before.tag.nominal()
            && !before.capital
            && tokens.get(i + 1).is_none_or(|t| !t.tag.nominal())
        {
            tokens.insert(i, insert("in", Tag::Prep));
            i += 1;
        } else if before.is("as")
            && !here.any(&[
                "well", "much", "long", "far", "soon", "good", "many", "usual", "standard", "normal", "current",
            ])
            && here.is_word()
            && (bare_countable(&tokens[i..]) && !compound_plural(&tokens[i..])
                || here.tag == Tag::Proper && here.text.len() <= 4 && here.text.chars().all(char::is_uppercase))
        {
            let article = if render::vowel_sound(&here.text) { "an" } else { "a" };
            tokens.insert(i, insert(article, Tag::Det));
            i += 1;
        } else if before.tag == Tag::Prep && here.is("same")
            || before.is("in") && here.is("last") && tokens.get(i + 1).is_some_and(|t| t.tag == Tag::Num)
        {
            tokens.insert(i, insert("the", Tag::Det));
            i += 1;
        } else if before.tag.nominal() && here.any(&["same"]) && here.tag == Tag::Adj {
            tokens.insert(i, insert("on", Tag::Prep));
            tokens.insert(i + 1, insert("the", Tag::Det));
            if tokens
                .get(i + 3)
                .is_some_and(|t| t.any(&["floor", "street", "ward", "team", "day", "side"]))
            {
                i += 2;
            } else {
                tokens.drain(i..i + 2);
            }
        } else if before.tag.nominal()
            && here.any(&["first", "second"])
            && tokens
                .get(i + 1)
                .is_some_and(|t| t.any(&["year", "semester", "week", "month", "shift", "day"]))
        {
            tokens.insert(i, insert("in", Tag::Prep));
            tokens.insert(i + 1, insert("the", Tag::Det));
            i += 2;
        }
        i += 1;
    }
    let ordinal =
        tokens.first().is_some_and(|t| t.any(&["first", "last"])) && tokens.get(1).is_some_and(|t| t.tag == Tag::Num);
    if matches!(shape, Shape::NounPhrase | Shape::Clause) && (ordinal || needs_the(tokens, shape)) {
        let at = tokens.iter().take_while(|t| t.kind == Kind::Open).count();
        let mut the = Token::word("the", tokens[at].span.start..tokens[at].span.start);
        the.tag = Tag::Det;
        tokens.insert(at, the);
    }
}

/// Verbs whose time is their object: `took two years`, `saved three weeks`.
fn lasting(token: &Token) -> bool {
    super::vp::lemma(token).is_some_and(|l| {
        matches!(
            l,
            "take"
                | "spend"
                | "last"
                | "need"
                | "wait"
                | "save"
                | "add"
                | "lose"
                | "get"
                | "give"
                | "cost"
                | "be"
                | "have"
                | "do"
                | "cut"
                | "bring"
                | "go"
                | "run"
                | "require"
                | "buy"
                | "shave"
        )
    })
}

/// `meeting places`: what looked like a singular is part of a plural.
fn compound_plural(tokens: &[Token]) -> bool {
    tokens
        .iter()
        .find(|t| !matches!(t.tag, Tag::Adj | Tag::Noun | Tag::Gerund) || !t.is_word())
        .is_some_and(|t| matches!(t.tag, Tag::Plural | Tag::Proper))
}

fn bare_countable(tokens: &[Token]) -> bool {
    let run: Vec<&Token> = tokens
        .iter()
        .take_while(|t| matches!(t.tag, Tag::Adj | Tag::Noun) && t.is_word())
        .collect();
    run.last()
        .is_some_and(|t| lexicon().noun(&t.lower).is_some_and(|n| n.countable() && !n.is_plural))
}

/// Whether a phrase begins with a bare singular that wants its article.
fn needs_the(tokens: &[Token], shape: Shape) -> bool {
    let skip = tokens
        .iter()
        .take_while(|t| t.kind == Kind::Open || t.tag == Tag::Adv)
        .count();
    let Some(first) = tokens.get(skip) else { return false };
    if !matches!(
        first.tag,
        Tag::Noun | Tag::Adj | Tag::Proper | Tag::Participle | Tag::Gerund | Tag::Plural | Tag::None
    ) || (first.kind != Kind::Word && first.kind != Kind::Quote)
    {
        return false;
    }
    if skip > 0 && tokens[0].tag == Tag::Adv {
        return false;
    }
    // "dock 9", but not "Route 9 culvert".
    let mut names = tokens
        .iter()
        .skip(skip)
        .skip_while(|t| t.is_word() && (t.tag.nominal() || t.tag == Tag::Adj));
    let label = |t: &Token| {
        t.tag == Tag::Num
            && (t.has_digit()
                || first.any(&[
                    "year", "grade", "room", "ward", "level", "phase", "unit", "line", "class", "day",
                ]))
    };
    if names.next().is_some_and(label) && !names.next().is_some_and(|t| t.tag.nominal()) {
        return false;
    }
    let end = tokens[skip..]
        .iter()
        .position(|t| {
            !(matches!(
                t.tag,
                Tag::Noun | Tag::Adj | Tag::Proper | Tag::Plural | Tag::Gerund | Tag::Num | Tag::Participle
            ) || t.kind == Kind::Quote
                || t.is("and")
                || t.tag == Tag::Det && t.lower.contains('\''))
        })
        .map_or(tokens.len(), |p| p + skip);
    // A participle after the noun does not belong to the head.
    let run = &tokens[skip..end];
    let Some(head) = run.iter().rposition(|t| t.tag.nominal()) else {
        return false;
    };
    let head_token = &run[head];
    if run[..head].iter().any(|t| t.is("and"))
        || matches!(head_token.lower.as_str(), "mine" | "yours" | "theirs" | "ours" | "hers")
    {
        return false;
    }
    if matches!(
        first.lower.as_str(),
        "last" | "next" | "every" | "more" | "less" | "other" | "such" | "enough"
    ) && !first.is("other")
    {
        return false;
    }
    match head_token.tag {
        Tag::Plural => false,
        Tag::Proper => false,
        Tag::Noun => {
            let noun = lexicon().noun(&head_token.lower);
            let compound = (0..head).find_map(|k| {
                lexicon().noun(
                    &run[k..=head]
                        .iter()
                        .map(|t| t.lower.as_str())
                        .collect::<Vec<_>>()
                        .join(" "),
                )
            });
            let noun = compound.or(noun);
            if shape == Shape::Clause
                && (head_token.lower.ends_with("ing") || run.last().is_some_and(|t| t.tag == Tag::Gerund))
            {
                return false;
            }
            if noun.is_some_and(|n| n.time()) && run[..head].iter().any(|t| t.tag == Tag::Proper) {
                return false;
            }
            match noun {
                Some(n) if n.mass() => false,
                Some(n) if n.countable() => true,
                // Both counted and not: as a topic it is the one talked about, as a subject it stays.
                Some(_) => {
                    shape == Shape::NounPhrase
                        && (head > 0 || tokens.get(end).is_some_and(|t| t.any(&["of", "for", "with"])))
                }
                None => head_token.lower.len() > 3 && !head_token.lower.ends_with("ing"),
            }
        }
        _ => false,
    }
}
