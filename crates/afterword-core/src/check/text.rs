//! A note as tokens, sentences and parts: what every rule reads.
//!
//! Tokens keep their bytes, so that whatever a rule finds can be shown and mended in place. The note is cut into
//! greeting, body and close the way a reader cuts it: by its lines. Nothing here judges.

use std::ops::Range;

use super::tags::{self, Tags};
use super::token::tokenize;
pub(crate) use super::token::{Token, TokenKind};

/// One sentence: tokens and bytes.
#[derive(Debug, Clone)]
pub(crate) struct Sentence {
    /// Its tokens.
    pub(crate) tokens: Range<usize>,
    /// Its bytes, from first to last token.
    pub(crate) span: Range<usize>,
    /// Where in the letter it stands.
    pub(crate) part: Part,
}

/// Where in the letter a sentence stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// `Dear Ms. Okafor,`
    Greeting,
    /// What is said.
    Body,
    /// `Kind regards,`
    SignOff,
    /// The name and what stands under it.
    Signature,
}

/// A text cut up.
#[derive(Debug)]
pub(crate) struct Text<'t> {
    /// As given.
    pub(crate) raw: &'t str,
    /// Every token in order.
    pub(crate) tokens: Vec<Token<'t>>,
    /// Every sentence in order.
    pub(crate) sentences: Vec<Sentence>,
}

/// A tagger of words the built-in list does not know.
pub(crate) type Tagger<'a> = &'a dyn Fn(&str) -> Tags;

/// What a stretch of text begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Head {
    /// A mark that closes what stands before it.
    Closing,
    /// A word in lower case.
    Lower,
    /// Anything that may begin a sentence.
    Fresh,
}

/// What a stretch of text ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tail {
    /// No stop, or that of an abbreviation.
    Open,
    /// A full stop, which a word in lower case takes back.
    Dot,
    /// Another stop.
    Stop,
}

impl Head {
    fn of(token: &Token<'_>) -> Self {
        match token.kind {
            TokenKind::Punct if matches!(token.text, ")" | "\"" | "\u{201d}" | "." | "!" | "?") => Self::Closing,
            TokenKind::Word if token.text.starts_with(char::is_lowercase) => Self::Lower,
            _ => Self::Fresh,
        }
    }
}

impl Tail {
    /// Whether a sentence ends between the two, white space standing there.
    pub(crate) fn ends_before(self, head: Head) -> bool {
        match self {
            Self::Open => false,
            Self::Dot => head == Head::Fresh,
            Self::Stop => head != Head::Closing,
        }
    }
}

impl<'t> Text<'t> {
    /// Cuts up a note: greeting, body, sign-off and signature are told apart by their lines.
    pub(crate) fn note(raw: &'t str, tagger: Option<Tagger<'_>>) -> Self {
        let mut text = Self {
            raw,
            tokens: Vec::new(),
            sentences: Vec::new(),
        };
        let blocks = blocks(raw);
        for block in blocks {
            text.push_block(&block, tagger);
        }
        text.finish();
        text
    }

    /// Cuts up a single line, such as a subject; all of it is body.
    pub(crate) fn line(raw: &'t str, tagger: Option<Tagger<'_>>) -> Self {
        let mut text = Self {
            raw,
            tokens: Vec::new(),
            sentences: Vec::new(),
        };
        text.push_block(
            &Block {
                span: 0..raw.len(),
                part: Part::Body,
            },
            tagger,
        );
        text.finish();
        text
    }

    /// The tokens of one sentence.
    pub(crate) fn tokens_of(&self, sentence: &Sentence) -> &[Token<'t>] {
        &self.tokens[sentence.tokens.clone()]
    }

    /// The words of one sentence as written.
    pub(crate) fn slice(&self, span: &Range<usize>) -> &'t str {
        &self.raw[span.clone()]
    }

    /// Sentences of one part.
    pub(crate) fn part(&self, part: Part) -> impl Iterator<Item = &Sentence> {
        self.sentences.iter().filter(move |s| s.part == part)
    }

    fn push_block(&mut self, block: &Block, tagger: Option<Tagger<'_>>) {
        let from = self.tokens.len();
        tokenize(self.raw, block.span.clone(), &mut self.tokens);
        for token in &mut self.tokens[from..] {
            token.tags = tags::of(&token.low);
            if token.kind == TokenKind::Word
                && token.tags.is_empty()
                && !token.text.starts_with(char::is_uppercase)
                && let Some(tagger) = tagger
            {
                token.tags = tagger(&token.low);
            }
            if token.tags.is_empty() && token.kind == TokenKind::Word {
                token.tags = tags::guess(&token.low);
            }
        }
        let mut start = from;
        let end = self.tokens.len();
        for i in from..end {
            if i + 1 == end || self.ends_sentence(i, block.part) {
                self.push_sentence(start..i + 1, block);
                start = i + 1;
            }
        }
    }

    fn push_sentence(&mut self, tokens: Range<usize>, block: &Block) {
        if tokens.is_empty() {
            return;
        }
        let span = self.tokens[tokens.start].span.start..self.tokens[tokens.end - 1].span.end;
        self.sentences.push(Sentence {
            tokens,
            span,
            part: block.part,
        });
    }

    /// Whether a sentence ends after token `i`: a stop, not after an abbreviation, and a new beginning after it.
    fn ends_sentence(&self, i: usize, part: Part) -> bool {
        if part != Part::Body {
            return false;
        }
        let (token, next) = (&self.tokens[i], &self.tokens[i + 1]);
        let touching = next.span.start == token.span.end && next.kind != TokenKind::Other;
        !touching && self.tail(i).ends_before(Head::of(next))
    }

    /// What token `i` is to a beginning behind it.
    fn tail(&self, i: usize) -> Tail {
        let token = &self.tokens[i];
        if token.kind != TokenKind::Punct {
            return Tail::Open;
        }
        let before = i.checked_sub(1).map(|b| &self.tokens[b]);
        match token.text {
            "." if before.is_some_and(|b| b.span.end == token.span.start && is_abbreviation(b)) => Tail::Open,
            "." => Tail::Dot,
            "!" | "?" | "\u{2026}" => Tail::Stop,
            _ => Tail::Open,
        }
    }

    /// What the text begins and ends with, for whoever sets another before or behind it; `None` of no text.
    pub(crate) fn ends(&self) -> Option<(Head, Tail)> {
        let last = self.tokens.len().checked_sub(1)?;
        Some((Head::of(&self.tokens[0]), self.tail(last)))
    }

    fn finish(&mut self) {
        for (n, sentence) in self.sentences.iter().enumerate() {
            let mut first = true;
            for token in &mut self.tokens[sentence.tokens.clone()] {
                token.sentence = n;
                if token.is_wordlike() {
                    token.first = first;
                    first = false;
                }
            }
        }
    }
}

fn is_abbreviation(token: &Token<'_>) -> bool {
    const SHORT: &[&str] = &[
        "mr", "mrs", "ms", "mx", "dr", "prof", "rev", "hon", "fr", "sr", "jr", "st", "messrs", "mme", "mlle", "e.g",
        "i.e", "eg", "ie", "vs", "cf", "no", "approx", "dept", "inc", "ltd", "co", "corp", "bros", "jan", "feb", "mar",
        "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mon", "tue", "tues", "wed", "thu", "thur",
        "thurs", "fri", "sat", "sun", "a.m", "p.m", "u.s", "u.k", "capt", "lt", "col", "gen", "sgt", "mt",
    ];
    let initial = token.text.chars().count() == 1 && token.is_capital() && token.low != "i";
    let listed = SHORT.contains(&token.low.as_str());
    // Months and weekdays that are words only count with their capital ("in the sun." ends a sentence).
    listed && (token.is_capital() || token.low.contains('.') || matches!(token.low.as_str(), "eg" | "ie" | "vs" | "cf"))
        || initial
}

struct Block {
    span: Range<usize>,
    part: Part,
}

/// Formulas that stand above a name.
const SIGN_OFFS: &[&str] = &[
    "best",
    "regards",
    "sincerely",
    "yours",
    "cheers",
    "thanks",
    "respectfully",
    "cordially",
    "warmly",
    "gratefully",
    "faithfully",
    "truly",
    "wishes",
    "hugs",
    "love",
    "xoxo",
    "appreciation",
    "gratitude",
    "thank",
    "onwards",
    "respect",
    "appreciatively",
];

/// Whether a line reads like `Kind regards,`.
fn is_sign_off(line: &str) -> bool {
    let line = line.trim();
    let words: Vec<String> = line
        .split_whitespace()
        .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase())
        .collect();
    if words.is_empty() || words.len() > 7 || line.ends_with(['.', '?', ':']) && words.len() > 3 {
        return false;
    }
    let formula = words.iter().any(|w| SIGN_OFFS.contains(&w.as_str()));
    formula && (line.ends_with([',', '!', '-', '\u{2014}', '.']) || words.len() <= 4)
}

fn is_greeting(line: &str) -> bool {
    let line = line.trim();
    let count = line.split_whitespace().count();
    let low = line.to_lowercase();
    let opener = [
        "dear ",
        "hi ",
        "hi,",
        "hello",
        "hey ",
        "hey,",
        "good morning",
        "good afternoon",
        "good evening",
        "greetings",
        "to whom",
        "to the ",
    ]
    .iter()
    .any(|o| low.starts_with(o));
    count <= 8 && (opener && !line.ends_with('.') || line.ends_with([',', '!', ':']) && count <= 4)
}

/// Cuts the raw note into blocks: the greeting line, paragraphs, the sign-off, the signature lines.
fn blocks(raw: &str) -> Vec<Block> {
    let mut lines: Vec<(Range<usize>, usize)> = Vec::new();
    let mut paragraph = 0;
    let mut at = 0;
    let mut blank = false;
    for line in raw.split_inclusive('\n') {
        let span = at..at + line.trim_end_matches(['\n', '\r']).len();
        at += line.len();
        if raw[span.clone()].trim().is_empty() {
            blank = !lines.is_empty();
            continue;
        }
        if blank {
            paragraph += 1;
            blank = false;
        }
        lines.push((span, paragraph));
    }
    let mut out: Vec<Block> = Vec::new();
    let mut body = 0..lines.len();
    if let Some((span, _)) = lines.first() {
        let line = &raw[span.clone()];
        if is_greeting(line) {
            out.push(Block {
                span: span.clone(),
                part: Part::Greeting,
            });
            body.start = 1;
        } else if let Some(cut) = inline_greeting(line) {
            out.push(Block {
                span: span.start..span.start + cut,
                part: Part::Greeting,
            });
            lines[0].0.start += cut;
        }
    }
    body.end = close_start(raw, &lines, body.start);
    let mut i = body.start;
    while i < body.end {
        let (start, paragraph) = (lines[i].0.start, lines[i].1);
        let mut end = lines[i].0.end;
        while i + 1 < body.end && lines[i + 1].1 == paragraph {
            i += 1;
            end = lines[i].0.end;
        }
        out.push(Block {
            span: start..end,
            part: Part::Body,
        });
        i += 1;
    }
    for (n, (span, _)) in lines[body.end..].iter().enumerate() {
        let sign_off = n == 0 && is_sign_off(&raw[span.clone()]) && body.end < lines.len();
        let part = if sign_off { Part::SignOff } else { Part::Signature };
        out.push(Block {
            span: span.clone(),
            part,
        });
    }
    out
}

/// `Dear Ms. Okafor, thank you for ...` on one line: the bytes up to and with the comma.
fn inline_greeting(line: &str) -> Option<usize> {
    let low = line.to_lowercase();
    if !["dear ", "hi ", "hello ", "hey "].iter().any(|o| low.starts_with(o)) {
        return None;
    }
    let cut = line.find([',', '!', '\u{2014}', ':'])?;
    let cut = cut + line[cut..].chars().next().map_or(1, char::len_utf8);
    (line[..cut].split_whitespace().count() <= 5).then_some(cut)
}

/// Where sign-off and signature begin, as a line index; `lines.len()` when the note just stops.
fn close_start(raw: &str, lines: &[(Range<usize>, usize)], from: usize) -> usize {
    let n = lines.len();
    // A sign-off line among the last six, with only short lines under it.
    for back in 1..=6.min(n.saturating_sub(from)) {
        let i = n - back;
        let line = raw[lines[i].0.clone()].trim();
        if is_sign_off(line) && lines[i + 1..].iter().all(|(s, _)| is_short_line(&raw[s.clone()])) {
            return i;
        }
    }
    // No formula: a block of its own made of short lines that do not read as a sentence.
    let mut i = n;
    while i > from && is_short_line(&raw[lines[i - 1].0.clone()]) && !reads_as_sentence(&raw[lines[i - 1].0.clone()]) {
        i -= 1;
    }
    i
}

fn is_short_line(line: &str) -> bool {
    line.split_whitespace().count() <= 9
}

fn reads_as_sentence(line: &str) -> bool {
    let line = line.trim();
    let stops = line.ends_with(['.', '!', '?']) && line.split_whitespace().count() > 2;
    let lower = line
        .split_whitespace()
        .filter(|w| w.starts_with(char::is_lowercase))
        .count();
    stops || lower >= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(raw: &str) -> Vec<(Part, String)> {
        let text = Text::note(raw, None);
        text.sentences
            .iter()
            .map(|s| (s.part, text.slice(&s.span).to_owned()))
            .collect()
    }

    #[test]
    fn a_letter_is_cut_by_its_lines() {
        let got =
            parts("Dear Dr. Iwu,\n\nThank you. It was 5 p.m. when I left St. Brannoc.\n\nSincerely,\nCora Feldt, RN");
        let want = [
            (Part::Greeting, "Dear Dr. Iwu,"),
            (Part::Body, "Thank you."),
            (Part::Body, "It was 5 p.m. when I left St. Brannoc."),
            (Part::SignOff, "Sincerely,"),
            (Part::Signature, "Cora Feldt, RN"),
        ];
        assert_eq!(got, want.map(|(p, s)| (p, s.to_owned())));
    }

    #[test]
    fn a_bare_name_is_a_signature_and_a_cut_off_body_is_not() {
        let got = parts("Dear Hank,\n\nThank you for the talk.\n\nHetty Larkin");
        assert_eq!(got.last().map(|p| p.0), Some(Part::Signature));
        let got = parts("Dear Hank,\n\nI came home full of ideas for it, from a diary to a shelf built by the class");
        assert_eq!(got.last().map(|p| p.0), Some(Part::Body));
    }

    #[test]
    fn a_greeting_may_run_on() {
        let got = parts("Dear Mr Sykes, thank you for the tour.\n\nMarisol");
        assert_eq!(got[0], (Part::Greeting, "Dear Mr Sykes,".to_owned()));
        assert_eq!(got[1].1, "thank you for the tour.");
    }
}
