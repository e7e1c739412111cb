//! Job titles beside names: "Ann Lee, Head of Design", "our CFO, Art Mendel", "Ann Lee (Recruiting)".

use super::super::message::phrases::fold;
use super::mentions::{LISTS, part_in};
use super::names;
use super::words::{FIELDS, NAME_NOTES, NO_TITLE, PROCESS_ROLES, TITLE_ABBREVIATIONS, TITLE_BOUNDS, TITLE_STOPS};

/// A title behind a name, and how many bytes it takes.
pub(crate) fn title_after(rest: &str, in_list: bool) -> Option<(Option<String>, usize)> {
    let lead = rest.len() - rest.trim_start_matches([' ', '\u{a0}']).len();
    let body = &rest[lead..];
    // The address behind a linked name.
    if let Some(end) = body.strip_prefix('<').and_then(|inside| inside.find('>')) {
        let used = lead + end + 2;
        return title_after(&rest[used..], in_list).map(|(title, more)| (title, used + more));
    }
    if let Some(inside) = body.strip_prefix('(').or_else(|| body.strip_prefix('[')) {
        let end = inside.find([')', ']'])?;
        let used = lead + 1 + end + 1;
        let title = noted(&inside[..end], in_list);
        // "(she/her), Staff Engineer": the title comes behind the note.
        if title.is_none()
            && let Some((Some(title), more)) = title_after(&rest[used..], in_list)
        {
            return Some((Some(title), used + more));
        }
        return Some((title, used));
    }
    let separators: [&str; 13] = [
        ", ", "- ", "– ", "— ", "| ", "\t", ": ", "/ ", "· ", "-- ", "is our ", "is the ", "is ",
    ];
    let separator = separators.iter().find(|separator| body.starts_with(**separator))?;
    let dashed = !matches!(*separator, ", ") && !separator.starts_with("is ");
    let mut text = &body[separator.len()..];
    // Degrees before the title.
    loop {
        let word = text.find([' ', ',', '(']).map_or(text, |end| &text[..end]);
        if word.is_empty() || !names::is_degree(word) {
            break;
        }
        text = text[word.len()..].trim_start_matches([',', ' ']);
    }
    if text.starts_with('(') {
        let used = rest.len() - text.len();
        return title_after(text, in_list).map(|(title, more)| (title, used + more));
    }
    let text = text
        .strip_prefix("our ")
        .or_else(|| text.strip_prefix("your "))
        .or_else(|| text.strip_prefix("the "))
        .unwrap_or(text);
    // "Battalion Chief Hank Doolin, Captain Rosa Medina": the next person with a rank.
    if names::at_start(text).is_some_and(|(length, name)| length > name.len()) {
        return None;
    }
    let lead = rest.len() - text.len() - separator.len();
    let end = title_end(text, dashed);
    let title = text[..end]
        .trim()
        .trim_end_matches(['.', ',', ';', ':', '-', '–'])
        .trim();
    let valid = is_title(title, in_list && (dashed || title.split_whitespace().count() <= 6));
    valid.then(|| (Some(tidy(title)), lead + separator.len() + end))
}

/// Where a title ends: at the end of a sentence, at a verb, at the next person.
pub(crate) fn title_end(text: &str, dashed: bool) -> usize {
    let mut end = text.find('\n').unwrap_or(text.len());
    for stop in TITLE_STOPS {
        if let Some(at) = text[..end].find(stop) {
            end = at;
        }
    }
    // A full stop that ends a sentence, not "Sr. Engineer".
    let mut from = 0;
    while let Some(at) = text[from..end].find('.') {
        let at = from + at;
        let word = text[..at]
            .rsplit(|c: char| !c.is_alphanumeric())
            .next()
            .unwrap_or_default();
        let short = TITLE_ABBREVIATIONS.contains(&fold(word).as_str());
        if !short && text[at + 1..].chars().next().is_none_or(char::is_whitespace) {
            end = at;
            break;
        }
        from = at + 1;
    }
    // The next person: after a comma or a conjunction.
    for joint in [", and ", ", ", " and ", " und ", " et ", " & ", " y ", " e "] {
        let mut from = 0;
        while let Some(at) = text[from..end].find(joint) {
            let at = from + at;
            let behind = &text[at + joint.len()..];
            let person = names::at_start(behind).is_some_and(|(length, name)| {
                !names::has_job(&name)
                    && !FIELDS
                        .iter()
                        .any(|field| fold(&name).split(' ').any(|word| word == *field))
                    && (names::at_start(&behind[length..]).is_none())
            });
            let clause = joint == ", "
                && !dashed
                && !names::has_job(&behind[..behind.find([',', '.', ';', '\n']).unwrap_or(behind.len())])
                && behind
                    .split_whitespace()
                    .next()
                    .is_some_and(|word| word.chars().next().is_some_and(char::is_lowercase));
            if person || clause {
                end = at;
                break;
            }
            from = at + joint.len();
        }
    }
    end
}

/// The title among the notes in brackets.
fn noted(inside: &str, in_list: bool) -> Option<String> {
    let parts: Vec<&str> = inside
        .split([',', ';', '|'])
        .map(str::trim)
        .map(|part| {
            part.split(" @ ")
                .next()
                .unwrap_or(part)
                .split(" at ")
                .next()
                .unwrap_or(part)
                .trim()
        })
        .filter(|part| !part.is_empty() && !part.contains('@') && !part.contains("://"))
        .filter(|part| {
            let folded = fold(part);
            !NAME_NOTES
                .iter()
                .any(|note| folded == *note || folded.split([' ', '/', '-']).next() == Some(note))
                && part_in(&LISTS.after[..1], part).is_none()
        })
        .collect();
    let title = parts.join(", ");
    let valid = is_title(&title, in_list)
        || title.split_whitespace().count() <= 3
            && FIELDS
                .iter()
                .any(|field| fold(&title).split(' ').any(|word| word == *field));
    valid.then(|| tidy(&title))
}

/// Whether a phrase can be a title; `in_list` asks for less.
pub(crate) fn is_title(text: &str, in_list: bool) -> bool {
    let count = text.split_whitespace().count();
    let first = text.chars().next().is_some_and(char::is_alphabetic);
    let field = FIELDS.iter().any(|field| {
        fold(text)
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| word == *field)
    });
    let plain = !text.contains('@') && !text.contains("://") && !text.contains('?') && text.len() <= 100;
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let head = fold(text.split(' ').next().unwrap_or_default());
    let first = first && !NO_TITLE.contains(&head.as_str());
    first
        && plain
        && digits <= 2
        && (1..=12).contains(&count)
        && (names::has_job(text)
            || field && count <= 5
            || in_list
                && count <= 6
                && text.chars().next().is_some_and(char::is_uppercase)
                && names::at_start(text).is_none())
}

pub(crate) fn tidy(title: &str) -> String {
    title.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A title before a name: "our CFO, Art Mendel", "Head of Design: Ann Lee".
pub(crate) fn title_before(before: &str) -> Option<String> {
    let before = before.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ':'));
    let before = before
        .strip_suffix(" is")
        .or_else(|| before.strip_suffix(" ist"))
        .unwrap_or(before);
    let before = before
        .rsplit(['.', ';', '(', '\t', '|', '?', '!', '–', '—', '•', ':'])
        .next()?;
    let words: Vec<&str> = before.split_whitespace().collect();
    // Back to the word that cannot belong to a title.
    let from = words
        .iter()
        .rposition(|word| TITLE_BOUNDS.contains(&fold(word.trim_end_matches(',')).as_str()));
    let phrase = words[from.map_or(0, |at| at + 1)..].join(" ");
    let phrase = phrase.trim_end_matches(',').trim();
    let folded = fold(phrase);
    let process = PROCESS_ROLES.contains(&folded.as_str());
    let count = phrase.split_whitespace().count();
    (from.is_some() || before.trim_end().len() == phrase.len()).then_some(())?;
    (names::has_job(phrase)
        && !process
        && (1..=7).contains(&count)
        && !folded.contains("interview")
        && !folded.contains("position")
        && !folded.contains(" role")
        && !phrase.contains(','))
    .then(|| tidy(phrase))
}
