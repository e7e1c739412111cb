//! Verb phrases into another form: `walked me through it` -> `walking me through it`.

use super::tag::Tag;
use super::token::{Kind, Token};
use crate::lexicon::{Verb, VerbForm, gerund, lexicon};

/// The form wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Base,
    Gerund,
}

/// The verb a token is a form of.
pub(super) fn verb_of(token: &Token) -> Option<Verb> {
    let wanted: &[VerbForm] = match token.tag {
        Tag::Past => &[VerbForm::Past],
        Tag::Third => &[VerbForm::Third],
        Tag::Plain | Tag::Base => &[VerbForm::Base],
        Tag::Gerund => &[VerbForm::Gerund],
        Tag::Participle => &[VerbForm::Participle],
        _ => &[VerbForm::Past, VerbForm::Third, VerbForm::Base, VerbForm::Participle],
    };
    let word = match token.lower.as_str() {
        "is" | "are" | "am" | "was" | "were" | "been" | "being" => "be",
        "has" | "had" | "having" => "have",
        "does" | "did" | "doing" => "do",
        word => word,
    };
    if word != token.lower || matches!(word, "have" | "do" | "be") {
        return lexicon()
            .verb(word)
            .iter()
            .find(|(v, _)| v.lemma == word)
            .map(|(v, _)| *v);
    }
    lexicon()
        .verb(word)
        .iter()
        .find(|(_, f)| wanted.contains(f))
        .map(|(v, _)| *v)
}

/// The base form of a finite verb.
pub(super) fn lemma(token: &Token) -> Option<&'static str> {
    verb_of(token).map(|v| v.lemma)
}

/// The phrase with its verb, and the verbs joined to it, in another form. `None` where there is no such form.
pub(super) fn put(tokens: &[Token], form: Form) -> Option<Vec<Token>> {
    let mut out = tokens.to_vec();
    let first = out.iter().position(|t| t.is_word() && t.tag != Tag::Adv)?;
    let model = out[first].tag;
    if model == Tag::Modal || !(model.finite() || matches!(model, Tag::Base | Tag::Gerund | Tag::Participle)) {
        return None;
    }
    change(&mut out[first], form)?;
    let mut joined = false;
    for token in out.iter_mut().skip(first + 1) {
        match token.tag {
            Tag::Coord => joined = true,
            _ if token.kind == Kind::Comma => joined = true,
            Tag::Adv => {}
            Tag::Modal if joined => return None,
            tag if joined && (tag == model || tag.finite() || tag == Tag::Participle && model == Tag::Past) => {
                change(token, form)?;
                joined = false;
            }
            _ => joined = false,
        }
    }
    if matches!(model, Tag::Do) && out.get(first + 1).is_some_and(|t| t.is("not")) {
        // "did not rush" -> "not rushing"
        out.remove(first);
        let verb = out.iter_mut().skip(first + 1).find(|t| t.tag == Tag::Base)?;
        change(verb, form)?;
    }
    Some(out)
}

fn change(token: &mut Token, form: Form) -> Option<()> {
    let verb = verb_of(token)?;
    let text = match form {
        Form::Base => verb.lemma.to_owned(),
        Form::Gerund => gerund(&verb),
    };
    token.set(&text);
    token.tag = match form {
        Form::Base => Tag::Base,
        Form::Gerund => Tag::Gerund,
    };
    Some(())
}
