//! The last line of an address: town, region, postal code and country, in the forms of thirteen countries.
//!
//! Every form is tried at every word; what fits is an [`Anchor`] with a score that says how sure the form is. Choosing
//! among anchors, and the street above them, is `street`'s work.

use std::ops::Range;

use super::Frag;
use super::forms::{american, australian, british, canadian, code_first, indian, irish, town_first, without_code};
use super::lexicon::{INSIDE_WORDS, STREET_SUFFIXES, STREET_WORDS, has};
use super::piece::fold;
use super::places::{COUNTRY_NAMES, paired};

/// What stands before a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Break {
    /// A space.
    None,
    /// A dash with spaces around it.
    Dash,
    /// A parenthesis.
    Paren,
    /// A comma or semicolon.
    Comma,
    /// The end of a part of a line.
    Part,
    /// The end of a line.
    Line,
    /// A blank line.
    Para,
}

/// A word of the signature.
#[derive(Clone, Debug)]
pub(super) struct Tok {
    pub(super) frag: usize,
    pub(super) range: Range<usize>,
    pub(super) text: String,
    /// Folded, dots left out.
    pub(super) key: String,
    pub(super) before: Break,
}

/// A town with what surrounds it.
#[derive(Clone, Debug, Default)]
pub(super) struct Anchor {
    /// Words of the town; empty when only a code is known.
    pub(super) city: Range<usize>,
    pub(super) region: Option<Range<usize>>,
    /// A region read otherwise than written (a scanner's "Rl").
    pub(super) region_as: Option<String>,
    pub(super) postal: Option<(String, Range<usize>)>,
    pub(super) country: Option<(&'static str, Range<usize>)>,
    /// The country whose form this is, as far as it tells.
    pub(super) home: Option<&'static str>,
    pub(super) score: i32,
    /// All words taken.
    pub(super) all: Range<usize>,
}

/// The words of the parts of a signature.
pub(super) fn tokens(frags: &[Frag]) -> Vec<Tok> {
    let mut out: Vec<Tok> = Vec::new();
    for (n, frag) in frags.iter().enumerate() {
        let text = frag.piece.text();
        let mut before = match n.checked_sub(1).map(|p| &frags[p]) {
            None => Break::Para,
            Some(p) if p.para != frag.para => Break::Para,
            Some(p) if p.line != frag.line => Break::Line,
            Some(_) => Break::Part,
        };
        let mut at = 0;
        for word in text.split_inclusive(|c: char| c.is_whitespace() || ",;()–—".contains(c)) {
            let start = at;
            at += word.len();
            let last = word.chars().next_back().unwrap_or(' ');
            let body = word.trim_end_matches(|c: char| c.is_whitespace() || ",;()–—".contains(c));
            if body == "-" {
                before = before.max(Break::Dash);
            } else if !body.is_empty() {
                push_words(&mut out, n, start, body, &mut before);
            }
            before = before.max(match last {
                ',' | ';' => Break::Comma,
                '(' | ')' => Break::Paren,
                '–' | '—' => Break::Dash,
                _ => Break::None,
            });
        }
    }
    out
}

/// A word, split where a postal code is glued to a town by a hyphen ("Mumbai-400001").
fn push_words(out: &mut Vec<Tok>, frag: usize, start: usize, body: &str, before: &mut Break) {
    let glued = body.rfind('-').filter(|i| {
        let (town, code) = (&body[..*i], &body[i + 1..]);
        town.chars().count() >= 3
            && town.chars().all(|c| c.is_alphabetic() || c == '-')
            && (code.is_empty() || matches!(code.len(), 3 | 6))
            && code.chars().all(|c| c.is_ascii_digit())
    });
    let mut push = |range: Range<usize>, before: Break| {
        let text = body[range.clone()].to_owned();
        let text = text
            .strip_suffix('.')
            .filter(|t| t.ends_with(|c: char| c.is_ascii_digit()))
            .map_or(text.clone(), str::to_owned);
        let key = fold(&text).replace('.', "").trim_matches(':').to_owned();
        out.push(Tok {
            frag,
            range: start + range.start..start + range.end,
            text,
            key,
            before,
        });
    };
    if let Some(i) = glued {
        push(0..i, *before);
        *before = Break::Dash;
        if i + 1 < body.len() {
            push(i + 1..body.len(), Break::Dash);
            *before = Break::None;
        }
    } else {
        push(0..body.len(), *before);
        *before = Break::None;
    }
}

/// What the reader knows while it looks.
pub(super) struct Eye<'a> {
    pub(super) toks: &'a [Tok],
    pub(super) ocr: bool,
}

impl Eye<'_> {
    pub(super) fn at(&self, i: usize) -> Option<&Tok> {
        self.toks.get(i)
    }

    pub(super) fn breaks(&self, i: usize) -> bool {
        self.at(i).is_none_or(|t| t.before > Break::None)
    }

    pub(super) fn key(&self, range: Range<usize>) -> String {
        self.toks[range]
            .iter()
            .map(|t| t.key.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// The region whose name ends before word `end`, at most three words long.
    pub(super) fn region_before(
        &self,
        end: usize,
        table: &[&str],
        coded: bool,
    ) -> Option<(Range<usize>, Option<String>)> {
        for n in (1..=3.min(end)).rev() {
            let range = end - n..end;
            if (range.start + 1..end).any(|i| self.breaks(i)) {
                continue;
            }
            let key = self.key(range.clone());
            let short = key.len() <= 3;
            let capital = self.toks[range.clone()]
                .iter()
                .all(|t| t.text.starts_with(char::is_uppercase));
            let upper = self.toks[range.start].text.chars().all(|c| !c.is_lowercase());
            let lower = self.toks[range.start].text.chars().all(|c| !c.is_uppercase());
            if has(table, &key)
                && (coded || !(short && lower))
                && (if short {
                    upper || lower && key.len() == 2 || capital && key.len() == 3
                } else {
                    capital || lower
                })
            {
                return Some((range, None));
            }
            if n == 1 && self.ocr {
                let text = &self.toks[range.start].text;
                let as_letters = (2..=3).contains(&text.chars().count()).then(|| {
                    text.chars()
                        .map(|c| match c {
                            'l' | '|' | '1' => 'I',
                            '0' => 'O',
                            c => c.to_ascii_uppercase(),
                        })
                        .collect::<String>()
                });
                if let Some(read) = as_letters.filter(|r| has(table, &fold(r))) {
                    return Some((range, Some(read)));
                }
            }
        }
        None
    }

    /// The words before `end` back to the last break, without the street before them on the same stretch.
    pub(super) fn town_before(&self, end: usize) -> Option<Range<usize>> {
        let mut start = end.checked_sub(1)?;
        let here = self.toks[start].frag;
        while !self.breaks(start) && start > 0 && self.toks[start - 1].frag == here {
            start -= 1;
        }
        // "St." begins a town when it is first; later it ends a street.
        let mut cut = start;
        for i in start..end {
            let tok = &self.toks[i];
            let digit = tok.text.contains(|c: char| c.is_ascii_digit());
            let way = i > start
                && i + 1 < end
                && (has(STREET_WORDS, &tok.key) || has(STREET_SUFFIXES, &tok.key))
                && self.street_so_far(start, i);
            if (digit && i + 1 < end && !self.dublin(i)) || way || (tok.text.starts_with('#') && i + 1 < end) {
                cut = i + 1;
                // A letter after a unit word: "Ste B Northfield".
            } else if i > start && i + 1 < end && has(INSIDE_WORDS, &self.toks[i - 1].key) && tok.key.len() == 1 {
                cut = i + 1;
            }
        }
        while cut + 1 < end && ["near", "nr", "by", "distt", "dist", "district"].contains(&self.toks[cut].key.as_str())
        {
            cut += 1;
        }
        let range = cut..end;
        let plausible =
            !range.is_empty() && range.len() <= 6 && self.toks[range.start].text.starts_with(char::is_alphabetic);
        plausible.then_some(range)
    }

    fn street_so_far(&self, start: usize, i: usize) -> bool {
        self.toks[start..i]
            .iter()
            .any(|t| t.text.contains(|c: char| c.is_ascii_digit()))
            || self.toks[i].key != "st"
    }

    /// "Dublin 2" keeps its number.
    fn dublin(&self, i: usize) -> bool {
        i > 0 && self.toks[i - 1].key == "dublin"
    }

    /// A country whose name starts at word `i`.
    pub(super) fn country_at(&self, i: usize) -> Option<(&'static str, Range<usize>)> {
        for n in (1..=4).rev() {
            let range = i..i + n;
            if range.end > self.toks.len() || (i + 1..range.end).any(|j| self.breaks(j)) {
                continue;
            }
            let text = &self.toks[i].text;
            let short = n == 1 && text.chars().count() <= 2;
            if short && text.chars().any(char::is_lowercase) {
                continue;
            }
            if let Some(code) = paired(COUNTRY_NAMES, &self.key(range.clone())) {
                return Some((code, range));
            }
        }
        None
    }

    /// A country that ends before word `end`.
    pub(super) fn country_before(&self, end: usize) -> Option<(&'static str, Range<usize>)> {
        (1..=3).filter(|n| *n <= end).find_map(|n| {
            self.country_at(end - n)
                .filter(|(_, r)| r.end == end && self.breaks(r.start))
        })
    }

    /// Takes up a country (and, for some forms, a region) that follows.
    fn with_country(&self, mut anchor: Anchor) -> Anchor {
        let next = anchor.all.end;
        if self.at(next).is_some_and(|t| t.before < Break::Para)
            && let Some((code, range)) = self.country_at(next)
            && self.breaks(range.end)
        {
            anchor.all.end = range.end;
            anchor.country = Some((code, range));
            anchor.score += 2;
        }
        anchor
    }
}

/// Every place that looks like the last line of an address.
pub(super) fn anchors(eye: &Eye<'_>) -> Vec<Anchor> {
    let mut out: Vec<Anchor> = Vec::new();
    for i in 0..eye.toks.len() {
        let forms: [fn(&Eye<'_>, usize) -> Option<Anchor>; 8] = [
            american, canadian, british, irish, indian, australian, code_first, town_first,
        ];
        let best = forms
            .iter()
            .filter_map(|f| f(eye, i))
            .map(|a| eye.with_country(a))
            .max_by_key(|a| a.score);
        out.extend(best);
    }
    if out.is_empty() {
        out.extend(
            (0..eye.toks.len())
                .filter_map(|i| without_code(eye, i))
                .map(|a| eye.with_country(a)),
        );
        // "New York | London | Berlin" is a list of offices.
        let lone = |a: &Anchor| a.score <= 2;
        if out.iter().filter(|a| lone(a)).count() > 1 {
            out.retain(|a| !lone(a));
        }
    }
    out
}
