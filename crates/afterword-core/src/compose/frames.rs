//! The letter's own sentences, chosen from data: see `letter.toml`.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::model::{Directness, Format, InterviewKind, Part, Warmth, Wording};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    frame: Vec<Group>,
}

/// Sentences of one slot that fit the same notes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    id: String,
    slot: String,
    #[serde(default)]
    format: Vec<Format>,
    #[serde(default)]
    kind: Vec<InterviewKind>,
    #[serde(default)]
    warmth: Vec<Warmth>,
    #[serde(default)]
    directness: Vec<Directness>,
    #[serde(default)]
    part: Vec<Part>,
    /// 1: only where they had not met before; 2: only where they had.
    round: Option<u8>,
    texts: Vec<String>,
    /// The first of the texts, filled in.
    #[cfg_attr(not(test), expect(dead_code, reason = "examples are for the tests"))]
    example: String,
}

/// One sentence with slots, and where it fits.
struct Frame {
    id: String,
    group: &'static Group,
    text: &'static str,
}

static GROUPS: LazyLock<Vec<Group>> = LazyLock::new(|| {
    let file: File =
        toml::from_str(include_str!("letter.toml")).expect("letter.toml is part of the program and is tested");
    file.frame
});

static FRAMES: LazyLock<Vec<Frame>> = LazyLock::new(|| {
    let numbered = |group: &'static Group| {
        let texts = group.texts.iter().enumerate();
        texts.map(move |(i, text)| Frame {
            id: format!("{}.{}", group.id, i + 1),
            group,
            text,
        })
    };
    GROUPS.iter().flat_map(numbered).collect()
});

/// Where a sentence is wanted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) format: Option<Format>,
    pub(super) kind: InterviewKind,
    pub(super) warmth: Warmth,
    pub(super) directness: Directness,
    pub(super) part: Part,
    pub(super) again: bool,
}

/// What fills the slots; a slot that is `None` closes every frame that names it.
#[derive(Debug, Default, Clone)]
pub(super) struct Slots(pub(super) Vec<(&'static str, Option<String>)>);

impl Slots {
    /// Whether the slot is known.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(n, v)| *n == name && v.is_some())
    }

    /// The sentence with its slots filled; none where one of them is not known.
    pub(super) fn fill(&self, text: &str) -> Option<String> {
        let mut out = text.to_owned();
        for (name, value) in &self.0 {
            let slot = format!("{{{name}}}");
            if out.contains(&slot) {
                out = out.replace(&slot, value.as_deref()?);
            }
        }
        if out.contains('{') {
            return None;
        }
        for (gap, closed) in [("  ", " "), (" ,", ","), (" .", "."), (" ;", ";")] {
            out = out.replace(gap, closed);
        }
        let first = out.chars().next().filter(|c| c.is_lowercase());
        if let Some(first) = first {
            out.replace_range(..first.len_utf8(), &first.to_uppercase().to_string());
        }
        Some(out)
    }
}

/// What a panel has used up, so that no two notes say the same thing in the same words.
#[derive(Debug, Default)]
pub(super) struct Used {
    pub(super) frames: HashSet<String>,
    pub(super) openings: HashSet<String>,
}

impl Group {
    fn fits(&self, slot: &str, place: Place) -> bool {
        fn open<T: PartialEq>(set: &[T], value: &T) -> bool {
            set.is_empty() || set.contains(value)
        }
        self.slot == slot
            && (self.format.is_empty() || place.format.is_some_and(|f| self.format.contains(&f)))
            && open(&self.kind, &place.kind)
            && open(&self.warmth, &place.warmth)
            && open(&self.directness, &place.directness)
            && open(&self.part, &place.part)
            && self.round.is_none_or(|round| (round > 1) == place.again)
    }

    /// What was written for this very kind of conversation, reader or round goes before what fits all.
    fn special(&self) -> i32 {
        i32::from(!self.kind.is_empty()) * 4
            + i32::from(self.round == Some(2)) * 8
            + i32::from(!self.part.is_empty()) * 2
    }
}

/// The first words of a sentence, by which two are felt to begin alike.
pub(super) fn opening(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().take(5).collect();
    words.join(" ").to_lowercase()
}

/// The ways to fill a slot, the chosen one first: fitting, neither used nor beginning like one used where that can be
/// helped, and the same for the same seed. Empty where nothing fits.
pub(super) fn choose(slot: &str, place: Place, slots: &Slots, used: &mut Used, seed: u64) -> Vec<Wording> {
    let mut open: Vec<(i32, Wording)> = FRAMES
        .iter()
        .filter(|f| f.group.fits(slot, place))
        .filter_map(|f| {
            let text = slots.fill(f.text)?;
            let full = i32::try_from(f.text.matches('{').count().min(2)).unwrap_or(0);
            let stale = i32::from(used.frames.contains(&f.id)) * 100;
            let alike = i32::from(used.openings.contains(&opening(&text))) * 50;
            let way = Wording {
                text,
                frame: f.id.clone(),
            };
            Some((stale + alike - f.group.special() - full, way))
        })
        .collect();
    open.sort_by_key(|(rank, _)| *rank);
    let Some(best) = open.first().map(|(rank, _)| *rank) else {
        return Vec::new();
    };
    let top = open.iter().take_while(|(rank, _)| *rank <= best + 1).count();
    let (_, chosen) = open.remove(usize::try_from(seed % top as u64).unwrap_or(0));
    used.frames.insert(chosen.frame.clone());
    used.openings.insert(opening(&chosen.text));
    std::iter::once(chosen)
        .chain(open.into_iter().map(|(_, way)| way))
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::check::{Kind, Proofreader, Record, RecordPerson, check};
    use crate::model::Severity;

    const WARMTHS: [Warmth; 3] = [Warmth::Plain, Warmth::Warm, Warmth::Formal];
    const DIRECTNESSES: [Directness; 3] = [Directness::Reserved, Directness::Warm, Directness::Direct];
    const FORMATS: [Option<Format>; 4] = [None, Some(Format::InPerson), Some(Format::Phone), Some(Format::Video)];
    const KINDS: [InterviewKind; 3] = [
        InterviewKind::Interview,
        InterviewKind::Informational,
        InterviewKind::Working,
    ];

    fn slots() -> Slots {
        let known = [
            ("day", "today"),
            ("date", "on March 2"),
            ("Role", "The staff writer position"),
            ("role", "the staff writer position"),
            ("bare_role", "staff writer"),
            ("as_role", "a staff writer"),
            ("org", "Harbor Magazine"),
            ("decide", "by Friday, March 13"),
        ];
        Slots(known.iter().map(|(n, v)| (*n, Some((*v).to_owned()))).collect())
    }

    fn places() -> Vec<Place> {
        let mut out = Vec::new();
        for warmth in WARMTHS {
            for directness in DIRECTNESSES {
                for format in FORMATS {
                    for kind in KINDS {
                        for again in [false, true] {
                            out.push(Place {
                                format,
                                kind,
                                warmth,
                                directness,
                                part: Part::Interviewer,
                                again,
                            });
                        }
                    }
                }
            }
        }
        out
    }

    /// The slots a note of this kind fills, and how many of a panel of five do.
    fn wanted(kind: InterviewKind) -> &'static [&'static str] {
        match kind {
            InterviewKind::Informational => &["thanks", "close", "card_thanks", "card_close"],
            InterviewKind::Interview | InterviewKind::Working => &[
                "thanks",
                "interest",
                "look_forward",
                "close",
                "card_thanks",
                "card_close",
            ],
        }
    }

    #[test]
    fn every_group_has_its_own_id_and_its_example() {
        let mut ids = HashSet::new();
        let mut texts = HashSet::new();
        for group in GROUPS.iter() {
            assert!(ids.insert(&group.id), "{} twice", group.id);
            assert_eq!(
                slots().fill(&group.texts[0]).as_ref(),
                Some(&group.example),
                "{}",
                group.id
            );
            for text in &group.texts {
                let thanks = ["thank", "grateful", "appreciat"]
                    .iter()
                    .any(|w| text.to_lowercase().contains(w));
                let opens = matches!(group.slot.as_str(), "thanks" | "card_thanks");
                assert!(!opens || thanks, "{text} does not thank");
                assert!(text.ends_with('.') && !text.contains(['\'', '!', '\u{2019}']), "{text}");
                assert!(
                    texts.insert((&group.slot, text, group.kind.first().map(|k| *k as u8))),
                    "{text} twice"
                );
                assert!(slots().fill(text).is_some(), "{text} names an unknown slot");
                assert!(text.split_whitespace().count() <= 22, "{text} is long");
            }
        }
    }

    #[test]
    fn a_panel_of_five_never_reads_a_sentence_twice() {
        for place in places() {
            for slot in wanted(place.kind) {
                for seed in [0, 1, 7, 1000] {
                    let mut used = Used::default();
                    let (mut frames, mut openings) = (HashSet::new(), HashSet::new());
                    for nth in 0..5 {
                        let ways = choose(slot, place, &slots(), &mut used, seed);
                        let way = ways.first().unwrap_or_else(|| panic!("{slot} {place:?}"));
                        assert!(
                            frames.insert(way.frame.clone()),
                            "{slot} {place:?}: {} again, {nth}",
                            way.text
                        );
                        assert!(
                            openings.insert(opening(&way.text)),
                            "{slot} {place:?}: {}, {nth}",
                            way.text
                        );
                    }
                }
            }
            let mut used = Used::default();
            if place.kind != InterviewKind::Informational {
                assert!(!choose("timeline", place, &slots(), &mut used, 0).is_empty());
            }
        }
        for part in [Part::Coordinator, Part::Recruiter, Part::Referrer, Part::Receptionist] {
            for place in places() {
                let place = Place { part, ..place };
                for slot in ["short_thanks", "short_close"] {
                    let mut used = Used::default();
                    let texts: HashSet<String> = (0..3)
                        .map(|_| choose(slot, place, &slots(), &mut used, 0).remove(0).text)
                        .collect();
                    assert_eq!(texts.len(), 3, "{slot} {place:?}");
                }
            }
        }
    }

    #[test]
    fn what_does_not_fit_the_conversation_is_never_offered() {
        let all = [
            "thanks",
            "interest",
            "timeline",
            "look_forward",
            "close",
            "card_thanks",
            "card_close",
        ];
        for place in places() {
            for slot in all {
                if place.kind == InterviewKind::Informational && !wanted(place.kind).contains(&slot) {
                    continue;
                }
                for way in choose(slot, place, &slots(), &mut Used::default(), 0) {
                    let text = format!(" {} ", way.text.to_lowercase().replace(['.', ',', ';'], " "));
                    let has = |words: &[&str]| words.iter().any(|w| text.contains(&format!(" {w} ")));
                    if place.format != Some(Format::InPerson) && place.kind != InterviewKind::Working {
                        let bodily = [
                            "meet you",
                            "meeting you",
                            "meeting with me",
                            "meet with me",
                            "seeing me",
                            "having me in",
                            "came in",
                            "visit",
                        ];
                        assert!(!has(&bodily), "{place:?}: {text}");
                    }
                    if place.format != Some(Format::Phone) {
                        assert!(!has(&["by phone", "on the phone"]), "{place:?}: {text}");
                    }
                    if place.kind == InterviewKind::Informational {
                        let asks = [
                            "position",
                            "interview",
                            "join",
                            "role",
                            "work with you",
                            "work together",
                            "decision",
                            "considered",
                            "staff writer",
                        ];
                        assert!(!has(&asks), "{place:?}: {text}");
                    }
                    if !place.again {
                        let again = [
                            "with me again",
                            "you again",
                            "me back",
                            "second time",
                            "once more about",
                        ];
                        let thanks_again = text.replace("thank you again", "").replace("thanks again", "");
                        assert!(!again.iter().any(|w| thanks_again.contains(w)), "{place:?}: {text}");
                    }
                    if place.directness != Directness::Direct {
                        assert!(
                            !has(&["i want this job", "choose me", "offer me", "your next staff writer"]),
                            "{place:?}: {text}"
                        );
                    }
                    assert!(
                        !has(&["impressed", "thrilled", "amazing", "passionate", "honored", "dream"]),
                        "{text}"
                    );
                }
            }
        }
    }

    /// The note a sentence of this slot stands in, whole and otherwise plain.
    fn note_around(slot: &str, text: &str) -> (Kind, String) {
        const OPENS: &str = "Thank you for talking with me today about the staff writer position at Harbor Magazine.";
        const MIDDLE: &str = "I kept thinking about the harbor series that you described, and about the two reporters who \
            walk the piers every morning. My years at the county desk taught me to find the person behind a permit.";
        const CARD: &str = "I kept thinking about the harbor series that you described, and about the two reporters who walk \
            the piers every morning.";
        const HELP: &str = "You found me a quiet room before the writing test.";
        let (kind, body) = match slot {
            "thanks" => (Kind::Email, format!("{text}\n\n{MIDDLE}")),
            "card_thanks" => (Kind::Card, format!("{text} {CARD}")),
            "card_close" => (Kind::Card, format!("{OPENS} {CARD} {text}")),
            "short_thanks" => (Kind::Short, format!("{text} {HELP}")),
            "short_close" => (Kind::Short, format!("{OPENS} {HELP} {text}")),
            _ => (Kind::Email, format!("{OPENS}\n\n{MIDDLE}\n\n{text}")),
        };
        (
            kind,
            format!("Dear Maria,\n\n{body}\n\nWith kind regards,\nGabriela Garcia\n"),
        )
    }

    #[test]
    fn the_checker_finds_nothing_in_a_sentence_of_ours() {
        let people = [RecordPerson {
            name: "Maria Gonzalez".to_owned(),
            title: Some("editor in chief".to_owned()),
            honorific: None,
        }];
        let mut undated = slots();
        for (name, value) in &mut undated.0 {
            if matches!(*name, "day" | "date") {
                *value = Some(String::new());
            }
        }
        let mut proofreader = Proofreader::load();
        let mut wrong = Vec::new();
        for frame in FRAMES.iter() {
            for text in [&slots(), &undated].map(|s| s.fill(frame.text).expect("known slots")) {
                let record = Record {
                    candidate: "Gabriela Garcia",
                    organization: "Harbor Magazine",
                    role: "staff writer",
                    interview_date: Some(date(2026, 3, 2)),
                    decision_date: Some(date(2026, 3, 13)),
                    planned: Some(Vec::new()),
                    now: date(2026, 3, 2),
                    people: &people,
                    to: "Maria Gonzalez",
                    points: vec!["harbor series, two reporters walk the piers every morning, quiet room".to_owned()],
                    format: frame.group.format.first().copied(),
                    ..Record::default()
                };
                let (kind, note) = note_around(&frame.group.slot, &text);
                for remark in check(&note, None, kind, &record, Some(&mut proofreader)) {
                    let finding = remark.finding;
                    if finding.severity != Severity::Hint {
                        wrong.push(format!("{} {text}: {} {}", frame.id, finding.rule, finding.excerpt));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn registers_and_degrees_change_every_slot() {
        for place in places() {
            for slot in wanted(place.kind) {
                let first = |place: Place| -> HashSet<String> {
                    let ways = choose(slot, place, &slots(), &mut Used::default(), 0);
                    ways.into_iter().take(5).map(|w| w.text).collect()
                };
                for warmth in WARMTHS.into_iter().filter(|w| *w != place.warmth) {
                    assert_ne!(
                        first(place),
                        first(Place { warmth, ..place }),
                        "{slot} {place:?} {warmth:?}"
                    );
                }
                if matches!(*slot, "interest") {
                    for directness in DIRECTNESSES.into_iter().filter(|d| *d != place.directness) {
                        let other = first(Place { directness, ..place });
                        assert!(first(place).is_disjoint(&other), "{slot} {place:?} {directness:?}");
                    }
                }
            }
        }
    }
}
