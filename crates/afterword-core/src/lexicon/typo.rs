//! A word typed wrongly: the one known word that is a single slip away.

use super::{Lexicon, VerbForm, lexicon};

fn known(l: &Lexicon, word: &str) -> bool {
    matches!(
        word,
        "everything"
            | "everyone"
            | "everybody"
            | "something"
            | "somebody"
            | "someone"
            | "nothing"
            | "nobody"
            | "anything"
            | "anyone"
            | "anybody"
            | "without"
            | "because"
            | "through"
            | "between"
            | "themselves"
            | "herself"
            | "himself"
            | "their"
            | "which"
            | "where"
            | "would"
            | "could"
            | "should"
            | "about"
            | "before"
    ) || !l.verb(word).is_empty()
        || l.noun(word).is_some()
        || l.adjective(word).is_some()
        || l.adverb(word).is_some()
}

/// The word meant by a lower-case word that no table has, where one slip leads to one word only: `showd` is `showed`,
/// `wiast` is `waist`. Only letters left out and letters swapped count as slips.
#[must_use]
pub fn meant(word: &str) -> Option<String> {
    let mut found = slips(word);
    (found.len() == 1).then(|| found.remove(0))
}

/// Whether more than one known word is a single slip away.
#[must_use]
pub fn torn(word: &str) -> bool {
    let l = lexicon();
    !known(l, word) && l.abbreviation(word).is_empty() && slips(word).len() > 1
}

fn slips(word: &str) -> Vec<String> {
    if word.len() < 5 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return Vec::new();
    }
    let l = lexicon();
    if let Some(stem) = word.strip_suffix("in")
        && l.is_verb(&format!("{stem}ing"), VerbForm::Gerund)
    {
        return vec![format!("{stem}ing")];
    }
    let letters = || 'a'..='z';
    let swapped = (1..word.len()).map(|i| {
        let mut b: Vec<char> = word.chars().collect();
        b.swap(i - 1, i);
        b.into_iter().collect()
    });
    let missing = (1..=word.len()).flat_map(|i| letters().map(move |c| format!("{}{c}{}", &word[..i], &word[i..])));
    // Whoever proofs is a proofer, and who yarns has yarned.
    let doer = ["er", "ers", "ed", "ing", "s", "y", "ish"].iter().any(|e| {
        word.strip_suffix(e)
            .is_some_and(|s| known(l, s) || known(l, &format!("{s}e")))
    });
    if doer {
        return Vec::new();
    }
    // A wrong letter is not looked for: "probies" is no slip for "proxies", nor "sparkies" for "sparkles".
    let mut found: Vec<String> = swapped.chain(missing).filter(|w| known(l, w)).collect();
    found.sort();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn one_slip_and_one_word() {
        for (typed, expect) in [
            ("showd", Some("showed")),
            ("wiast", Some("waist")),
            ("strech", Some("stretch")),
            ("startd", Some("started")),
            ("sparkies", None),
            ("probies", None),
            ("yarned", None),
            ("smaart", None),
            ("proofer", None),
            ("doona", None),
            ("dlive", None),
        ] {
            assert_eq!(meant(typed).as_deref(), expect, "{typed}");
        }
    }
}
