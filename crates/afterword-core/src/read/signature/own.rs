//! Which lines of a mail are the sender's own signature: quoted and forwarded mail, greetings, disclaimers, legal
//! footers and sentences are left out.

use super::lexicon::{SIGN_OFF_KEYS, SIGN_OFF_WORDS, has};
use super::piece::{Line, words};
use super::quoted::without_quotes;
use super::small_print::{Footer, footer, is_sentence, without_footers};

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

/// Whether a line is the sign between a mail and its signature.
pub(super) fn is_delimiter(text: &str) -> bool {
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
