//! The letter's words around its sentences: greeting, sign-off, subject, and the position as it stands in a sentence.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::lexicon::lexicon;
use crate::model::{Interview, InterviewKind, Person, Profile, Warmth};
use crate::read::deadline::DeadlineKind;

use super::super::frames::Slots;
use super::super::{dates, say_known};
use super::Panel;

impl Panel<'_> {
    pub(super) fn greeting(&self, person: &Person, card: bool) -> String {
        greeting(person, self.profile.warmth, card)
    }

    pub(super) fn sign_off(&self, card: bool) -> String {
        sign_off(self.profile, card)
    }

    pub(super) fn signature(&self) -> String {
        self.jot
            .candidate
            .name
            .clone()
            .or_else(|| self.profile.candidate.name.clone())
            .unwrap_or_default()
    }

    pub(super) fn contact_line(&self) -> Option<String> {
        contact_line(self.profile)
    }

    pub(super) fn subject(&self) -> String {
        let i = &self.jot.interview;
        let role = i.role.as_deref().map(bare_role);
        match (i.kind, role, &i.organization) {
            (InterviewKind::Informational, _, _) => "Thank you for our conversation".to_owned(),
            (_, Some(role), Some(org)) if role.len() + bare_organization(org).len() < 50 => {
                format!("Thank you - {role}, {}", bare_organization(org))
            }
            (_, Some(role), _) => format!("Thank you - {role} interview"),
            _ => "Thank you for our conversation".to_owned(),
        }
    }
}

/// `Dear Maria,`: by the honorific where there is one, by the whole name where it is formal.
pub(in crate::compose) fn greeting(person: &Person, warmth: Warmth, card: bool) -> String {
    let formal = warmth == Warmth::Formal;
    let name = match (&person.honorific_prefix, person.family_name()) {
        (Some(h), _) if FAMILIAR.contains(&h.as_str()) => format!("{h} {}", person.given_name()),
        (Some(h), Some(f)) => format!("{h} {}", family(&person.name).unwrap_or(f)),
        (Some(h), None) => format!("{h} {}", person.name),
        (None, _) if formal => person.name.clone(),
        (None, _) => person.given_name().to_owned(),
    };
    // Plain is short, not curt: who is called by a title, and who gets a card, is greeted as ever.
    let plain = warmth == Warmth::Plain && !card && person.honorific_prefix.is_none();
    format!("{} {name},", if plain { "Hello" } else { "Dear" })
}

/// What stands before a given name: Aunty Joy, Madam Grace.
const FAMILIAR: &[&str] = &["Aunty", "Auntie", "Uncle", "Madam"];

/// The words above the name.
pub(in crate::compose) fn sign_off(profile: &Profile, card: bool) -> String {
    if let Some(own) = &profile.sign_off {
        return own.clone();
    }
    match (profile.warmth, card) {
        (Warmth::Plain, false) => "Best regards,",
        (Warmth::Plain, true) => "Best wishes,",
        (Warmth::Warm, false) => "With kind regards,",
        (Warmth::Warm, true) => "With best wishes,",
        (Warmth::Formal, false) => "Sincerely,",
        (Warmth::Formal, true) => "Yours sincerely,",
    }
    .to_owned()
}

/// Telephone and address under the name, unless they are not wanted.
pub(in crate::compose) fn contact_line(profile: &Profile) -> Option<String> {
    if profile.no_contact_line {
        return None;
    }
    let c = &profile.candidate;
    let parts: Vec<&str> = [c.phone.as_deref(), c.addr_spec.as_deref()]
        .into_iter()
        .flatten()
        .collect();
    (!parts.is_empty()).then(|| parts.join(" \u{B7} "))
}

/// What the interview gives to the letter's own sentences.
pub(super) fn slots(i: &Interview, sent: Date, day_first: bool) -> Slots {
    let day = i.date.filter(|d| *d <= sent);
    let role = i.role.as_deref().map(role_phrase);
    let bare = i.role.as_deref().map(bare_role);
    let decide = i.decision.as_ref().and_then(|d| {
        let full = |d: Date| dates::near(d, sent, day_first);
        let x = &d.deadline;
        match (x.kind, x.earliest, x.latest) {
            (DeadlineKind::By, _, Some(l)) => Some(format!("by {}", full(l))),
            (DeadlineKind::Window, Some(e), Some(l)) if e == l => Some(format!("on {}", full(l))),
            (DeadlineKind::Window, Some(_), Some(l)) => Some(format!("by {}", full(l))),
            _ => None,
        }
    });
    Slots(vec![
        // Without a day the sentence closes up: "Thank you for meeting with me about ...".
        (
            "day",
            Some(day.map_or_else(String::new, |d| dates::for_mail(d, sent, day_first))),
        ),
        (
            "date",
            Some(day.map_or_else(String::new, |d| dates::for_card(d, day_first))),
        ),
        ("Role", role.as_deref().map(capitalise)),
        ("role", role),
        ("bare_role", bare.clone()),
        ("as_role", bare.map(|r| format!("{} {r}", article(&r)))),
        (
            "org",
            i.organization.as_deref().map(|o| bare_organization(o).to_owned()),
        ),
        ("decide", decide),
    ])
}

/// The family name with its particles: `van der Berg` of `Anna van der Berg`.
fn family(name: &str) -> Option<&str> {
    let at = name.find(' ')?;
    let rest = &name[at + 1..];
    let words: Vec<&str> = rest.split(' ').collect();
    let particle = words
        .iter()
        .position(|w| w.chars().next().is_some_and(char::is_lowercase));
    match particle {
        Some(p) => Some(&rest[words[..p].iter().map(|w| w.len() + 1).sum::<usize>()..]),
        None => rest.rsplit(' ').next(),
    }
}

/// How many words a text has.
pub(in crate::compose) fn count_words(text: &str) -> usize {
    text.split_whitespace().count()
}

pub(in crate::compose) fn first_words(text: &str, n: usize) -> Vec<&str> {
    text.split_whitespace().take(n).collect()
}

pub(in crate::compose) fn capitalise(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().collect::<String>() + chars.as_str())
}

/// An organisation without what stands in brackets behind it: `Prairie Crumb Baking (Winnipeg plant)`.
fn bare_organization(organization: &str) -> &str {
    match organization.split_once(" (") {
        Some((name, behind)) if behind.ends_with(')') => name,
        _ => organization,
    }
}

/// The role as it stands in a sentence: an own name stays, a title typed with a capital is lowered.
pub(in crate::compose) fn bare_role(role: &str) -> String {
    let role = role.split(['(', '/', ',']).next().unwrap_or(role).trim();
    without_terms(role)
        .into_iter()
        .map(|w| {
            let ordinary = w.chars().skip(1).all(|c| c.is_lowercase() || c == '-') && w.len() > 2;
            let l = w.to_lowercase();
            if ordinary && say_known(&l) { l } else { w.to_owned() }
        })
        .map(|w| {
            lexicon()
                .proper(&w)
                .filter(|(_, also)| !also)
                .map_or(w, |(c, _)| c.to_owned())
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// How long and how much a position is, behind its name.
const TERMS: &[&str] = &[
    "contract",
    "ftc",
    "permanent",
    "perm",
    "temp",
    "temporary",
    "part",
    "full",
    "fulltime",
    "parttime",
    "part-time",
    "full-time",
    "p/t",
    "f/t",
    "pt",
    "ft",
    "fixed",
    "fixed-term",
    "term",
    "time",
    "cover",
    "mat",
    "maternity",
];
const UNITS: &[&str] = &[
    "yr", "yrs", "year", "years", "month", "months", "mth", "mths", "mo", "week", "weeks", "wk", "wks", "hr", "hrs",
    "hours",
];

/// The words of a role without its terms: `conservator 2 yr contract`, `cook 12-month FTC`. "Year 4 teacher" keeps its number.
fn without_terms(role: &str) -> Vec<&str> {
    let mut words: Vec<&str> = role.split(' ').collect();
    let plain = |w: &str| w.trim_end_matches('.').to_lowercase();
    let number = |w: &str| w.starts_with(|c: char| c.is_ascii_digit());
    let unit = |w: &str| {
        let unit = plain(w);
        UNITS.contains(&unit.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-'))
    };
    loop {
        let terms = match &words[..] {
            [_, .., last] if TERMS.contains(&plain(last).as_str()) || number(last) && unit(last) => 1,
            [_, .., count, last] if number(count) && unit(last) => 2,
            _ => return words,
        };
        words.truncate(words.len() - terms);
    }
}

/// `the staff writer position`; a role that already says `position` or `post` keeps its word.
pub(in crate::compose) fn role_phrase(role: &str) -> String {
    let bare = bare_role(role);
    if [
        "position",
        "role",
        "post",
        "job",
        "internship",
        "fellowship",
        "apprenticeship",
        "clerkship",
        "traineeship",
    ]
    .iter()
    .any(|w| bare.to_lowercase().ends_with(w))
    {
        format!("the {bare}")
    } else if [" on ", " at ", " in ", " for ", " with "]
        .iter()
        .any(|w| bare.contains(w))
    {
        format!("the position of {bare}")
    } else {
        format!("the {bare} position")
    }
}

/// `a` or `an`, by sound: letters of an acronym are spelled out.
fn article(word: &str) -> &'static str {
    let first = word.split([' ', '-']).next().unwrap_or(word);
    let acronym = first.len() > 1 && first.chars().all(|c| c.is_uppercase() || c.is_ascii_digit());
    let c = first.chars().next().unwrap_or('x').to_ascii_lowercase();
    let vowel = if acronym {
        matches!(
            c,
            'a' | 'e' | 'f' | 'h' | 'i' | 'l' | 'm' | 'n' | 'o' | 'r' | 's' | 'x' | '8'
        )
    } else {
        matches!(c, 'a' | 'e' | 'i' | 'o')
            || (c == 'u' && !first.to_lowercase().starts_with("uni") && !first.to_lowercase().starts_with("use"))
            || first.to_lowercase().starts_with("hour")
            || first.to_lowercase().starts_with("hono")
    };
    if vowel { "an" } else { "a" }
}

/// The words that stand with a capital in the jot and not at the start of a line or a sentence, by lower case.
///
/// Ordinary words are left out: the State of Weller State is no state.
pub(super) fn capitals(jot: &str) -> HashMap<String, String> {
    let mut out = HashMap::new();
    let mut from = 0;
    while let Some(at) = jot[from..].find(char::is_uppercase).map(|p| p + from) {
        let end = jot[at..]
            .find(|c: char| !c.is_alphanumeric() && c != '\'' && c != '-')
            .map_or(jot.len(), |e| at + e);
        let inner = jot[..at].ends_with(' ') && !jot[..at].trim_end().ends_with(['.', '!', '?', ':', '-', '\n', '*']);
        let typed = &jot[at..end];
        if inner && !say_known(&typed.to_lowercase()) {
            out.entry(typed.to_ascii_lowercase())
                .or_insert_with(|| typed.to_owned());
        }
        from = end.max(at + jot[at..].chars().next().map_or(1, char::len_utf8));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_read_well_in_a_sentence() {
        assert_eq!(role_phrase("Grant Writer"), "the grant writer position");
        assert_eq!(
            role_phrase("textile conservator 2 yr contract"),
            "the textile conservator position"
        );
        assert_eq!(role_phrase("cook, 12-month FTC"), "the cook position");
        assert_eq!(
            role_phrase("mate on the Losna crossing"),
            "the position of mate on the Losna crossing"
        );
        assert_eq!(bare_organization("Prairie Crumb (Winnipeg plant)"), "Prairie Crumb");
        assert_eq!(role_phrase("RN part time"), "the RN position");
        assert_eq!(article("RN"), "an");
        assert_eq!(article("UX designer"), "a");
        assert_eq!(article("account executive"), "an");
        assert_eq!(family("Anna van der Berg"), Some("van der Berg"));
        assert_eq!(family("Adaeze Nwokolo"), Some("Nwokolo"));
    }
}
