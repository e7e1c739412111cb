//! A person's own free days: from files named on the command line or in the profile, for all employers or for one.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use afterword_core::calendar::Holidays;
use afterword_core::read::holidays::holidays;
use serde::Deserialize;

use crate::failure::Failure;
use crate::input::{self, Source, Wanted};

/// One file or several.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub(crate) enum Files {
    /// None.
    #[default]
    #[serde(skip)]
    None,
    /// One.
    One(PathBuf),
    /// Several, all of which count.
    Many(Vec<PathBuf>),
}

impl Files {
    fn paths(&self) -> &[PathBuf] {
        match self {
            Self::None => &[],
            Self::One(path) => std::slice::from_ref(path),
            Self::Many(paths) => paths,
        }
    }
}

/// When an employer works.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct EmployerCalendar {
    /// Files of days on which it is closed.
    holidays: Files,
    /// Whether it keeps the federal holidays of the United States; it does unless this says otherwise.
    us_federal: Option<bool>,
}

/// The calendars of a profile.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Calendars {
    /// The folder that relative names count from.
    pub(crate) folder: PathBuf,
    /// Files for everybody.
    pub(crate) everywhere: Files,
    /// By the employer's name.
    pub(crate) employers: BTreeMap<String, EmployerCalendar>,
}

impl Calendars {
    /// The free days that count: the federal ones, the person's, this employer's, and those of `more` files.
    pub(crate) fn of(&self, employer: Option<&str>, more: &[PathBuf]) -> Result<Holidays, Failure> {
        let own = match employer {
            None => None,
            Some(name) => self
                .employers
                .iter()
                .find(|(known, _)| is_same(known, name))
                .map(|(_, own)| own),
        };
        let base = if own.and_then(|own| own.us_federal) == Some(false) {
            Holidays::none()
        } else {
            Holidays::us()
        };
        let named = self
            .everywhere
            .paths()
            .iter()
            .chain(own.map_or(&[][..], |own| own.holidays.paths()));
        let paths = named.map(|path| self.folder.join(path)).chain(more.iter().cloned());
        paths
            .into_iter()
            .try_fold(base, |days, path| Ok(days.with(read(&path)?)))
    }
}

/// "Tallybird" and "TALLYBIRD " are one employer; nothing is guessed beyond that.
fn is_same(known: &str, name: &str) -> bool {
    let plain = |name: &str| name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    plain(known) == plain(name)
}

fn read(path: &Path) -> Result<Vec<jiff::civil::Date>, Failure> {
    let raw = input::read_bytes(&Source::File(path.to_owned()), Wanted::HOLIDAYS)?;
    let (days, wrong) = holidays(&raw);
    let story = |why: String| Failure::new(format!("cannot use the holidays {}: {why}", path.display()));
    let hint = "write one day a line, like `2027-04-05 Easter Monday`, or name an .ics file of whole days";
    match wrong.first() {
        Some(first) => Err(story(format!("line {} is no day: {}", first.line, first.text)).hint(hint)),
        None if days.is_empty() => Err(story("it names no day".to_owned()).hint(hint)),
        None => Ok(days.into_iter().collect()),
    }
}
