//! The shape of a rule file: what may stand in it and nothing else.

use std::collections::HashMap;

use serde::Deserialize;

use super::Record;
use crate::model::Format;

/// A rule file as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleFile {
    /// What a finding is called; several files may share it.
    pub(super) id: String,
    /// Why anybody should care.
    pub(super) reason: String,
    /// The practice it carries out.
    pub(super) practice: String,
    pub(super) severity: SeverityName,
    /// One sentence for the person.
    pub(super) message: String,
    #[serde(default)]
    pub(super) kinds: Vec<KindName>,
    #[serde(default)]
    pub(super) parts: Vec<PartName>,
    /// Only under this circumstance of the record.
    pub(super) when: Option<When>,
    /// A hit about words of the jot or the position is none: pay may be the subject of the job.
    #[serde(default)]
    pub(super) not_of_jot: bool,
    /// Mark the whole sentence.
    #[serde(default)]
    pub(super) whole_sentence: bool,
    #[serde(default)]
    pub(super) cues: Vec<CueFile>,
    /// Which function judges, when it is not patterns.
    pub(super) measure: Option<String>,
    /// The numbers of the measure.
    #[serde(default)]
    pub(super) numbers: HashMap<String, usize>,
    /// The words of the measure.
    #[serde(default)]
    pub(super) words: HashMap<String, String>,
    /// What it must find and what it must leave alone.
    #[serde(default)]
    pub(super) examples: Examples,
}

/// Sentences that are the tests of a rule.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Examples {
    /// Each must be found.
    #[serde(default)]
    pub(super) fails: Vec<String>,
    /// Each must be left alone.
    #[serde(default)]
    pub(super) passes: Vec<String>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum SeverityName {
    Hint,
    Warning,
    Error,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum KindName {
    Email,
    Card,
    FollowUp,
    Short,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum PartName {
    Greeting,
    Body,
    SignOff,
    Signature,
    Subject,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum When {
    NothingAttached,
    ByPhone,
    ByVideo,
    InPerson,
    RecipientKnown,
    NothingPlanned,
}

impl When {
    pub(super) fn holds(self, record: &Record<'_>) -> bool {
        match self {
            Self::NothingAttached => record.attachments.is_empty(),
            Self::ByPhone => record.format == Some(Format::Phone),
            Self::ByVideo => record.format == Some(Format::Video),
            Self::InPerson => record.format == Some(Format::InPerson),
            Self::RecipientKnown => !record.to.is_empty(),
            Self::NothingPlanned => record.planned.as_ref().is_some_and(Vec::is_empty),
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CueFile {
    pub(super) is: Vec<String>,
    #[serde(default)]
    pub(super) unless: Vec<String>,
    pub(super) weight: Option<f32>,
    pub(super) fix: Option<String>,
    pub(super) message: Option<String>,
}
