//! Decision words to dates.
use jiff::civil::Date;
use serde::Serialize;
/// What decision words mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Deadline {
    /// Which of the four kinds.
    pub kind: DeadlineKind,
    /// First day.
    pub earliest: Option<Date>,
    /// Last day.
    pub latest: Option<Date>,
    /// Bytes of the words that decided it.
    pub span: Option<std::ops::Range<usize>>,
    /// One plain sentence.
    pub reason: String,
}
/// The four kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum DeadlineKind {
    /// Up to a day.
    By,
    /// From a day.
    After,
    /// Between two days.
    Window,
    /// Nothing that can be dated.
    Unknown,
}
