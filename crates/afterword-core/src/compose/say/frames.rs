//! Frames: the sentences a point is cast in. They are data, each with examples that are tests.

use std::sync::OnceLock;

use serde::Deserialize;

use super::{Channel, Context};
use crate::model::{Role, Warmth};

/// One way to begin and end a sentence.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Frame {
    /// Its name, stable.
    pub(super) id: String,
    /// What its slot takes.
    pub(super) takes: String,
    /// What the sentence does in the letter.
    pub(super) role: Role,
    /// Where it fits; empty for everywhere.
    #[serde(default)]
    pub(super) register: Vec<Warmth>,
    /// `mail` or `card`; nothing for both.
    #[serde(default)]
    pub(super) channel: Option<Channel>,
    /// The sentence; `{}` is the slot, `{b}` and `{g}` a verb in its base and -ing form, `{a}` an answer.
    pub(super) text: String,
    /// How good it is, at most 100.
    pub(super) strength: u8,
    /// `kind`, jot and the sentence this frame makes of it.
    #[serde(default)]
    #[cfg_attr(not(test), expect(dead_code, reason = "examples are for tests"))]
    pub(super) pass: Vec<[String; 3]>,
    /// `kind` and a jot this frame must not be used for.
    #[serde(default)]
    #[cfg_attr(not(test), expect(dead_code, reason = "examples are for tests"))]
    pub(super) fail: Vec<[String; 2]>,
}

#[derive(Debug, Deserialize)]
struct File {
    frame: Vec<Frame>,
}

/// Every frame, read at first use.
pub(super) fn frames() -> &'static [Frame] {
    static FRAMES: OnceLock<Vec<Frame>> = OnceLock::new();
    FRAMES.get_or_init(|| match toml::from_str::<File>(include_str!("frames.toml")) {
        Ok(file) => file.frame,
        Err(error) => unreachable!("frames.toml is checked by a test: {error}"),
    })
}

impl Frame {
    /// Whether it fits the note.
    pub(super) fn fits(&self, cx: &Context) -> bool {
        (self.register.is_empty() || self.register.contains(&cx.warmth)) && self.channel.is_none_or(|c| c == cx.channel)
    }

    /// The frame's own words, for the gate.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.text
            .split(|c: char| !c.is_alphanumeric() && c != '\'')
            .filter(|w| !w.is_empty())
    }
}
