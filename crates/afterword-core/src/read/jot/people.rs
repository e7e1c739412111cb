//! Who was met: lines that introduce a person, introductions inside a sentence, and mentions afterwards.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::lexicon::{VerbForm, lexicon};
use crate::model::{Part, Person, Pronoun};

use super::name::{NameMatch, PLAIN, Word, joined, name_at, title_len, words};
use super::unit::Unit;

static MAIL: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"<?([A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)>?").expect("tested"));

/// A person found in a unit, and which bytes the introduction took up.
#[derive(Debug, Clone)]
pub(super) struct Intro {
    pub(super) person: Person,
    /// From the first word of the introduction to its last.
    pub(super) span: Range<usize>,
    /// The introduction is the whole unit.
    pub(super) whole: bool,
    /// Index of the person if already known.
    pub(super) known: Option<usize>,
    /// Text after a colon on the same line belongs to the person.
    pub(super) colon: bool,
}

/// Everybody met so far.
#[derive(Debug, Default)]
pub(super) struct Roster {
    pub(super) people: Vec<Person>,
    aliases: Vec<(String, usize)>,
}

impl Roster {
    /// A roster of people already known.
    pub(super) fn of(people: Vec<Person>) -> Self {
        Self {
            people,
            aliases: Vec::new(),
        }
    }

    /// Adds a person, or completes one already there, and returns the index.
    pub(super) fn add(&mut self, person: Person) -> usize {
        let same = self.people.iter().position(|p| {
            let (a, b) = (p.name.to_lowercase(), person.name.to_lowercase());
            a == b
                || a.split(' ').next() == Some(b.as_str())
                || b.split(' ').next() == Some(a.as_str())
                || (person.honorific_prefix.is_some() && a.split(' ').next_back() == Some(b.as_str()))
                // "spoke to Chef Amstad by phone", and below: "Reto Amstad exec chef".
                || (p.honorific_prefix.is_some() && b.split(' ').next_back() == Some(a.as_str()))
        });
        let called = person.name.to_lowercase();
        let same = same.or_else(|| self.aliases.iter().find(|(a, _)| *a == called).map(|(_, i)| *i));
        let same = same.or_else(|| {
            let family_only = person.honorific_prefix.is_some() && !person.name.contains(' ');
            family_only
                .then(|| self.misspelt(&person.name.to_lowercase()))
                .flatten()
        });
        if let Some(i) = same {
            let old = &mut self.people[i];
            let placed = old.title.is_some();
            if person.name.len() > old.name.len() {
                old.name = person.name;
            }
            old.title = old.title.take().or(person.title);
            old.addr_spec = old.addr_spec.take().or(person.addr_spec);
            old.honorific_prefix = old.honorific_prefix.take().or(person.honorific_prefix);
            old.pronoun = old.pronoun.or(person.pronoun);
            // "Jo at the door: 3/27" says where, of somebody whose title is known.
            if old.part == Part::Interviewer && !placed {
                old.part = person.part;
            }
            return i;
        }
        self.people.push(person);
        self.people.len() - 1
    }

    pub(super) fn alias(&mut self, alias: &str, person: usize) {
        self.aliases.push((alias.to_lowercase(), person));
    }

    /// The person some words name, if exactly one fits: an alias, a full name, a given name or a family name.
    pub(super) fn lookup(&self, lower: &str) -> Option<usize> {
        if let Some((_, i)) = self.aliases.iter().find(|(a, _)| a == lower) {
            return Some(*i);
        }
        let lower = &unaccented(lower);
        let mut found = None;
        for (i, p) in self.people.iter().enumerate() {
            let name = unaccented(&p.name.to_lowercase());
            let fits = name == *lower
                || name.split(' ').any(|part| part == lower && part.len() > 1)
                // Theo of Theodora.
                || lower.len() >= 3 && lower.len() + 2 <= name.split(' ').next().map_or(0, str::len) && name.starts_with(lower.as_str()) && lexicon().given_name(lower) == Some(false)
                || name.split_once(' ').is_some_and(|(g, f)| {
                    lower.split_once(' ').is_some_and(|(a, b)| a == g && b.len() == 1 && f.starts_with(b))
                });
            if fits {
                if found.is_some() {
                    return None;
                }
                found = Some(i);
            }
        }
        found
    }

    /// The person whose given name begins with a letter that stands for them, if exactly one: "H" of Harriet.
    pub(super) fn initial(&self, lower: &str) -> Option<usize> {
        let mut fits = (0..self.people.len()).filter(|p| self.people[*p].name.to_lowercase().starts_with(lower));
        let found = fits.next().filter(|_| lower.chars().count() == 1)?;
        fits.next().is_none().then_some(found)
    }

    /// The person whose given name begins so, if exactly one: "pris" of Priscilla.
    pub(super) fn shortened(&self, lower: &str) -> Option<usize> {
        let lower = unaccented(lower);
        let mut fits =
            (0..self.people.len()).filter(|p| unaccented(&self.people[*p].name.to_lowercase()).starts_with(&lower));
        let found = fits.next().filter(|_| lower.len() >= 3)?;
        fits.next().is_none().then_some(found)
    }

    /// The person whose name these words nearly are, if exactly one: "Vaishanvi" of Vaishnavi Poduval.
    pub(super) fn misspelt(&self, lower: &str) -> Option<usize> {
        let lower = unaccented(lower);
        let near = |part: &str| {
            let slips = match part.chars().count().min(lower.chars().count()) {
                0..=3 => return false,
                4..=6 => 1,
                _ => 2,
            };
            strsim::osa_distance(part, &lower) <= slips
        };
        let mut fits = (0..self.people.len()).filter(|p| {
            let name = unaccented(&self.people[*p].name.to_lowercase());
            name.split(' ').any(near) || near(&name)
        });
        let found = fits.next()?;
        fits.next().is_none().then_some(found)
    }

    /// Mentions of known people, as (person, index of the first word, number of words).
    pub(super) fn mentions(&self, ws: &[Word]) -> Vec<(usize, usize, usize)> {
        let mut out = Vec::new();
        let mut i = 0;
        while i < ws.len() {
            let stem = |w: &Word| w.lower.strip_suffix("'s").unwrap_or(&w.lower).to_owned();
            // "P." is Preston.
            if ws[i].capital && ws[i].lower.len() == 1 && ws[i].gap.starts_with('.') {
                let mut fits =
                    (0..self.people.len()).filter(|p| self.people[*p].name.to_lowercase().starts_with(&ws[i].lower));
                if let (Some(p), None) = (fits.next(), fits.next()) {
                    out.push((p, i, 1));
                    i += 1;
                    continue;
                }
            }
            let pair = ws.get(i + 1).map(|n| format!("{} {}", stem(&ws[i]), stem(n)));
            if let Some((p, n)) = pair
                .and_then(|p| self.lookup(&p))
                .map(|p| (p, 2))
                .or_else(|| self.lookup(&stem(&ws[i])).map(|p| (p, 1)))
            {
                let ambiguous = n == 1 && !ws[i].capital && PLAIN.contains(&ws[i].lower.as_str());
                if !ambiguous {
                    out.push((p, i, n));
                    i += n;
                    continue;
                }
            }
            i += 1;
        }
        out
    }

    pub(super) fn given_names(&self) -> Vec<String> {
        self.people
            .iter()
            .flat_map(|p| p.name.to_lowercase().split(' ').map(str::to_owned).collect::<Vec<_>>())
            .collect()
    }
}

/// Without accents: people type Genevieve for Geneviève.
fn unaccented(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfd().filter(|c| !matches!(c, '\u{300}'..='\u{36F}')).collect()
}

/// An `addr-spec` in the text and its place.
pub(super) fn mail(text: &str) -> Option<(String, Range<usize>)> {
    let c = MAIL.captures(text)?;
    Some((c[1].to_owned(), c.get(0)?.range()))
}

fn title_of(text: &str, ws: &[Word], at: usize, n: usize) -> Option<String> {
    if n == 0 {
        return None;
    }
    let raw = &text[ws[at].span.start..ws[at + n - 1].span.end];
    let lower = joined(ws, at, n);
    let lead = ["the ", "a ", "an ", "his ", "her ", "their "]
        .iter()
        .find(|p| lower.starts_with(**p))
        .map_or(0, |p| p.len());
    if let Some(t) = lexicon().title(&lower[lead..]) {
        return Some(t.canonical.to_owned());
    }
    // The article and the blank behind it are ASCII, so they take as many bytes as typed.
    Some(expand(raw.get(lead..).unwrap_or(raw)))
}

/// Writes out the shortened words of a title: `eng mgr` -> `engineering manager`.
fn expand(title: &str) -> String {
    title
        .split(' ')
        .map(|w| {
            let l = w.to_lowercase();
            let short = || {
                lexicon()
                    .abbreviation(&l)
                    .iter()
                    .find(|a| a.flag == "-" && a.scope == "-" && !a.expansion.contains('|'))
                    .map(|a| a.expansion.to_owned())
            };
            // Only what is no word by itself: "eng" and "mgr", not "head".
            let word = lexicon().noun(&l).is_some() || lexicon().adjective(&l).is_some();
            lexicon()
                .title(&l)
                .filter(|_| !word)
                .map(|t| t.canonical.to_owned())
                .or_else(short)
                .unwrap_or_else(|| w.to_owned())
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// What the title says of the person's part.
pub(super) fn part_of(title: &str) -> Part {
    let lower = title.to_lowercase();
    let has = |set: &[&str]| set.iter().any(|w| lower.contains(w));
    if has(&[
        "receptionist",
        "front desk",
        "reception",
        "porter",
        "doorman",
        "caretaker",
        "janitor",
    ]) || lower == "security"
        || ["security guard", "security man", "security officer", "security desk"]
            .iter()
            .any(|w| lower.contains(w))
    {
        Part::Receptionist
    } else if has(&[
        "recruiter",
        "recruiting",
        "recruitment",
        "talent",
        "staffing",
        "sourcer",
        "headhunter",
    ]) {
        Part::Recruiter
    } else if has(&[
        "coordinator",
        "scheduler",
        "assistant to",
        "personal assistant",
        "executive assistant",
        "ea to",
        "pa to",
    ]) && !has(&[
        "care coordinator",
        "project coordinator",
        "program coordinator",
        "programme coordinator",
        "volunteer coordinator",
    ]) {
        Part::Coordinator
    } else if has(&["referred me", "referrer"]) {
        Part::Referrer
    } else {
        Part::Interviewer
    }
}

/// Two words that are none, and a title or a mail address behind them: "chiamaka ferrante (head of design)".
fn shaped(text: &str, ws: &[Word], at: usize, marked: bool) -> Option<NameMatch> {
    let (a, b) = (ws.get(at)?, ws.get(at + 1)?);
    let capitals = a.capital && b.capital && !super::name::is_word(&a.lower);
    let joint = b
        .gap
        .trim_start()
        .starts_with(['(', ',', '-', '\u{2013}', '\u{2014}', ':', '<'])
        || at + 2 == ws.len();
    let plain = |w: &Word| {
        PLAIN.contains(&w.lower.as_str()) || !w.lower.chars().all(|c| c.is_alphabetic() || c == '-' || c == '\'')
    };
    let (_, headed) = title_len(text, ws, at + 2);
    let unknown = capitals || !super::name::is_word(&b.lower) && lexicon().title(&b.lower).is_none();
    if a.gap != " " || !joint || plain(a) || plain(b) || !unknown || !(headed || marked) {
        return None;
    }
    let name = super::name::quiet(&text[a.span.start..b.span.end]);
    Some(NameMatch {
        words: at..at + 2,
        honorific: None,
        name,
        nickname: None,
        len: 2,
        sure: true,
    })
}

/// "Craig - people and culture (Craig Bowden)", "Magda (Magda Wilczek, presenter)": called by one name, and the whole
/// name in brackets.
fn full_name_in_brackets(text: &str, u: &Unit, ws: &[Word], addr_spec: Option<String>) -> Option<Intro> {
    let called = ws.first()?;
    let open = (0..ws.len().saturating_sub(1)).find(|i| ws[*i].gap.trim_start_matches(' ').starts_with('('))?;
    let name = name_at(text, ws, open + 1).or_else(|| shaped(text, ws, open + 1, true))?;
    let full = name.name.to_lowercase();
    let closes = text[..u.span.end].ends_with(')') && !text[u.span.start..u.span.end - 1].contains(')');
    let separated = open <= 1 || ws[0].gap.contains([',', '-', '\u{2013}', '\u{2014}', ':']);
    // "Oga Tunde (Babatunde Lawal, head of credit)": one of the words is part of the name.
    let same = full.starts_with(&called.lower) || open == 1 && full.contains(&ws[1].lower);
    if name.len < 2 || !same || !closes || !separated || open > 8 {
        return None;
    }
    let open = if separated && open == 1 && ws[0].gap == " " {
        0
    } else {
        open
    };
    let title = if open > 0 {
        title_of(text, ws, 1, open)
    } else {
        let (n, _) = title_len(text, ws, name.words.end);
        title_of(text, ws, name.words.end, n)
    };
    Some(Intro {
        person: make(name, title, addr_spec, u.line),
        span: u.span.clone(),
        whole: true,
        known: None,
        colon: false,
    })
}

/// "Lucia (Ferrante, pastry)": called by the given name, and the family name in brackets with what they do.
fn family_in_brackets(text: &str, u: &Unit, ws: &[Word]) -> Option<Intro> {
    let (given, family) = (ws.first()?, ws.get(1)?);
    let named = family.capital
        && family.gap.starts_with([',', ')'])
        && !super::name::is_word(&family.lower)
        && lexicon().title(&family.lower).is_none()
        && !super::name::is_acronym(&text[family.span.clone()]);
    let closes = text[..u.span.end].ends_with(')') && ws.len() <= 7;
    if given.gap != " (" || lexicon().given_name(&given.lower) != Some(false) || !named || !closes {
        return None;
    }
    let name = name_at(text, ws, 0)?;
    let full = format!(
        "{} {}",
        super::name::quiet(&text[given.span.clone()]),
        super::name::quiet(&text[family.span.clone()])
    );
    let title = title_of(text, ws, 2, ws.len() - 2);
    Some(Intro {
        person: make(NameMatch { name: full, ..name }, title, None, u.line),
        span: u.span.clone(),
        whole: true,
        known: None,
        colon: false,
    })
}

/// "Harbor Magazine - staff writer", "Loan Officer, market desk - Oluyole": the line that opens a jot names the firm and
/// the role; a person there would have something said about them below.
pub(super) fn opens_with_a_firm(text: &str, u: &Unit) -> bool {
    if !text[..u.span.start].trim().is_empty() || u.heading || told_of_below(text, &u.span) {
        return false;
    }
    let ws = words(text, u.span.clone());
    name_at(text, &ws, 0).is_some_and(|n| {
        let role = n.len == 1
            && super::name::is_word(&ws[0].lower)
            && ws.get(1).is_some_and(|w| {
                lexicon().title(&w.lower).is_some() || lexicon().noun(&w.lower).is_some_and(|x| x.title_head())
            });
        // "Savanna Ridge Geomatics, Nakuru office": where a firm is.
        let placed = ws[n.words.end..].iter().any(|w| {
            (w.gap.trim_start().starts_with([',', ';', '.']) || w.gap.is_empty())
                && matches!(
                    w.lower.as_str(),
                    "office" | "branch" | "plant" | "campus" | "depot" | "hq"
                )
        });
        n.words.end < ws.len() && (role || placed || u.siblings == 1 && (!n.sure || keys_below(text, &u.span)))
    })
}

/// Whether the line below is a point or goes on with a pronoun.
fn told_of_below(text: &str, span: &Range<usize>) -> bool {
    let below = text[span.end..].split('\n').nth(1).unwrap_or_default();
    below.starts_with([' ', '\t', '-', '*', '\u{2022}', '+', '"'])
        || pronoun(below.split_whitespace().next().unwrap_or_default()).is_some()
}

/// Whether the line below is a key of the header.
fn keys_below(text: &str, span: &Range<usize>) -> bool {
    let below = text[span.end..].split('\n').nth(1).unwrap_or_default();
    super::header::key(below.trim()).is_some()
}

/// "Brightman Coe LLP": the form behind the names makes a firm of them.
fn formed(ws: &[Word], name: &NameMatch) -> bool {
    const FORMS: &[&str] = &["inc", "ltd", "llc", "llp", "lp", "gmbh", "plc", "corp", "pllc", "pty"];
    ws[name.words.end - 1].gap.trim_start_matches(',') == " "
        && ws
            .get(name.words.end)
            .is_some_and(|w| FORMS.contains(&w.lower.as_str()))
}

/// What a school, a hospital or an institute is called by, in languages where that stands in front.
const FIRM_FIRST: &[&str] = &[
    "ysgol",
    "coleg",
    "centro",
    "centre",
    "colegio",
    "escuela",
    "instituto",
    "institut",
    "institute",
    "universidad",
    "universidade",
    "université",
    "universität",
    "clínica",
    "clinica",
    "clinique",
    "klinik",
    "klinikum",
    "hospital",
    "hôpital",
    "hôtel",
    "hotel",
    "lycée",
    "école",
    "collège",
    "schule",
    "grundschule",
    "stiftung",
    "fundación",
    "fundação",
    "fondation",
    "fondazione",
    "banco",
    "banque",
    "bank",
    "museo",
    "musée",
    "museum",
    "teatro",
    "théâtre",
    "restaurante",
    "ristorante",
    "cafe",
    "café",
    "scoil",
    "coláiste",
];

/// "Northgate Logistics" and "Fundy Heritage Masonry" are shaped like names and are none: nobody is called after what stands behind.
fn is_firm(name: &NameMatch) -> bool {
    let lower = name.name.to_lowercase();
    let behind: Vec<&str> = lower.split(' ').skip(1).collect();
    // "Ysgol Bryn Celyn", "Centro Austral de Mareas"
    let first = lower.split(' ').next().unwrap_or_default();
    // "Corrib Vale Hospital Galway"
    let house =
        |w: &&str| FIRM_FIRST.contains(w) || matches!(*w, "school" | "university" | "college" | "council" | "academy");
    name.len >= 2
        && (behind.last().is_some_and(|w| super::header::is_org_word(w))
            || FIRM_FIRST.contains(&first)
            || behind.len() > 1 && behind.iter().any(house))
        || !name.sure && behind.len() > 1 && behind.iter().all(|w| super::name::is_word(w))
}

fn make(name: NameMatch, title: Option<String>, addr_spec: Option<String>, line: usize) -> Person {
    // "director of the hall (site manager": what was opened and not closed is left out.
    let title = title.map(|t| match t.rfind('(') {
        Some(at) if at > 0 && !t[at..].contains(')') => t[..at].trim_end().to_owned(),
        _ => t,
    });
    // "Ananya Krishnamurthy ma'am, metro editor": an address is no title.
    let title = title.and_then(|t| {
        let addressed = |w: &str| matches!(w.to_lowercase().as_str(), "ma'am" | "maam" | "madam" | "sir" | "ji");
        match t.split_once([' ', ',']) {
            Some((first, rest)) if addressed(first) => Some(rest.trim_start().to_owned()),
            None if addressed(&t) => None,
            _ => Some(t),
        }
    });
    Person {
        pronoun: name
            .honorific
            .as_deref()
            .and_then(|h| match h.to_lowercase().trim_end_matches('.') {
                "mr" | "herr" | "monsieur" => Some(Pronoun::He),
                "mrs" | "ms" | "miss" | "frau" | "mme" | "madame" => Some(Pronoun::She),
                _ => None,
            }),
        part: title.as_deref().map_or(Part::Interviewer, part_of),
        name: name.name,
        honorific_prefix: name.honorific,
        title,
        addr_spec,
        line,
        ..Person::default()
    }
}

const PRONOUNS: &[&str] = &["she", "her", "hers", "he", "him", "his", "they", "them", "theirs"];

/// How many words of a title stand before a name in capitals: "CMM", "Asst Director".
fn title_in_front(text: &str, ws: &[Word], at: usize) -> usize {
    if name_at(text, ws, at).is_some() {
        return 0;
    }
    (1..=3)
        .filter(|k| {
            ws.len() > at + k
                && ws[at..at + k]
                    .iter()
                    .all(|w| w.capital && w.gap.trim_end_matches('.').trim().is_empty())
        })
        .find(|k| {
            let title = lexicon().title(&joined(ws, at, *k)).is_some()
                || *k == 1 && super::name::is_acronym(&text[ws[at].span.clone()]) && ws[at].lower.len() <= 5;
            title && name_at(text, ws, at + k).is_some_and(|n| n.len >= 2)
        })
        .unwrap_or(0)
}

fn short_lead(gap: &str) -> bool {
    gap.contains(" - ") || gap.contains("...") || gap.contains(['\u{2013}', '\u{2014}'])
}

fn is_digits(w: &Word) -> bool {
    w.lower.bytes().any(|c| c.is_ascii_digit())
}

fn content_verb(w: &Word) -> bool {
    let l = lexicon();
    let verbs = l.verb(&w.lower);
    matches!(
        w.lower.as_str(),
        "is" | "was" | "has" | "had" | "came" | "joined" | "said" | "says" | "took" | "let" | "gave" | "told"
    ) || verbs
        .iter()
        .any(|(v, f)| matches!(f, VerbForm::Past) || (*f == VerbForm::Third && !v.also_noun()))
        && l.adjective(&w.lower).is_none()
}

/// A line or sentence that introduces a person by itself: "Maria Gonzalez, editor in chief <m@...>", "carl", "## Ana".
///
/// On the jot's first line a name must be sure: there a firm and a role look like a person and a title.
pub(super) fn person_line(text: &str, u: &Unit, roster: &Roster, alone: bool) -> Option<Intro> {
    let Unit { heading, line, .. } = *u;
    let span = u.span.clone();
    let opening = text[..span.start].trim().is_empty();
    let addr = mail(&text[span.clone()]);
    // "Thirza Amsing (analytics engineer), they/them", "Fiona Marsh, yard manager (she)": how they are spoken of is no part of
    // the title.
    let declared = [
        "she/her",
        "he/him",
        "they/them",
        "she/they",
        "he/they",
        " (she",
        " (he",
        " (they",
    ]
    .iter()
    .find_map(|p| {
        text[span.clone()]
            .trim_end_matches(')')
            .to_ascii_lowercase()
            .strip_suffix(p)
            .map(str::len)
    });
    let body_end = addr.as_ref().map_or_else(
        || span.start + declared.unwrap_or(span.len()),
        |(_, r)| span.start + r.start,
    );
    let ws = words(text, span.start..body_end);
    let mut at = 0;
    while ws.get(at).is_some_and(|w| {
        matches!(
            w.lower.as_str(),
            "with"
                | "met"
                | "then"
                | "and"
                | "also"
                | "for"
                | "w"
                | "saw"
                | "next"
                | "finally"
                | "ok"
                | "okay"
                | "so"
                | "right"
                | "first"
        )
    }) {
        at += 1;
    }
    ws.get(at)?;
    let known = roster.mentions(&ws).into_iter().find(|m| m.1 == at);
    // A name by itself turns back to somebody known.
    if let Some((p, _, n)) = known {
        if at + n == ws.len() && addr.is_none() {
            let person = roster.people[p].clone();
            return Some(Intro {
                person,
                span,
                whole: true,
                known: Some(p),
                colon: false,
            });
        }
        let gap = &ws[at + n - 1].gap;
        let colon = gap.trim_start().starts_with(':')
            || gap.contains("--")
            || gap.trim_start().starts_with("= ")
            || (gap.starts_with(" - ") && roster.people[p].line != line)
            // "Victor, he lost the appeal twice"
            || alone && at == 0 && gap.as_str() == ", " && ws.get(at + n).is_some_and(|w| matches!(w.lower.as_str(), "he" | "she"));
        let goes_on = name_at(text, &ws, at).is_some_and(|x| x.words.end > at + n);
        if colon || heading && !goes_on && at + n < ws.len() && at == 0 && gap == " " {
            return Some(Intro {
                person: roster.people[p].clone(),
                span: span.start..ws[at + n].span.start,
                whole: false,
                known: Some(p),
                colon: true,
            });
        }
    }
    if let Some(intro) = full_name_in_brackets(text, u, &ws, addr.as_ref().map(|a| a.0.clone()))
        .or_else(|| family_in_brackets(text, u, &ws))
    {
        return Some(intro);
    }
    if addr.is_none() && opens_with_a_firm(text, u) {
        return None;
    }
    // "CMM Bláthnaid Ó Corragáin": a title in front.
    let front = title_in_front(text, &ws, at);
    let at = at + front;
    let name = name_at(text, &ws, at)
        .or_else(|| shaped(text, &ws, at, !opening && (heading || addr.is_some())).filter(|_| !opening && alone))
        .filter(|n| !is_firm(n) && !formed(&ws, n))?;
    // "Carl Jensen ops mgr and Tasha Boone safety", "moira lennox contracts mgr + stuart baird" introduce two; that is for
    // `inline`.
    let another = (name.words.end..ws.len()).any(|i| {
        let joined = ws[i - 1].lower == "and" || matches!(ws[i - 1].gap.trim(), "+" | "&");
        joined && name_at(text, &ws, i).is_some_and(|n| n.sure && n.len >= 2)
            || ws[i - 1].gap.contains('/') && name_at(text, &ws, i).is_some_and(|n| n.sure)
    });
    if another {
        return None;
    }
    let mut end = name.words.end;
    // "Bláthnaid Ó Corragáin (she): ...".
    let spoken_of = (ws[end - 1].gap == " (")
        .then(|| ws.get(end))
        .flatten()
        .and_then(|w| pronoun(&w.lower));
    if spoken_of.is_some() {
        end += ws[end..]
            .iter()
            .take_while(|w| PRONOUNS.contains(&w.lower.as_str()))
            .count();
    }
    let make = |name: NameMatch, title: Option<String>, addr_spec: Option<String>, line: usize| {
        let person = make(
            name,
            title.or_else(|| title_of(text, &ws, at - front, front)),
            addr_spec,
            line,
        );
        let said = spoken_of.or_else(|| {
            declared.and_then(|at| {
                let said = text[span.start + at..span.end].to_ascii_lowercase();
                let said = said.trim_start_matches([' ', '(']);
                said.starts_with("they")
                    .then_some(Pronoun::They)
                    .or_else(|| pronoun(&said.replace('/', " ")))
            })
        });
        Person {
            pronoun: said.or(person.pronoun),
            ..person
        }
    };
    let last = &ws[end - 1];
    // "olga + me both learned R": somebody and somebody else.
    if matches!(last.gap.trim(), "+" | "&") {
        return None;
    }
    let gap = last.gap.trim_start_matches(')');
    let rest = &ws[end..];
    // "Geneviève Doucet P.Eng, structures lead", "Denise Okafor RN MSN": letters behind the name.
    let letters = rest
        .iter()
        .take_while(|w| w.capital && w.lower.len() <= 4 && !w.gap.contains(','))
        .count();
    let lettered = rest
        .get(letters)
        .is_some_and(|w| w.capital && w.lower.len() <= 4 && w.gap.contains(','));
    let separated = lettered
        || gap
            .trim_start()
            .starts_with([',', '(', '-', '\u{2013}', '\u{2014}', ':', '=', '/'])
        || gap.contains(" - ")
        || gap.contains("...");
    if rest.is_empty() {
        if !(heading || addr.is_some() || alone && (name.len >= 2 && !opening || name.sure)) {
            return None;
        }
        return Some(Intro {
            person: make(name, None, addr.map(|a| a.0), line),
            span,
            whole: true,
            known: None,
            colon: false,
        });
    }
    let (n, headed) = title_len(text, &ws, end);
    let all_title = n == rest.len();
    if gap.trim_start().starts_with(':') && !all_title && (name.sure || name.len >= 2) {
        return Some(Intro {
            person: make(name, None, None, line),
            span: span.start..rest[0].span.start,
            whole: false,
            known: None,
            colon: true,
        });
    }
    let sure = name.sure || (name.len >= 2 || heading) && !opening;
    let opens_paren = gap.trim_start().starts_with('(');
    // "Bevan Roake, runs the snow school", "Gemma, at the desk": what they do, or where they were.
    let post = rest.len() <= 7
        && gap.starts_with(',')
        && alone
        && (matches!(
            rest[0].lower.as_str(),
            "runs" | "heads" | "leads" | "manages" | "owns" | "chairs" | "founded"
        ) || matches!(rest[0].lower.as_str(), "at" | "from" | "on")
            && rest
                .get(1)
                .is_some_and(|w| w.lower == "the" || w.lower == "hr" || w.lower == "front"));
    if sure && post {
        let title = text[rest[0].span.start..rest[rest.len() - 1].span.end].to_owned();
        let mut person = make(name, Some(title), addr.map(|a| a.0), line);
        if matches!(
            rest[rest.len() - 1].lower.as_str(),
            "desk" | "reception" | "door" | "gate"
        ) {
            person.part = Part::Receptionist;
        }
        return Some(Intro {
            person,
            span,
            whole: true,
            known: known.map(|k| k.0),
            colon: false,
        });
    }
    // The parts behind the name: a title, perhaps in several parts ("PI, Brannock Lab"), then what was said.
    let mut parts: Vec<(usize, usize)> = Vec::new();
    let mut from = 0;
    for (i, w) in rest.iter().enumerate() {
        let ends = w.gap.contains([',', ')', ';', '|', '='])
            || w.gap.contains(" - ")
            || w.gap.contains("...")
            || w.gap.contains(['\u{2013}', '\u{2014}'])
            || i + 1 == rest.len();
        if ends {
            parts.push((from, i + 1));
            from = i + 1;
        }
    }
    let titled = |part: &(usize, usize)| {
        let (k, h) = title_len(text, &ws, end + part.0);
        let all = k >= part.1 - part.0;
        let digits = rest[part.0..part.1]
            .iter()
            .any(|w| w.lower.chars().any(|c| c.is_ascii_digit()));
        let verbs = rest[part.0..part.1]
            .iter()
            .enumerate()
            .any(|(i, w)| (i == 0 || !h) && content_verb(w));
        let named = rest[part.0..part.1]
            .iter()
            .all(|w| w.capital || matches!(w.lower.as_str(), "of" | "the" | "and" | "for" | "&" | "in"));
        // "yr 2 teacher", "3 waters engineer"
        let counted = rest[part.1 - 1].lower.chars().all(char::is_alphabetic)
            && lexicon().noun(&rest[part.1 - 1].lower).is_some_and(|n| n.title_head())
            && part.1 - part.0 <= 5;
        (all || named || counted || h && part.1 - part.0 <= 7) && (!digits || counted) && !verbs
    };
    let first_part = *parts.first()?;
    if !sure || !(separated || alone) {
        return None;
    }
    let (first_part, parts) = if lettered && parts.len() > 1 {
        (parts[1], parts[1..].to_vec())
    } else {
        (first_part, parts)
    };
    // "Josh Pelletier, asst manger now, ...": whatever stands between the commas is what they are.
    let between = gap.starts_with(',')
        && name.sure
        && name.len >= 2
        && alone
        && parts.len() > 1
        && first_part.1 <= 4
        && !rest[..first_part.1].iter().any(content_verb);
    // "Benny (front of house)", "Soo-jin Pak regulatory" over lines about them: whatever the words are, they are what they do.
    let over_block = u.opens_block
        && name.sure
        && (separated || name.len >= 2 && rest.len() <= 2)
        && rest.len() <= 6
        && !rest.iter().any(|w| content_verb(w) || is_digits(w));
    let first_titled = between || over_block || titled(&first_part) && (headed || separated || all_title);
    if first_titled {
        let closed = parts.iter().position(|p| rest[p.1 - 1].gap.contains(')'));
        let last = if opens_paren {
            // "(team leader, water)" is what Fraser is, to the bracket.
            closed.filter(|k| parts[*k].1 <= 6).unwrap_or(0)
        } else {
            parts.iter().skip(1).take_while(|p| titled(p) && p.1 - p.0 <= 5).count()
        };
        let upto = parts[last].1;
        // Words end where an address or pronouns begin, so what is left is neither.
        let whole = upto == rest.len();
        let met = text[rest[0].span.start..span.end].to_lowercase();
        let mut person = make(
            name,
            title_of(text, &ws, end + first_part.0, first_part.1 - first_part.0),
            addr.map(|a| a.0),
            line,
        );
        person.met_before = met.contains("met before") || met.contains("thanked");
        if person.part == Part::Interviewer {
            person.part = part_of(&text[rest[0].span.start..rest[upto - 1].span.end]);
        }
        let note_only = person.met_before;
        let stop = if whole || note_only {
            span.end
        } else {
            rest[upto].span.start
        };
        return Some(Intro {
            person,
            span: span.start..stop,
            whole: whole || note_only,
            known: known.map(|k| k.0),
            colon: false,
        });
    }
    // "Imran Qureshi - runs the falls class": a name, then what was said.
    let given = name.sure && lexicon().given_name(&ws[at].lower) == Some(false);
    if alone
        && short_lead(gap)
        && (name.len >= 2 || known.is_some() || given && !opening)
        && !gap.trim_start().starts_with(',')
    {
        return Some(Intro {
            person: make(name, None, addr.map(|a| a.0), line),
            span: span.start..rest[0].span.start,
            whole: false,
            known: known.map(|k| k.0),
            colon: false,
        });
    }
    None
}

const INTRO_BEFORE: &[&str] = &[
    "with", "met", "then", "w", "called", "named", "by", "saw", "joined", "was", "on", "plus",
];

/// Introductions inside a sentence: "met Carl Jensen ops mgr and Tasha Boone safety", "then Pearl Jackson, parts".
///
/// In a header line (`header`) only what is introduced by a word such as "with" or "met" is a person: a role or a firm
/// may look like a name there.
pub(super) fn inline(text: &str, span: Range<usize>, roster: &Roster, line: usize, header: bool) -> Vec<Intro> {
    let ws = words(text, span.clone());
    let mut out: Vec<Intro> = Vec::new();
    let mut i = 0;
    let mut after_intro = false;
    while i < ws.len() {
        let told = i > 0 && (after_intro || matches!(ws[i - 1].lower.as_str(), "with" | "w" | "met"));
        let spelled = || {
            shaped(text, &ws, i, false).filter(|n| {
                let gap = ws[n.words.end - 1].gap.trim_start();
                told && (gap.starts_with('(') || gap.starts_with(',') && !super::name::is_word(&ws[i].lower))
            })
        };
        let Some(name) = name_at(text, &ws, i).or_else(spelled) else {
            // "head of data at Kestrel Freight, and Aoife Brannigan": where the first one works ends no list of people.
            let joint = matches!(
                ws[i].lower.as_str(),
                "and" | "&" | "then" | "the" | "his" | "her" | "at" | "of" | "from"
            );
            after_intro &= joint || ws[i].capital && !ws[i].gap.contains(['.', ';', ':']);
            i += 1;
            continue;
        };
        let end = name.words.end;
        let known = roster.lookup(&name.name.to_lowercase());
        let before = i.checked_sub(1).map_or("", |j| ws[j].lower.as_str());
        let two_before = i.checked_sub(2).map_or("", |j| ws[j].lower.as_str());
        let named_thing = matches!(before, "called" | "named")
            && !(matches!(
                two_before,
                "lad" | "guy" | "girl" | "woman" | "man" | "kid" | "lady" | "fella" | "bloke" | "person" | "chap"
            ) || matches!(two_before, "is" | "was")
                && i.checked_sub(3)
                    .is_some_and(|j| lexicon().title(&ws[j].lower).is_some())
                || lexicon().noun(two_before).is_some_and(|x| x.person()));
        let cue = INTRO_BEFORE.contains(&before)
            && !named_thing
            && !(before == "with" && !header && together_elsewhere(&ws[..i - 1]))
            && !(before == "was" && header && !name.sure)
            && !(before == "was" && i > 5)
            && !(before == "by"
                && !matches!(
                    two_before,
                    "interviewed" | "met" | "greeted" | "seen" | "shown" | "referred" | "recommended" | "introduced"
                ))
            || before == "to" && matches!(two_before, "talked" | "spoke" | "speaking" | "talking" | "chatted")
            || after_intro
            || i == 0 && !header
            || i > 0 && ws[i - 1].gap.ends_with('(') && ws[end - 1].gap.starts_with(',');
        let gap = ws[end - 1].gap.clone();
        let comma = gap.starts_with(", ");
        let paren = gap.trim_start().starts_with('(');
        let dash = gap.contains(" - ") || gap.contains(['\u{2013}', '\u{2014}']);
        // "Gethin Rowlands, Mrs Sioned Maddocks chair of govs": the next one is no title.
        let next_one = comma && name_at(text, &ws, end).is_some_and(|x| x.honorific.is_some() || x.sure && x.len >= 2);
        let (mut n, headed) = if end < ws.len() && !next_one && (gap == " " || comma || paren || dash) {
            title_len(text, &ws, end)
        } else {
            (0, false)
        };
        // "Tariq Aziz the recruiting coordinator set it up" is somebody in a header line too.
        let appointed = headed && name.len >= 2 && gap == " " && ws[end].lower == "the";
        let closes_title = n > 0 && {
            let g = ws[end + n - 1].gap.as_str();
            g.contains([',', ')', '.']) || g.contains(" - ") || end + n == ws.len()
        };
        let titled =
            n > 0 && (headed || (comma || paren || dash || after_intro) && n <= 3 && closes_title && (cue || paren));
        if !titled {
            n = 0;
        }
        let who_runs = ws.get(end).is_some_and(|w| w.lower == "who")
            && ws
                .get(end + 1)
                .is_some_and(|w| matches!(w.lower.as_str(), "runs" | "is" | "heads" | "leads" | "manages"));
        // "Fiona Blackwood runs the estate" and nothing more.
        let runs = !header
            && i == 0
            && name.len >= 2
            && ws.len() - end <= 7
            && gap == " "
            && ws.get(end).is_some_and(|w| {
                matches!(
                    w.lower.as_str(),
                    "runs" | "heads" | "leads" | "manages" | "owns" | "chairs"
                )
            })
            && ws
                .get(end + 1)
                .is_some_and(|w| matches!(w.lower.as_str(), "the" | "their" | "its" | "all"));
        // "Nisha Patel in the estate office arranged it all": where somebody works, and then what they did.
        let seat = if !header && i == 0 && name.len >= 2 && name.sure && gap == " " {
            ws.get(end)
                .filter(|w| matches!(w.lower.as_str(), "in" | "from" | "at"))
                .and_then(|_| (end + 2..(end + 6).min(ws.len())).find(|k| is_past(&ws[*k])))
                .filter(|k| ws[end..*k].iter().all(|w| w.gap == " "))
        } else {
            None
        };
        // "Wanda Prokop (my old teacher) sent me to him".
        let mine = (i == 0 && paren && name.len >= 2 && ws.get(end).is_some_and(|w| w.lower == "my"))
            .then(|| (end..(end + 5).min(ws.len())).find(|k| ws[*k].gap.starts_with(')')))
            .flatten();
        let at_desk = ws.get(end).is_some_and(|w| matches!(w.lower.as_str(), "at" | "on"))
            && (name.sure || name.len >= 2)
            && (end + 1..(end + 4).min(ws.len()))
                .any(|k| matches!(ws[k].lower.as_str(), "desk" | "reception" | "door" | "gate"));
        // "Rehan Iqbal watching (faculty head, humanities)"
        let watched = ws.get(end).is_some_and(|w| {
            matches!(w.lower.as_str(), "watching" | "observing" | "listening")
                || w.lower == "sitting" && ws.get(end + 1).is_some_and(|x| x.lower == "in")
        }) && name.sure
            && name.len >= 2;
        let from_place = ws.get(end).is_some_and(|w| w.lower == "from") && name.sure;
        let opens = i == 0 || i == 1 && matches!(before, "then" | "and" | "also" | "so");
        // "front desk Bev Stamper", "his service manager tina yoakum": the title stands in front.
        let in_front = (1..=3.min(i)).rev().find(|k| {
            let lower = joined(&ws, i - k, *k);
            ws[i - 1].gap.trim_matches(',') == " "
                && !PLAIN.contains(&ws[i - k].lower.as_str())
                && (lexicon().title(&lower).is_some()
                    || *k == 1 && lexicon().noun(&lower).is_some_and(|x| x.title_head() && !x.is_plural)
                    || lower == "front desk"
                    || lower == "security man")
        });
        // "the chaplain his name is Tom Ruckert".
        let called = matches!(before, "is" | "was")
            && two_before == "name"
            && i >= 3
            && matches!(ws[i - 3].lower.as_str(), "his" | "her" | "their" | "whose");
        // "the dentist is dr amara nwosu", "the office manager is bev lindgren".
        let is_named = matches!(before, "is" | "was") && i >= 2;
        let in_front = in_front.or_else(|| {
            is_named
                .then(|| {
                    (1..=3.min(i - 1)).rev().find(|k| {
                        let lower = joined(&ws, i - 1 - k, *k);
                        lexicon().title(&lower).is_some()
                            || *k == 1 && lexicon().noun(&lower).is_some_and(|x| x.title_head() || x.person())
                    })
                })
                .flatten()
                .map(|k| k + 1)
        });
        // The title of whoever was named before is theirs: "Jordan Mayhew head of support, Tess Amundsen from product".
        let taken = |k: &usize| out.last().is_some_and(|before| before.span.end > ws[i - k].span.start);
        let in_front = in_front.filter(|k| name.sure && n == 0 && !called && !taken(k));
        let acts = !header && opens && (name.sure || name.len >= 2) && ws.get(end).is_some_and(content_verb);
        // "Kevin Schroeder" behind others in a line of names; whoever is addressed with a title anywhere.
        let listed = !out.is_empty() && name.sure && name.len >= 2 && i > 0 && ws[i - 1].gap.contains(',');
        let addressed =
            name.honorific.is_some() && before != "old" && (i == 0 || !matches!(before, "at" | "of" | "by"));
        // "Lindiwe Maseko, ops manager, Karoo Connect, team lead": only a list goes on without "and".
        let list_goes_on = header && !name.sure && i > 0 && ws[i - 1].gap.contains(',') && !out.is_empty();
        let object = matches!(two_before, "me" | "us" | "touch") && matches!(before, "to" | "w" | "with")
            || matches!(
                before,
                "of" | "like" | "at" | "judge" | "know" | "knows" | "knew" | "the" | "via" | "under"
            );
        let mail_next = mail(&text[ws[end - 1].span.end..span.end]).filter(|(_, r)| {
            text[ws[end - 1].span.end..ws[end - 1].span.end + r.start]
                .split_whitespace()
                .count()
                <= 6
        });
        let accept = !object
            && !list_goes_on
            && !is_firm(&name)
            && !formed(&ws, &name)
            && (in_front.is_some()
                || listed && (header || line <= 3)
                || addressed && (header || line <= 3)
                || titled && (cue || appointed || (headed || i == 0) && !header)
                || cue && i > 0 && (name.len >= 2 || name.sure)
                || who_runs
                || runs
                || seat.is_some()
                || mine.is_some()
                || called
                || from_place
                || at_desk
                || watched
                || acts
                || mail_next.is_some() && name.len >= 2)
            && (name.sure || name.len >= 2);
        if accept || known.is_some() && titled && (comma || paren || dash) {
            let begin = if i > 0 && (cue || after_intro) {
                ws[i - 1].span.start
            } else {
                ws[i].span.start
            };
            let mut stop = if n > 0 {
                ws[end + n - 1].span.end
            } else {
                ws[end - 1].span.end
            };
            let mut title = title_of(text, &ws, end, n);
            let mut begin = begin;
            if let Some(k) = in_front {
                title = title_of(text, &ws, i - k, if is_named { k - 1 } else { k });
                begin = ws[i - k].span.start;
            }
            if who_runs {
                let k = ws[end + 2..]
                    .iter()
                    .position(|w| w.gap.contains([',', '.']))
                    .map_or(ws.len() - end - 2, |p| p + 1);
                // "who is the chief operator took me up": the title ends before what was done.
                let (titled, headed) = if ws[end + 1].lower == "is" {
                    title_len(text, &ws, end + 2)
                } else {
                    (0, false)
                };
                let k = if k > 5 && headed { titled } else { k };
                if k <= 5 && k > 0 {
                    let what = &text[ws[end + 2].span.start..ws[end + 1 + k].span.end];
                    title = Some(if ws[end + 1].lower == "is" {
                        what.trim_start_matches("the ").to_owned()
                    } else {
                        format!("runs {what}")
                    });
                    stop = ws[end + 1 + k].span.end;
                }
            }
            if runs {
                title = Some(text[ws[end].span.start..ws[ws.len() - 1].span.end].to_owned());
                stop = ws[ws.len() - 1].span.end;
            }
            if let Some(k) = seat.filter(|_| !from_place) {
                title = Some(
                    text[ws[end + 1].span.start..ws[k - 1].span.end]
                        .trim_start_matches("the ")
                        .to_owned(),
                );
                stop = ws[k - 1].span.end;
            }
            if let Some(k) = mine {
                title = Some(text[ws[end].span.start..ws[k].span.end].to_owned());
                stop = ws[k].span.end;
            }
            if called {
                begin = ws[i - 3].span.start;
                if let Some(k) = (1..=3.min(i - 3)).rev().find(|k| {
                    let lower = joined(&ws, i - 3 - k, *k);
                    lexicon().title(&lower).is_some()
                        || *k == 1 && lexicon().noun(&lower).is_some_and(|x| x.title_head() || x.person())
                }) {
                    title = title_of(text, &ws, i - 3 - k, k);
                    begin = ws[i - 3 - k].span.start;
                }
                // "R U C K E R T".
                let spelled = ws[end..]
                    .iter()
                    .take_while(|w| w.lower.chars().count() == 1 && w.capital)
                    .count();
                if spelled >= 3 {
                    stop = ws[end + spelled - 1].span.end;
                }
            }
            if at_desk {
                let k = (end..ws.len())
                    .find(|k| matches!(ws[*k].lower.as_str(), "desk" | "reception" | "door" | "gate"))
                    .unwrap_or(end);
                title = Some(text[ws[end].span.start..ws[k].span.end].to_owned());
                stop = ws[k].span.end;
            }
            let bracket = (end..(end + 3).min(ws.len()))
                .find(|k| ws[*k].gap.ends_with('('))
                .filter(|_| watched);
            if let Some(k) = bracket {
                let (n, _) = title_len(text, &ws, k + 1);
                let close = (k + 1..ws.len()).find(|j| ws[*j].gap.contains(')')).unwrap_or(k + n);
                title = title_of(text, &ws, k + 1, n.max(1).min(close - k));
                stop = ws[close].span.end;
            }
            if from_place && title.is_none() {
                let (k, _) = title_len(text, &ws, end + 2);
                if k > 0 && ws.get(end + 2).is_some_and(|w| !w.capital) {
                    title = title_of(text, &ws, end + 2, k.min(3));
                    stop = ws[end + 1 + k.min(3)].span.end;
                } else if let Some(place) = ws[end + 1..].iter().take(2).find(|w| {
                    // "Tess Amundsen from product, ...": where she works is all that is said of her.
                    w.lower == "hr" || !w.capital && w.gap.starts_with([',', ';', '.'])
                }) {
                    let typed = &text[place.span.clone()];
                    title = Some(if place.lower == "hr" { "HR" } else { typed }.to_owned());
                    stop = place.span.end;
                }
            }
            let mut person = make(name, title, mail_next.map(|m| m.0), line);
            if seat.is_some_and(|k| is_arranging(&text[ws[k].span.start..span.end])) {
                person.part = Part::Coordinator;
            }
            if at_desk {
                person.part = Part::Receptionist;
            }
            i = end + n;
            out.push(Intro {
                person,
                span: begin..stop,
                whole: begin <= span.start && stop >= span.end,
                known,
                colon: false,
            });
            after_intro = true;
            continue;
        }
        after_intro &= matches!(before, "at" | "of" | "from") && !gap.contains(['.', ';', ':']);
        i = end;
    }
    out
}

/// "both did a stage with Bruno Keller", "trained with Ann Lee": what stands in front of "with" tells of another time.
fn together_elsewhere(before: &[Word]) -> bool {
    const THEN: &[&str] = &[
        "both",
        "stage",
        "trained",
        "studied",
        "worked",
        "apprenticeship",
        "school",
        "uni",
        "college",
        "learned",
        "learnt",
        "apprenticed",
        "toured",
        "sang",
        "played",
        "lived",
        "served",
    ];
    before.iter().any(|w| THEN.contains(&w.lower.as_str()))
}

/// "Bongani Cele was meant to be on too but off sick", "Ana couldn't make it": somebody who was not there.
pub(super) fn is_absent(text: &str) -> bool {
    static ABSENT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?i)^(?:(?:and|also|oh|ps|sadly)[,:]? )?(?:[\p{L}.'-]+ ){1,4}?(?:(?:was|were) (?:meant|supposed|due) to (?:be|join|come|sit|dial|have)\b.{0,40}?\b(?:but|didn'?t|couldn'?t|sick|ill|away|off|stuck|out)\b|(?:couldn'?t|could not|didn'?t) (?:make it|join|come|show)\b|(?:was|were|is) (?:off sick|off ill|out sick|on leave|not there|not in|away (?:today|sick|ill))\b|(?:sends?|sent) (?:his|her|their) apologies\b)",
        )
        .expect("tested")
    });
    ABSENT.is_match(text)
}

/// A line of several people, each with what they do: "Stan Wiebe shop forman and Mireille Fontaine HR", "Craig Ngata spatial
/// team lead / Siobhan Lowe natural hazards". Empty where fewer than two are named.
///
/// `line` may be a unit or what several units of a line take up together; the spans are those of name and title.
pub(super) fn roll_call(text: &str, line: Range<usize>, number: usize) -> Vec<Intro> {
    const MOST: usize = 6;
    let ws = words(text, line);
    let mut out: Vec<Intro> = Vec::new();
    let mut i = 0;
    while ws
        .get(i)
        .is_some_and(|w| matches!(w.lower.as_str(), "with" | "met" | "saw" | "panel" | "and"))
    {
        i += 1;
    }
    while i < ws.len() {
        // "… / Bex Tanner HR": behind a stroke a name need not be in the tables.
        let stroke = i > 0 && ws[i - 1].gap.contains('/');
        let Some(name) = name_at(text, &ws, i)
            .filter(|n| (n.sure || stroke) && n.len >= 2 && !is_firm(n) && !formed(&ws, n))
            .or_else(|| two_capitals(text, &ws, i).filter(|_| stroke))
        else {
            return Vec::new();
        };
        let from = name.words.end;
        // What they do goes on to the next one's name behind a joint, or to the end.
        let next = (from..ws.len()).find(|k| {
            let gap = ws[k - 1].gap.trim();
            let joint = gap.contains([',', '/', '+', '&', ';', '|'])
                || matches!(ws[k - 1].lower.as_str(), "and" | "plus" | "then");
            joint && name_at(text, &ws, *k).is_some_and(|n| n.sure && n.len >= 2)
                || gap.contains('/') && two_capitals(text, &ws, *k).is_some()
        });
        let mut to = next.unwrap_or(ws.len());
        let begin = ws[i].span.start;
        i = to;
        while to > from && matches!(ws[to - 1].lower.as_str(), "and" | "plus" | "then") {
            to -= 1;
        }
        // "(they)" behind what they do is how they are spoken of.
        let spoken = (to > from && PRONOUNS.contains(&ws[to - 1].lower.as_str()) && ws[to - 1].gap.starts_with(')'))
            .then(|| match ws[to - 1].lower.as_str() {
                "they" | "them" | "theirs" => Some(Pronoun::They),
                other => pronoun(other),
            })
            .flatten();
        let past = ws[to.max(from) - 1].span.end;
        while to > from && spoken.is_some() && PRONOUNS.contains(&ws[to - 1].lower.as_str()) {
            to -= 1;
        }
        let stops = ws[from..to]
            .iter()
            .take(to.saturating_sub(from + 1))
            .any(|w| w.gap.contains(['.', ';', ':', '"']));
        let told = ws[from..to]
            .iter()
            .any(|w| content_verb(w) && !w.capital || PRONOUNS.contains(&w.lower.as_str()));
        if to - from > MOST || stops || told {
            return Vec::new();
        }
        let title = title_of(text, &ws, from, to - from);
        let person = make(name, title, None, number);
        out.push(Intro {
            person: Person {
                pronoun: spoken.or(person.pronoun),
                ..person
            },
            span: begin..past,
            whole: false,
            known: None,
            colon: false,
        });
    }
    if out.len() < 2 { Vec::new() } else { out }
}

/// Two words in capitals that are no words of the language.
fn two_capitals(text: &str, ws: &[Word], at: usize) -> Option<NameMatch> {
    let (a, b) = (ws.get(at)?, ws.get(at + 1)?);
    let named = |w: &Word| {
        w.capital && w.lower.len() > 2 && w.lower.chars().all(char::is_alphabetic) && !PLAIN.contains(&w.lower.as_str())
    };
    let plain = a.gap == " " && named(a) && named(b) && !super::name::is_word(&a.lower);
    plain.then(|| NameMatch {
        words: at..at + 2,
        honorific: None,
        name: super::name::quiet(&text[a.span.start..b.span.end]),
        nickname: None,
        len: 2,
        sure: true,
    })
}

fn is_past(w: &Word) -> bool {
    lexicon().is_verb(&w.lower, VerbForm::Past) && lexicon().adjective(&w.lower).is_none()
}

/// "arranged it all", "set up the whole day".
fn is_arranging(text: &str) -> bool {
    let lower = text.to_lowercase();
    [
        "arranged",
        "set up",
        "set it",
        "set the",
        "organised",
        "organized",
        "scheduled",
        "booked",
    ]
    .iter()
    .any(|w| lower.starts_with(w))
}

/// Whether the words up to `at` bring in somebody of no name, of whom a pronoun behind may speak: "somebody who reads the
/// prints before he asks", "one kid in the back".
fn brings_in_another(ws: &[Word], at: usize) -> bool {
    let w = &ws[at];
    let before = at.checked_sub(1).map_or("", |j| ws[j].lower.as_str());
    let two_before = at.checked_sub(2).map_or("", |j| ws[j].lower.as_str());
    match w.lower.as_str() {
        "somebody" | "someone" | "anybody" | "anyone" | "whoever" | "s/o" => true,
        "guy" | "kid" | "boy" | "girl" | "person" => matches!(before, "a" | "one" | "the" | "next" | "every" | "each"),
        other => {
            matches!(before, "a" | "an" | "one" | "every" | "each" | "any")
                && !matches!(
                    two_before,
                    "as" | "was" | "is" | "be" | "been" | "being" | "became" | "ex"
                )
                && lexicon().noun(other).is_some_and(|n| n.person() && !n.is_plural)
        }
    }
}

/// How the jot speaks of a person in this text: the first third-person pronoun that can be theirs.
pub(super) fn pronoun(text: &str) -> Option<Pronoun> {
    let ws = words(text, 0..text.len());
    for (i, w) in ws.iter().enumerate() {
        if brings_in_another(&ws, i) {
            return None;
        }
        match w.lower.split('\'').next().unwrap_or("") {
            "she" | "her" | "hers" | "shes" => return Some(Pronoun::She),
            "he" | "him" | "his" | "hes" => return Some(Pronoun::He),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::unit::units;
    use super::*;

    fn line(text: &str) -> Option<(String, Option<String>)> {
        // Behind the first line, where a name by itself is believed.
        let text = format!("x\n{text}");
        let unit = units(&text).pop().expect("a line makes a unit");
        person_line(&text, &unit, &Roster::default(), true).map(|i| (i.person.name, i.person.title))
    }

    #[test]
    fn a_firm_is_nobody() {
        assert_eq!(line("Fundy Heritage Masonry, Saint John"), None);
        assert_eq!(line("Northgate Logistics, Hull"), None);
    }

    #[test]
    fn person_lines_of_many_forms() {
        for (text, name, title) in [
            (
                "Maria Gonzalez - editor in chief, mgonzalez@harbormag.example",
                "Maria Gonzalez",
                "editor in chief",
            ),
            ("Theo Lund, art director", "Theo Lund", "art director"),
            ("Ines Marchetti (managing editor)", "Ines Marchetti", "managing editor"),
            ("Denise Okafor RN MSN nurse mgr", "Denise Okafor", "nurse"),
            ("Ana Petrova, GIS", "Ana Petrova", "GIS"),
            ("Jean Purdie, parent panel member", "Jean Purdie", "parent panel member"),
            (
                "Declan Moss, accounts + deliveries",
                "Declan Moss",
                "accounts and deliveries",
            ),
            (
                "Bevan Roake, runs the snow school",
                "Bevan Roake",
                "runs the snow school",
            ),
            ("Gemma, at the desk", "Gemma", "at the desk"),
            (
                "Josh Pelletier, asst manger now, would report to me",
                "Josh Pelletier",
                "assistant manger",
            ),
            (
                "Geneviève Doucet P.Eng, structures lead",
                "Geneviève Doucet",
                "structures lead",
            ),
            ("ray delgado the owner", "Ray Delgado", "owner"),
        ] {
            let got = line(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(got.0, name);
            assert!(
                got.1
                    .as_deref()
                    .is_some_and(|t| t.to_lowercase().contains(&title.to_lowercase())),
                "{text}: {:?}",
                got.1
            );
        }
        assert_eq!(line("they loop K-1 so the same teacher keeps the kids two years"), None);
        assert_eq!(line("fact checking is in house, 2 checkers"), None);
    }

    #[test]
    fn a_pronoun_behind_somebody_of_no_name_is_nobodys() {
        assert_eq!(pronoun("wants somebody who reads the prints before he asks"), None);
        assert_eq!(pronoun("one kid in back was vaping, she saw it"), None);
        assert_eq!(pronoun("she needs someone who asks before he cuts"), Some(Pronoun::She));
        assert_eq!(pronoun("started as a driver, he still fills in"), Some(Pronoun::He));
    }

    #[test]
    fn introductions_inside_a_sentence() {
        let names = |t: &str| {
            inline(t, 0..t.len(), &Roster::default(), 1, false)
                .into_iter()
                .map(|i| i.person.name)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            names("phone screen with Priya Raman eng manager at Tidewater"),
            ["Priya Raman"]
        );
        assert_eq!(
            names("Carl Jensen ops mgr and Tasha Boone safety"),
            ["Carl Jensen", "Tasha Boone"]
        );
        assert_eq!(names("intro'd me to Sunil Rao at the estuary reserve"), [] as [&str; 0]);
    }
}
