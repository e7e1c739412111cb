//! Which lines of a mail are the sender's own signature: quoted and forwarded mail, greetings, disclaimers, legal
//! footers and sentences are left out.

use super::lexicon::{NOISE, SIGN_OFF_KEYS, SIGN_OFF_WORDS, has};
use super::phrases::{
    DEVICE_NOTES, DISCLAIMERS, QUOTED_HEADERS, REGISTRATION_LABELS, REGISTRATIONS, SLOGAN_STARTS, TALKING,
};
use super::piece::{Line, Piece, fold, words};

/// The lines of the signature.
#[derive(Debug, Default)]
pub(super) struct Own {
    pub(super) lines: Vec<Line>,
    /// Whether the lines follow a greeting at the end, so that the first of them is a name.
    pub(super) signed_off: bool,
    pub(super) quoted: bool,
}

/// Finds the signature in the lines of a mail.
pub(super) fn signature_lines(lines: &[Line]) -> Own {
    let (own, quoted) = without_quotes(lines);
    let (lines, signed_off) = after_greeting(&own);
    Own {
        lines: without_footers(lines),
        signed_off,
        quoted,
    }
}

/// Leaves out mail by others: `>` lines, what follows an attribution or a header block; what stands below a forwarded
/// mail is the sender's own when nothing above it signs.
fn without_quotes(lines: &[Line]) -> (Vec<Line>, bool) {
    let (mut own, mut quoted, mut i): (Vec<Line>, bool, usize) = (Vec::new(), false, 0);
    while i < lines.len() {
        let text = lines[i].piece.text().trim();
        if text.starts_with('>') {
            quoted = true;
            // An attribution may be wrapped over the lines above.
            i += 1;
            continue;
        }
        if let Some(next) = attribution_end(lines, i) {
            quoted = true;
            let follows = lines[next..].iter().find(|l| !l.piece.text().trim().is_empty());
            if follows.is_some_and(|l| l.piece.text().trim_start().starts_with('>')) {
                i = next;
                continue;
            }
            if signs(&own) {
                break;
            }
            own = below_forward(lines, next, text);
            break;
        }
        if let Some((next, sender)) = header_block(lines, i) {
            quoted = true;
            if signs(&own) {
                break;
            }
            own = below_forward(lines, next, &sender);
            break;
        }
        own.push(lines[i].clone());
        i += 1;
    }
    (own, quoted)
}

/// Whether lines hold something by which a person signs.
fn signs(own: &[Line]) -> bool {
    let mut last = None;
    for line in own {
        let text = line.piece.text().trim();
        let digits = text.chars().filter(char::is_ascii_digit).count();
        if text.contains('@') || digits >= 9 || is_delimiter(text) || greeting(text).is_some() {
            return true;
        }
        if !text.is_empty() {
            last = Some(text);
        }
    }
    // A bare first name under some words.
    last.is_some_and(|t| {
        let n = t.split_whitespace().count();
        n <= 3 && own.len() > 1 && t.starts_with(char::is_uppercase) && !t.ends_with(['.', '?', '!', ':', ','])
    })
}

/// The line after "On … wrote:", which may be wrapped.
fn attribution_end(lines: &[Line], i: usize) -> Option<usize> {
    let first = fold(lines[i].piece.text().trim());
    let starts = ["on ", "am ", "le ", "op ", "il ", "el ", "pa ", "den ", "ar "]
        .iter()
        .any(|s| first.starts_with(s));
    let verbs = [
        "wrote",
        "schrieb",
        "a ecrit",
        "schreef",
        "ha scritto",
        "escribio",
        "writes",
    ];
    for (n, line) in lines[i..].iter().take(3).enumerate() {
        let text = fold(line.piece.text().trim());
        if n > 0 && text.is_empty() {
            return None;
        }
        let dated = (0..=n).any(|k| lines[i + k].piece.text().contains(|c: char| c.is_ascii_digit()));
        let ends = text.ends_with(':') && verbs.iter().any(|v| text.contains(v));
        if ends && (starts && dated || n == 0 && text.contains('@')) {
            return Some(i + n + 1);
        }
        if !starts {
            return None;
        }
    }
    None
}

/// The line after a block of quoted headers that starts at `i`, and what names its sender.
fn header_block(lines: &[Line], i: usize) -> Option<(usize, String)> {
    let text = fold(lines[i].piece.text().trim().trim_matches(['*', '_']));
    let banner = text.contains("original message")
        || text.contains("forwarded message")
        || text.contains("urspr") && text.contains("nachricht")
        || text.contains("message d'origine")
        || text.contains("message transfere")
        || text.contains("weitergeleitete nachricht")
        || text.contains("oorspronkelijk bericht");
    let banner = banner
        && (text.starts_with(['-', '_']) || text.starts_with("begin ") || text.ends_with(':') || text.ends_with('-'));
    let is_from = |t: &str| {
        ["from:", "von:", "de :", "de:", "van:", "from :", "da:"]
            .iter()
            .any(|f| t.starts_with(f))
    };
    let from_at = if banner {
        (i + 1..lines.len().min(i + 4)).find(|j| is_from(&header_text(&lines[*j])))
    } else if is_from(&header_text(&lines[i])) {
        Some(i)
    } else {
        None
    };
    let Some(from_at) = from_at else {
        return banner.then(|| (i + 1, String::new()));
    };
    let headers = QUOTED_HEADERS;
    let is_header = |t: &str| headers.iter().any(|h| t.starts_with(h));
    let mut end = from_at + 1;
    while end < lines.len() && end < from_at + 8 && is_header(&header_text(&lines[end])) {
        end += 1;
    }
    (end > from_at + 1 || banner).then(|| (end, lines[from_at].piece.text().to_owned()))
}

fn header_text(line: &Line) -> String {
    fold(line.piece.text().trim().trim_start_matches(['*', '_']).trim()).replace(":*", ":")
}

/// What stands below a forwarded mail: the paragraphs after the last that names the sender of that mail.
fn below_forward(lines: &[Line], from: usize, sender: &str) -> Vec<Line> {
    let sender = fold(sender);
    let name = sender.split_once(':').map_or(sender.as_str(), |(_, rest)| rest);
    let name = name
        .split(['<', '(', '['])
        .next()
        .unwrap_or_default()
        .trim()
        .trim_matches(['"', '\'']);
    let mut start = from;
    if name.len() > 3 {
        for (i, line) in lines.iter().enumerate().skip(from) {
            if fold(line.piece.text()).contains(name) {
                start = i + 1;
            }
        }
    }
    // The rest of the paragraph that named the sender is the sender's.
    let para = if start > from {
        lines.get(start - 1).map(|l| l.para)
    } else {
        lines.get(from).map(|l| l.para)
    };
    lines[start..]
        .iter()
        .filter(|l| Some(l.para) != para && !l.piece.text().trim_start().starts_with('>'))
        .cloned()
        .collect()
}

/// Whether a line is the sign between a mail and its signature.
fn is_delimiter(text: &str) -> bool {
    let text = text.trim();
    text == "--" || text == "—" || (text.len() >= 3 && text.chars().all(|c| "-_=*~—–".contains(c)))
}

/// Whether a line is a greeting at the end; the number is where a name on the same line begins.
pub(super) fn greeting(text: &str) -> Option<usize> {
    let vocabulary = |w: &String| has(SIGN_OFF_KEYS, w) || has(SIGN_OFF_WORDS, w);
    let text = text.trim_end();
    let all = words(text);
    if all.is_empty() || all.len() > 14 {
        return None;
    }
    if all.iter().all(vocabulary) && all.iter().any(|w| has(SIGN_OFF_KEYS, w)) && !text.ends_with('?') {
        // One weak word alone ("Best" is one, "later" is) needs no more; a sentence of such words is short.
        return (all.len() <= 10).then_some(text.len());
    }
    // "Grüße aus Graz", "Greetings from Cork".
    let from = all.len() <= 5
        && all
            .get(1..)
            .is_some_and(|r| r.iter().any(|w| ["aus", "from", "uit"].contains(&w.as_str())))
        && [
            "grusse",
            "gruss",
            "greetings",
            "groeten",
            "groetjes",
            "viele",
            "liebe",
            "beste",
            "herzliche",
            "best",
            "cheers",
            "regards",
            "schone",
            "warm",
        ]
        .contains(&all[0].as_str());
    if from && !text.ends_with(['.', '?']) {
        return Some(text.len());
    }
    // "Thanks, Odalys", "Kind regards - Tom Smith"
    let (i, mark) = text
        .char_indices()
        .find(|(_, c)| matches!(c, ',' | '!' | '-' | '–' | '—' | '.'))?;
    let before = words(&text[..i]);
    let key = before
        .iter()
        .any(|w| has(SIGN_OFF_KEYS, w) && w != "kind" && w != "warm" && w != "care");
    if before.is_empty() || !before.iter().all(vocabulary) || !key {
        return None;
    }
    let rest = text[i + mark.len_utf8()..].trim_start_matches([' ', ',', '-', '–', '—', '!']);
    let names = rest.split_whitespace().collect::<Vec<_>>();
    let name = (1..=3).contains(&names.len())
        && names.iter().all(|w| w.starts_with(char::is_uppercase))
        && !rest.ends_with(['.', '!', '?', ':']);
    name.then(|| text.len() - rest.len())
}

/// The lines after the greeting, else after the delimiter, else the run of short lines at the end.
fn after_greeting(own: &[Line]) -> (Vec<Line>, bool) {
    // For every line the next one below it that says something, found in one pass from the end.
    let mut next: Vec<Option<usize>> = vec![None; own.len()];
    let mut below = None;
    for i in (0..own.len()).rev() {
        next[i] = below;
        let text = own[i].piece.text().trim();
        if !text.is_empty() && !is_delimiter(text) {
            below = Some(i);
        }
    }
    let filled = |i: usize| next[i].map(|n| own[n].piece.text().trim());
    let named = |t: &str| {
        let n = t.split_whitespace().count();
        footer(t) == Footer::None && !is_sentence(t) && (n <= 6 || t.contains(['|', ',', '·', '•']))
    };
    for i in (0..own.len()).rev() {
        let text = own[i].piece.text();
        if text.len() > 200 {
            continue;
        }
        let Some(name_at) = greeting(text) else { continue };
        if name_at < text.trim_end().len() {
            let mut lines = vec![Line {
                piece: own[i].piece.slice(name_at..text.len()),
                para: own[i].para,
            }];
            lines.extend_from_slice(&own[i + 1..]);
            return (lines, true);
        }
        if filled(i).is_some_and(named) {
            return (own[i + 1..].to_vec(), true);
        }
    }
    // A delimiter with something that is not a footer after it.
    for i in (0..own.len()).rev() {
        if is_delimiter(own[i].piece.text()) && filled(i).is_some_and(named) {
            return (own[i + 1..].to_vec(), false);
        }
    }
    let mut start = own.len();
    let mut kept = 0;
    while start > 0 {
        let text = own[start - 1].piece.text().trim();
        if kept > 0 && (is_sentence(text) || salutation(text)) {
            break;
        }
        kept += usize::from(!text.is_empty() && !is_sentence(text) && footer(text) == Footer::None);
        start -= 1;
    }
    (own[start..].to_vec(), false)
}

fn salutation(text: &str) -> bool {
    let first = words(text).into_iter().next().unwrap_or_default();
    text.ends_with([',', ':', '!'])
        && [
            "hi", "hello", "dear", "hey", "liebe", "lieber", "sehr", "guten", "hallo", "bonjour", "beste", "geachte",
        ]
        .contains(&first.as_str())
}

/// Whether a line is running prose and no part of a signature.
pub(super) fn is_sentence(text: &str) -> bool {
    let text = text.trim();
    let count = text.split_whitespace().count();
    if text.contains('@') || count < 3 {
        return false;
    }
    let lower: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect();
    let talks = lower.iter().filter(|w| TALKING.contains(&w.as_str())).count()
        + usize::from(text.starts_with("I ") || text.contains(" I "));
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let capitals = text
        .split_whitespace()
        .filter(|w| w.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()))
        .count();
    let ends = text.ends_with(['.', '!', '?']) && !text.ends_with("etc.");
    if text.to_lowercase().starts_with("p.s.") || text.starts_with("PS:") || text.starts_with("PS ") && ends {
        return true;
    }
    if digits >= 7 && talks < 2 {
        return false;
    }
    (count >= 4 && talks >= 2)
        || (ends && talks >= 1)
        || (ends && count >= 5 && capitals * 2 <= count)
        || (count >= 14 && capitals * 2 < count)
}

/// How a line belongs to the small print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Footer {
    /// It does not.
    None,
    /// Registration data: the line, or its end from a bar on, goes.
    Registration,
    /// A disclaimer: everything from here on goes.
    Disclaimer,
}

/// Whether a text is small print.
pub(super) fn footer(text: &str) -> Footer {
    let text = fold(text);
    let disclaimer = DISCLAIMERS;
    if disclaimer.iter().any(|d| text.contains(d)) {
        return Footer::Disclaimer;
    }
    let registration = REGISTRATIONS;
    // "Geschäftsführer: X, Y" is a list of directors; a title has nothing after it.
    let padded = format!("{text} ");
    if registration.iter().any(|r| match padded.find(r) {
        Some(i) => i == 0 || !padded[..i].ends_with(char::is_alphanumeric),
        None => false,
    }) {
        return Footer::Registration;
    }
    let numbered = REGISTRATION_LABELS;
    let digits = text.contains(|c: char| c.is_ascii_digit());
    let first = text
        .split(|c: char| !c.is_alphanumeric() && c != '-')
        .find(|w| !w.is_empty())
        .unwrap_or_default();
    if digits && numbered.contains(&first) {
        return Footer::Registration;
    }
    Footer::None
}

/// Leaves out small print, prose, device notes and rows of links.
pub(super) fn without_footers(lines: Vec<Line>) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    let mut small_print: Option<usize> = None;
    for line in lines {
        let text = line.piece.text().trim();
        if text.is_empty() || is_delimiter(text) || small_print == Some(line.para) || is_device_note(text) {
            continue;
        }
        match footer(text) {
            Footer::Disclaimer if !out.is_empty() => break,
            Footer::Disclaimer => small_print = Some(line.para),
            Footer::Registration => match first_bar_before_footer(&line.piece) {
                Some(piece) => out.push(Line { piece, para: line.para }),
                None if text.len() > 70 => small_print = Some(line.para),
                None => {}
            },
            Footer::None if is_sentence(text) || is_slogan(text) || is_link_row(text) => {}
            Footer::None => out.push(line),
        }
    }
    out
}

/// What of a line with bars stands before its small print.
fn first_bar_before_footer(piece: &Piece) -> Option<Piece> {
    let text = piece.text();
    let mut at = 0;
    for part in text.split_inclusive(['|', '·', '•']) {
        if footer(part) != Footer::None {
            break;
        }
        at += part.len();
    }
    (at > 0 && at < text.len()).then(|| piece.slice(0..at))
}

fn is_device_note(text: &str) -> bool {
    let text = fold(text);
    DEVICE_NOTES.iter().any(|s| text.starts_with(s))
}

/// Words in quotation marks, "Est. 1971", office hours.
pub(super) fn is_slogan(text: &str) -> bool {
    let text = text.trim();
    let quoted = [('"', '"'), ('“', '”'), ('„', '“'), ('«', '»'), ('‘', '’')]
        .iter()
        .any(|(a, b)| text.starts_with(*a) && text.ends_with(*b) && text.len() > 2);
    let folded = fold(text);
    let opening = SLOGAN_STARTS.iter().any(|s| folded.starts_with(s));
    let since = [" since 1", " since 2", " seit 1", " seit 2", " depuis 1", " depuis 2"]
        .iter()
        .any(|s| folded.contains(s));
    quoted
        || opening
        || since
        || folded.starts_with("lic.")
        || folded.starts_with("license")
        || folded.starts_with("licence")
        || folded.starts_with("lic #")
}

/// A row of buttons: nothing but names of sites, or pronouns.
pub(super) fn is_link_row(text: &str) -> bool {
    let all = words(text);
    !all.is_empty() && all.iter().all(|w| has(NOISE, w)) && (all.len() > 1 || text.trim().len() > 1)
}
