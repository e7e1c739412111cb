//! The employer and the role, as the file states them.
//!
//! A role is a phrase with a job in it, in one of the forms invitations use. A company is looked for three ways: the
//! domain of the people who invite, spelled out somewhere in the words; the forms of invitations ("with Quillmark",
//! "bei der Nordkant `GmbH`"); the part of the summary that is neither role nor name.

use super::super::message::phrases::fold;
use super::calendar::RawEvent;
use super::role::{role_in_line, role_in_opening, role_in_summary, split_summary, without_formality};
use super::text::EventText;
use super::words::{
    COMPANY_FORMS, COMPANY_STOPS, COMPANY_WORDS, DOMAIN_TAILS, HONORIFICS, LEGAL_FORMS, MAILBOXES, NOT_NAMES,
    PLATFORMS, SUMMARY_WORDS,
};
use super::{Me, names};

/// Company and role.
pub(crate) fn employer(
    events: &[RawEvent],
    texts: &[EventText],
    calendar: Option<&str>,
    me: &Me,
) -> (Option<String>, Option<String>) {
    let mut blocks: Vec<String> = Vec::new();
    for (event, text) in events.iter().zip(texts).take(50) {
        blocks.push(text.summary.clone());
        blocks.push(text.description.clone());
        blocks.push(text.alternative.clone());
        blocks.push(text.location.clone());
        blocks.push(text.other.clone());
        for line in event.organizer.iter().chain(&event.attendees) {
            blocks.extend(line.param("CN").filter(|name| !name.contains('@')).map(str::to_owned));
        }
    }
    blocks.extend(calendar.map(str::to_owned));
    let mut summaries = texts
        .iter()
        .take(50)
        .map(|text| text.summary.as_str())
        .filter(|summary| !is_errand(summary));
    let locations = texts.iter().take(50).map(|text| text.location.as_str());
    let role = blocks.iter().flat_map(|block| block.lines()).find_map(role_in_line);
    let titled = blocks.iter().flat_map(|block| block.lines()).filter_map(|line| {
        let (label, rest) = line.split_once(':')?;
        [
            "event name",
            "title",
            "subject",
            "betreff",
            "what",
            "event",
            "objet",
            "was",
        ]
        .contains(&fold(label.trim()).as_str())
        .then_some(rest)
    });
    let role = role.or_else(|| {
        summaries
            .clone()
            .chain(titled)
            .find_map(|summary| role_in_summary(summary, me))
    });
    let role = role.or_else(|| {
        texts
            .iter()
            .take(50)
            .find_map(|text| role_in_opening(&text.description))
    });
    let people = people_in(&blocks);
    let company = by_label(&blocks)
        .or_else(|| by_domain(&labels(events, texts, me), &blocks))
        .or_else(|| {
            blocks
                .iter()
                .flat_map(|block| block.lines())
                .find_map(|line| by_form(line, role.as_deref(), me, &people))
        })
        .or_else(|| by_mailbox(events))
        .or_else(|| {
            locations
                .filter_map(|place| place.split([',', '\n']).next())
                .find(|place| has_company_word(place) && !place.contains("://"))
                .map(|place| place.trim().to_owned())
        })
        .or_else(|| summaries.find_map(|summary| by_summary(summary, role.as_deref(), me, &people)));
    (company, role)
}

/// Names of domains that may be the employer's.
fn labels(events: &[RawEvent], texts: &[EventText], me: &Me) -> Vec<String> {
    let mine = me.email.rsplit('@').next().unwrap_or_default().to_ascii_lowercase();
    let mut out: Vec<String> = Vec::new();
    let mut add = |domain: &str| {
        let domain = domain.trim_end_matches(['.', '>', ')', ',']).to_ascii_lowercase();
        if domain == mine || out.len() > 60 {
            return;
        }
        let parts: Vec<&str> = domain.split('.').collect();
        let second_level = parts.len() > 2
            && parts.last().is_some_and(|top| top.len() == 2)
            && ["co", "com", "ac", "org", "gov", "edu"].contains(&parts[parts.len() - 2]);
        let at = parts.len().checked_sub(if second_level { 3 } else { 2 });
        if let Some(label) = at.map(|at| parts[at])
            && label.len() > 1
            && !PLATFORMS.contains(&label)
            && !out.iter().any(|known| known == label)
        {
            out.push(label.to_owned());
        }
    };
    for event in events.iter().take(50) {
        for line in event.attendees.iter().chain(&event.organizer) {
            let raw = line.raw();
            if let Some((_, domain)) = raw.trim().rsplit_once('@') {
                add(domain);
            }
        }
        if let Some((_, domain)) = event.uid.rsplit_once('@') {
            add(domain);
        }
    }
    for text in texts.iter().take(50) {
        let all = format!("{} {}", text.all(), text.location);
        for word in all
            .split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '(' | ')'))
            .take(4_000)
        {
            if let Some((_, rest)) = word.split_once("://") {
                add(rest.split(['/', ':', '?']).next().unwrap_or_default());
            } else if let Some((_, domain)) = word.rsplit_once('@') {
                add(domain);
            }
        }
    }
    out
}

/// A capitalised phrase that a domain spells: `harborline` for "Harborline Logistics".
fn by_domain(labels: &[String], blocks: &[String]) -> Option<String> {
    labels.iter().find_map(|label| {
        let label = fold(label).replace(['-', '_'], "");
        let mut best: Option<(usize, String)> = None;
        for block in blocks {
            for line in block.lines() {
                for phrase in spelled(line, &label) {
                    let weight = phrase.split(' ').count();
                    if best.as_ref().is_none_or(|(known, _)| weight > *known) {
                        best = Some((weight, phrase));
                    }
                }
            }
        }
        best.map(|(_, phrase)| phrase)
    })
}

/// The phrases of a line whose first words, run together, are the label, or whose initials are.
fn spelled(line: &str, label: &str) -> Vec<String> {
    let words = tokens(line);
    let mut out = Vec::new();
    for start in 0..words.len().min(400) {
        let mut joined = String::new();
        for end in start..words.len().min(start + 6) {
            let word = words[end];
            if !word.text.contains(char::is_alphanumeric) && word.text != "&"
                || word.text.contains('@')
                || word.text.contains("://")
                || word.text.contains('/')
            {
                break;
            }
            joined.push_str(&fold(without_genitive(word.text)).replace(|c: char| !c.is_alphanumeric(), ""));
            if joined.is_empty() || !(label.starts_with(&joined) || joined.starts_with(label)) {
                break;
            }
            // "harborline" is "Harborline"; "tallybirdhq" is "Tallybird" with an ending that says nothing.
            let rest = label.strip_prefix(joined.as_str()).unwrap_or("x");
            let is_whole = joined == *label || joined.len() >= 4 && DOMAIN_TAILS.contains(&rest);
            let is_high = words[start].text.chars().next().is_some_and(char::is_uppercase)
                || words[start].text.chars().any(char::is_uppercase);
            if is_whole && is_high {
                let start = back_over_kind(&words, start);
                let last = if word.ends { end } else { extended(&words, start, end) };
                out.push(phrase(&words[start..=last]));
            }
        }
    }
    out
}

/// Goes on over the capitalised words that follow: "Harborline" + "Logistics".
fn extended(words: &[Token<'_>], start: usize, end: usize) -> usize {
    let mut last = end;
    while let Some(next) = words.get(last + 1).filter(|_| !words[last].ends) {
        let folded = fold(next.text.trim_matches(|c: char| !c.is_alphanumeric()));
        let joint = matches!(next.text, "&" | "und" | "et" | "and" | "of")
            && words.get(last + 2).is_some_and(|after| {
                after.text.chars().next().is_some_and(char::is_uppercase) && !stops(after.text) && !next.ends
            });
        let high = next.text.chars().next().is_some_and(char::is_uppercase);
        let legal = LEGAL_FORMS.contains(&folded.as_str());
        if joint {
            last += 2;
        } else if legal || high && !stops(next.text) {
            last += 1;
        } else {
            break;
        }
        if last - start > 6 {
            break;
        }
    }
    last
}

/// The phrase that begins at `start`.
fn extend(words: &[Token<'_>], start: usize, end: usize) -> String {
    phrase(&words[start..=extended(words, start, end)])
}

/// Takes in the kind of house that some languages put first: "Société Belmont", "University of Leeds".
fn back_over_kind(words: &[Token<'_>], start: usize) -> usize {
    const KINDS: &str = "societe groupe cabinet clinique hopital banque maison universite universitat stadtwerke klinikum hotel university college bank grupo gruppo banco hospital studio atelier institut ecole city county town state village borough district";
    let kind = |at: usize| {
        words.get(at).is_some_and(|word| {
            !word.ends
                && KINDS.split(' ').any(|kind| kind == fold(word.text))
                && word.text.chars().next().is_some_and(char::is_uppercase)
        })
    };
    match start {
        2.. if ["of", "de", "di", "zu"].contains(&words[start - 1].text) && kind(start - 2) => start - 2,
        1.. if kind(start - 1) => start - 1,
        _ => start,
    }
}

/// Words at which a company's name has ended.
fn stops(word: &str) -> bool {
    let bare = fold(word.trim_matches(|c: char| !c.is_alphanumeric()));
    COMPANY_STOPS.contains(&bare.as_str())
        || names::is_job(&bare)
        || bare.is_empty()
        || HONORIFICS.contains(&bare.as_str()) && bare.len() > 2
}

fn without_genitive(word: &str) -> &str {
    word.strip_suffix("'s")
        .or_else(|| word.strip_suffix("’s"))
        .unwrap_or(word)
}

#[derive(Clone, Copy)]
struct Token<'a> {
    text: &'a str,
    /// A comma, bracket or full stop follows.
    ends: bool,
}

fn tokens(line: &str) -> Vec<Token<'_>> {
    line.split_whitespace()
        .filter_map(|word| {
            let text = word.trim_matches(['(', ')', '"', '“', '”', '[', ']', '<', '>', '*', '_', '‘']);
            let bare = text.trim_end_matches([',', ':', ';', '!', '?', '\'', '’']);
            let stopped = bare.strip_suffix('.').filter(|rest| {
                ![
                    "Inc", "Co", "Corp", "Ltd", "St", "Dr", "e.V", "Bros", "Mt", "Ft", "B.V", "N.V", "S.A", "S.L",
                    "S.p.A", "S.r.l",
                ]
                .contains(rest)
            });
            let ends = bare.len() < text.len() || stopped.is_some() || word.ends_with([')', ']', '"', '”']);
            let text = stopped.unwrap_or(bare);
            (!text.is_empty()).then_some(Token { text, ends })
        })
        .take(600)
        .collect()
}

fn phrase(words: &[Token<'_>]) -> String {
    let text = words.iter().map(|word| word.text).collect::<Vec<_>>().join(" ");
    without_genitive(
        text.trim_end_matches(',')
            .strip_suffix('.')
            .filter(|rest| {
                !["Inc", "Co", "B.V", "N.V", "S.A", "S.L", "S.p.A", "S.r.l"]
                    .iter()
                    .any(|form| rest.ends_with(form))
            })
            .unwrap_or(&text),
    )
    .trim_end_matches(',')
    .to_owned()
}

/// "Client: Copperbeech Homes": a label goes before what addresses suggest, which may be an agency's.
fn by_label(blocks: &[String]) -> Option<String> {
    blocks.iter().flat_map(|block| block.lines()).find_map(|line| {
        let (label, rest) = line.split_once(':')?;
        let rest = rest
            .split(" (")
            .next()?
            .split(" | ")
            .next()?
            .trim()
            .trim_end_matches([',', ';', ')', '.']);
        let plain = !rest.contains("://") && !rest.contains('@') && !rest.is_empty();
        (plain && COMPANY_LABELS.contains(&fold(label.trim()).as_str()) && rest.split_whitespace().count() <= 7)
            .then(|| rest.to_owned())
    })
}

/// What may stand before the employer's name and a colon.
const COMPANY_LABELS: [&str; 14] = [
    "company",
    "company name",
    "employer",
    "client",
    "organisation",
    "organization",
    "unternehmen",
    "firma",
    "arbeitgeber",
    "entreprise",
    "societe",
    "empresa",
    "azienda",
    "bedrijf",
];

/// "with Quillmark", "at Tallybird", "bei der Nordkant `GmbH`", "chez Verrier".
fn by_form(line: &str, role: Option<&str>, me: &Me, people: &[String]) -> Option<String> {
    let words = tokens(line);
    (0..words.len()).find_map(|at| {
        let form = fold(words[at].text);
        let labelled = at == 0
            && words[at].ends
            && [
                "company",
                "employer",
                "organisation",
                "organization",
                "unternehmen",
                "entreprise",
                "empresa",
                "azienda",
                "firma",
                "client",
                "kunde",
                "school",
            ]
            .contains(&form.as_str());
        if !labelled && (!COMPANY_FORMS.contains(&form.as_str()) || words[at].ends) {
            return None;
        }
        let mut start = at + 1;
        while words.get(start).is_some_and(|word| {
            ["the", "der", "dem", "die", "la", "le", "our", "friends"].contains(&fold(word.text).as_str())
        }) {
            start += 1;
        }
        candidate(
            &words,
            start,
            role,
            me,
            people,
            labelled || form == "bei" || form == "chez",
        )
    })
}

/// The capitalised phrase at `start`, if it can be a company.
fn candidate(
    words: &[Token<'_>],
    start: usize,
    role: Option<&str>,
    me: &Me,
    people: &[String],
    strong: bool,
) -> Option<String> {
    let first = words.get(start)?;
    let bare = fold(first.text.trim_matches(|c: char| !c.is_alphanumeric()));
    let high = first.text.chars().next().is_some_and(char::is_uppercase);
    if !high || stops(first.text) || first.text.contains("://") || first.text.contains('@') {
        return None;
    }
    let found = if first.ends {
        first.text.to_owned()
    } else {
        extend(words, start, start)
    };
    let generic = NOT_NAMES.contains(&bare.as_str()) && !found.contains(' ');
    // A person's name has the same look; only a company's kind of word tells them apart.
    let person = looks_like_person(&found, people) && !strong;
    let program = [
        "zoom",
        "google meet",
        "google",
        "microsoft teams",
        "microsoft",
        "teams",
        "webex",
        "skype",
        "whereby",
    ]
    .contains(&fold(&found).as_str());
    let is_role = role.is_some_and(|role| fold(role).contains(&fold(&found)));
    let is_me = me
        .name
        .split_whitespace()
        .any(|part| fold(&found).split(' ').any(|word| word == fold(part)));
    (!generic && !person && !program && !is_role && !is_me && found.chars().count() > 1).then_some(found)
}

pub(crate) fn has_company_word(text: &str) -> bool {
    fold(text)
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| COMPANY_WORDS.contains(&word))
}

/// Whether the phrase is rather a person's: the look of a name, or the first name of somebody in the file.
fn looks_like_person(text: &str, people: &[String]) -> bool {
    let name = names::at_start(text).is_some_and(|(length, _)| length == text.len());
    (name || people.contains(&fold(text))) && !has_company_word(text)
}

/// The folded names and first names of the people a file names.
fn people_in(blocks: &[String]) -> Vec<String> {
    let mut out = Vec::new();
    for line in blocks.iter().flat_map(|block| block.lines()).take(2_000) {
        let starts = line
            .char_indices()
            .filter(|(at, c)| c.is_uppercase() && (*at == 0 || !line[..*at].ends_with(char::is_alphanumeric)));
        for (at, _) in starts.take(60) {
            if let Some((_, name)) = names::at_start(&line[at..]) {
                out.extend(fold(&name).split(' ').next().map(str::to_owned));
                out.push(fold(&name));
            }
        }
    }
    out
}

/// The part of a summary that is neither role, name nor formality.
fn by_summary(summary: &str, role: Option<&str>, me: &Me, people: &[String]) -> Option<String> {
    let parts: Vec<String> = split_summary(summary).into_iter().map(without_formality).collect();
    let parts: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    let whole = without_formality(summary) == summary.trim();
    let low = !summary.contains(char::is_uppercase);
    let role = role.map(fold);
    let usable = |part: &str| {
        let folded = fold(part);
        let first = part.chars().next().is_some_and(char::is_uppercase);
        let shouted_at = low && summary.contains(&format!("@ {part}"));
        (first || shouted_at)
            && !role.as_ref().is_some_and(|role| folded.contains(role.as_str()))
            && !folded
                .split(|c: char| !c.is_alphanumeric())
                .any(|word| SUMMARY_WORDS.contains(&word))
            && !me
                .name
                .split_whitespace()
                .any(|name| folded.split(' ').any(|word| word == fold(name)))
            && !names::has_job(part)
    };
    let usable: Vec<&str> = parts.iter().copied().filter(|part| usable(part)).collect();
    let plain = |part: &str| {
        (parts.len() > 1 || !whole)
            && !looks_like_person(part, people)
            && tokens(part)
                .first()
                .is_some_and(|word| !NOT_NAMES.contains(&fold(word.text).as_str()))
    };
    let found = usable
        .iter()
        .find(|part| has_company_word(part))
        .or_else(|| usable.iter().find(|part| plain(part)));
    found.map(|part| (*part).to_owned())
}

/// Whether a summary is about the way there or another errand.
fn is_errand(summary: &str) -> bool {
    super::place::is_errand(summary)
}

/// "Quillmark Recruiting" as the sender of an automatic invitation.
fn by_mailbox(events: &[RawEvent]) -> Option<String> {
    events
        .iter()
        .take(50)
        .filter_map(|event| event.organizer.as_ref())
        .find_map(|line| {
            let shown = line.param("CN").filter(|shown| !shown.contains('@'))?;
            let raw = line.raw();
            let local = raw
                .trim()
                .trim_start_matches("mailto:")
                .split('@')
                .next()
                .unwrap_or_default()
                .to_ascii_lowercase();
            let shared = MAILBOXES.contains(&local.as_str());
            let words = tokens(shown);
            let first = words.first().filter(|word| shared && !stops(word.text))?;
            let found = if first.ends {
                first.text.to_owned()
            } else {
                extend(&words, 0, 0)
            };
            (fold(&found) != "calendly" && !NOT_NAMES.contains(&fold(&found).as_str())).then_some(found)
        })
}
