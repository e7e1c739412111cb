//! A wider dictionary behind the tables: harper's, asked only about words the tables do not have.
//!
//! It knows classes and capitals of some fifty thousand words, but nothing of which reading is usual, and its verb
//! readings have gaps; so it never overrules a table. It is loaded at the first unknown word.

use harper_core::spell::{Dictionary, FstDictionary};

/// The classes a word may have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wide {
    /// A singular noun.
    pub noun: bool,
    /// A plural noun.
    pub plural: bool,
    /// An adjective.
    pub adjective: bool,
    /// An adverb.
    pub adverb: bool,
    /// A verb in its base form.
    pub base: bool,
    /// A verb in the third person.
    pub third: bool,
    /// A past tense or participle.
    pub past: bool,
    /// An -ing form.
    pub gerund: bool,
    /// A name.
    pub proper: bool,
}

/// What the wider dictionary knows of a lower-case word.
#[must_use]
pub fn wide(word: &str) -> Option<Wide> {
    let dictionary = FstDictionary::curated();
    let m = dictionary.get_word_metadata_str(word)?;
    let proper = m.is_proper_noun();
    let plural = m.is_plural_noun_only() || m.is_plural_noun() && word.ends_with('s') && !word.ends_with("ss");
    Some(Wide {
        noun: m.is_noun() && !proper && !plural,
        plural: m.is_noun() && !proper && plural,
        adjective: m.is_adjective(),
        adverb: m.is_adverb(),
        base: m.is_verb_lemma(),
        third: m.is_verb_third_person_singular_present_form(),
        past: m.is_verb_past_form() || m.is_verb_simple_past_form(),
        gerund: m.is_verb_progressive_form(),
        proper,
    })
}

/// How a name typed in lower case is written, where it is nothing but a name: `tulsa` is `Tulsa`.
#[must_use]
pub fn name(word: &str) -> Option<String> {
    let dictionary = FstDictionary::curated();
    let letters: Vec<char> = word.chars().collect();
    let m = dictionary.get_word_metadata(&letters)?;
    if !m.is_proper_noun() || m.is_verb() || m.is_adjective() || m.is_adverb() {
        return None;
    }
    let canonical: String = dictionary.get_correct_capitalization_of(&letters)?.iter().collect();
    (canonical != word && canonical.to_lowercase() == word).then_some(canonical)
}
