//! A person's own free days: from files named on the command line or in the profile, for all employers or for one.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use afterword_core::calendar::{Calendars, Holidays};
use afterword_core::read::holidays::holidays;
use jiff::civil::Date;
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

/// The files of a profile that name free days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct CalendarFiles {
    /// The folder that relative names count from.
    pub(crate) folder: PathBuf,
    /// Files for everybody.
    pub(crate) everywhere: Files,
    /// By the employer's name.
    pub(crate) employers: BTreeMap<String, EmployerCalendar>,
}

impl CalendarFiles {
    /// Everybody's free days and each employer's: the federal ones, the person's, the employer's, and those of `more`
    /// files, which count everywhere. Any file that cannot be used is an error: a deadline must not rest on part of them.
    pub(crate) fn read(&self, more: &[PathBuf]) -> Result<Calendars, Failure> {
        let own = self.days(&self.everywhere)?.into_iter();
        let own: Vec<Date> = own.chain(days(more.iter().cloned())?).collect();
        let everybody = Calendars::new(Holidays::us().with(own.iter().copied()));
        self.employers
            .iter()
            .try_fold(everybody, |calendars, (name, employer)| {
                let base = if employer.us_federal == Some(false) {
                    Holidays::none()
                } else {
                    Holidays::us()
                };
                let closed = self.days(&employer.holidays)?;
                Ok(calendars.with(name, base.with(own.iter().copied()).with(closed)))
            })
    }

    fn days(&self, files: &Files) -> Result<Vec<Date>, Failure> {
        days(files.paths().iter().map(|path| self.folder.join(path)))
    }
}

fn days(paths: impl Iterator<Item = PathBuf>) -> Result<Vec<Date>, Failure> {
    paths
        .map(|path| read(&path))
        .collect::<Result<Vec<_>, _>>()
        .map(|days| days.concat())
}

fn read(path: &Path) -> Result<Vec<Date>, Failure> {
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
