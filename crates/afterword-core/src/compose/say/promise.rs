//! What I promised to send or do, with when.

use super::own::word;
use super::read::{Lead, Piece, read};
use super::tag::{Mood, Tag, tag};
use super::token::{Kind, Token};
use super::turn::turn;
use super::{Context, Draft, Shape, render};
use crate::lexicon::{VerbForm, lexicon};
use crate::model::{Point, PointKind};

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
    told_apart(&mut tokens);
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
    tag(&mut tokens, Mood::Phrase);
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
    let is_verb = lexicon().is_verb(lower, VerbForm::Base) && matches!(first.tag, Tag::Base | Tag::Plain);
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
    // "the tone of voice doc" is one name.
    let kind = at > 0
        && tokens[at - 1].any(&[
            "copy", "copies", "scan", "scans", "pdf", "photo", "photos", "picture", "pictures", "list", "summary",
            "sample", "samples", "draft", "printout", "version",
        ]);
    if !kind {
        return;
    }
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

/// `the outline it's eight sessions`, dictated: how much it is stands behind a comma.
fn told_apart(tokens: &mut Vec<Token>) {
    let at = (2..tokens.len().saturating_sub(2)).find(|&i| {
        tokens[i - 1].tag.nominal() && tokens[i].is("it") && tokens[i + 1].is("is") && tokens[i + 2].tag == Tag::Num
    });
    if let Some(at) = at {
        let comma = super::token::tokenize(",").remove(0);
        tokens.splice(at..at + 2, [comma]);
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
        && first.counted()
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
    // "the run sheet, blank version", "the drawings, two sheets"
    if let [which] = others
        && which.lead == Lead::Comma
        && which.tokens.last().is_some_and(|t| {
            t.any(&[
                "version", "edition", "format", "size", "sheets", "pages", "sides", "copies", "sessions", "slides",
                "minutes", "words",
            ])
        })
        && which.tokens.len() <= 4
        && !texts[0].contains('(')
    {
        return format!("{}, {}", texts[0], which.bare());
    }
    // "the carton model, names stripped": how it comes.
    if let [how] = others
        && how.lead == Lead::Comma
        && how.tokens.len() == 2
        && how.tokens[1].text.ends_with("ed")
        && !texts[0].contains('(')
    {
        return format!("{} with {}", texts[0], how.bare());
    }
    if others.is_empty() {
        return texts[0].clone();
    }
    // "the template, the one-page one": the same thing once more.
    let again = others.iter().position(|p| {
        p.lead == Lead::Comma && p.opens_with(&["the"]) && p.tokens.iter().skip(1).any(|t| t.any(&["one", "version"]))
    });
    if again == Some(0) {
        return format!("{}, {}", texts[0], render::list(&texts[1..]));
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
