//! The last line of an address: town, region, postal code and country, in the forms of thirteen countries.
//!
//! Every form is tried at every word; what fits is an [`Anchor`] with a score that says how sure the form is. Choosing
//! among anchors, and the street above them, is `street`'s work.

use std::ops::Range;

use super::Frag;
use super::lexicon::{BUILDING_WORDS, INSIDE_WORDS, STREET_SUFFIXES, STREET_WORDS, TITLE_HEADS, has};
use super::ocr::fit;
use super::piece::fold;
use super::places::{
    AU_REGIONS, CA_REGIONS, CH_REGIONS, CITIES, COUNTRY_NAMES, GB_REGIONS, IE_REGIONS, IN_REGIONS, US_REGIONS, paired,
};

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
    fn at(&self, i: usize) -> Option<&Tok> {
        self.toks.get(i)
    }

    fn breaks(&self, i: usize) -> bool {
        self.at(i).is_none_or(|t| t.before > Break::None)
    }

    fn key(&self, range: Range<usize>) -> String {
        self.toks[range]
            .iter()
            .map(|t| t.key.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// The region whose name ends before word `end`, at most three words long.
    fn region_before(&self, end: usize, table: &[&str], coded: bool) -> Option<(Range<usize>, Option<String>)> {
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
    fn town_before(&self, end: usize) -> Option<Range<usize>> {
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
    fn country_before(&self, end: usize) -> Option<(&'static str, Range<usize>)> {
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

fn american(eye: &Eye<'_>, i: usize) -> Option<Anchor> {
    let tok = eye.at(i)?;
    let code = fit(&tok.text, "99999", eye.ocr)
        .or_else(|| fit(&tok.text, "99999-9999", eye.ocr))
        .or_else(|| fit(&tok.text, "99999–9999", eye.ocr))?;
    // "Tacoma, WA, USA 98402" is rare but met.
    let end = eye
        .country_before(i)
        .filter(|(c, _)| *c == "US")
        .map_or(i, |(_, r)| r.start);
    let (region, region_as) = eye.region_before(end, US_REGIONS, true)?;
    let city = eye.town_before(region.start)?;
    let all = city.start..i + 1;
    let country = (end < i).then_some(("US", end..i));
    Some(Anchor {
        city,
        region: Some(region),
        region_as,
        postal: Some((code, i..i + 1)),
        country,
        home: Some("US"),
        score: 12,
        all,
    })
}

/// A code of two halves, joined or not.
fn halves(eye: &Eye<'_>, i: usize, outward: &[&str], inward: &str) -> Option<(String, usize)> {
    let first = &eye.at(i)?.text;
    if let Some(second) = eye.at(i + 1).filter(|t| t.before == Break::None)
        && let Some(b) = fit(&second.text, inward, eye.ocr)
        && let Some(a) = outward.iter().find_map(|p| fit(first, p, eye.ocr))
    {
        return Some((format!("{a} {b}"), i + 2));
    }
    let all = first.replace('-', "");
    outward
        .iter()
        .find_map(|p| fit(&all, &format!("{p}{inward}"), false))
        .map(|code| {
            let (a, b) = code.split_at(code.len() - inward.len());
            (format!("{a} {b}"), i + 1)
        })
}

fn canadian(eye: &Eye<'_>, i: usize) -> Option<Anchor> {
    let (code, end) = halves(eye, i, &["A9A"], "9A9")?;
    let before = eye
        .country_before(i)
        .filter(|(c, _)| *c == "CA")
        .map_or(i, |(_, r)| r.start);
    let (region, region_as) = eye
        .region_before(before, CA_REGIONS, true)
        .map_or((None, None), |(r, a)| (Some(r), a));
    let city = eye.town_before(region.as_ref().map_or(before, |r| r.start))?;
    let all = city.start..end;
    Some(Anchor {
        city,
        region,
        region_as,
        postal: Some((code, i..end)),
        home: Some("CA"),
        score: 12,
        all,
        ..Anchor::default()
    })
}

fn british(eye: &Eye<'_>, i: usize) -> Option<Anchor> {
    let (code, end) = halves(eye, i, &["AA9A", "A9A", "AA99", "A99", "AA9", "A9"], "9AA")?;
    if !eye.toks[i].text.starts_with(char::is_alphabetic) {
        return None;
    }
    let mut before = i;
    let mut country = None;
    if let Some((c, r)) = eye.country_before(before).filter(|(c, _)| *c == "GB") {
        before = r.start;
        country = Some((c, r));
    }
    let region = eye
        .region_before(before, GB_REGIONS, true)
        .map(|(r, _)| r)
        .filter(|r| r.start > 0);
    // A county alone in front of the code is one; at the end of a longer stretch it is one if a town is before it.
    let region = region.filter(|r| eye.breaks(r.start) || r.start > 0 && !eye.breaks(r.start));
    let town_end = region.as_ref().map_or(before, |r| r.start);
    let city = eye.town_before(town_end).or_else(|| eye.town_before(before))?;
    let region = region.filter(|r| city.end <= r.start);
    let all = city.start..end;
    Some(Anchor {
        city,
        region,
        postal: Some((code, i..end)),
        country,
        home: Some("GB"),
        score: 11,
        all,
        ..Anchor::default()
    })
}

fn irish(eye: &Eye<'_>, i: usize) -> Option<Anchor> {
    let (code, end) = halves(eye, i, &["A99", "A9W"], "XXXX")?;
    let inner = &eye.toks[end - 1].text;
    if !eye.toks[i].text.starts_with(char::is_alphabetic)
        || inner.chars().any(char::is_lowercase) && !eye.ocr
        || !inner.contains(|c: char| c.is_ascii_digit())
    {
        return None;
    };
    let region = irish_county(eye, i);
    let city = eye.town_before(region.as_ref().map_or(i, |r| r.start))?;
    let all = city.start..end;
    Some(Anchor {
        city,
        region,
        postal: Some((code, i..end)),
        home: Some("IE"),
        score: 11,
        all,
        ..Anchor::default()
    })
}

/// "Co. Cork" or "County Cork" before word `end`.
fn irish_county(eye: &Eye<'_>, end: usize) -> Option<Range<usize>> {
    let start = end.checked_sub(2)?;
    let county = ["co", "county"].contains(&eye.toks[start].key.as_str())
        && has(IE_REGIONS, &eye.toks[start + 1].key)
        && start > 0;
    county.then_some(start..end)
}

fn indian(eye: &Eye<'_>, i: usize) -> Option<Anchor> {
    let tok = eye.at(i)?;
    let mut end = i + 1;
    let whole = fit(&tok.text, "999999", eye.ocr).or_else(|| fit(&tok.text, "999-999", eye.ocr));
    let code = if let Some(code) = whole {
        code
    } else {
        let second = eye.at(i + 1).filter(|t| t.before == Break::None)?;
        end = i + 2;
        format!(
            "{} {}",
            fit(&tok.text, "999", eye.ocr)?,
            fit(&second.text, "999", eye.ocr)?
        )
    };
    let mut before = i;
    while before > 0
        && ["pin", "pincode", "pin-code", "code", "zip", "india"].contains(&eye.toks[before - 1].key.as_str())
    {
        before -= 1;
    }
    let mut region = eye
        .region_before(before, IN_REGIONS, true)
        .map(|(r, _)| r)
        .filter(|r| r.start > 0);
    let city = eye.town_before(region.as_ref().map_or(before, |r| r.start))?;
    let mut all = city.start..end;
    if region.is_none() && eye.at(end).is_some_and(|t| t.before < Break::Para) {
        let after = (1..=3)
            .filter(|n| end + n <= eye.toks.len())
            .rev()
            .find(|n| has(IN_REGIONS, &eye.key(end..end + n)));
        if let Some(n) = after {
            region = Some(end..end + n);
            all.end = end + n;
        }
    }
    let score = 8 + if region.is_some() { 3 } else { 0 };
    Some(Anchor {
        city,
        region,
        postal: Some((code, i..end)),
        home: Some("IN"),
        score,
        all,
        ..Anchor::default()
    })
}

fn australian(eye: &Eye<'_>, i: usize) -> Option<Anchor> {
    let code = fit(&eye.at(i)?.text, "9999", eye.ocr)?;
    let (region, region_as) = eye.region_before(i, AU_REGIONS, true)?;
    let city = eye.town_before(region.start)?;
    let all = city.start..i + 1;
    Some(Anchor {
        city,
        region: Some(region),
        region_as,
        postal: Some((code, i..i + 1)),
        home: Some("AU"),
        score: 11,
        all,
        ..Anchor::default()
    })
}

/// Continental forms: the code first, perhaps with the country's letter.
fn code_first(eye: &Eye<'_>, i: usize) -> Option<Anchor> {
    let tok = eye.at(i)?;
    if !eye.breaks(i)
        && !eye
            .at(i - 1)
            .is_some_and(|t| ["d", "a", "f", "b", "ch"].contains(&t.key.as_str()) || t.key.ends_with(':'))
    {
        return None;
    }
    // "D - 01067 Dresden": the letter stands apart.
    let apart = i.checked_sub(1).map(|p| &eye.toks[p]).filter(|t| {
        (tok.before == Break::Dash || tok.before == Break::None)
            && t.before > Break::Dash
            && ["D", "A", "CH", "B", "F"].contains(&t.text.as_str())
    });
    let (prefix, code) = tok
        .text
        .split_once(['-', '–'])
        .map_or((apart.map(|t| t.text.as_str()), tok.text.as_str()), |(p, c)| {
            (Some(p), c)
        });
    let stated = match prefix.map(str::to_ascii_uppercase).as_deref() {
        None => None,
        Some("D" | "DE") => Some("DE"),
        Some("A" | "AT") => Some("AT"),
        Some("CH") => Some("CH"),
        Some("B" | "BE") => Some("BE"),
        Some("F" | "FR") => Some("FR"),
        Some("NL") => Some("NL"),
        Some("L" | "LU") => Some("LU"),
        Some("I" | "IT") => Some("IT"),
        Some("DK") => Some("DK"),
        Some("FL" | "LI") => Some("LI"),
        Some("S" | "SE") => Some("SE"),
        Some(_) => return None,
    };
    let mut end = i + 1;
    let mut home = stated;
    let mut score = if stated.is_some() { 10 } else { 0 };
    let mut read = None;
    if let Some(five) = fit(code, "99999", eye.ocr) {
        score += 6;
        read = Some(five);
    } else if let Some(joined) = fit(code, "9999AA", false) {
        (home, score) = (Some("NL"), score + 10);
        read = Some(format!("{} {}", &joined[..4], &joined[4..]));
    } else if let Some(four) = fit(code, "9999", eye.ocr) {
        let letters = eye
            .at(i + 1)
            .filter(|t| t.before == Break::None && t.text.len() == 2 && t.text.chars().all(|c| c.is_ascii_uppercase()));
        if let Some(letters) = letters.filter(|_| !eye.breaks(i + 2)) {
            read = Some(format!("{four} {}", letters.text));
            (home, score, end) = (Some("NL"), score + 10, i + 2);
        } else {
            score += 4;
            read = Some(four);
        }
    }
    let read = read?;
    let start = end;
    // The town runs to the next break; "CEDEX 02" and "Biel/Bienne" belong to it.
    while end < eye.toks.len() && end - start < 6 && (end == start || !eye.breaks(end)) {
        if end == start && eye.breaks(end) {
            return None;
        }
        end += 1;
    }
    // "Frankfurt (Oder)"; "Rapperswil SG".
    let mut region = None;
    if end - start >= 2
        && read.len() == 4
        && has(CH_REGIONS, &eye.toks[end - 1].key)
        && eye.toks[end - 1].text.len() == 2
        && eye.toks[end - 1].text.chars().all(char::is_uppercase)
    {
        region = Some(end - 1..end);
        home = home.or(Some("CH"));
        score += 4;
    }
    let city = start..region.as_ref().map_or(end, |r: &Range<usize>| r.start);
    let town = &eye.toks[city.clone()];
    let key = eye.key(city.clone());
    let cedex = town.iter().any(|t| t.key == "cedex");
    let wrong = town.is_empty()
        || !town[0].text.starts_with(char::is_alphabetic)
        || town[0].text.starts_with(char::is_lowercase)
            && town.iter().any(|t| t.text.starts_with(char::is_uppercase))
            && !["s", "den", "la", "le", "les", "sint", "'s"].contains(&town[0].key.as_str())
            && !town[0].text.starts_with("d'")
        || town.iter().enumerate().any(|(n, t)| {
            n > 0
                && (has(STREET_WORDS, &t.key)
                    && t.key != "place"
                    && (t.key != "st" || n + 1 == town.len())
                    && t.key != "ter"
                    && t.key != "berg"
                    || t.text.contains(|c: char| c.is_ascii_digit()) && !cedex)
        })
        || town.iter().any(|t| has(TITLE_HEADS, &t.key))
        || town.len() == 1 && (has(STREET_WORDS, &town[0].key) || ["broadway"].contains(&town[0].key.as_str()))
        || has(BUILDING_WORDS, &town[town.len() - 1].key) && stated.is_none();
    if wrong {
        return None;
    }
    if let Some(country) = paired(CITIES, &key.split(" cedex").next().unwrap_or(&key)) {
        score += 3;
        home = home.or(Some(country));
    }
    if cedex {
        score += 4;
        home = Some("FR");
    }
    if let Some(previous) = i.checked_sub(1).map(|p| &eye.toks[p]) {
        // "Gleisweg 14", "21/4" above: a house number ends the line before.
        if previous.text.starts_with(|c: char| c.is_ascii_digit()) && previous.text.len() <= 6 {
            score += 2;
        }
    }
    let country = stated.map(|c| (c, i..i + 1));
    let all = i - usize::from(apart.is_some())..end;
    Some(Anchor {
        city,
        region,
        postal: Some((read, i..start)),
        country,
        home,
        score,
        all,
        ..Anchor::default()
    })
}

/// New Zealand: the town, then four digits; and other towns with their code behind ("Berlin 10115").
fn town_first(eye: &Eye<'_>, i: usize) -> Option<Anchor> {
    let tok = eye.at(i)?;
    if i == 0 || (eye.breaks(i) && tok.before != Break::Comma) || !eye.breaks(i + 1) {
        return None;
    }
    let four = fit(&tok.text, "9999", eye.ocr);
    let five = fit(&tok.text, "99999", eye.ocr);
    let code = four.clone().or(five)?;
    let city = eye.town_before(i)?;
    let town = &eye.toks[city.clone()];
    let inside = town.iter().any(|t| {
        has(INSIDE_WORDS, &t.key)
            || ["box", "no", "number", "lic", "license", "since", "est", "ext"].contains(&t.key.as_str())
    });
    if town.len() > 3 || inside || town.iter().any(|t| !t.text.starts_with(char::is_uppercase)) {
        return None;
    }
    let known = paired(CITIES, &eye.key(city.clone()));
    let home = if four.is_some() {
        Some(known.unwrap_or("NZ"))
    } else {
        known
    };
    let house = eye.toks[city.start.saturating_sub(8)..city.start]
        .iter()
        .any(|t| t.text.contains(|c: char| c.is_ascii_digit()));
    let score = (if known.is_some() {
        7
    } else if four.is_some() {
        3
    } else {
        2
    }) + if house { 2 } else { 0 };
    let all = city.start..i + 1;
    Some(Anchor {
        city,
        postal: Some((code, i..i + 1)),
        home,
        score,
        all,
        ..Anchor::default()
    })
}

/// A town without a code: "Washington, DC", "Dublin 2, Ireland", "Seattle".
fn without_code(eye: &Eye<'_>, i: usize) -> Option<Anchor> {
    if !eye.breaks(i + 1) {
        return None;
    }
    let own_part = |start: usize| eye.toks[start].before >= Break::Dash;
    for (table, home) in [(US_REGIONS, "US"), (CA_REGIONS, "CA"), (AU_REGIONS, "AU")] {
        if let Some((region, region_as)) = eye.region_before(i + 1, table, false)
            && region.start > 0
            && (eye.toks[region.start].before == Break::Comma
                || (eye.key(region.clone()).len() <= 3 && !eye.breaks(region.start)))
            && let Some(city) = eye.town_before(region.start)
            && city.len() <= 3
            && own_part(city.start)
            && !eye.toks[city.clone()].iter().any(|t| has(TITLE_HEADS, &t.key))
        {
            let known = paired(CITIES, &eye.key(city.clone())).is_some();
            // Letters after a name are degrees: it is a town if it has a line to itself further down, or is known.
            let first_line = eye.toks[city.start].frag <= 1;
            let degree =
                ["MD", "MA", "PA", "DC", "ND", "MS", "CT", "RN"].contains(&eye.toks[region.start].text.as_str());
            if known || !(first_line && degree || eye.toks[city.start].frag == 0) {
                let all = city.start..i + 1;
                return Some(Anchor {
                    city,
                    region: Some(region),
                    region_as,
                    home: Some(home),
                    score: 5,
                    all,
                    ..Anchor::default()
                });
            }
        }
    }
    if let Some((code, range)) = eye.country_before(i + 1)
        && range.start > 0
        && eye.toks[range.start].before < Break::Para
        && eye.toks[range.start].before != Break::Paren
        && let Some(city) = eye.town_before(range.start)
        && city.len() <= 3
        && own_part(city.start)
    {
        let tail = &eye.toks[city.clone()];
        let region = irish_county(eye, range.start);
        let city = match &region {
            Some(r) => eye.town_before(r.start)?,
            None => city.clone(),
        };
        let known = paired(
            CITIES,
            &eye.key(city.clone())
                .trim_end_matches(|c: char| c.is_ascii_digit() || c == ' '),
        )
        .is_some();
        let org = tail.iter().any(|t| has(TITLE_HEADS, &t.key));
        let same_line = eye.toks[range.start].before <= Break::Comma;
        if !org && (known || same_line) {
            let all = city.start..i + 1;
            return Some(Anchor {
                city,
                region,
                country: Some((code, range)),
                home: Some(code),
                score: if known { 6 } else { 3 },
                all,
                ..Anchor::default()
            });
        }
    }
    // A large town alone.
    for n in (1..=3.min(i + 1)).rev() {
        let range = i + 1 - n..i + 1;
        let inner = (range.start + 1..=i).any(|j| eye.breaks(j));
        let key = eye.key(range.clone());
        let town = key.strip_prefix("dublin ").map_or(key.as_str(), |_| "dublin");
        if !inner
            && own_part(range.start)
            && let Some(home) = paired(CITIES, town)
        {
            let score = if eye.toks[range.start].before >= Break::Part {
                2
            } else {
                1
            };
            return Some(Anchor {
                city: range.clone(),
                home: Some(home),
                score,
                all: range,
                ..Anchor::default()
            });
        }
    }
    None
}
