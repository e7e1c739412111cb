//! Units to segments: the clauses of a line, cut wherever one thing may end and another begin.
//!
//! It cuts too often on purpose. What belongs together is put together again once each piece is known for what it is,
//! so that a private half ("... but the place is freezing") can be held back without the useful half.

use std::ops::Range;

use crate::lexicon::{VerbForm, lexicon};

use super::name::{Word, words};
use super::unit::{is_pictograph, trim};

const SUBJECTS: &[&str] = &[
    "i",
    "he",
    "she",
    "they",
    "we",
    "im",
    "i'm",
    "ive",
    "i've",
    "id",
    "i'd",
    "hes",
    "he's",
    "shes",
    "she's",
    "theyre",
    "they're",
    "we're",
    "were",
    "he'll",
    "she'll",
    "they'll",
    "theyll",
    "he'd",
    "she'd",
    "hed",
    "shed",
    "they'd",
    "it",
    "it's",
    "that's",
    "thats",
    "nobody",
    "everyone",
    "everybody",
];
const OPENERS: &[&str] = &[
    "told",
    "showed",
    "promised",
    "forgot",
    "asked",
    "wants",
    "loved",
    "love",
    "said",
    "should",
    "should've",
    "shouldve",
    "never",
    "going",
    "also",
    "both",
    "turns",
    "truth",
    "really",
    "meant",
    "seemed",
    "sounded",
    "looked",
    "answer",
    "better",
    "kept",
    "liked",
    "likes",
    "loves",
    "needs",
    "hates",
    "gave",
    "let",
    "asking",
    "blanked",
    "froze",
    "foolish",
    "weak",
    "skip",
    "don't",
    "dont",
    "not",
    "then",
    "but",
    "mentioned",
    "suggested",
    "anyway",
    "which",
    "posted",
    "very",
    "so",
    "brain",
    "wanted",
    "owe",
    "send",
    "shared",
    "introduced",
    "promise",
    "plus",
    "same",
    "my",
    "skirted",
    "tell",
    "thank",
];
/// After these a subject opens a clause inside the clause, not a new one.
const HOLDS: &[&str] = &[
    "said",
    "says",
    "say",
    "that",
    "what",
    "how",
    "when",
    "if",
    "because",
    "cos",
    "cause",
    "where",
    "which",
    "who",
    "whom",
    "than",
    "as",
    "like",
    "think",
    "thinks",
    "thought",
    "reckon",
    "reckons",
    "means",
    "meant",
    "before",
    "after",
    "until",
    "till",
    "while",
    "whenever",
    "once",
    "unless",
    "whether",
    "why",
    "since",
    "though",
    "although",
    "know",
    "knew",
    "told",
    "sure",
    "much",
    "many",
    "hope",
    "hopes",
    "wish",
    "tell",
    "tells",
    "mentioned",
    "everything",
    "all",
    "every",
    "the",
    "a",
    "first",
    "way",
    "thing",
    "time",
    "was",
    "is",
    "so",
    "believe",
    "believes",
    "guess",
    "feel",
    "feels",
    "explained",
    "explains",
    "day",
    "me",
    "place",
    "one",
    "only",
    "even",
];

fn starts_clause(ws: &[Word], at: usize, names: &[String]) -> bool {
    let Some(w) = ws.get(at) else { return false };
    let l = lexicon();
    let next = ws.get(at + 1).map(|n| n.lower.as_str());
    let verb_next = next.is_some_and(|n| {
        !l.verb(n).is_empty()
            || l.adverb(n).is_some()
            || matches!(
                n,
                "is" | "was"
                    | "has"
                    | "had"
                    | "will"
                    | "would"
                    | "can"
                    | "could"
                    | "still"
                    | "also"
                    | "both"
                    | "are"
                    | "were"
                    | "do"
                    | "did"
                    | "didnt"
                    | "didn't"
                    | "never"
                    | "just"
                    | "wont"
                    | "won't"
                    | "kind"
                    | "kinda"
            )
    });
    if w.lower == "it"
        && !next.is_some_and(|n| {
            matches!(
                n,
                "is" | "was" | "has" | "had" | "will" | "would" | "can" | "takes" | "took" | "goes" | "means"
            )
        })
    {
        return false;
    }
    if SUBJECTS.contains(&w.lower.as_str()) {
        return w.lower.contains('\'')
            || verb_next
            || matches!(
                w.lower.as_str(),
                "im" | "ive" | "hes" | "shes" | "thats" | "theyre" | "theyll" | "hed" | "id"
            );
    }
    // "i have a van licence, shouldve said": it says what the words before it are.
    let should_have_said = matches!(w.lower.as_str(), "should" | "should've" | "shouldve")
        && ws.len() - at <= 3
        && ws
            .last()
            .is_some_and(|last| matches!(last.lower.as_str(), "said" | "mentioned"));
    if should_have_said {
        return false;
    }
    if OPENERS.contains(&w.lower.as_str()) {
        return true;
    }
    let bare_verb = l.verb(&w.lower).iter().any(|(v, f)| {
        *f == VerbForm::Past && l.adjective(&w.lower).is_none() || *f == VerbForm::Third && !v.also_noun()
    }) && l.noun(&w.lower).is_none();
    if bare_verb && at > 0 && ws[at - 1].gap.contains(',') {
        return true;
    }
    let pair = next == Some("and") && ws.get(at + 2).is_some_and(|n| names.contains(&n.lower));
    // "The security man, Joseph, called" names him in passing.
    names.contains(&w.lower) && !w.gap.starts_with(',') && (pair || verb_next || ws.get(at + 1).is_none())
        || (w.lower == "the"
            && next.is_some_and(|n| {
                matches!(
                    n,
                    "answer" | "right" | "better" | "fuller" | "real" | "truth" | "correct" | "proper" | "honest"
                )
            }))
        || (w.lower == "what" && next == Some("i"))
        || (w.lower == "answer" || w.lower == "in" && next == Some("fact"))
        || (w.lower == "control" && next == Some("is"))
}

/// "he said", "she wants": a new thing, whatever stands before it.
fn speaks(ws: &[Word], at: usize) -> bool {
    ws.get(at)
        .is_some_and(|w| matches!(w.lower.as_str(), "he" | "she" | "they" | "i"))
        && ws.get(at + 1).is_some_and(|w| {
            matches!(
                w.lower.as_str(),
                "said" | "says" | "asked" | "told" | "wants" | "met" | "needs"
            )
        })
}

/// Whether a unit was dictated: long, and with next to no punctuation.
pub(super) fn is_dictated(text: &str, span: &Range<usize>) -> bool {
    let piece = &text[span.clone()];
    let marks = piece.chars().filter(|c| matches!(c, ',' | ';' | '-' | '(')).count();
    let words = piece.split_whitespace().count();
    words > 40 && marks * 25 < words
}

/// Cuts one unit into segments. `names` are the given names of the people met, in lower case.
pub(super) fn segments(text: &str, span: Range<usize>, names: &[String]) -> Vec<Range<usize>> {
    let ws = words(text, span.clone());
    let dictated = is_dictated(text, &span);
    let mut cuts: Vec<usize> = Vec::new();
    let (mut quoted, mut depth) = (false, 0_i32);
    let mut cut = |at: usize| {
        if at > span.start && at < span.end && cuts.last() != Some(&at) {
            cuts.push(at);
        }
    };
    let track = |gap: &str, quoted: &mut bool, depth: &mut i32| {
        for c in gap.chars() {
            match c {
                '"' => *quoted = !*quoted,
                '(' => *depth += 1,
                ')' => *depth -= 1,
                _ => {}
            }
        }
    };
    if let Some(first) = ws.first() {
        track(&text[span.start..first.span.start], &mut quoted, &mut depth);
    }
    for i in 0..ws.len().saturating_sub(1) {
        let gap = ws[i].gap.clone();
        let before = ws[i].span.end;
        let was_quoted = quoted;
        let was_deep = depth > 0;
        track(&gap, &mut quoted, &mut depth);
        if was_quoted && !gap.contains('"') {
            continue;
        }
        // "... of a sentence" I want to use that one.
        if was_quoted && gap.trim() == "\"" && starts_clause(&ws, i + 1, names) && !speaks(&ws, i + 1) {
            cut(before + 1);
            continue;
        }
        if gap.contains('(') {
            cut(before + gap.find('(').unwrap_or(0));
            continue;
        }
        if gap.contains(')') {
            cut(before + gap.find(')').map_or(0, |p| p + 1));
            continue;
        }
        if was_deep {
            continue;
        }
        let dash = gap.contains(" - ") || gap.contains(['\u{2013}', '\u{2014}']) || gap.contains("--");
        if dash
            || gap.contains("...")
            || gap.contains('\u{2026}')
            || gap.contains('\u{2192}')
            || gap.contains("->")
            || gap.contains(';')
        {
            // The mark that closes a quotation stays with it.
            let quote = gap.find('"').filter(|_| was_quoted).map(|at| at + 1);
            let arrow = gap.find('\u{2192}').or_else(|| gap.find("->")).or(quote);
            cut(before + arrow.unwrap_or(0));
            continue;
        }
        if gap.chars().any(is_pictograph) {
            cut(before);
            continue;
        }
        if gap.contains('.') && gap.contains(' ') && !gap.starts_with(". ") {
            cut(before);
            continue;
        }
        let comma = gap.contains(',');
        let next = &ws[i + 1];
        let conjunction = matches!(
            next.lower.as_str(),
            "and" | "but" | "then" | "so" | "also" | "plus" | "though" | "although"
        );
        if next.lower.starts_with("that")
            && ws.get(i + 2).is_some_and(|w| w.lower == "the")
            && ws
                .get(i + 3)
                .is_some_and(|w| matches!(w.lower.as_str(), "answer" | "right" | "real"))
        {
            continue;
        }
        let new_topic = comma
            && matches!(next.lower.as_str(), "the" | "their" | "his" | "her" | "my")
            && (i + 3..i + 6).any(|k| {
                ws.get(k).is_some_and(|w| {
                    matches!(
                        w.lower.as_str(),
                        "is" | "was" | "are" | "were" | "has" | "had" | "will" | "rang"
                    )
                })
            });
        if new_topic {
            cut(before);
            continue;
        }
        // "owe Deb my template, Trey the list": to whom, and what.
        let to_another = comma && names.contains(&next.lower) && {
            let letter = ws
                .get(i + 2)
                .is_some_and(|w| w.lower.chars().count() == 1 && w.lower != "a");
            ws.get(i + 2 + usize::from(letter))
                .is_some_and(|w| matches!(w.lower.as_str(), "the" | "my"))
        };
        if to_another {
            cut(before);
            continue;
        }
        if comma && (starts_clause(&ws, i + 1, names) || conjunction && starts_clause(&ws, i + 2, names)) {
            cut(before);
            continue;
        }
        if conjunction && gap == " " {
            let contrast = matches!(next.lower.as_str(), "but" | "though" | "although");
            if contrast || starts_clause(&ws, i + 2, names) && !HOLDS.contains(&ws[i].lower.as_str()) {
                cut(before);
                continue;
            }
            if dictated && matches!(next.lower.as_str(), "then" | "also") {
                cut(before);
                continue;
            }
        }
        // "which for up there is mad": what I made of it, in my own words.
        let verdict = next.lower == "which"
            && (i + 2..(i + 9).min(ws.len())).any(|k| {
                matches!(
                    ws[k].lower.as_str(),
                    "mad"
                        | "wild"
                        | "crazy"
                        | "insane"
                        | "nuts"
                        | "great"
                        | "nice"
                        | "cool"
                        | "amazing"
                        | "huge"
                        | "funny"
                        | "hilarious"
                        | "brilliant"
                        | "unreal"
                        | "impressive"
                        | "lovely"
                        | "odd"
                        | "weird"
                        | "like"
                        | "liked"
                        | "love"
                        | "loved"
                ) && (k + 1 == ws.len() || ws[k].gap.trim() != "" || ws[k].gap.is_empty())
            });
        if verdict {
            cut(before);
            continue;
        }
        if gap == " " && matches!(next.lower.as_str(), "even" | "which") {
            let second = ws.get(i + 2).map_or("", |w| w.lower.as_str());
            if matches!(
                (next.lower.as_str(), second),
                ("even", "when" | "though" | "if") | ("which", "is" | "was" | "i")
            ) {
                cut(before);
                continue;
            }
        }
        if dictated
            && gap == " "
            && (next.lower == "what"
                && ws.get(i + 2).is_some_and(|w| w.lower == "i")
                && !matches!(
                    ws[i].lower.as_str(),
                    "asked" | "asks" | "ask" | "me" | "about" | "to" | "know" | "see" | "of" | "and"
                )
                || next.lower == "also"
                || names.contains(&next.lower)
                    && starts_clause(&ws, i + 1, names)
                    && !HOLDS.contains(&ws[i].lower.as_str())
                    && ws[i].lower != "and")
        {
            cut(before);
            continue;
        }
        // "i promised dr nwosu i would send": what was promised or said.
        let said = matches!(next.lower.as_str(), "i" | "id" | "i'd")
            && ws[i.saturating_sub(3)..=i].iter().any(|w| {
                matches!(
                    w.lower.as_str(),
                    "promised" | "said" | "told" | "offered" | "agreed" | "meant"
                )
            });
        // "the night i rerouted nineteen loads", "the way she runs it".
        let relative = i > 0
            && matches!(ws[i - 1].lower.as_str(), "the" | "a" | "that" | "my" | "every")
            && matches!(
                ws[i].lower.as_str(),
                "night"
                    | "day"
                    | "time"
                    | "way"
                    | "year"
                    | "week"
                    | "summer"
                    | "winter"
                    | "month"
                    | "morning"
                    | "reason"
                    | "thing"
            );
        if dictated
            && !said
            && !relative
            && SUBJECTS.contains(&next.lower.as_str())
            && starts_clause(&ws, i + 1, names)
            && (!HOLDS.contains(&ws[i].lower.as_str())
                || speaks(&ws, i + 1)
                    && matches!(
                        ws[i].lower.as_str(),
                        "that" | "day" | "first" | "time" | "one" | "place" | "me"
                    ))
            && !matches!(ws[i].lower.as_str(), "and" | "but" | "then" | "so" | "also")
            && !lexicon().is_verb(&ws[i].lower, VerbForm::Gerund)
        {
            cut(before);
        }
    }
    cuts.insert(0, span.start);
    cuts.push(span.end);
    cuts.windows(2)
        .filter_map(|w| trim(text, w[0]..w[1]))
        .map(|s| if dictated { without_hesitation(text, s) } else { s })
        .collect()
}

/// Cuts "and um", "and oh" off the end of something dictated.
fn without_hesitation(text: &str, span: Range<usize>) -> Range<usize> {
    let mut piece = &text[span.clone()];
    loop {
        let shorter = [" um", " uh", " oh", " er", " erm", " and"]
            .iter()
            .find_map(|tail| piece.strip_suffix(tail))
            .filter(|rest| !rest.trim().is_empty());
        match shorter {
            Some(rest) if piece.len() > rest.len() => piece = rest.trim_end(),
            _ => return span.start..span.start + piece.len(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expect: &[&str]) {
        let got: Vec<&str> = segments(line, 0..line.len(), &["ray".into(), "tina".into()])
            .into_iter()
            .map(|r| &line[r])
            .collect();
        assert_eq!(got, expect);
    }

    #[test]
    fn cuts_between_clauses_and_not_inside_them() {
        check(
            "showed him my layout, he liked the margin notes",
            &["showed him my layout", "he liked the margin notes"],
        );
        check(
            "moved from Boston, loves long-form",
            &["moved from Boston", "loves long-form"],
        );
        check(
            "fact checking is in house, 2 checkers",
            &["fact checking is in house, 2 checkers"],
        );
        check(
            "she said they moved off kafka in 6 months which is wild",
            &["she said they moved off kafka in 6 months", "which is wild"],
        );
        check(
            "great press brake but the place is freezing",
            &["great press brake", "but the place is freezing"],
        );
        check("she said \"no, he must\" twice", &["she said \"no, he must\" twice"]);
    }
}
