//! Words with their places in the text, and a small language of phrases to match them with.
//!
//! Typed haste is evened out here, once: case, apostrophes, quotation marks, dots of abbreviations, "b4" and "~". Times
//! of day are dropped, because a deadline is a calendar day. Meaning is not here.

use super::words;

/// What a token is, as far as the letters tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    /// Digits; a number too large to be a count is `u32::MAX`.
    Number(u32),
    /// Digits with `st`, `nd`, `rd` or `th`.
    Ordinal(u32),
    Mark,
}

/// A word, a number or a mark of punctuation.
#[derive(Clone, Debug)]
pub(super) struct Token {
    /// In lower case, without apostrophes.
    pub(super) word: String,
    pub(super) kind: Kind,
    /// Bytes of the text.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Begins with a capital letter.
    pub(super) capital: bool,
    /// Nothing stands between it and the token before.
    pub(super) tight: bool,
}

/// A text as tokens.
pub(super) struct Text {
    tokens: Vec<Token>,
}

impl Text {
    pub(super) fn new(text: &str) -> Self {
        Self {
            tokens: drop_times(tokens(text)),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    pub(super) fn get(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    /// The word at a place, empty beyond the ends.
    pub(super) fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |t| &t.word)
    }

    /// The word before a place.
    pub(super) fn before(&self, at: usize) -> &str {
        at.checked_sub(1).map_or("", |i| self.word(i))
    }

    pub(super) fn number(&self, at: usize) -> Option<u32> {
        match self.get(at)?.kind {
            Kind::Number(n) => Some(n),
            _ => None,
        }
    }

    pub(super) fn tight(&self, at: usize) -> bool {
        self.get(at).is_some_and(|t| t.tight)
    }

    pub(super) fn is(&self, at: usize, words: &str) -> bool {
        let here = self.word(at);
        !here.is_empty() && words.split('|').any(|w| w == here)
    }

    /// Whether a mark of punctuation (or the end) is here.
    pub(super) fn at_break(&self, at: usize) -> bool {
        self.get(at).is_none_or(|t| t.kind == Kind::Mark)
    }

    /// Ends a sentence.
    pub(super) fn at_stop(&self, at: usize) -> bool {
        self.is(at, ".|!|?|;|\n")
    }

    /// Matches a phrase that begins at `at` and returns its end. Items are parted by blanks; `a|b` is a choice, a
    /// closing `?` makes an item optional. The first fitting choice is taken and never given back.
    pub(super) fn seq(&self, at: usize, phrase: &str) -> Option<usize> {
        let mut here = at;
        for item in phrase.split(' ') {
            let (choice, optional) = item.strip_suffix('?').map_or((item, false), |c| (c, true));
            if self.is(here, choice) {
                here += 1;
            } else if !optional {
                return None;
            }
        }
        Some(here)
    }

    /// Matches one of several phrases, the first that fits.
    pub(super) fn any(&self, at: usize, phrases: &[&str]) -> Option<usize> {
        phrases.iter().find_map(|p| self.seq(at, p))
    }

    /// Matches a phrase that ends before `end` and returns its beginning.
    pub(super) fn seq_back(&self, end: usize, phrase: &str) -> Option<usize> {
        let mut here = end;
        for item in phrase.rsplit(' ') {
            let (choice, optional) = item.strip_suffix('?').map_or((item, false), |c| (c, true));
            if here > 0 && self.is(here - 1, choice) {
                here -= 1;
            } else if !optional {
                return None;
            }
        }
        Some(here)
    }

    /// Whether one of the phrases begins within `from..to`.
    pub(super) fn has(&self, from: usize, to: usize, phrases: &[&str]) -> bool {
        (from..to.min(self.len())).any(|i| self.any(i, phrases).is_some_and(|end| end <= to))
    }
}

fn tokens(text: &str) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::new();
    let mut rest = text.char_indices().peekable();
    let mut quoted_line = false;
    let mut line_start = true;
    let mut last_end = usize::MAX;
    while let Some((start, c)) = rest.next() {
        if c == '\n' {
            (quoted_line, line_start) = (false, true);
        } else if line_start && !c.is_whitespace() {
            (quoted_line, line_start) = (c == '>', false);
        }
        if quoted_line || (c.is_whitespace() && c != '\n') {
            continue;
        }
        let mut end = start + c.len_utf8();
        let mut word = String::new();
        let kind = if c.is_ascii_digit() {
            word.push(c);
            while let Some((i, d)) = rest.next_if(|(_, d)| d.is_ascii_digit()) {
                word.push(d);
                end = i + 1;
            }
            Kind::Number(word.parse().unwrap_or(u32::MAX))
        } else if c.is_alphabetic() {
            word.extend(c.to_lowercase());
            let apostrophe = |d: char| matches!(d, '\'' | '\u{2019}' | '\u{2018}' | '\u{02bc}' | '`' | '\u{b4}');
            while let Some((i, d)) = rest.next_if(|(_, d)| d.is_alphabetic() || apostrophe(*d)) {
                if d.is_alphabetic() {
                    word.extend(d.to_lowercase());
                }
                end = i + d.len_utf8();
            }
            Kind::Word
        } else {
            word.push(c);
            Kind::Mark
        };
        let tight = last_end == start;
        last_end = end;
        push(
            &mut found,
            text,
            Token {
                word,
                kind,
                start,
                end,
                capital: c.is_uppercase(),
                tight,
            },
        );
    }
    found
}

/// Adds a token, joined to the one before where they are one word ("18th", "b4", "a.m.") and left out where it says
/// nothing (quotation marks, the dot of an abbreviation, a hyphen between words).
fn push(found: &mut Vec<Token>, text: &str, mut token: Token) {
    let next = text[token.end..].chars().next();
    let after = text[token.end..].trim_start_matches([' ', '\t']).chars().next();
    if let Some(last) = found.last_mut().filter(|_| token.tight) {
        if let (Kind::Number(n), "st" | "nd" | "rd" | "th") = (last.kind, token.word.as_str()) {
            last.kind = Kind::Ordinal(n);
            last.end = token.end;
            return;
        }
        let one = match (last.word.as_str(), token.word.as_str()) {
            ("b", "4") => Some("before"),
            ("2", "moro" | "morrow" | "mrw") => Some("tomorrow"),
            ("2", "nite" | "night") => Some("tonight"),
            ("2", "day") => Some("today"),
            ("w", "/") if next == Some('c') => Some("wc"),
            ("w", "/") if next == Some('e') => Some("we/"),
            ("w", "/") => Some("with"),
            ("wc" | "we/", "c" | "e") => Some("wc"),
            ("-" | "=", ">") => Some("now"),
            _ => None,
        };
        if let Some(one) = one {
            one.clone_into(&mut last.word);
            last.kind = Kind::Word;
            last.end = token.end;
            return;
        }
    }
    if token.kind == Kind::Word {
        // "we're aiming" and "were aiming" differ, "we'd" is no Wednesday.
        let joined = match token.word.as_str() {
            "were" | "wed" if token.end - token.start > token.word.len() => token.word.replacen("we", "we'", 1),
            "were" if found.last().is_none_or(|t| t.kind == Kind::Mark) => "we're".to_owned(),
            _ => String::new(),
        };
        if joined.is_empty() {
            words::mend(&mut token.word);
        } else {
            token.word = joined;
        }
        // Letters parted by dots: a.m., e.o.d.
        if let [.., letters, dot] = found.as_mut_slice()
            && token.tight
            && dot.word == "."
            && dot.tight
            && letters.kind == Kind::Word
            && token.word.len() == 1
        {
            let parted = letters.word.len() == 1 || letters.end - letters.start > letters.word.len();
            if parted {
                letters.word.push_str(&token.word);
                letters.end = token.end;
                found.pop();
                return;
            }
        }
    } else if token.kind == Kind::Mark {
        let tight_next = next.is_some_and(char::is_alphanumeric);
        let (digit_before, word_before) = match found.last() {
            Some(t) if token.tight => (!matches!(t.kind, Kind::Word | Kind::Mark), t.kind == Kind::Word),
            _ => (false, false),
        };
        match token.word.as_str() {
            "-" | "\u{2010}" | "\u{2011}" | "\u{2013}" | "\u{2014}" | "\u{2212}" => {
                let hyphen = token.word == "-" || token.word == "\u{2010}" || token.word == "\u{2011}";
                if hyphen && (word_before || (digit_before && next.is_some_and(char::is_alphabetic))) && tight_next {
                    return;
                }
                "-".clone_into(&mut token.word);
            }
            "." if !tight_next => {
                let abbreviation = found.last().is_some_and(|t| token.tight && words::takes_dot(&t.word));
                let goes_on = after.is_some_and(|c| c.is_lowercase() || c.is_ascii_digit());
                let dated = text[token.end..]
                    .split_whitespace()
                    .next()
                    .is_some_and(|w| words::month(&w.trim_end_matches(['.', ',']).to_lowercase()).is_some());
                if abbreviation && (goes_on || dated) {
                    return;
                }
            }
            "~" | "\u{2248}" => {
                "about".clone_into(&mut token.word);
                token.kind = Kind::Word;
            }
            "<" | "\u{2264}" => {
                "within".clone_into(&mut token.word);
                token.kind = Kind::Word;
            }
            "&" => {
                "and".clone_into(&mut token.word);
                token.kind = Kind::Word;
            }
            "\u{2192}" => {
                "now".clone_into(&mut token.word);
                token.kind = Kind::Word;
            }
            "\u{2026}" => ".".clone_into(&mut token.word),
            "." | "/" | "," | ";" | ":" | "!" | "?" | "(" | ")" | "\n" | "=" | "+" => {}
            _ => return,
        }
    }
    found.push(token);
}

const ZONES: &str =
    "et|est|edt|ct|cst|cdt|mt|mst|mdt|pt|pst|pdt|gmt|bst|cet|cest|ist|utc|eastern|central|pacific|mountain";
const DAYTIMES: &str = "morning|mornings|afternoon|afternoons|evening|evenings|night|noon|midday|midnight|lunchtime|lunch|noonish|am|pm|arvo";

/// Leaves out times of day: "by 5 pm on Friday" becomes "by on Friday", "tomorrow before lunch" becomes "tomorrow".
fn drop_times(tokens: Vec<Token>) -> Vec<Token> {
    let text = Text { tokens };
    let mut kept: Vec<Token> = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(token) = text.get(at) {
        let Some(mut end) = time_of_day(&text, at) else {
            kept.push(token.clone());
            at += 1;
            continue;
        };
        end = text.seq(end, ZONES).unwrap_or(end);
        end = text.seq(end, "your|our|my|local|uk|us|german time").unwrap_or(end);
        let day_follows = text.is(end, "on|today|tomorrow|the|this|next|that")
            || text.is(end, ",") && words::weekday(text.word(end + 1)).is_some()
            || words::weekday(text.word(end)).is_some()
            || words::month(text.word(end)).is_some();
        let since = kept.len();
        // "before noon on Friday" is Friday, not the day before.
        while kept.last().is_some_and(|t| {
            matches!(
                t.word.as_str(),
                "the" | "in" | "at" | "around" | "about" | "over" | "from" | "after" | "mid"
            )
        }) && since - kept.len() < 3
        {
            kept.pop();
        }
        if let Some(last) = kept
            .last_mut()
            .filter(|t| matches!(t.word.as_str(), "by" | "before" | "until" | "till" | "til"))
        {
            if day_follows {
                "by".clone_into(&mut last.word);
            } else {
                kept.pop();
            }
        }
        at = end;
    }
    Text { tokens: kept }.tokens
}

/// The end of a time of day that begins here.
fn time_of_day(text: &Text, at: usize) -> Option<usize> {
    let spoken = text.is(
        at.wrapping_sub(1),
        "this|that|the|in|at|by|before|over|after|around|until|till|tomorrow|today|every|mid|first|early|late",
    ) || words::weekday(text.before(at)).is_some();
    if text.is(at, DAYTIMES) && spoken && !text.is(at.wrapping_sub(1), "this|that|every") && !text.is(at + 1, "after") {
        return Some(at + 1);
    }
    if text.is(at, "noon|midday|midnight") {
        return Some(at + 1);
    }
    let hour = text.number(at).filter(|h| *h <= 24)?;
    let mut end = at + 1;
    let mut clock = false;
    if text.is(end, ":|.")
        && text.tight(end)
        && text.tight(end + 1)
        && text.number(end + 1).is_some_and(|m| m < 60)
        && text.get(end + 1).is_some_and(|t| t.word.len() == 2)
    {
        clock = text.is(end, ":") || text.is(end + 2, "am|pm|uhr");
        end = if clock { end + 2 } else { end };
    }
    if let Some(marked) = text.seq(end, "am|pm|oclock|uhr|hrs") {
        // "24 hrs" is a length.
        return (clock || !text.is(end, "hrs")).then_some(marked);
    }
    if clock {
        return Some(end);
    }
    let led = text.is(at.wrapping_sub(1), "by|before|at|around|after");
    let plain = text.is(end, "today|tomorrow|sharp") || words::weekday(text.word(end)).is_some();
    let on = text.seq(end, "ish? on").is_some();
    (led && hour <= 12 && (plain || on)).then(|| if text.is(end, "ish|sharp") { end + 1 } else { end })
}
