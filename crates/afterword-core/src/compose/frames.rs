//! The letter's own sentences, chosen from data: see `letter.toml`.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::model::{Directness, Format, InterviewKind, Part, Warmth};

#[derive(Debug, Deserialize)]
struct File {
    frame: Vec<Frame>,
}

/// One sentence with slots, and where it fits.
#[derive(Debug, Deserialize)]
pub(super) struct Frame {
    pub(super) id: String,
    pub(super) slot: String,
    #[serde(default)]
    format: Vec<String>,
    #[serde(default)]
    kind: Vec<String>,
    #[serde(default)]
    warmth: Vec<Warmth>,
    #[serde(default)]
    directness: Vec<Directness>,
    #[serde(default)]
    part: Vec<String>,
    #[serde(default)]
    round: Option<u8>,
    pub(super) text: String,
}

static FRAMES: LazyLock<Vec<Frame>> = LazyLock::new(|| {
    let file: File =
        toml::from_str(include_str!("letter.toml")).expect("letter.toml is part of the program and is tested");
    file.frame
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

    fn fill(&self, text: &str) -> Option<String> {
        let mut out = text.to_owned();
        for (name, value) in &self.0 {
            let slot = format!("{{{name}}}");
            if out.contains(&slot) {
                out = out.replace(&slot, value.as_deref()?);
            }
        }
        (!out.contains('{')).then_some(out)
    }
}

/// What a panel has used up, so that no two notes say the same thing in the same words.
#[derive(Debug, Default)]
pub(super) struct Used {
    pub(super) frames: HashSet<String>,
    pub(super) openings: HashSet<String>,
}

/// The sentence for a slot: fitting, not yet used where that can be helped, and the same for the same seed.
///
/// Frames made for this very format, kind or round come before general ones.
pub(super) fn choose(slot: &str, place: Place, slots: &Slots, used: &mut Used, seed: u64) -> Option<(String, String)> {
    let format = match place.format {
        Some(Format::InPerson) => "in_person",
        Some(Format::Phone) => "phone",
        Some(Format::Video) => "video",
        None => "",
    };
    let kind = match place.kind {
        InterviewKind::Interview => "interview",
        InterviewKind::Informational => "informational",
        InterviewKind::Working => "working",
    };
    let part = match place.part {
        Part::Interviewer => "interviewer",
        Part::Coordinator => "coordinator",
        Part::Recruiter => "recruiter",
        Part::Referrer => "referrer",
        Part::Receptionist => "receptionist",
    };
    let fits = |set: &[String], value: &str| set.is_empty() || set.iter().any(|s| s == value);
    let mut open: Vec<(i32, &Frame, String)> = FRAMES
        .iter()
        .filter(|f| f.slot == slot)
        .filter(|f| fits(&f.format, format) && fits(&f.kind, kind) && fits(&f.part, part))
        .filter(|f| f.warmth.is_empty() || f.warmth.contains(&place.warmth))
        .filter(|f| f.directness.is_empty() || f.directness.contains(&place.directness))
        .filter(|f| f.round.is_none() || place.again)
        // A special kind of conversation is not spoken of as an interview for a position.
        .filter(|f| place.kind != InterviewKind::Informational || slot != "thanks" || !f.kind.is_empty())
        .filter_map(|f| {
            let text = slots.fill(&f.text)?;
            let special = i32::from(!f.kind.is_empty()) * 4
                + i32::from(f.round.is_some()) * 8
                + i32::from(!f.part.is_empty()) * 2;
            let full = f.text.matches('{').count();
            let stale = i32::from(used.frames.contains(&f.id)) * 100;
            Some((stale - special - i32::try_from(full.min(2)).unwrap_or(0), f, text))
        })
        .collect();
    open.sort_by_key(|(rank, _, _)| *rank);
    let best = open.first()?.0;
    let top: Vec<&(i32, &Frame, String)> = open.iter().filter(|(r, _, _)| *r <= best + 1).collect();
    let (_, frame, text) = top[usize::try_from(seed % top.len() as u64).unwrap_or(0)];
    used.frames.insert(frame.id.clone());
    let mut text = text.clone();
    if let Some(first) = text.chars().next().filter(|c| c.is_lowercase()) {
        text.replace_range(..first.len_utf8(), &first.to_uppercase().to_string());
    }
    Some((text, frame.id.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_frame_has_its_own_id_and_ends_as_a_sentence() {
        let mut ids = HashSet::new();
        for f in FRAMES.iter() {
            assert!(ids.insert(&f.id), "{} twice", f.id);
            assert!(f.text.ends_with('.'), "{}", f.id);
        }
    }

    #[test]
    fn nobody_is_met_by_phone() {
        let place = Place {
            format: Some(Format::Phone),
            kind: InterviewKind::Interview,
            warmth: Warmth::Warm,
            directness: Directness::Warm,
            part: Part::Interviewer,
            again: false,
        };
        let slots = Slots(vec![
            ("day", Some("today".into())),
            ("role", Some("the role".into())),
            ("org", Some("Acme".into())),
            ("date", Some("on March 2".into())),
        ]);
        for slot in ["thanks", "card_thanks", "close"] {
            let mut used = Used::default();
            for seed in 0..40 {
                let (text, _) = choose(slot, place, &slots, &mut used, seed).expect("a frame fits");
                assert!(!text.contains("meet"), "{text}");
            }
        }
    }
}
