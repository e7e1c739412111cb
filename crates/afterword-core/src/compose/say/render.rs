//! From tokens back to text: spaces, quotation marks, capitals, `a` and `an`.

use super::token::{Kind, Token};

/// The words of some tokens, in the middle of a sentence.
pub(super) fn text(tokens: &[Token]) -> String {
    let mut out = String::with_capacity(tokens.len() * 6);
    let mut glue = true;
    for (i, token) in tokens.iter().enumerate() {
        let tight = matches!(
            token.kind,
            Kind::Comma | Kind::Semicolon | Kind::Colon | Kind::Close | Kind::Stop
        );
        if !glue && !tight {
            out.push(' ');
        }
        glue = token.kind == Kind::Open;
        match token.kind {
            Kind::Quote => {
                out.push('“');
                out.push_str(&token.text);
                out.push('”');
            }
            Kind::Dash => out.push('–'),
            Kind::Word if token.lower == "a" && tokens.get(i + 1).is_some_and(|t| vowel_sound(&t.text)) => {
                out.push_str("an");
            }
            Kind::Word
                if token.lower == "an" && tokens.get(i + 1).is_some_and(|t| t.is_word() && !vowel_sound(&t.text)) =>
            {
                out.push('a');
            }
            _ => out.push_str(&token.text),
        }
    }
    out
}

/// First letter in capitals, unless the word has capitals of its own (`iPad`, `dbt`).
pub(super) fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some('“') => format!("“{}", capitalized(chars.as_str())),
        Some(c) => c.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// Whether a word begins with a vowel as spoken.
pub(super) fn vowel_sound(word: &str) -> bool {
    let lower = word.to_lowercase();
    let letters: String = word.chars().take_while(|c| c.is_alphabetic()).collect();
    let Some(first) = lower.chars().next() else {
        return false;
    };
    if first.is_ascii_digit() {
        let digits: String = lower.chars().take_while(|c| c.is_ascii_digit() || *c == ',').collect();
        return digits.starts_with('8')
            || matches!(digits.as_str(), "11" | "18")
            || digits.starts_with("11,")
            || digits.starts_with("18,");
    }
    let spelled = letters.len() <= 4
        && letters.len() > 1
        && letters.chars().all(char::is_uppercase)
        && !matches!(
            letters.as_str(),
            "RAM"
                | "LAN"
                | "NASA"
                | "FAQ"
                | "SUV"
                | "ROI"
                | "HIPA"
                | "LEED"
                | "MAP"
                | "SAP"
                | "NATO"
                | "NEST"
                | "FEMA"
                | "REIT"
        );
    if spelled || letters.len() == 1 && word.len() > 1 && letters.chars().all(char::is_uppercase) {
        return matches!(
            first,
            'a' | 'e' | 'f' | 'h' | 'i' | 'l' | 'm' | 'n' | 'o' | 'r' | 's' | 'x'
        );
    }
    if ["hour", "honest", "honor", "honour", "heir"]
        .iter()
        .any(|p| lower.starts_with(p))
    {
        return true;
    }
    if ["uni", "use", "usu", "eur", "one", "once", "ute", "uti"]
        .iter()
        .any(|p| lower.starts_with(p))
        && !lower.starts_with("unin")
        && !lower.starts_with("unim")
    {
        return false;
    }
    matches!(first, 'a' | 'e' | 'i' | 'o' | 'u')
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [a, b] => format!("{a} and {b}"),
        [init @ .., last] => format!("{}, and {last}", init.join(", ")),
    }
}
