//! The interview's own facts: organisation, role, day, format, round, and who the candidate is.

use std::ops::Range;
use std::sync::LazyLock;

use jiff::Zoned;
use jiff::civil::Date;
use regex::Regex;

use crate::lexicon::lexicon;
use crate::model::{Format, InterviewKind};
use crate::read::deadline::calendar_date;

use super::name::{is_acronym, is_word, name_at, title_case, title_len, words};

fn re(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is part of the program and is tested")
}

static PHONE: LazyLock<Regex> = LazyLock::new(|| {
    re(
        r"(?i)\b(?:by |on the |a )?(?:phone|telephone|telephonic|phone ?call|phone screen|tel call|call with|phoned me)\b",
    )
});
static VIDEO: LazyLock<Regex> = LazyLock::new(|| {
    re(
        r"(?i)\b(?:on |over |via |by |a )?(?:video(?: call| interview| chat)?|zoom(?: call)?|(?:ms )?teams(?: call)?|google meet|meet call|skype|webex|facetime|virtual(?:ly)?|screen share|online interview)\b",
    )
});
static IN_PERSON: LazyLock<Regex> = LazyLock::new(|| {
    re(
        r"(?i)\b(?:in[- ]person|on[- ]?site|at the(?:ir)? (?:office|shop|clinic|school|garage|yard|store|library|studio|lab|kitchen|warehouse|site|museum|gallery)|their (?:office|shop|place)|in (?:the|their) (?:stores|workshop|bakery|salon|surgery|ward|gallery|boardroom|classroom|restaurant|depot|library|shop|office|studio|kitchen|garage|clinic|school|store|lab|yard|canteen|cafe)|face[- ]to[- ]face|f2f|physical(?: interview)?|campus visit|trial shift|working interview|assessment day|trial day|city hall|walk-?through|room \d\w?|rm \w+|coffee|came in person|(?:showed|walked|took|drove) me (?:round|around)|let me in|the walk in)\b",
    )
});
static FORMAT_WORDS: LazyLock<Regex> = LazyLock::new(|| {
    re(
        r"(?i)\b(?:so |ok so )?(?:telephonic(?: interview| round)?|video call|phone call|phone screen|phone interview|video interview|teams call|zoom call|phone|video|zoom|teams|in[- ]person|on[- ]?site|face[- ]to[- ]face|physical interview|panel interview|panel|interviewed|interview|coffee|campus visit|their office|informational|info chat|just now|(?:2nd|second|third|3rd|final|first|1st)[- ](?:round|interview)|trial shift|working interview|assessment day|round (?:2|two|1|one)|\d+ ?(?:min|mins|minutes|hour|hours|hr|hrs)\b|half past \w+|\d{1,2}(?::\d\d)? ?(?:am|pm)|signed|2 till close)\b",
    )
});
static DAY_WORDS: LazyLock<Regex> = LazyLock::new(|| {
    re(
        r"(?i)\b(?:mon|tues?|weds?|thur?s?|fri|sat|sun)(?:day|nesday|sday|rsday|urday)?\b,?|\b(?:today|yesterday|this (?:morning|afternoon|evening))\b",
    )
});
static CANDIDATE: LazyLock<Regex> = LazyLock::new(|| {
    re(
        r"(?i)(?:\b(?:i'm|im|i am|this is me,|this is|my name(?: is|:)?|name:|applicant:?|candidate:?|cand[:.]|self:|signed:?|signed by|me here,?)\s+|\bme\s*[:=-]\s*|\(me\s+|^me\s+)",
    )
});
static IN_BRACKETS: LazyLock<Regex> = LazyLock::new(|| re(r"\([^()]*\)"));
static UP_FOR: LazyLock<Regex> = LazyLock::new(|| {
    re(r"(?i)\b(?:up|applied|applying|interviewed|interviewing|interview|going|went) (?:for|as) (?:the |a |an )?(.+)$")
});
static INFORMATIONAL: LazyLock<Regex> = LazyLock::new(|| {
    re(
        r"(?i)\b(?:informational|info(?:rmational)? (?:chat|interview|talk)|coffee (?:chat|w/|with)|pick(?:ing)? (?:his|her|their) brain|just to learn|no job (?:going|open))\b",
    )
});
static WORKING: LazyLock<Regex> =
    LazyLock::new(|| re(r"(?i)\b(?:trial (?:shift|day)|working interview|stage at|tryout|try-out|paid trial)\b"));
static ROUND: LazyLock<Regex> = LazyLock::new(|| {
    re(r"(?i)\b(?:(?:2nd|second|third|3rd|final)[- ](?:round|interview|visit|chat)|round (?:2|two|3|three))\b")
});
static KEY: LazyLock<Regex> = LazyLock::new(|| re(r"^(?P<key>[A-Za-z]+)\s*[:=]\s*(?P<rest>\S.*)$"));
const ORG_WORDS: &[&str] = &[
    "infirmary",
    "inc",
    "ltd",
    "llc",
    "llp",
    "gmbh",
    "plc",
    "corp",
    "co",
    "company",
    "group",
    "systems",
    "college",
    "university",
    "school",
    "hospital",
    "clinic",
    "bank",
    "institute",
    "gallery",
    "museum",
    "trust",
    "council",
    "city",
    "county",
    "press",
    "magazine",
    "review",
    "journal",
    "library",
    "hotel",
    "restaurant",
    "bakery",
    "kitchen",
    "studio",
    "studios",
    "labs",
    "lab",
    "partners",
    "associates",
    "logistics",
    "foundation",
    "society",
    "centre",
    "center",
    "academy",
    "elementary",
    "precision",
    "chemists",
    "pharmacy",
    "transit",
    "airways",
    "airlines",
    "mechanical",
    "electric",
    "technologies",
    "software",
    "solutions",
    "services",
    "nannies",
    "consulting",
    "consultancy",
    "analytics",
    "electrical",
    "air",
    "bakehouse",
    "plumbing",
    "builders",
    "publishing",
    "publishers",
    "games",
    "robotics",
    "biotech",
    "capital",
    "insurance",
    "holdings",
    "international",
    "design",
    "designs",
    "architects",
    "motors",
    "foods",
    "catering",
    "coffee",
    "roasters",
    "brewery",
    "distillery",
    "textiles",
    "instruments",
    "devices",
    "aerospace",
    "marine",
    "shipping",
    "freight",
    "cooperative",
    "co-op",
    "collective",
    "ministry",
    "office",
    "dental",
    "medical",
    "health",
    "regional",
    "verlag",
    "estate",
    "winery",
    "farm",
    "market",
    "stores",
    "charity",
    "theatre",
    "sons",
    "brothers",
    "works",
    "industries",
    "energy",
    "media",
    "films",
    "vets",
    "veterinary",
    "surgery",
    "practice",
    "authority",
    "department",
    "agency",
    "firm",
    "chambers",
    "court",
    "nursery",
    "primary",
    "high",
    "kindergarten",
    "preschool",
    "daycare",
    "kindy",
    "dentistry",
    "hospice",
    "railway",
    "railways",
    "cathedral",
    "zoo",
    "aquarium",
    "garages",
    "coaches",
    "cafe",
    "bistro",
    "deli",
    "salon",
    "spa",
    "depot",
    "foundry",
    "vineyard",
    "vineyards",
    "orchards",
    "dairy",
    "creamery",
    "networks",
    "fabrication",
    "fabricators",
    "welding",
    "engineering",
    "construction",
    "contractors",
    "roofing",
    "joinery",
    "solicitors",
    "accountants",
    "observatory",
    "archives",
    "opera",
    "orchestra",
    "opticians",
    "laboratory",
    "laboratories",
    "therapeutics",
    "genomics",
    "assurance",
    "mutual",
    "broadcasting",
    "charities",
    "gardens",
    "arboretum",
];

/// What a jot says of the interview itself.
#[derive(Debug, Default, Clone)]
pub(super) struct Header {
    pub(super) organization: Option<String>,
    pub(super) role: Option<String>,
    pub(super) date: Option<Date>,
    pub(super) format: Option<Format>,
    pub(super) kind: InterviewKind,
    pub(super) round: u8,
    pub(super) candidate: Option<String>,
}

/// A `key: value` line of the tidy header: the key by its first name, and where the value stands.
pub(super) fn key(unit: &str) -> Option<(&'static str, Range<usize>)> {
    let c = KEY.captures(unit)?;
    Some((key_named(&c["key"].to_lowercase())?, c.name("rest")?.range()))
}

/// What people call the lines of a header, in lower case.
pub(super) fn key_named(word: &str) -> Option<&'static str> {
    Some(match word {
        "company" | "comp" | "co" | "firm" | "business" | "employer" | "empl" | "emp" | "organisation"
        | "organization" | "org" => "organization",
        "role" | "pos" | "posn" | "position" | "job" | "title" | "post" | "vacancy" | "opening" | "work" => "role",
        "when" | "date" | "day" => "when",
        "how" | "format" | "where" => "how",
        "me" | "name" | "candidate" => "name",
        _ => return None,
    })
}

/// A firm without the town it is in: `Nordhavn Vindservice, Esbjerg DK`; `Smith, Jones & Co` and `Rowan, Inc.` stay.
pub(super) fn without_place(firm: &str) -> &str {
    let Some((name, rest)) = firm.split_once(',') else {
        return firm;
    };
    let goes_on = rest.contains('&')
        || rest.contains(" and ")
        || words(rest, 0..rest.len()).first().is_none_or(|w| is_org_word(&w.lower));
    if goes_on { firm } else { name.trim() }
}

/// The format a text speaks of, the most definite word winning.
pub(super) fn format(text: &str) -> Option<Format> {
    if VIDEO.is_match(text) {
        Some(Format::Video)
    } else if PHONE.is_match(text) {
        Some(Format::Phone)
    } else if IN_PERSON.is_match(text) {
        Some(Format::InPerson)
    } else {
        None
    }
}

/// What kind of conversation the text speaks of.
pub(super) fn kind(text: &str) -> InterviewKind {
    if INFORMATIONAL.is_match(text) {
        InterviewKind::Informational
    } else if WORKING.is_match(text) {
        InterviewKind::Working
    } else {
        InterviewKind::Interview
    }
}

/// 2 when the text speaks of a later round.
pub(super) fn round(text: &str) -> u8 {
    if ROUND.is_match(text) { 2 } else { 1 }
}

/// "(first was teams 27/10 w/ Bríd, thanked already)": said of an earlier round.
pub(super) fn of_earlier_round(text: &str) -> bool {
    static EARLIER: LazyLock<Regex> = LazyLock::new(|| {
        re(
            r"(?i)\b(?:first|1st|earlier|previous|last)(?: (?:round|one|interview|call|chat|screen|time|stage))? (?:was|by|on|with|w/|over)\b|\bthank(?:ed)?(?: (?:him|her|them|you))? (?:already|for that|then|at the time)\b|\balready thanked\b|\bmet before\b",
        )
    });
    EARLIER.is_match(text)
}

/// The candidate's name where the text gives it away: "I'm X", "me: X", "X here", "(X)" or "- X" at the end of a line.
pub(super) fn candidate(text: &str, span: Range<usize>, header: bool) -> Option<(String, Range<usize>)> {
    // "childrens ward, Ashcombe Royal Infirmary": a house signs nothing.
    let last = |name: &str| name.rsplit(' ').next().map(str::to_lowercase);
    signer(text, span, header).filter(|(name, _)| !last(name).is_some_and(|w| is_org_word(&w)))
}

fn signer(text: &str, span: Range<usize>, header: bool) -> Option<(String, Range<usize>)> {
    let piece = &text[span.clone()];
    let take = |at: usize, strict: bool| {
        let ws = words(text, span.start + at..span.end);
        let name = name_at(text, &ws, 0)?;
        let whole = name.words.end == ws.len();
        let last = &ws[name.words.end - 1];
        (name.len >= 2 && (!strict || whole)).then(|| (name.name.clone(), ws[0].span.start..last.span.end))
    };
    for m in CANDIDATE.find_iter(piece) {
        if let Some(found) = take(m.end(), false).or_else(|| spelled_small(text, span.start + m.end()..span.end)) {
            // "(grad student, Weller State)" behind the name is about the candidate too.
            let behind = &text[found.1.end..span.end];
            let aside = behind
                .trim_start()
                .starts_with('(')
                .then(|| behind.find(')'))
                .flatten()
                .map_or(0, |at| at + 1);
            return Some((found.0, span.start + m.start()..found.1.end + aside));
        }
    }
    if let Some(at) = piece
        .to_ascii_lowercase()
        .rfind(" here")
        .filter(|at| piece[*at + 5..].trim_matches(['.', '!', ' ']).is_empty())
    {
        let ws = words(text, span.start..span.start + at);
        if let Some(name) = name_at(text, &ws, 0).filter(|n| n.words.end == ws.len() && n.len >= 2) {
            return Some((name.name, span.clone()));
        }
        // "rob tanner here": words as well, and nothing else in the sentence.
        let given = ws.first().is_some_and(|w| lexicon().given_name(&w.lower).is_some());
        if given && ws.len() == 2 && ws[0].gap == " " {
            return Some((title_case(&text[ws[0].span.start..ws[1].span.end]), span.clone()));
        }
    }
    // "Faizan Qureshi this side", "..., Aoife Ní Bhriain for the record".
    let lower = piece.to_ascii_lowercase();
    let signed = [" this side", " for the record", " signing off"]
        .iter()
        .find_map(|p| lower.find(p));
    if let Some(at) = signed {
        let ws = words(text, span.start..span.start + at);
        let from = ws.len().saturating_sub(4);
        let closes = |i: usize| name_at(text, &ws, i).filter(|n| n.words.end == ws.len() && n.len >= 2);
        if let Some((i, name)) = (from..ws.len()).find_map(|i| closes(i).map(|n| (i, n))) {
            return Some((name.name, ws[i].span.start..ws[ws.len() - 1].span.end));
        }
    }
    if let Some((name, range)) = marked_me(text, &span) {
        return Some((name, range));
    }
    if header {
        if let Some((name, _)) = piece
            .to_ascii_lowercase()
            .strip_prefix("from ")
            .and_then(|_| take(5, true))
        {
            return Some((name, span));
        }
        if let Some(open) = piece.rfind('(')
            && let Some((name, _)) = take(open + 1, true).filter(|_| piece.trim_end().ends_with(')'))
        {
            let closed = span.start + piece.trim_end().len();
            return Some((name, span.start + open..closed));
        }
        // "... working interview 9/17/26  Marisol Quintero": a name behind the last figure or a wide gap.
        if let Some(at) = piece
            .rfind("  ")
            .map(|p| p + 2)
            .or_else(|| piece.rfind(|c: char| c.is_ascii_digit()).map(|p| p + 1))
            && let Some((name, range)) = take(at, true)
        {
            return Some((name, range));
        }
        // "lab interview at Stillwater monday oct 5, Ambrose Teague, two karens": an item that is a name and comes up nowhere
        // else.
        let dated = piece.find(|c: char| c.is_ascii_digit());
        let mut at = span.start;
        for item in piece.split_inclusive(',') {
            let range = at..at + item.len();
            at = range.end;
            let ws = words(text, range.clone());
            let whole = name_at(text, &ws, 0).filter(|n| n.sure && n.len >= 2 && n.words.end == ws.len());
            if let Some(n) = whole.filter(|_| dated.is_some_and(|d| span.start + d < range.start)) {
                let elsewhere = [&text[..range.start], &text[range.end..]].concat().to_lowercase();
                if !n.name.to_lowercase().split(' ').any(|part| elsewhere.contains(part)) {
                    return Some((without_letters(&n.name), ws[0].span.start..ws[ws.len() - 1].span.end));
                }
            }
        }
        // "..., onsite jan 26 2027, Naveed Qureshi PharmD": a name closes the line, with letters behind it.
        let met = [" with ", " w/", " met ", " by "]
            .iter()
            .any(|w| piece.to_ascii_lowercase().contains(w));
        if !met
            && piece.contains(|c: char| c.is_ascii_digit())
            && let Some(at) = piece.rfind(", ").map(|p| p + 2)
        {
            let ws = words(text, span.start + at..span.end);
            let lettered = |n: &super::name::NameMatch| {
                let rest = &ws[n.words.end..];
                rest.len() <= 2
                    && rest
                        .iter()
                        .all(|w| w.capital && text[w.span.clone()].chars().skip(1).any(char::is_uppercase))
            };
            if let Some(n) = name_at(text, &ws, 0).filter(|n| n.len >= 2 && lettered(n)) {
                return Some((without_letters(&n.name), span.start + at..span.end));
            }
        }
        // "(morwenna pask)" by itself: words of no table.
        if piece.starts_with('(')
            && piece.ends_with(')')
            && let Some((name, _)) =
                spelled_small(text, span.start + 1..span.end - 1).filter(|(name, _)| name.len() + 2 == piece.len())
        {
            return Some((name, span));
        }
        // "Hannah Whitlock, writing this on the bus".
        if let Some(behind) = [
            ", writing",
            ", signing",
            ", speaking",
            ", typing",
            " writing",
            " speaking",
            " typing",
            " talking",
        ]
        .iter()
        .find_map(|p| piece.find(p))
        {
            let ws = words(text, span.start..span.start + behind);
            if let Some(name) = name_at(text, &ws, 0).filter(|n| n.words.end == ws.len() && n.len >= 2) {
                return Some((name.name, span));
            }
        }
        for dash in ["- me ", ", me ", "-- ", " - ", "\u{2013} ", "\u{2014} ", "/ "] {
            if let Some(at) = piece.rfind(dash)
                && let Some((name, range)) = take(at + dash.len(), true)
            {
                return Some((name, span.start + at..range.end));
            }
        }
    }
    None
}

/// "Wei Ling Tan (me)", "rob tanner, that's me": a name of whatever words, and the mark behind it.
fn marked_me(text: &str, span: &Range<usize>) -> Option<(String, Range<usize>)> {
    let piece = text[span.clone()].trim_end_matches(['.', '!', ' ']);
    let lower = piece.to_ascii_lowercase();
    let mark = ["(me)", "(that's me)", "(myself)", ", that's me", ", thats me", " = me"]
        .iter()
        .find_map(|m| lower.strip_suffix(m))?
        .trim_end();
    let from = mark.rfind([',', '.', ';', ':', '|', '/']).map_or(0, |at| at + 1);
    let ws = words(text, span.start + from..span.start + mark.len());
    let whole = (2..=4).contains(&ws.len())
        && ws
            .iter()
            .all(|w| w.lower.chars().all(|c| c.is_alphabetic() || c == '-' || c == '\''));
    whole.then(|| {
        let at = ws[0].span.start..ws[ws.len() - 1].span.end;
        (title_case(&text[at.clone()]), at.start..span.start + piece.len())
    })
}

/// "Naveed Qureshi `PharmD`" signs as Naveed Qureshi.
fn without_letters(name: &str) -> String {
    let words: Vec<&str> = name.split(' ').collect();
    let lettered = |w: &str| {
        let capitals = w.chars().filter(|c| c.is_uppercase()).count();
        capitals >= 2 && !w.contains('\'') && !w.contains('-') && !w.starts_with("Mc") && !w.starts_with("Mac")
    };
    let kept = words
        .iter()
        .skip(2)
        .position(|w| lettered(w))
        .map_or(words.len(), |at| at + 2);
    words[..kept].join(" ")
}

/// "im oisin brannigan": two words that are none, and then the end.
fn spelled_small(text: &str, span: Range<usize>) -> Option<(String, Range<usize>)> {
    let ws = words(text, span);
    let n = ws
        .iter()
        .take_while(|w| w.gap == " " || w.gap.is_empty() || w.gap.starts_with(['.', ',', '(', '!']))
        .count()
        .min(3);
    let own = ws
        .iter()
        .take(n)
        .take_while(|w| !is_word(&w.lower) && !w.lower.chars().any(|c| c.is_ascii_digit()))
        .count();
    (own == 2 || own == 3).then(|| {
        let range = ws[0].span.start..ws[own - 1].span.end;
        (title_case(&text[range.clone()]), range)
    })
}

/// Finds the interview's day in a text.
pub(super) fn date(text: &str, now: &Zoned) -> Option<(Date, Range<usize>)> {
    let (day, span) = calendar_date(text, now)?;
    Some((not_ahead(by_weekday(text, day, &span), &text[span.clone()], now), span))
}

/// What is jotted down has been: "11/5/26", typed on the eleventh of May, is no day in November.
fn not_ahead(day: Date, typed: &str, now: &Zoned) -> Date {
    let today = now.date();
    if day <= today || !typed.contains(['/', '.']) {
        return day;
    }
    Date::new(day.year(), day.day(), day.month())
        .ok()
        .filter(|d| *d <= today)
        .unwrap_or(day)
}

/// "panel 5 19 26": month, day and year with blanks between, in a line that says when it was.
pub(super) fn spaced_date(text: &str, now: &Zoned) -> Option<Date> {
    static SPACED: LazyLock<Regex> = LazyLock::new(|| re(r"\b(\d{1,2}) (\d{1,2}) (\d{2}|20\d\d)\b"));
    let c = SPACED.captures(text)?;
    let number = |i: usize| c[i].parse::<i16>().ok();
    let (a, b, year) = (number(1)?, number(2)?, number(3)?);
    let year = if year < 100 { 2000 + year } else { year };
    let date = |month: i16, day: i16| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    let near = |d: &Date| *d <= now.date() && now.date().since(*d).is_ok_and(|s| s.get_days() < 90);
    [date(a, b), date(b, a)].into_iter().flatten().find(near)
}

/// "Thu 3/9/26" is the third of September where the third of September is a Thursday and March 9 is none.
fn by_weekday(text: &str, day: Date, span: &Range<usize>) -> Date {
    let near = text[..span.start].to_lowercase() + &text[span.clone()].to_lowercase();
    let Some(word) = DAY_WORDS.find_iter(&near).last().map(|m| m.as_str()[..3].to_owned()) else {
        return day;
    };
    let fits = |d: Date| format!("{:?}", d.weekday()).to_lowercase().starts_with(&word);
    if fits(day) || !text[span.clone()].contains(['/', '.']) {
        return day;
    }
    Date::new(day.year(), day.day(), day.month())
        .ok()
        .filter(|d| fits(*d))
        .unwrap_or(day)
}

/// Organisation and role out of what is left of a header line once day, format, people and candidate are masked.
pub(super) fn organization_and_role(header: &str) -> (Option<String>, Option<String>) {
    let masked = DAY_WORDS.replace_all(header, "|");
    let masked = FORMAT_WORDS.replace_all(&masked, "|");
    let mut text = String::from(" ");
    // "Pennon (booking software for hair salons)": what is in brackets names no role.
    let masked = IN_BRACKETS.replace_all(&masked, |c: &regex::Captures<'_>| c[0].replace(" for ", " of "));
    // "St. Anne's" is one name; any other stop ends something.
    let mut rest = masked.as_ref();
    while let Some(at) = rest.find(". ") {
        text.push_str(&rest[..at]);
        text.push_str(if rest[..at].ends_with("St") || rest[..at].ends_with("Mt") {
            ". "
        } else {
            " | "
        });
        rest = &rest[at + 2..];
    }
    text.push_str(rest);
    text.push(' ');
    for (from, to) in [
        (" w/ ", "|@"),
        ("   ", "|"),
        ("  ", "|"),
        (" - ", "|"),
        (" \u{2013} ", "|"),
        (" \u{2014} ", "|"),
        (" -- ", "|"),
        (",", "|"),
        (";", "|"),
        ("/", "|"),
        (" @ ", "|@"),
        ("\n", "|"),
        ("(", "|("),
        (")", "|"),
        (":", "|"),
        (" -", "|"),
    ] {
        text = text.replace(from, to);
    }
    for word in [" at ", " with ", " w| ", " from "] {
        text = text.replace(word, "|@");
    }
    for word in [" for ", " as ", " being ", " re "] {
        text = text.replace(word, "|#");
    }
    let (mut org, mut role): (Option<(i32, String)>, Option<(i32, String)>) = (None, None);
    let mut consider = |chunk: &str, at: bool, as_role: bool| {
        // "at the plant" says where, and of no firm.
        let place = chunk
            .trim()
            .strip_prefix("the ")
            .is_some_and(|w| !w.contains(' ') && is_word(w));
        if at && place {
            return;
        }
        let chunk = trim_chunk(chunk);
        if chunk.len() < 2 {
            return;
        }
        let (o, r) = score(&chunk, at, as_role);
        if r > 0 && r >= o && role.as_ref().is_none_or(|(s, _)| r > *s) {
            role = Some((r, chunk));
        } else if o > 0 && org.as_ref().is_none_or(|(s, _)| o > *s) {
            org = Some((o, chunk));
        }
    };
    for chunk in text.split('|') {
        let (at, as_role) = (chunk.starts_with('@'), chunk.starts_with('#'));
        let body = chunk.trim_start_matches(['@', '#', '(']);
        match split_by_case(body).filter(|(a, _)| !begins_a_line(a, chunk, &text)) {
            Some((a, b)) => {
                consider(&a, at, as_role);
                consider(&b, at, as_role);
            }
            None => consider(body, at, as_role),
        }
    }
    // "Harbor Magazine - staff writer": two sides, of which one at most was known for what it is.
    let sides: Vec<&str> = header.split(" - ").map(str::trim).collect();
    if let ([a, b], false) = (&sides[..], header.contains(',') && header.contains('|')) {
        let (mut a, mut b) = (trim_chunk(a), trim_chunk(b.split('|').next().unwrap_or(b)));
        // "trial shift - the salted rope, hobart": how it was is no firm, and the firm no role.
        if FORMAT_WORDS.find(&a).is_some_and(|m| m.len() == a.len()) {
            a = trim_chunk(b.split(',').next().unwrap_or(&b));
            b = String::new();
            if role.is_none() {
                org = Some((1, a.clone()));
            }
        }
        let short = |s: &str| s.split(' ').count() <= 6;
        if role.is_none()
            && !b.is_empty()
            && short(&b)
            && short(&a)
            && FORMAT_WORDS.find(&b).is_none()
            && org.as_ref().is_none_or(|(_, o)| *o != b)
        {
            role = Some((1, b.clone()));
        }
        if org.is_none() && role.as_ref().is_some_and(|(_, r)| *r != a) && short(&a) && !a.contains('|') {
            org = Some((1, a));
        }
    }
    // "store manger interview at Birch & Burrow": what stands before the firm is the role, whatever its spelling.
    if role.is_none() && org.is_some() {
        let before = text.split("|@").next().unwrap_or("");
        let last = trim_chunk(
            before
                .split('|')
                .rfind(|c| !c.trim().is_empty())
                .unwrap_or("")
                .trim_start_matches(['#', '(']),
        );
        let plain = last.split(' ').count() <= 4
            && last.chars().all(|c| c.is_alphabetic() || c == ' ' || c == '-')
            && last.len() > 3;
        if plain
            && text.contains("|@")
            && !last
                .split(' ')
                .any(|w| super::name::PLAIN.contains(&w.to_lowercase().as_str()))
        {
            role = Some((1, last));
        }
    }
    // "CNC setter": whoever is called by what they do, in a word of no table.
    if role.is_none() && org.is_some() {
        role = text
            .split('|')
            .map(|c| trim_chunk(c.trim_start_matches(['#', '('])))
            .find_map(|c| {
                let last = c.split(' ').next_back().unwrap_or("");
                let agent = ["er", "or", "ist", "ian"]
                    .iter()
                    .any(|e| last.len() > e.len() + 3 && last.ends_with(e))
                    && last.chars().all(char::is_lowercase)
                    && !ORG_WORDS.contains(&last)
                    && lexicon().noun(last).is_none_or(|n| n.person())
                    && lexicon().adverb(last).is_none()
                    && lexicon().adjective(last).is_none();
                let known = org.as_ref().is_some_and(|(_, o)| *o == c);
                (agent
                    && !known
                    && !c.starts_with('@')
                    && c.split(' ').count() <= 4
                    && (c.contains(' ') || header.contains(',')))
                .then_some((1, c))
            });
    }
    if let Some(m) = UP_FOR.captures(header).and_then(|c| c.get(1)) {
        let wanted = trim_chunk(m.as_str().split([',', '.', '|', '/', ';']).next().unwrap_or(""));
        if role.is_none() && wanted.split(' ').count() <= 6 && !wanted.is_empty() {
            role = Some((2, wanted));
        }
    }
    // "saltmarsh bakehouse, cork": in a line without capitals the first words are the firm's where nothing better is.
    if org.is_none() && role.is_some() && !header.chars().any(char::is_uppercase) {
        let first = trim_chunk(text.split('|').find(|c| !c.trim().is_empty()).unwrap_or(""));
        if role.as_ref().is_some_and(|(_, r)| *r != first) && first.split(' ').count() <= 5 && first.len() > 2 {
            org = Some((1, first));
        }
    }
    (org.map(|(_, s)| title_case_org(&s)), role.map(|(_, s)| s))
}

/// A word that names a kind of firm or institution.
pub(super) fn is_org_word(lower: &str) -> bool {
    ORG_WORDS.contains(&lower)
}

pub(super) fn title_case_org(s: &str) -> String {
    if s.chars().any(char::is_uppercase) {
        return s.to_owned();
    }
    s.split(' ')
        .enumerate()
        .map(|(i, w)| {
            if i > 0 && matches!(w, "and" | "of" | "the" | "for" | "in" | "at" | "de") {
                w.to_owned()
            } else {
                title_case(w)
            }
        })
        .collect::<Vec<_>>()
        .join(" ")
}

fn trim_chunk(chunk: &str) -> String {
    let mut s = chunk
        .trim_matches(|c: char| c.is_whitespace() || super::unit::is_pictograph(c))
        .trim_matches(['.', '!', '*', '_', '"', '#', '='])
        .trim()
        .to_owned();
    loop {
        let lower = s.to_ascii_lowercase();
        let cut = [
            "the ",
            "a ",
            "an ",
            "my ",
            "up ",
            "i'm up ",
            "done ",
            "out of ",
            "back from ",
            "interview ",
            "interview with ",
            "company ",
            "organisation ",
            "organization ",
            "so ",
            "y'all ",
            "this was ",
            "this is ",
            "job is ",
            "role is ",
            "position is ",
            "post is ",
            "the job is ",
            "it was ",
            "was ",
            "me done ",
            "position of ",
            "role of ",
            "post of ",
            "job of ",
            "by ",
            "firm ",
            "left ",
            "place of ",
            "just ",
            "ok ",
            "post ",
            "live-out post ",
            "me ",
        ]
        .iter()
        .find(|p| lower.starts_with(**p) && s.len() > p.len());
        match cut {
            Some(p) if s.is_char_boundary(p.len()) => s = s[p.len()..].trim().to_owned(),
            _ => break,
        }
    }
    for tail in [
        " it was",
        " in person",
        " job",
        " role",
        " position",
        " post",
        " vacancy",
        " opening",
        " interview",
        " thing",
        " gig",
        " the",
        " on",
        " and",
        " in",
        " today",
        " just now",
        " i met",
        " of",
        " for",
    ] {
        let lower = s.to_ascii_lowercase();
        if lower.ends_with(tail) {
            s.truncate(s.len() - tail.len());
            s = s.trim_end().to_owned();
        }
    }
    // "Hartley and Sons in Stockport": the town is not the name.
    if let Some(at) = s.find(" in ")
        && s[at + 4..].split(' ').count() <= 2
        && !title_len(&s, &words(&s, 0..at), 0).1
    {
        s.truncate(at);
    }
    s
}

/// "Front office manager, Hotel Sông Trăng": the capital of a plain word that begins, where a firm is named besides.
fn begins_a_line(lead: &str, chunk: &str, text: &str) -> bool {
    let lower = lead.trim().to_lowercase();
    let plain = is_word(&lower) || lower.ends_with("ing");
    let firm = |other: &str| {
        score(
            &trim_chunk(other.trim_start_matches(['@', '#', '('])),
            other.starts_with('@'),
            false,
        )
        .0 > 1
    };
    plain && text.split('|').any(|other| other != chunk && firm(other))
}

/// "Northgate Logistics shift lead" and "RN med surg St. Anne's": capitals tell the organisation from the role.
fn split_by_case(chunk: &str) -> Option<(String, String)> {
    let ws = words(chunk, 0..chunk.len());
    if ws.len() < 3 || !ws.iter().any(|w| w.capital) || ws.iter().all(|w| w.capital) {
        return None;
    }
    let small = |w: &super::name::Word| matches!(w.lower.as_str(), "of" | "and" | "the" | "&" | "for" | "de" | "in");
    let proper = |w: &super::name::Word| w.capital && !is_acronym(&chunk[w.span.clone()]);
    // A capitalised run at the front, then a role in lower case.
    let lead = ws.iter().take_while(|w| w.capital || small(w)).count();
    let tail = ws.iter().rev().take_while(|w| w.capital || small(w)).count();
    let at = if lead >= 1 && proper(&ws[0]) && ws[lead..].iter().all(|w| !proper(w)) && lead < ws.len() {
        lead
    } else if tail >= 1 && tail < ws.len() && ws[..ws.len() - tail].iter().all(|w| !proper(w)) {
        ws.len() - tail
    } else {
        return None;
    };
    let (a, b) = (
        chunk[..ws[at].span.start].to_owned(),
        chunk[ws[at].span.start..].to_owned(),
    );
    let headed = |s: &str| {
        let ws = words(s, 0..s.len());
        ws.iter().any(|w| is_head(&w.lower))
    };
    (headed(&a) != headed(&b)).then_some((a, b))
}

fn is_head(lower: &str) -> bool {
    let l = lexicon();
    let lower = lower.split('-').next().unwrap_or(lower);
    if super::name::PLAIN.contains(&lower) {
        return false;
    }
    l.noun(lower)
        .is_some_and(|n| (n.title_head() || n.person()) && !n.is_plural && !n.group())
        || l.title(lower).is_some_and(|t| t.part == "interviewer")
        || matches!(
            lower,
            "rn" | "lpn"
                | "rdh"
                | "physio"
                | "tech"
                | "ops"
                | "lead"
                | "dev"
                | "baker"
                | "postdoc"
                | "intern"
                | "hygienist"
                | "registrar"
                | "instructor"
                | "clerk"
                | "chef"
                | "teller"
                | "crew"
                | "nanny"
                | "fellow"
                | "fellowship"
                | "internship"
                | "apprenticeship"
                | "ot"
                | "slp"
                | "slt"
                | "cna"
                | "hca"
                | "ta"
                | "emt"
                | "cpa"
                | "sre"
                | "swe"
                | "odp"
                | "crna"
        )
}

/// How much a chunk reads as an organisation and as a role.
fn score(chunk: &str, at: bool, as_role: bool) -> (i32, i32) {
    let ws = words(chunk, 0..chunk.len());
    if matches!(
        ws.first().map(|w| w.lower.as_str()),
        Some(
            "their"
                | "his"
                | "her"
                | "she"
                | "he"
                | "they"
                | "i"
                | "we"
                | "it"
                | "she's"
                | "he's"
                | "shes"
                | "hes"
                | "i'm"
                | "im"
                | "they're"
                | "theyre"
        )
    ) {
        return (0, 0);
    }
    if ws.is_empty() || ws.len() > 9 || ws.iter().all(|w| w.lower.chars().all(|c| c.is_ascii_digit())) {
        return (0, 0);
    }
    let lower = chunk.to_lowercase();
    let heads = ws.iter().filter(|w| is_head(&w.lower)).count();
    let mut role = if heads > 0 { 3 } else { 0 };
    if ws.last().is_some_and(|w| is_head(&w.lower)) {
        role += 2;
    }
    if as_role {
        role += if heads > 0 { 2 } else { 1 };
    }
    let mut org = 0;
    if ws.iter().any(|w| w.capital && !is_word(&w.lower)) || chunk.contains("'s") {
        org += 2;
    }
    if ws.iter().filter(|w| w.capital).count() * 2 > ws.len() {
        org += 2;
    }
    if ws.iter().any(|w| is_org_word(&w.lower)) {
        org += 2;
    }
    // A part of an employer's house, and no employer: "children's ward".
    let part = [
        "ward",
        "unit",
        "department",
        "dept",
        "team",
        "floor",
        "wing",
        "desk",
        "shift",
        "section",
    ];
    if ws.last().is_some_and(|w| part.contains(&w.lower.as_str())) && !at {
        org -= 3;
    }
    if at {
        org += 4;
        role -= 2;
    }
    if as_role {
        org -= 2;
    }
    let place = lexicon().proper(&lower).is_some() && ws.len() == 1;
    if place || matches!(lower.as_str(), "hr" | "pm" | "am" | "uk" | "us" | "nz") {
        org -= 3;
    }
    (org, role)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(header: &str, org: &str, role: &str) {
        let (o, r) = organization_and_role(header);
        assert_eq!(
            (o.as_deref().unwrap_or("-"), r.as_deref().unwrap_or("-")),
            (org, role),
            "{header}"
        );
    }

    #[test]
    fn a_firm_is_named_without_its_town() {
        assert_eq!(
            without_place("Nordhavn Vindservice, Esbjerg DK"),
            "Nordhavn Vindservice"
        );
        assert_eq!(without_place("Smith, Jones & Co"), "Smith, Jones & Co");
        assert_eq!(without_place("Rowan, Inc."), "Rowan, Inc.");
    }

    #[test]
    fn keys_have_many_names() {
        let named = |line: &str| key(line).map(|(name, rest)| (name, line[rest].to_owned()));
        assert_eq!(named("pos: service tech"), Some(("role", "service tech".into())));
        assert_eq!(named("Firm: Magodrom"), Some(("organization", "Magodrom".into())));
        assert_eq!(named("posh: service tech"), None);
    }

    #[test]
    fn a_capital_that_begins_the_line_is_no_firm() {
        check(
            "Front office manager / Hotel Song Trang, Hoi An",
            "Hotel Song Trang",
            "Front office manager",
        );
        check(
            "Signalling tester in charge, Veldspoor Rail, Utrecht",
            "Veldspoor Rail",
            "Signalling tester in charge",
        );
        check("Harbor staff writer", "Harbor", "staff writer");
    }

    #[test]
    fn either_order_and_many_joints() {
        check("Harbor Magazine - staff writer", "Harbor Magazine", "staff writer");
        check(
            "staff writer, Harbor Magazine, their office",
            "Harbor Magazine",
            "staff writer",
        );
        check("Northgate Logistics shift lead", "Northgate Logistics", "shift lead");
        check("RN med surg St. Anne's  teams call", "St. Anne's", "RN med surg");
        check(
            "phone screen at Tidewater Systems for senior software engineer",
            "Tidewater Systems",
            "senior software engineer",
        );
        check(
            "2nd interview Brightwell, account executive, on site",
            "Brightwell",
            "account executive",
        );
        check(
            "trial shift at the salt larder in galway for chef de partie",
            "Salt Larder",
            "chef de partie",
        );
        check(
            "interview at delgado mechanical for hvac service tech",
            "Delgado Mechanical",
            "hvac service tech",
        );
        check(
            "kindergarten teacher @ Maple Fork Elementary, interviewed in the library",
            "Maple Fork Elementary",
            "kindergarten teacher",
        );
        check(
            "Pharmacist-in-charge, Jacaranda Chemists, Nakuru branch",
            "Jacaranda Chemists",
            "Pharmacist-in-charge",
        );
    }

    #[test]
    fn candidates_give_themselves_away() {
        for (text, name) in [
            ("i'm Gabriela Garcia", "Gabriela Garcia"),
            ("Me = Harpreet Dhaliwal", "Harpreet Dhaliwal"),
            ("Imogen Castellane here", "Imogen Castellane"),
            ("Faizan Qureshi this side", "Faizan Qureshi"),
            ("me Eilidh Rennie", "Eilidh Rennie"),
            ("senior OT post, Aoife Ní Bhriain for the record", "Aoife Ní Bhriain"),
            ("RN med surg St. Anne's (Lorna Bright)", "Lorna Bright"),
            ("Postdoc, Brannock Lab -- Ji-woo Seong", "Ji-woo Seong"),
        ] {
            assert_eq!(
                candidate(text, 0..text.len(), true).map(|c| c.0).as_deref(),
                Some(name),
                "{text}"
            );
        }
    }
}
