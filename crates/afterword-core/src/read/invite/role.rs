//! The role an invitation is for: a phrase with a job in it, in one of the forms invitations use.

use super::super::message::phrases::fold;
use super::employer::has_company_word;
use super::words::{
    FORMALITIES, NO_ROLE, ROLE_LEADS, ROLE_LEADS_WEAK, ROLE_NOUNS, ROLE_STOPS, ROLE_TAILS, ROLES_OF_HOSTS,
};
use super::{Me, names};

/// Leads that only ever stand before the name of a position.
const NAMING: [&str; 11] = [
    "for the position of",
    "for the role of",
    "for the post of",
    "stelle als",
    "position als",
    "bewerbung als",
    "poste de",
    "poste d'",
    "puesto de",
    "posizione di",
    "functie van",
];

/// A position behind a lead that names one: any words but a sentence's.
fn checked_named(role: &str) -> Option<String> {
    let bare = without_number(role.split(" (").next()?).trim();
    let empty = NO_ROLE.contains(&fold(bare).as_str()) || bare.contains("://") || bare.contains('@');
    (!empty && bare.len() > 2).then(|| bare.to_owned())
}

/// The role, from one of the forms a line may have.
pub(crate) fn role_in_line(line: &str) -> Option<String> {
    let folded_equal = line.to_lowercase();
    let lower = if folded_equal.len() == line.len() {
        folded_equal
    } else {
        line.to_ascii_lowercase()
    };
    // "for the Payments Engineer role", "talk about Store Supervisor job".
    for noun in ROLE_NOUNS {
        let mut from = 0;
        while let Some(found) = lower[from..].find(noun) {
            let end = from + found;
            from = end + noun.len();
            let boundary = lower[from..].chars().next().is_none_or(|c| !c.is_alphanumeric());
            if boundary && let Some(role) = back_to_role(&line[..end]) {
                return Some(role);
            }
        }
    }
    for lead in ROLE_LEADS.iter().filter(|lead| lead.ends_with(':')) {
        if let Some(rest) = lower.trim_start().strip_prefix(lead)
            && let Some(role) = labelled(&line[line.len() - rest.len()..])
        {
            return Some(role);
        }
    }
    for lead in ROLE_LEADS {
        if let Some(at) = lower.find(lead)
            && (at == 0 || !lower.as_bytes()[at - 1].is_ascii_alphanumeric())
            && let Some(role) = forward_to_role(&line[at + lead.len()..], NAMING.contains(lead))
        {
            return Some(role);
        }
    }
    for lead in ROLE_LEADS_WEAK {
        if let Some(at) = lower.find(lead)
            && let Some(role) = forward_to_role(&line[at + lead.len()..], NAMING.contains(lead))
            && names::has_job(&role)
            && role.chars().next().is_some_and(char::is_uppercase)
        {
            return Some(role);
        }
    }
    None
}

/// Whatever stands behind a label such as "Role:", up to a note in brackets.
fn labelled(after: &str) -> Option<String> {
    let role = after.split(" (").next()?.split(" | ").next()?.trim();
    let role = without_number(role).trim_end_matches(['.', ',', ';']).trim();
    let count = role.split_whitespace().count();
    let plain = !role.contains("://") && !role.contains('@') && !role.ends_with('?');
    let first = role.chars().next().is_some_and(char::is_alphanumeric);
    (plain && first && (1..=9).contains(&count) && role.len() < 90).then(|| role.to_owned())
}

/// The phrase right before "role": its capitalised words, back to one that cannot belong to it.
fn back_to_role(before: &str) -> Option<String> {
    let words: Vec<&str> = before.split_whitespace().collect();
    let mut start = words.len();
    while start > 0 {
        let word = words[start - 1];
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let small = ["of", "and", "for", "de", "&", "in", "/", "to", "-", "–"].contains(&word)
            && start < words.len()
            && start > 1
            && words[start - 2].chars().next().is_some_and(char::is_uppercase);
        let high = bare
            .chars()
            .next()
            .is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
        let low_job = names::is_job(&fold(bare)) && start == words.len();
        let ends = word.ends_with([',', '.', ':', ';', '!', '?']) && start < words.len();
        // "Junior product designer role": small words of a job that a capital begins.
        let joins = start < words.len() && low_role(&words[..start], words[words.len() - 1]);
        let article = ["the", "The", "Our", "our", "A", "Your", "This", "An", "For"].contains(&word);
        if !(high || small || low_job || joins) || ends && !word.ends_with(',') || article {
            break;
        }
        // A comma joins only a grade: "Engineer, Payments".
        if word.ends_with(',') && start < words.len() && !names::is_job(&fold(bare)) {
            break;
        }
        start -= 1;
    }
    let role = words[start..].join(" ");
    let role = role.trim_start_matches(
        ["for ", "and ", "of ", "in ", "to ", "- ", "– "]
            .as_slice()
            .first()
            .copied()
            .unwrap_or_default(),
    );
    checked(role)
}

/// Whether the last of `words` is a small word between a capital and a job in small letters.
fn low_role(words: &[&str], job: &str) -> bool {
    let is_plain = |word: &&&str| word.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    let small = words.iter().rev().take_while(is_plain).count();
    let head = words.len().checked_sub(small + 1).map(|at| words[at]);
    let stops = [
        "for", "the", "a", "an", "our", "your", "this", "that", "about", "with", "and", "to", "of", "in", "on",
    ];
    (1..=2).contains(&small)
        && names::is_job(&fold(job))
        && job.chars().next().is_some_and(char::is_lowercase)
        && words[words.len() - small..].iter().all(|word| !stops.contains(word))
        && head.is_some_and(|head| {
            head.chars().next().is_some_and(char::is_uppercase) && !head.ends_with(['.', ',', ':', '!'])
        })
}

/// The phrase right after a lead: up to a preposition, a mark, or the end.
fn forward_to_role(after: &str, named: bool) -> Option<String> {
    let after = after.trim_start_matches([' ', ':', '"', '“']);
    let after = after
        .strip_prefix("the ")
        .or_else(|| after.strip_prefix("our "))
        .or_else(|| after.strip_prefix("a "))
        .or_else(|| after.strip_prefix("an "))
        .unwrap_or(after);
    let mut end = after.len();
    for stop in ROLE_STOPS {
        if let Some(at) = after[..end].find(stop) {
            end = at;
        }
    }
    let role = after[..end].trim().trim_end_matches(['.', ',', '!', '?', ':', ';']);
    // A comma may go on with a unit or begin another thought.
    let role = match role.split_once(", ") {
        Some((head, tail))
            if names::has_job(head)
                && (tail.split_whitespace().count() > 4
                    || has_company_word(tail)
                    || tail.chars().next().is_some_and(char::is_lowercase)) =>
        {
            head
        }
        _ => role,
    };
    if named && (1..=6).contains(&role.split_whitespace().count()) {
        return checked_named(role);
    }
    checked(role).filter(|role| {
        names::has_job(role)
            || role.split(' ').count() >= 2
                && role.chars().next().is_some_and(char::is_uppercase)
                && names::at_start(role).is_none()
    })
}

/// "R-0048213 Senior Accountant" without the number of the requisition.
fn without_number(role: &str) -> &str {
    let trimmed = role.trim_start();
    let Some((head, rest)) = trimmed.split_once(' ') else {
        return role;
    };
    let bare = head.trim_matches(|c: char| !c.is_alphanumeric());
    let digits = bare.chars().filter(char::is_ascii_digit).count();
    let number = digits >= 3
        && bare
            .chars()
            .all(|c| c.is_ascii_digit() || c.is_ascii_uppercase() || c == '-');
    if number {
        rest.trim_start_matches([' ', '-', '–', ':'])
    } else {
        role
    }
}

/// A role in good shape: not too long, no link, not a person's.
fn checked(role: &str) -> Option<String> {
    let role = without_number(role)
        .split(" (")
        .next()?
        .trim()
        .trim_matches(['"', '“', '”', '\'', '-', '–', ',', ':', '.'])
        .trim();
    let count = role.split_whitespace().count();
    let bare = fold(role);
    let empty = NO_ROLE.contains(&bare.as_str());
    let valid = (1..=9).contains(&count)
        && role.len() < 90
        && !role.contains("://")
        && !role.contains('@')
        && !empty
        && !bare.contains("interview")
        && names::at_start(role).is_none_or(|(length, _)| length < role.len());
    let role = match role.rsplit_once(' ') {
        Some((head, tail))
            if ["program", "programme", "scheme"].contains(&fold(tail).as_str()) && names::has_job(head) =>
        {
            head
        }
        _ => role,
    };
    let strong = names::has_job(role) || count >= 2 && role.chars().next().is_some_and(char::is_uppercase);
    (valid && strong).then(|| role.to_owned())
}

/// "Interview: Payments Engineer (Priya / Yusuf)", "Quillmark Interview - Data Scientist", "Charge Nurse interview".
pub(crate) fn role_in_summary(summary: &str, me: &Me) -> Option<String> {
    for part in split_summary(summary) {
        let bare = without_formality(part);
        let bare = bare
            .trim()
            .trim_start_matches("for ")
            .trim_start_matches("als ")
            .trim_start_matches("with ")
            .trim();
        let others = me
            .name
            .split_whitespace()
            .any(|name| fold(bare).split(' ').any(|word| word == fold(name)));
        if !others && names::has_job(bare) && !is_formality(bare) {
            let mut bare = bare;
            while let Some((head, _)) = bare
                .rsplit_once(' ')
                .filter(|(_, tail)| ROLE_TAILS.contains(&fold(tail).as_str()))
            {
                bare = head;
            }
            return checked(bare);
        }
    }
    None
}

/// "Assistant Professor of Comparative Literature, Wexcombe University." at the head of a description.
pub(crate) fn role_in_opening(description: &str) -> Option<String> {
    let line = description.lines().find(|line| !line.trim().is_empty())?.trim();
    let head = line
        .split([',', '.', ';', '(', '|', ':'])
        .next()?
        .split(" - ")
        .next()?
        .trim();
    let high = head.chars().next().is_some_and(char::is_uppercase);
    let small = ["of", "and", "for", "de", "in", "&", "the"];
    let titled = head
        .split(' ')
        .all(|word| small.contains(&word) || word.chars().next().is_some_and(|c| !c.is_lowercase()));
    (high
        && titled
        && names::has_job(head)
        && !is_formality(head)
        && head.len() < line.len()
        && (2..=8).contains(&head.split(' ').count()))
    .then(|| checked(head))
    .flatten()
}

/// "Hiring manager", "Recruiter": who talks, not what for.
fn is_formality(text: &str) -> bool {
    let folded = fold(text);
    ROLES_OF_HOSTS.contains(&folded.as_str())
        || folded.ends_with(" students")
        || folded.starts_with("meet ")
        || folded.contains("hiring manager")
        || folded.contains("recruiter")
}

/// A part of a summary without the words that every invitation has.
pub(crate) fn without_formality(part: &str) -> String {
    let mut bare = part.to_owned();
    for formality in FORMALITIES {
        let lower = bare.to_lowercase();
        let Some(at) = lower.find(formality).filter(|_| lower.len() == bare.len()) else {
            continue;
        };
        let end = at + formality.len();
        let whole = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        if whole(bare[..at].chars().next_back()) && whole(bare[end..].chars().next()) {
            bare = format!("{} {}", bare[..at].trim(), bare[end..].trim());
        }
    }
    bare.trim().to_owned()
}

pub(crate) fn split_summary(summary: &str) -> Vec<&str> {
    let mut parts = vec![summary];
    for separator in [
        " - ",
        " – ",
        " — ",
        " | ",
        ": ",
        " @ ",
        " / ",
        " x ",
        " <> ",
        " (",
        ")",
        ", ",
        " · ",
        " at ",
        " with ",
        " bei ",
        " for ",
        " als ",
        " chez ",
        " avec ",
        " re ",
        " about ",
        " regarding ",
    ] {
        parts = parts.into_iter().flat_map(|part| part.split(separator)).collect();
    }
    parts
        .into_iter()
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect()
}
