//! The forms of a last line, one function for a country or family of countries; each is tried at every word.

use std::ops::Range;

use super::lexicon::{BUILDING_WORDS, INSIDE_WORDS, STREET_WORDS, TITLE_HEADS, has};
use super::ocr::fit;
use super::places::{
    AU_REGIONS, CA_REGIONS, CH_REGIONS, CITIES, GB_REGIONS, IE_REGIONS, IN_REGIONS, US_REGIONS, paired,
};
use super::postal::{Anchor, Break, Eye, Tok};

pub(super) fn american(eye: &Eye<'_>, i: usize) -> Option<Anchor> {
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

pub(super) fn canadian(eye: &Eye<'_>, i: usize) -> Option<Anchor> {
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

pub(super) fn british(eye: &Eye<'_>, i: usize) -> Option<Anchor> {
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

pub(super) fn irish(eye: &Eye<'_>, i: usize) -> Option<Anchor> {
    let (code, end) = halves(eye, i, &["A99", "A9W"], "XXXX")?;
    let inner = &eye.toks[end - 1].text;
    if !eye.toks[i].text.starts_with(char::is_alphabetic)
        || inner.chars().any(char::is_lowercase) && !eye.ocr
        || !inner.contains(|c: char| c.is_ascii_digit())
    {
        return None;
    }
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

pub(super) fn indian(eye: &Eye<'_>, i: usize) -> Option<Anchor> {
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

pub(super) fn australian(eye: &Eye<'_>, i: usize) -> Option<Anchor> {
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

/// The country a letter before the code stands for.
fn lettered(prefix: &str) -> Option<&'static str> {
    Some(match prefix.to_ascii_uppercase().as_str() {
        "D" | "DE" => "DE",
        "A" | "AT" => "AT",
        "CH" => "CH",
        "B" | "BE" => "BE",
        "F" | "FR" => "FR",
        "NL" => "NL",
        "L" | "LU" => "LU",
        "I" | "IT" => "IT",
        "DK" => "DK",
        "FL" | "LI" => "LI",
        "S" | "SE" => "SE",
        _ => return None,
    })
}

/// Whether words after a code are none of a town: a street ("1420 Pier Avenue"), a title, a building.
fn is_no_town(town: &[Tok], cedex: bool, stated: bool) -> bool {
    town.is_empty()
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
        || town.len() == 1 && (has(STREET_WORDS, &town[0].key) || town[0].key == "broadway")
        || has(BUILDING_WORDS, &town[town.len() - 1].key) && !stated
}

/// Continental forms: the code first, perhaps with the country's letter.
pub(super) fn code_first(eye: &Eye<'_>, i: usize) -> Option<Anchor> {
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
    let stated = match prefix {
        None => None,
        Some(letters) => Some(lettered(letters)?),
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
    if is_no_town(town, cedex, stated.is_some()) {
        return None;
    }
    if let Some(country) = paired(CITIES, key.split(" cedex").next().unwrap_or(&key)) {
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
pub(super) fn town_first(eye: &Eye<'_>, i: usize) -> Option<Anchor> {
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
pub(super) fn without_code(eye: &Eye<'_>, i: usize) -> Option<Anchor> {
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
            eye.key(city.clone())
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
