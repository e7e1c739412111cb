//! The gate: an approval holds for exactly one text and what was found in it.
//!
//! Approving takes the subject, the text and its findings and keeps their hashes; whoever sends asks the approval about
//! what is to be sent. A changed byte closes the gate, and so does a finding that was not there when the person looked.
//! An error cannot be approved. Who approved, and when, is kept by the caller: there is no clock here.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest as _, Sha256};
use thiserror::Error;

use super::{Place, Remark};
use crate::model::Severity;

/// SHA-256 (FIPS 180-4) of something approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Hash([u8; 32]);

/// The approval of one exact text with its findings. Written and read as two SHA-256 sums in hexadecimal with a colon
/// between.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Approval {
    text: Hash,
    findings: Hash,
}

/// Why the gate stays closed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// Errors are open; the ids of their rules, in the order of the text.
    #[error("errors are open: {}", .0.join(", "))]
    OpenErrors(Vec<String>),
    /// The subject or the text is not the one approved.
    #[error("the text was changed after it was approved")]
    Edited,
    /// The text is the one approved, but what is found in it is not: the record or a rule changed.
    #[error("the findings changed after the text was approved")]
    FindingsChanged,
}

/// An approval that was not kept whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("an approval is two SHA-256 sums with a colon between")]
pub struct NotAnApproval;

impl Approval {
    /// Approves a text with what was found in it. Warnings and hints may stay: seeing them is the person's part.
    ///
    /// # Errors
    /// [`Refusal::OpenErrors`] while any finding is an error.
    pub fn grant(subject: Option<&str>, text: &str, remarks: &[Remark]) -> Result<Self, Refusal> {
        let errors: Vec<String> = remarks
            .iter()
            .filter(|r| r.finding.severity == Severity::Error)
            .map(|r| r.finding.rule.clone())
            .collect();
        if errors.is_empty() {
            Ok(Self {
                text: hash_of_text(subject, text),
                findings: hash_of_findings(remarks),
            })
        } else {
            Err(Refusal::OpenErrors(errors))
        }
    }

    /// Whether this text with these findings may pass.
    ///
    /// # Errors
    /// A [`Refusal`] that says what differs from what was approved; open errors come first.
    pub fn admits(&self, subject: Option<&str>, text: &str, remarks: &[Remark]) -> Result<(), Refusal> {
        let now = Self::grant(subject, text, remarks)?;
        if now.text != self.text {
            return Err(Refusal::Edited);
        }
        if now.findings != self.findings {
            return Err(Refusal::FindingsChanged);
        }
        Ok(())
    }
}

/// Each part with its length before it, so that no two lists of parts run together into the same bytes.
fn hash<'a>(parts: impl Iterator<Item = &'a str>) -> Hash {
    let mut sum = Sha256::new();
    for part in parts {
        sum.update((part.len() as u64).to_be_bytes());
        sum.update(part.as_bytes());
    }
    Hash(sum.finalize().into())
}

fn hash_of_text(subject: Option<&str>, text: &str) -> Hash {
    let has_subject = if subject.is_some() { "subject" } else { "none" };
    hash([has_subject, subject.unwrap_or_default(), text].into_iter())
}

/// The findings as a set: which rule, how grave, about which words, where. Their wording may improve without closing.
fn hash_of_findings(remarks: &[Remark]) -> Hash {
    let mut lines: Vec<String> = remarks.iter().map(line).collect();
    lines.sort_unstable();
    lines.dedup();
    hash(lines.iter().map(String::as_str))
}

fn line(remark: &Remark) -> String {
    let finding = &remark.finding;
    let place = match &remark.place {
        Place::Note => "note".to_owned(),
        Place::Text(span) => format!("text {} {}", span.start, span.end),
        Place::Subject(span) => format!("subject {} {}", span.start, span.end),
    };
    format!("{} {:?} {place} {}", finding.rule, finding.severity, finding.excerpt)
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for Hash {
    type Err = NotAnApproval;

    fn from_str(hex: &str) -> Result<Self, Self::Err> {
        if hex.len() != 64 || !hex.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) {
            return Err(NotAnApproval);
        }
        let mut bytes = [0; 32];
        for (byte, at) in bytes.iter_mut().zip((0..64).step_by(2)) {
            *byte = u8::from_str_radix(&hex[at..at + 2], 16).map_err(|_| NotAnApproval)?;
        }
        Ok(Self(bytes))
    }
}

impl fmt::Display for Approval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.text, self.findings)
    }
}

impl FromStr for Approval {
    type Err = NotAnApproval;

    fn from_str(kept: &str) -> Result<Self, Self::Err> {
        let (text, findings) = kept.split_once(':').ok_or(NotAnApproval)?;
        Ok(Self {
            text: text.parse()?,
            findings: findings.parse()?,
        })
    }
}
