//! How a text begins: with whom as its subject.

pub(super) fn first_word(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let mut words = lower.split_whitespace();
    let mut first = words.next().unwrap_or("").to_owned();
    while matches!(first.as_str(), "and" | "but" | "so" | "then" | "also") {
        first = words.next().unwrap_or("").to_owned();
    }
    first
}

pub(super) fn starts_with_subject(text: &str) -> bool {
    matches!(
        first_word(text).as_str(),
        "he" | "she" | "they" | "i" | "we" | "hes" | "shes" | "he's" | "she's" | "i'm" | "im"
    )
}
