//! What neighbours tell and a pattern cannot: a word written twice, and `a` or `an` by sound.

use super::Remark;
use super::rules::RULES;
use super::text::{Part, Text, Token, TokenKind};

/// Judges neighbours.
pub(crate) fn judge(text: &Text<'_>, out: &mut Vec<Remark>) {
    let doubled = RULES.measure("doubled");
    for pair in text.tokens.windows(2) {
        let [a, b] = pair else { continue };
        let words = a.kind == TokenKind::Word && b.is_wordlike() && a.sentence == b.sentence;
        if !words || text.sentences[a.sentence].part == Part::Signature {
            continue;
        }
        if a.low == b.low && !may_double(a) {
            let span = a.span.start..b.span.end;
            out.push(doubled.at(text.raw, span, Some(a.text.to_owned())));
        }
        if let Some(fix) = wrong_article(a, b) {
            let span = a.span.start..b.span.end;
            out.push(
                RULES
                    .measure("article")
                    .at(text.raw, span, Some(format!("{fix} {}", b.text))),
            );
        }
    }
}

/// `had had` and `that that` are English; so are names (`Duran Duran`) and emphasis (`very very`).
fn may_double(word: &Token<'_>) -> bool {
    let rule = RULES.measure("doubled");
    rule.has("may_double", &word.low) || word.is_capital() && !word.first
}

/// The article that fits the sound of the next word, if another stands there.
fn wrong_article(article: &Token<'_>, next: &Token<'_>) -> Option<&'static str> {
    let fits = match article.text {
        "a" | "A" => !vowel_sound(next)?,
        "an" | "An" => vowel_sound(next)?,
        _ => return None,
    };
    let right = match article.text {
        "a" => "an",
        "A" => "An",
        "An" => "A",
        _ => "a",
    };
    (!fits).then_some(right)
}

/// Whether a word begins with the sound of a vowel; `None` when one cannot tell.
fn vowel_sound(word: &Token<'_>) -> Option<bool> {
    let rule = RULES.measure("article");
    let begins = |list: &str| {
        rule.file.words[list]
            .split_whitespace()
            .any(|w| word.low.starts_with(w))
    };
    let first = word.low.chars().next()?;
    if word.kind == TokenKind::Number {
        let digits: String = word.low.chars().take_while(char::is_ascii_digit).collect();
        return match digits.as_str() {
            "" => None,
            "11" | "18" => Some(true),
            d => Some(d.starts_with('8')),
        };
    }
    let capitals = word.text.chars().filter(|c| c.is_uppercase()).count();
    if capitals > 1 || word.text.chars().count() == 1 {
        // Letters read one by one, or as a word: one cannot tell.
        return None;
    }
    if begins("vowel_in_spite") {
        return if begins("either") { None } else { Some(true) };
    }
    if begins("consonant_in_spite") {
        return Some(false);
    }
    first.is_ascii_alphabetic().then(|| "aeiou".contains(first))
}
