//! Whether letters of a mail address stand for words: `scrail` for "Southern Cross Rail Services", `nkreyes` for
//! "Nadia Kowalczyk-Reyes".

use super::piece::{fold, words};

/// How well the words spell `label` when each gives its beginning, some of its letters, or nothing: 0 when they
/// cannot spell all of it, 1 when whole words do.
pub(super) fn spelled(label: &str, text: &str) -> f32 {
    let label: String = fold(label)
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == '-')
        .collect();
    if label.chars().count() > 40 {
        return 0.0;
    }
    let mut given: Vec<String> = words(text)
        .into_iter()
        .map(|w| if w == "&" { "and".to_owned() } else { w })
        .collect();
    given.truncate(12);
    let whole = one_label(&label.replace('-', ""), &given);
    let parts: Vec<&str> = label.split('-').filter(|p| !p.is_empty()).collect();
    let by_parts = if parts.len() > 1 {
        parts.iter().map(|p| one_label(p, &given)).fold(1.0, f32::min)
    } else {
        0.0
    };
    let plain = |s: &str| s.replace("ae", "a").replace("oe", "o").replace("ue", "u");
    let umlauts = if label.contains('e') {
        let folded: Vec<String> = given.iter().map(|w| plain(w)).collect();
        let all: Vec<&str> = parts.clone();
        all.iter().map(|p| one_label(&plain(p), &folded)).fold(1.0, f32::min) * 0.95
    } else {
        0.0
    };
    whole.max(by_parts).max(umlauts)
}

#[expect(clippy::cast_precision_loss, reason = "labels have at most forty letters")]
fn one_label(label: &str, given: &[String]) -> f32 {
    let letters: Vec<char> = label.chars().collect();
    let n = letters.len();
    if n < 2 || given.is_empty() {
        return 0.0;
    }
    // best[j]: the most that the words so far earned when they spell the first j letters.
    let mut best = vec![f32::NEG_INFINITY; n + 1];
    best[0] = 0.0;
    for word in given {
        let word: Vec<char> = word.chars().take(30).collect();
        let small = [
            "the", "of", "and", "und", "et", "de", "for", "der", "des", "la", "a", "du",
        ]
        .contains(&word.iter().collect::<String>().as_str());
        // Going down, so that a word is used once.
        for j in (0..n).rev() {
            if best[j] == f32::NEG_INFINITY {
                continue;
            }
            let start = best[j];
            let prefix = word.iter().zip(&letters[j..]).take_while(|(a, b)| a == b).count();
            for k in 1..=prefix {
                let share = if k == word.len() || k >= 3 { 1.0 } else { 0.75 };
                let earned = start + k as f32 * share;
                best[j + k] = best[j + k].max(earned);
            }
            // Some letters of the word in order, the first among them ("fdn" for Foundation).
            if prefix >= 1 && !small {
                let (mut used, mut at) = (1, 1);
                while at < word.len() && j + used < n {
                    if word[at] == letters[j + used] {
                        used += 1;
                        if used >= 2 {
                            let earned = start + used as f32 * 0.55;
                            best[j + used] = best[j + used].max(earned);
                        }
                    }
                    at += 1;
                }
            }
        }
    }
    (best[n] / n as f32).max(0.0)
}

/// How well the part of an address before the at sign fits a name: 2 sure, 1 one of its words, 0 not.
pub(super) fn local_fits(local: &str, name: &str) -> u8 {
    let folded = fold(local);
    let parts: Vec<&str> = folded
        .split(['.', '_', '-', '+'])
        .map(|p| p.trim_matches(|c: char| c.is_ascii_digit()))
        .filter(|p| !p.is_empty())
        .collect();
    let given = words(name);
    if parts.is_empty() || given.is_empty() {
        return 0;
    }
    let joined: String = parts.concat();
    let squeezed: String = given.concat();
    if given.len() > 1 && (joined == squeezed || joined == given.iter().rev().cloned().collect::<String>()) {
        return 2;
    }
    let plain = |s: &str| s.replace("ae", "a").replace("oe", "o").replace("ue", "u");
    let fits = |p: &&str| {
        given
            .iter()
            .any(|w| *p == w || p.chars().count() == 1 && w.starts_with(*p) || plain(p) == plain(w))
            || squeezed.ends_with(*p) && p.len() > 4
            || given.iter().any(|w| w.len() >= 5 && p.len() >= 3 && w.starts_with(*p))
    };
    let telling = parts.iter().any(|p| {
        p.len() >= 3 && given.iter().any(|w| *p == w || plain(p) == plain(w)) || p.len() > 4 && squeezed.ends_with(*p)
    });
    if parts.iter().all(fits) && telling {
        return if parts.len() > 1 { 2 } else { 1 };
    }
    let names = given.join(" ");
    let reversed: Vec<String> = given.iter().rev().cloned().collect();
    let best = spelled(&joined, &names).max(spelled(&joined, &reversed.join(" ")));
    if best >= 0.85 && joined.len() >= 4 {
        2
    } else {
        u8::from(best >= 0.7 && joined.len() >= 3 || parts.iter().any(|p| p.len() >= 4 && given.iter().any(|w| p == w)))
    }
}
