//! The closed classes of English: words whose part of speech is known without a lexicon.

#![expect(
    clippy::too_many_lines,
    clippy::match_same_arms,
    reason = "one arm a case, each with its own example, reads as the table it is"
)]

use super::tag::Tag;

type Classes = &'static [(Tag, i32)];

/// The classes of a lower-case function word, or `None` for an open-class word.
pub(super) fn classes(word: &str) -> Option<Classes> {
    use Tag::{
        Adj, Adv, Base, Be, Coord, Det, Do, Gerund, Have, Modal, Noun, Num, Obj, Participle, Plain, Plural, Prep, Pro,
        Pro3, Sub, Third, To, Wh,
    };
    Some(match word {
        "the" | "a" | "an" | "every" | "my" | "your" | "our" | "their" | "whose" | "its" => &[(Det, 0)],
        "no" => &[(Det, 0)],
        "each" => &[(Det, 0), (Pro3, -2)],
        "his" => &[(Det, 0), (Noun, -4)],
        "her" => &[(Det, 0), (Obj, 0)],
        "this" => &[(Det, 0), (Pro3, 0)],
        "these" | "those" | "all" | "some" | "any" | "most" | "many" | "few" | "several" => &[(Det, 0), (Pro, -1)],
        "both" => &[(Det, 0), (Pro, 0), (Adv, -1)],
        "either" | "neither" | "another" | "such" => &[(Det, 0), (Pro3, -2), (Adv, -2)],
        "that" => &[(Sub, 0), (Det, 0), (Pro3, -4)],
        "more" | "less" | "enough" | "fewer" => &[(Adj, 0), (Adv, 0), (Noun, -1)],
        "half" => &[(Det, 0), (Num, 0), (Noun, -1)],
        "one" => &[(Num, 0), (Pro3, -3)],
        "zero" | "two" | "three" | "four" | "five" | "six" | "seven" | "eight" | "nine" | "ten" | "eleven"
        | "twelve" | "twenty" | "thirty" | "forty" | "fifty" | "hundred" | "thousand" | "million" | "billion"
        | "crore" | "lakh" => &[(Num, 0)],
        "couple" | "dozen" => &[(Noun, 0), (Num, 0)],
        "i" | "we" | "you" => &[(Pro, 0), (Obj, -1)],
        "they" => &[(Pro, 0)],
        "he" | "she" => &[(Pro3, 0)],
        "it" => &[(Pro3, 0), (Obj, 0)],
        "everyone" | "everybody" | "nobody" | "somebody" | "someone" | "anybody" | "anyone" | "nothing"
        | "something" | "everything" | "anything" | "none" => &[(Pro3, 0), (Noun, -5)],
        "me" | "him" | "us" | "them" => &[(Obj, 0)],
        "myself" | "himself" | "herself" | "themselves" | "yourself" | "ourselves" | "itself" | "themself"
        | "yourselves" | "oneself" => &[(Adv, 0), (Obj, 0)],
        "mine" | "hers" | "yours" | "theirs" | "ours" => &[(Noun, 0)],
        "can" | "could" | "would" | "shall" | "should" | "might" | "must" | "cannot" | "ought" => &[(Modal, 0)],
        "will" => &[(Modal, 0), (Noun, -3)],
        "may" => &[(Modal, 0)],
        "is" | "are" | "am" | "was" | "were" => &[(Be, 0)],
        "be" => &[(Base, 0)],
        "been" => &[(Participle, 0)],
        "being" => &[(Gerund, 0)],
        "has" => &[(Have, 0)],
        "have" => &[(Have, 0), (Base, 0)],
        "had" => &[(Have, 0), (Participle, -1)],
        "does" | "did" => &[(Do, 0)],
        "do" => &[(Do, 0), (Base, 0)],
        "not" | "never" | "always" | "still" | "also" | "just" | "only" | "even" | "really" | "very" | "too"
        | "then" | "again" | "already" | "almost" | "ever" | "maybe" | "probably" | "here" | "there" | "now"
        | "actually" | "apparently" | "mostly" | "together" | "away" | "back" | "ago" | "else" | "instead"
        | "somehow" | "quite" | "rather" | "first" | "usually" | "often" | "sometimes" | "later" | "soon" | "twice"
        | "once" | "perhaps" | "definitely" => match word {
            "first" => &[(Adv, -1), (Adj, 0)],
            "once" => &[(Adv, 0), (Sub, 0)],
            "there" => &[(Adv, 0), (Pro3, 0)],
            "back" => &[(Adv, 0), (Noun, 0), (Base, -1), (Adj, -1)],
            "only" | "very" => &[(Adv, 0), (Adj, -2)],
            "rather" => &[(Adv, 0), (Prep, -1)],
            "then" => &[(Adv, 0)],
            _ => &[(Adv, 0)],
        },
        "to" => &[(To, 0), (Prep, 0)],
        "at" | "into" | "from" | "of" | "with" | "without" | "during" | "via" | "versus" | "vs" | "v." | "toward"
        | "towards" | "against" | "among" | "between" | "beside" | "besides" | "despite" | "except" | "per"
        | "upon" | "within" | "onto" | "including" | "beyond" | "throughout" | "across" | "along" | "behind"
        | "beneath" | "beyond." | "alongside" | "instead of" => &[(Prep, 0)],
        "by" | "in" | "on" | "off" | "out" | "up" | "down" | "over" | "around" | "through" | "about" | "under"
        | "round" | "inside" | "outside" | "above" | "below" | "near" | "past" | "aboard" => &[(Prep, 0), (Adv, -1)],
        "for" => &[(Prep, 0)],
        "like" => &[(Prep, 0), (Plain, 0), (Base, 0)],
        "plus" => &[(Coord, 0), (Prep, 0)],
        "worth" => &[(Prep, 0), (Noun, -2)],
        "as" => &[(Prep, 0), (Sub, 0), (Adv, -2)],
        "than" => &[(Prep, 0), (Sub, 0)],
        "after" | "before" | "since" | "until" | "till" | "til" => &[(Prep, 0), (Sub, 0), (Adv, -3)],
        "if" | "because" | "when" | "while" | "although" | "though" | "unless" | "whereas" | "whenever"
        | "wherever" => match word {
            "when" | "wherever" | "whenever" => &[(Sub, 0), (Wh, 0)],
            _ => &[(Sub, 0)],
        },
        "so" => &[(Sub, 0), (Adv, 0), (Coord, -1)],
        "whether" => &[(Sub, 0), (Wh, 0)],
        "how" | "why" | "what" | "whatever" | "whichever" | "whoever" => &[(Wh, 0), (Det, -2)],
        "who" => &[(Wh, 0)],
        "want" | "need" => &[(Plain, 0), (Base, 0)],
        "wants" | "needs" => &[(Third, 0)],
        "xray" | "x-ray" => &[(Plain, 0), (Base, 0), (Noun, 0)],
        "which" | "where" | "whom" => &[(Wh, 0)],
        "and" | "or" | "but" | "nor" => &[(Coord, 0)],
        "yet" => &[(Adv, 0), (Coord, -1)],
        "yes" | "please" | "okay" | "ok" => &[(Adv, 0), (Adj, 0)],
        "staff" => &[(Plural, 0), (Plain, -1), (Base, -1)],
        "people" | "kids" | "children" => &[(Plural, 0)],
        "own" => &[(Adj, 0), (Plain, 0), (Base, 0)],
        "other" | "same" | "last" | "next" | "whole" | "new" | "old" | "good" | "great" => match word {
            "last" => &[(Adj, 0), (Plain, -2), (Base, -2)],
            "other" => &[(Adj, 0), (Noun, -1)],
            _ => &[(Adj, 0)],
        },
        "others" => &[(Plural, 0)],
        "lot" | "lots" => &[(Noun, 0)],
        "way" | "work" | "works" if word == "way" => &[(Noun, 0), (Adv, -1)],
        "gets" => &[(Third, 0)],
        "get" => &[(Plain, 0), (Base, 0)],
        "let" => &[(Tag::Past, 0), (Plain, 0), (Base, 0), (Participle, 0)],
        "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday" | "mondays" | "tuesdays"
        | "wednesdays" | "thursdays" | "fridays" | "saturdays" | "sundays" | "january" | "february" | "march"
        | "april" | "june" | "july" | "august" | "september" | "october" | "november" | "december" | "today"
        | "tomorrow" | "tonight" | "yesterday" => match word {
            "march" => &[(Tag::Proper, 0), (Noun, 0)],
            _ => &[(Tag::Proper, 1)],
        },
        _ => return None,
    })
}

/// Verbs of telling and showing, which say what I did towards the person.
pub(super) const TELL: &[&str] = &[
    "tell", "show", "explain", "describe", "mention", "say", "share", "talk", "speak", "walk", "discuss", "bring",
];

/// Nouns of time and measure that a number makes into one word before another noun: `12-hour shifts`.
pub(super) const MEASURES: &[(&str, &str)] = &[
    ("hr", "hour"),
    ("hrs", "hour"),
    ("hour", "hour"),
    ("hours", "hour"),
    ("min", "minute"),
    ("mins", "minute"),
    ("minute", "minute"),
    ("minutes", "minute"),
    ("wk", "week"),
    ("wks", "week"),
    ("week", "week"),
    ("weeks", "week"),
    ("yr", "year"),
    ("yrs", "year"),
    ("year", "year"),
    ("years", "year"),
    ("mo", "month"),
    ("mos", "month"),
    ("mths", "month"),
    ("mth", "month"),
    ("month", "month"),
    ("months", "month"),
    ("h", "hour"),
    ("day", "day"),
    ("days", "day"),
    ("mi", "mile"),
    ("mile", "mile"),
    ("miles", "mile"),
    ("sec", "second"),
    ("secs", "second"),
    ("ft", "foot"),
    ("page", "page"),
    ("star", "star"),
    ("bed", "bed"),
    ("person", "person"),
    ("lb", "pound"),
    ("lbs", "pound"),
];

/// Words that open a trailing remark which stands after a comma as it is.
pub(super) const TRAILING: &[&str] = &[
    "even",
    "not",
    "just",
    "only",
    "mostly",
    "including",
    "except",
    "especially",
    "always",
    "never",
    "mainly",
    "usually",
    "also",
    "half",
    "down",
    "up",
    "all",
    "both",
    "without",
    "with",
    "from",
    "like",
    "unlike",
    "instead",
    "regardless",
    "whatever",
    "then",
];
