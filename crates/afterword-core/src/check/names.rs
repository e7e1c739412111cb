//! The names of the record, spelled every way a note may write them.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::tags::{self, Tags};
use super::text::Text;
use super::{Record, RecordPerson};

/// One person's name in pieces.
#[derive(Debug, Clone)]
pub(crate) struct Name {
    /// As recorded.
    pub(crate) full: String,
    /// The words of it, folded.
    pub(crate) words: Vec<String>,
    /// Index into the people; `None` for the candidate.
    pub(crate) person: Option<usize>,
}

/// Every name and word of the record.
#[derive(Debug)]
pub(crate) struct Names {
    /// The people, then the candidate.
    pub(crate) list: Vec<Name>,
    /// The recipient's index in `list`.
    pub(crate) recipient: Option<usize>,
    /// The candidate's index in `list`.
    pub(crate) candidate: Option<usize>,
    /// The organisation's words, folded.
    pub(crate) organization: Vec<String>,
    /// Words of jots, titles, role and confirmed words, folded, with their stems.
    pub(crate) known: Vec<String>,
}

impl Names {
    /// Collects them.
    pub(crate) fn of(record: &Record<'_>) -> Self {
        let mut list: Vec<Name> = Vec::new();
        for (i, person) in record.people.iter().enumerate() {
            list.push(Name {
                full: person.name.clone(),
                words: words(&person.name),
                person: Some(i),
            });
        }
        let recipient = record
            .people
            .iter()
            .position(|p| !record.to.is_empty() && same(p, record.to));
        let mut candidate = None;
        if !record.candidate.trim().is_empty() {
            candidate = Some(list.len());
            list.push(Name {
                full: record.candidate.to_owned(),
                words: words(record.candidate),
                person: None,
            });
        }
        let mut known: Vec<String> = Vec::new();
        let lines = record
            .points
            .iter()
            .chain(&record.other_words)
            .chain(&record.attachments)
            .map(String::as_str);
        let titles = record.people.iter().filter_map(|p| p.title.as_deref());
        for line in lines.chain(titles).chain([record.role]) {
            known.extend(words(line));
        }
        Self {
            list,
            recipient,
            candidate,
            organization: words(record.organization),
            known,
        }
    }

    /// Marks the tokens that are names of people or of the organisation.
    pub(crate) fn mark(&self, text: &mut Text<'_>) {
        for token in &mut text.tokens {
            if token.first {
                token.tags = token.tags.with(Tags::FIRST);
            }
            let plain = tags::of(&token.low);
            let noun = plain.is_empty() || plain.any(Tags::NOUN.with(Tags::NOUNS).with(Tags::ADJECTIVE));
            if noun && token.low.chars().count() > 2 && self.known.contains(&token.low) {
                token.tags = token.tags.with(Tags::KNOWN);
            }
            if !token.is_capital() {
                continue;
            }
            if !token.first {
                token.tags = token.tags.with(Tags::CAPITAL);
            }
            let word = fold(token.stem_text());
            if self.list.iter().any(|n| n.words.contains(&word)) {
                token.tags = token.tags.with(Tags::NAME);
            }
            if self.organization.contains(&word) {
                token.tags = token.tags.with(Tags::ORGANIZATION);
            }
        }
    }

    /// Whether the folded word is one of somebody's name.
    pub(crate) fn is_name(&self, word: &str) -> bool {
        self.list.iter().any(|n| n.words.iter().any(|w| w == word))
    }

    /// Whether the folded word stands anywhere in the record.
    pub(crate) fn is_known(&self, word: &str) -> bool {
        self.is_name(word) || self.organization.iter().chain(&self.known).any(|w| w == word)
    }
}

impl Name {
    /// First word of the name.
    pub(crate) fn given(&self) -> &str {
        self.words.first().map_or("", String::as_str)
    }

    /// Last word of the name, suffixes aside.
    pub(crate) fn family(&self) -> &str {
        self.words
            .iter()
            .rev()
            .find(|w| !matches!(w.as_str(), "jr" | "sr" | "ii" | "iii" | "iv"))
            .map_or("", String::as_str)
    }
}

/// The one person a note greets, a slip of the pen in the name forgiven; `None` for nobody or several.
#[must_use]
pub fn greeted<'p>(note: &str, people: &'p [RecordPerson]) -> Option<&'p RecordPerson> {
    let line = note.trim_start().lines().next().unwrap_or_default();
    let line = line.split([',', '!', ':']).next().unwrap_or_default();
    let said: Vec<String> = words(line).iter().map(|w| bare(w)).collect();
    let near = |person: &RecordPerson| {
        let parts = words(&person.name);
        let nearest = parts
            .iter()
            .map(|part| bare(part))
            .filter(|part| part.chars().count() > 1);
        nearest
            .flat_map(|part| {
                said.iter()
                    .map(move |word| (distance(&part, word), part.chars().count()))
            })
            .filter(|(edits, length)| *edits == 0 || *edits <= 2 && *length > 4 || *edits == 1 && *length > 3)
            .map(|(edits, _)| edits)
            .min()
    };
    let best = people.iter().filter_map(near).min()?;
    let mut found = people.iter().filter(|person| near(person) == Some(best));
    found.next().filter(|_| found.next().is_none())
}

fn same(person: &RecordPerson, to: &str) -> bool {
    fold(&person.name) == fold(to)
}

/// Lower case, diacritics kept, apostrophes straight: two spellings are equal when the letters are.
pub(crate) fn fold(word: &str) -> String {
    word.nfc()
        .collect::<String>()
        .replace(['\u{2019}', '\u{2018}', '\u{02bc}'], "'")
        .to_lowercase()
}

/// The same without diacritics: `Sandor` for `Sándor`.
pub(crate) fn bare(word: &str) -> String {
    word.nfd()
        .filter(|c| !is_combining_mark(*c))
        .collect::<String>()
        .to_lowercase()
}

/// The folded words of a line, possessives taken off, hyphenated words whole and in pieces.
pub(crate) fn words(line: &str) -> Vec<String> {
    let mut out = Vec::new();
    for word in
        line.split(|c: char| !(c.is_alphanumeric() || is_combining_mark(c) || matches!(c, '\'' | '\u{2019}' | '-')))
    {
        let word = fold(word.trim_matches(['\'', '\u{2019}', '-']));
        let word = word.strip_suffix("'s").unwrap_or(&word).to_owned();
        if word.is_empty() {
            continue;
        }
        if word.contains('-') {
            out.extend(word.split('-').filter(|p| !p.is_empty()).map(str::to_owned));
        }
        out.push(word);
    }
    // A hyphenated given name is one name: the whole stands first.
    out
}

/// Edits between two words: insertions, deletions, replacements and swaps of neighbours.
pub(crate) fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = usize::from(a[i - 1] != b[j - 1]);
            let mut best = (rows[i - 1][j] + 1)
                .min(row[j - 1] + 1)
                .min(rows[i - 1][j - 1] + change);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}
