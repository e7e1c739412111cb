//! Phone numbers: found, told from fax numbers and registrations, and written as E.164.

use std::ops::Range;

use super::lexicon::{EXT_LABELS, FAX_LABELS, MAIL_LABELS, NOT_PHONE, PHONE_LABELS, has};
use super::ocr::as_digit;
use super::piece::{Piece, fold, words};
use super::places::{COUNTRIES, country};

/// A number as found, before the country is known.
#[derive(Clone, Debug)]
pub(super) struct Raw {
    /// Digits, `+` in front where written or meant.
    pub(super) digits: String,
    pub(super) extension: Option<String>,
    /// "(0)" stood after the calling code.
    pub(super) range: Range<usize>,
    pub(super) fax: bool,
    /// Whether a word says that it is a phone.
    pub(super) labelled: bool,
    /// Groups were written as 3-3-4.
    pub(super) american: bool,
}

/// Numbers in a text, and the ranges they and their labels take.
pub(super) fn find(piece: &Piece, ocr: bool) -> (Vec<Raw>, Vec<Range<usize>>) {
    let text = piece.text();
    let mut numbers: Vec<Raw> = Vec::new();
    let mut taken: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    let mut last_end = 0;
    while at < text.len() {
        let Some(run) = next_run(text, at, ocr) else { break };
        at = run.end;
        for part in split_run(text, run, numbers.last()) {
            let Some(mut raw) = read_run(text, part, ocr, numbers.last()) else {
                continue;
            };
            let before = &text[last_end..raw.range.start];
            let label = label_before(before);
            if is_no_phone(before) {
                continue;
            }
            raw.labelled = label.is_some();
            raw.fax = label.as_ref().is_some_and(|(_, l)| is_fax(l))
                || label.is_none()
                    && taken.last().is_some_and(|t| t.end == last_end)
                    && numbers.last().is_some_and(|n| n.fax && joins(before));
            // A short number without a word, a plus or a zero before it is as likely a house or a year.
            let sure = raw.digits.len() >= 9 || raw.digits.starts_with(['0', '+']) || raw.extension.is_some();
            let suffixed = suffix_label(&text[raw.range.end..], false).is_some();
            if !(sure || label.is_some() || suffixed) {
                continue;
            }
            let start = label.map_or(raw.range.start, |(n, _)| raw.range.start - n);
            let suffix = suffix_label(&text[raw.range.end..], start < raw.range.start);
            let end = raw.range.end + suffix.as_ref().map_or(0, |(n, _)| *n);
            if let Some((_, word)) = suffix {
                raw.fax |= is_fax(&word);
                raw.labelled = true;
            }
            taken.push(start..end);
            last_end = end;
            at = at.max(end);
            numbers.push(raw);
        }
    }
    (numbers, taken)
}

fn joins(between: &str) -> bool {
    between.trim().is_empty() || between.trim().chars().all(|c| "/,;&".contains(c))
}

fn digitish(c: char, ocr: bool) -> bool {
    c.is_ascii_digit() || ocr && matches!(c, 'O' | 'o' | 'l' | 'I' | '|' | 'S' | 'B')
}

/// The next stretch of digits and what may stand between them.
fn next_run(text: &str, from: usize, ocr: bool) -> Option<Range<usize>> {
    let inside = |c: char| c.is_ascii_digit() || " +-./()–—\u{2212}".contains(c);
    let mut at = from;
    while at < text.len() {
        let rest = &text[at..];
        let c = rest.chars().next()?;
        let before = text[..at].chars().next_back();
        let opens = c.is_ascii_digit() || c == '+' || c == '(' || digitish(c, ocr);
        let glued = before.is_some_and(|b| b.is_alphanumeric() && !labels_glued(&text[..at]) || b == '#' || b == '@');
        if !opens || glued {
            at += c.len_utf8();
            continue;
        }
        let mut end = at;
        let mut digits = 0;
        let mut spaces = 0;
        for (i, c) in rest.char_indices() {
            let number_ahead = ocr && digitish(c, true) && numeric_token(text, at + i);
            if !(inside(c) || number_ahead) {
                break;
            }
            spaces = if c == ' ' { spaces + 1 } else { 0 };
            if spaces > 1 {
                break;
            }
            if c.is_ascii_digit() || number_ahead {
                digits += 1;
                end = at + i + c.len_utf8();
            } else if c == ')' {
                end = at + i + 1;
            } else if c == '+' && digits > 0 {
                break;
            }
        }
        if digits >= 5 {
            return Some(at..end);
        }
        at += rest
            .char_indices()
            .find(|(i, c)| *i > 0 && at + i >= end && !c.is_ascii_digit())
            .map_or(rest.len(), |(i, _)| i)
            .max(c.len_utf8());
    }
    None
}

/// "T020 555" has its label glued on; "B12" is something else.
fn labels_glued(before: &str) -> bool {
    let word: String = before.chars().rev().take_while(|c| c.is_alphabetic()).collect();
    let word: String = word.chars().rev().collect();
    let more = before
        .trim_end_matches(char::is_alphabetic)
        .ends_with(|c: char| c.is_ascii_digit());
    !more
        && (1..=6).contains(&word.len())
        && [
            "t", "m", "p", "f", "tel", "fax", "ph", "cell", "mob", "fon", "phone", "o", "d",
        ]
        .contains(&word.to_lowercase().as_str())
}

/// With a scanner's letters: whether the token around `at` is a number.
fn numeric_token(text: &str, at: usize) -> bool {
    let word = |c: char| c.is_alphanumeric() || c == '|';
    let start = text[..at].trim_end_matches(word).len();
    let end = text.len() - text[at..].trim_start_matches(word).len();
    let token = &text[start..end];
    token.chars().all(|c| digitish(c, true)) && (token.chars().any(|c| c.is_ascii_digit()) || token.len() >= 3)
}

/// Two numbers written in one stretch ("01632 960770 / 01632 960771") are parted.
fn split_run(text: &str, run: Range<usize>, previous: Option<&Raw>) -> Vec<Range<usize>> {
    let digits = |s: &str| s.chars().filter(char::is_ascii_digit).count();
    let whole = &text[run.clone()];
    for (i, c) in whole.char_indices() {
        if c != '/' {
            continue;
        }
        let (left, right) = (&whole[..i], whole[i + 1..].trim_start_matches('/'));
        let full = digits(left) >= 7 && digits(right) >= 7;
        let short = digits(left) >= 9 && (4..7).contains(&digits(right)) && previous.is_none();
        if full || short {
            let start = run.start + whole.len() - right.len();
            let mut out = Vec::from([Range {
                start: run.start,
                end: run.start + i,
            }]);
            out.extend(split_run(text, start..run.end, previous));
            return out;
        }
    }
    // A postal code or year before a number: "98402 253-555-0117".
    if let Some(i) = whole
        .find(" +")
        .or_else(|| whole.find(" ("))
        .filter(|i| digits(&whole[..*i]) >= 4 && digits(&whole[*i..]) >= 9)
    {
        return Vec::from([Range {
            start: run.start + i + 1,
            end: run.end,
        }]);
    }
    vec![run]
}

fn read_run(text: &str, range: Range<usize>, ocr: bool, previous: Option<&Raw>) -> Option<Raw> {
    let whole = &text[range.clone()];
    let trimmed = whole
        .trim_start_matches([' ', '-', '.', '/', '–', ')'])
        .trim_end_matches([' ', '-', '.', '/', '–', '(']);
    let start = range.start + whole.find(trimmed).unwrap_or(0);
    let mut end = start + trimmed.len();
    let compact: String = trimmed.chars().filter(|c| !c.is_whitespace()).collect();
    let without_trunk = if compact.contains('+') || compact.starts_with("00") || compact.starts_with("(00") {
        compact.replace("(0)", "")
    } else {
        compact.clone()
    };
    let mut digits = String::new();
    for c in without_trunk.chars() {
        match c {
            '+' if digits.is_empty() => digits.push('+'),
            c if c.is_ascii_digit() => digits.push(c),
            c if ocr => digits.extend(as_digit(c)),
            _ => {}
        }
    }
    let groups: Vec<usize> = trimmed
        .split(|c: char| !digitish(c, ocr))
        .filter(|g| !g.is_empty())
        .map(str::len)
        .collect();
    let american = groups.ends_with(&[3, 3, 4]) || groups.as_slice() == [3, 7];
    let count = digits.trim_start_matches('+').len();
    let dated = groups.as_slice() == [4, 2, 2]
        || groups.as_slice() == [2, 2, 4] && trimmed.contains(['.', '/'])
        || groups.as_slice() == [4, 4]
        || groups.as_slice() == [5, 4];
    let mut extension = None;
    if let Some((n, digits)) = extension_at(&text[end..]) {
        extension = Some(digits);
        end += n;
    }
    // A short number after a full one shares its area code.
    if count < 8
        && let Some(previous) = previous.filter(|p| {
            (count <= 4 || !digits.starts_with(['0', '+']))
                && p.digits.len() > count + 1
                && near(text, p.range.end, start)
        })
    {
        digits = format!("{}{digits}", &previous.digits[..previous.digits.len() - count]);
    } else if count < 7 && !(count == 6 && digits.starts_with("13")) || count > 16 || dated {
        return None;
    }
    Some(Raw {
        digits,
        extension,
        range: start..end,
        fax: false,
        labelled: false,
        american,
    })
}

fn near(text: &str, from: usize, to: usize) -> bool {
    text.get(from..to)
        .is_some_and(|t| t.len() <= 4 && t.chars().all(|c| " ,/&;".contains(c)) && t.contains([',', '/', '&']))
}

/// An extension directly after a number: how long it is and its digits.
fn extension_at(rest: &str) -> Option<(usize, String)> {
    let body = rest.trim_start_matches([' ', ',', ';', '.', '(', '-', '–', '/']);
    let gap = rest.len() - body.len();
    if gap > 4 {
        return None;
    }
    let hash = body.starts_with('#');
    let label: String = if hash {
        "#".to_owned()
    } else {
        body.chars().take_while(|c| c.is_alphabetic()).collect()
    };
    if !hash && !has(EXT_LABELS, &fold(&label)) {
        return None;
    }
    let more: String = body[label.len()..]
        .trim_start_matches('.')
        .strip_prefix('/')
        .map(|r| r.chars().take_while(|c| c.is_alphabetic()).collect())
        .unwrap_or_default();
    let label = if more.is_empty() || !has(EXT_LABELS, &fold(&more)) {
        label
    } else {
        body[..body.find(&format!("/{more}")).unwrap_or(0) + 1 + more.len()].to_owned()
    };
    let tail = body[label.len()..].trim_start_matches(['.', ':', ' ', '-', '#']);
    if body.len() - label.len() - tail.len() > 4 {
        return None;
    }
    let digits: String = tail.chars().take_while(char::is_ascii_digit).collect();
    let after = tail[digits.len()..].chars().next();
    if digits.is_empty() || digits.len() > 6 || after.is_some_and(char::is_alphabetic) {
        return None;
    }
    let close = usize::from(rest[..gap].contains('(') && after == Some(')'));
    Some((rest.len() - tail.len() + digits.len() + close, digits))
}

/// The label that ends a text: how long it is with what follows it, and its words.
fn label_before(before: &str) -> Option<(usize, String)> {
    let trimmed = before.trim_end_matches([' ', ':', '.', '-', '(', '–', '=', '#', ')', ']', '\t', '/']);
    let mut start = trimmed.len();
    let mut label = String::new();
    for _ in 0..4 {
        let head = trimmed[..start].trim_end_matches([' ', '.', '/', '&', '-', '(', ')', ':', ',', '+', '[', ']']);
        let word_start = head.trim_end_matches(|c: char| c.is_alphanumeric()).len();
        let word = fold(&head[word_start..]);
        if word.is_empty() || !(has(PHONE_LABELS, &word) || has(FAX_LABELS, &word) || has(MAIL_LABELS, &word)) {
            break;
        }
        // A bar or comma parts one label from the last.
        if start < trimmed.len() && trimmed[head.len()..start].contains(',') {
            break;
        }
        start = word_start;
        label = if label.is_empty() {
            word
        } else {
            format!("{word} {label}")
        };
    }
    (!label.is_empty()).then(|| (before.len() - start, label))
}

/// A label after a number: "(o)", "shop", "(call or text)".
fn suffix_label(after: &str, labelled: bool) -> Option<(usize, String)> {
    let body = after.trim_start_matches([' ', '-', '–']);
    let gap = after.len() - body.len();
    if body.starts_with(['(', '[']) {
        let end = body.find([')', ']'])?;
        let inner = &body[1..end];
        let all = words(inner);
        let known = all.iter().all(|w| has(PHONE_LABELS, w) || has(FAX_LABELS, w));
        return (!all.is_empty() && known).then(|| (gap + end + 1, all.join(" ")));
    }
    if labelled {
        return None;
    }
    let end = body.find([',', ';', '|', '/', '(']).unwrap_or(body.len());
    let all = words(&body[..end]);
    let digits = body[..end].contains(|c: char| c.is_ascii_digit());
    let known = all.iter().all(|w| has(PHONE_LABELS, w) || has(FAX_LABELS, w));
    (!all.is_empty() && all.len() <= 3 && known && !digits).then(|| (gap + end, all.join(" ")))
}

/// "Fax" but not "Tel/Fax".
fn is_fax(label: &str) -> bool {
    let mut fax = false;
    for word in label.split(' ') {
        if has(FAX_LABELS, word) {
            fax = true;
        } else if ["tel", "phone", "ph", "t", "p", "telephone", "fon", "telefon", "voice"].contains(&word) {
            return false;
        }
    }
    fax
}

fn is_no_phone(before: &str) -> bool {
    let tail: String = before.chars().rev().take(24).collect();
    let tail: String = tail.chars().rev().collect();
    let tail = tail.rsplit(['|', ',', ';']).next().unwrap_or_default();
    let all = words(tail);
    let boxed = all
        .iter()
        .rev()
        .take(2)
        .any(|w| ["box", "postfach", "postbus", "bp", "cs", "drawer", "bag", "cp"].contains(&w.as_str()));
    boxed || all.iter().rev().take(3).any(|w| has(NOT_PHONE, w))
}

/// The number as E.164 with `;ext=`, read in the given country unless it says its own.
pub(super) fn e164(raw: &Raw, home: Option<&'static str>) -> Option<String> {
    let number = if let Some(digits) = raw.digits.strip_prefix('+') {
        international(digits)?
    } else if let Some(digits) = raw
        .digits
        .strip_prefix("00")
        .filter(|d| d.len() >= 10 && d.len() <= 15 && home != Some("US"))
    {
        international(digits)?
    } else if let Some(digits) = raw
        .digits
        .strip_prefix("011")
        .filter(|d| matches!(home, Some("US" | "CA")) && d.len() >= 10)
    {
        international(digits)?
    } else {
        let tried = [home, raw.american.then_some("US"), by_shape(&raw.digits)];
        tried
            .into_iter()
            .flatten()
            .find_map(|code| national(&raw.digits, code))?
    };
    Some(match &raw.extension {
        Some(ext) => format!("+{number};ext={ext}"),
        None => format!("+{number}"),
    })
}

/// A country whose numbers alone look like this.
fn by_shape(digits: &str) -> Option<&'static str> {
    let fits = |start: &[&str], n: usize| digits.len() == n && start.iter().any(|s| digits.starts_with(s));
    if fits(&["01", "02", "03", "07", "08"], 11) {
        Some("GB")
    } else if fits(&["1"], 11) {
        Some("US")
    } else if fits(&["04"], 10) {
        Some("AU")
    } else if fits(&["06", "07", "01", "02", "03", "05"], 10) {
        Some("FR")
    } else if digits.len() == 10 && digits.starts_with(|c| ('2'..='9').contains(&c)) {
        Some("US")
    } else {
        None
    }
}

fn international(digits: &str) -> Option<String> {
    let known = COUNTRIES
        .iter()
        .filter(|c| digits.starts_with(c.calling))
        .max_by_key(|c| c.calling.len());
    if let Some(country) = known {
        let rest = &digits[country.calling.len()..];
        // "+44 0 20 …": the digit dialled at home does not belong.
        let rest = if country.trunk == "0" {
            rest.strip_prefix('0').unwrap_or(rest)
        } else {
            rest
        };
        let (least, most) = country.digits;
        return (least.saturating_sub(2)..=most + 2)
            .contains(&rest.len())
            .then(|| format!("{}{rest}", country.calling));
    }
    (8..=15).contains(&digits.len()).then(|| digits.to_owned())
}

fn national(digits: &str, code: &str) -> Option<String> {
    let country = country(code)?;
    let (least, most) = country.digits;
    let calling = country.calling;
    let within = |d: &str| (least..=most).contains(&d.len());
    if calling == "1" {
        let rest = digits.strip_prefix('1').filter(|d| d.len() == 10).unwrap_or(digits);
        return (rest.len() == 10 && rest.starts_with(|c| ('2'..='9').contains(&c))).then(|| format!("1{rest}"));
    }
    if let Some(rest) = digits.strip_prefix('0') {
        return (within(rest) && !rest.starts_with('0')).then(|| format!("{calling}{rest}"));
    }
    let special = match code {
        "AU" => {
            (digits.starts_with("13") && matches!(digits.len(), 6 | 10))
                || (digits.starts_with("180") && matches!(digits.len(), 7 | 10))
                || digits.len() == 9 && digits.starts_with('4')
        }
        "IN" => {
            digits.len() == 10 && !digits.starts_with('1')
                || digits.starts_with("1800") && (10..=12).contains(&digits.len())
        }
        "IE" => digits.starts_with("1800") || digits.starts_with("1850") || digits.starts_with("1890"),
        _ => false,
    };
    special.then(|| format!("{calling}{digits}"))
}
