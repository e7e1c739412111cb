//! The second reader: a tagger trained elsewhere on finished prose, with a veto and no voice.
//!
//! It reads each piece set into a plain sentence. Where the first reader found a finite verb behind a noun and the second
//! finds none there, or the first found only a name for something and the second sees a verb at work in it, the piece is
//! unsure: it is said in the neutral frame or asked about.

use harper_brill::{Tagger, UPOS, brill_tagger};

use super::read::{Piece, Subject};
use super::tag::Tag;
use super::token::Token;
use super::{Confidence, Shape};

/// Marks the pieces on which the two readers differ.
pub(super) fn veto(pieces: &mut [Piece]) {
    for piece in pieces.iter_mut().filter(|p| p.confidence == Confidence::Sure) {
        let agreed = match piece.shape {
            Shape::Clause if piece.subject == Subject::Other => sees_verb(piece) && !either(piece),
            Shape::NounPhrase => sees_no_verb(piece),
            _ => true,
        };
        if !agreed {
            piece.confidence = Confidence::Disputed;
        }
    }
}

/// `Thursday market walks with the loan officers`: names without an article before a word that is a plural as well.
fn either(piece: &Piece) -> bool {
    let Some(verb) = piece.verb.filter(|v| *v > 0) else {
        return false;
    };
    let token = &piece.tokens[verb];
    let typed = || piece.tokens[..verb].iter().filter(|t| !t.span.is_empty());
    let lex = crate::lexicon::lexicon();
    let plural = lex.noun(&token.lower).is_some_and(|n| n.is_plural)
        || lex
            .verb(&token.lower)
            .iter()
            .any(|(v, f)| *f == crate::lexicon::VerbForm::Third && v.mostly_noun());
    let acts = |t: &Token| lex.noun(&t.lower).is_some_and(|n| n.person() || n.group());
    token.tag == Tag::Third
        && plural
        && typed().all(|t| t.is_word() && (t.tag.nominal() || t.tag == Tag::Adj))
        && typed().next_back().is_some_and(|t| t.tag == Tag::Noun && !acts(t))
        && piece.tokens.get(verb + 1).is_none_or(|t| t.tag == Tag::Prep)
}

/// The second reader's classes for the piece's words, read after `I heard that` or `I heard about`.
fn read(piece: &Piece, lead: &[&str]) -> Vec<Option<UPOS>> {
    let mut words: Vec<String> = lead.iter().map(|w| (*w).to_owned()).collect();
    words.extend(piece.tokens.iter().map(|t| t.text.clone()));
    words.push(".".to_owned());
    let mut tags = brill_tagger().tag_sentence(&words);
    tags.drain(..lead.len());
    tags
}

fn sees_verb(piece: &Piece) -> bool {
    let Some(verb) = piece.verb.filter(|v| *v > 0) else {
        return true;
    };
    let token = &piece.tokens[verb];
    let before = piece.tokens[..verb].iter().rev().find(|t| t.tag != Tag::Adv);
    // Pronouns and auxiliaries leave no doubt.
    if !matches!(token.tag, Tag::Third | Tag::Plain | Tag::Past)
        || before.is_some_and(|t| matches!(t.tag, Tag::Pro | Tag::Pro3))
    {
        return true;
    }
    // What only a verb can have after it outvotes the second reader.
    let object = piece
        .tokens
        .get(verb + 1)
        .is_some_and(|t| matches!(t.tag, Tag::Det | Tag::Pro3 | Tag::Obj | Tag::Num | Tag::Sub | Tag::Wh));
    if object {
        return true;
    }
    let tags = read(piece, &["I", "heard", "that"]);
    !matches!(
        tags.get(verb),
        Some(Some(UPOS::NOUN | UPOS::ADJ | UPOS::PROPN | UPOS::ADP))
    )
}

fn sees_no_verb(piece: &Piece) -> bool {
    let tokens = &piece.tokens;
    if tokens
        .iter()
        .any(|t| matches!(t.tag, Tag::Wh | Tag::Sub | Tag::Pro | Tag::Pro3 | Tag::Obj))
    {
        return true;
    }
    let tags = read(piece, &["I", "heard", "about"]);
    let at_work = |i: usize, t: &Token| {
        matches!(t.tag, Tag::Noun | Tag::Plural)
            && matches!(tags.get(i), Some(Some(UPOS::VERB | UPOS::AUX)))
            && i > 0
            && matches!(tags.get(i - 1), Some(Some(UPOS::NOUN | UPOS::PROPN)))
            && tokens[i - 1].tag.nominal()
            && tokens.get(i + 1).is_some_and(Token::is_word)
    };
    !tokens.iter().enumerate().any(|(i, t)| at_work(i, t))
}
