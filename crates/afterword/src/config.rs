//! What the person sets once and for all: a small TOML file, and nothing breaks without it.
//!
//! It is read from `--profile FILE`, else from `afterword/config.toml` in the XDG configuration folder if it exists.
//! A key nobody knows is an error that names it: a typo must not silently change how notes sound.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use afterword_core::model::{Candidate, Directness, Profile, Warmth};
use afterword_paper::Country;
use etcetera::BaseStrategy as _;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;
use crate::holidays::{CalendarFiles, EmployerCalendar, Files};
use crate::stationery::CardTable;
use crate::{mail, text};

const KEYS: &str = "name, email, phone, return_address, sign_off, warmth, directness, contact_line, \
    country, holidays, a table [card] with size, landscape, margin_mm, character_mm, line_pitch_mm and paper, and a table \
    [employer.\"NAME\"] with holidays and us_federal";

/// The file as written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    return_address: Option<Lines>,
    sign_off: Option<String>,
    #[serde(default)]
    warmth: Warmth,
    #[serde(default)]
    directness: Directness,
    contact_line: Option<bool>,
    country: Option<String>,
    #[serde(default)]
    card: CardTable,
    #[serde(default)]
    holidays: Files,
    #[serde(default)]
    employer: BTreeMap<String, EmployerCalendar>,
}

/// A postal address: one text with line breaks, or a list of lines.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Lines {
    One(String),
    Many(Vec<String>),
}

/// What the file says.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Settings {
    /// What the notes need to know.
    pub(crate) profile: Profile,
    /// The sender's lines on an envelope; empty if unknown.
    pub(crate) return_address: Vec<String>,
    /// The sender's country, if it is not the United States.
    pub(crate) country: Option<String>,
    /// The card they write on, and their hand.
    pub(crate) card: CardTable,
    /// Files of free days, for all and by employer; read where days are counted.
    pub(crate) calendars: CalendarFiles,
}

/// What its owner set in the book itself, from a page; it is laid over the file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Own {
    pub(crate) name: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) sign_off: Option<String>,
    pub(crate) warmth: Option<Warmth>,
    pub(crate) directness: Option<Directness>,
    pub(crate) contact_line: Option<bool>,
    pub(crate) return_address: Option<Vec<String>>,
    pub(crate) country: Option<String>,
}

impl Own {
    /// What is said here counts; what is left open stays as the file says.
    pub(crate) fn lay_over(self, settings: &mut Settings) {
        let profile = &mut settings.profile;
        let over = |said: Option<String>, place: &mut Option<String>| {
            if said.is_some() {
                *place = said;
            }
        };
        over(self.name, &mut profile.candidate.name);
        over(self.email, &mut profile.candidate.addr_spec);
        over(self.phone, &mut profile.candidate.phone);
        over(self.sign_off, &mut profile.sign_off);
        over(self.country, &mut settings.country);
        profile.warmth = self.warmth.unwrap_or(profile.warmth);
        profile.directness = self.directness.unwrap_or(profile.directness);
        profile.no_contact_line = self.contact_line.map_or(profile.no_contact_line, |line| !line);
        if let Some(lines) = self.return_address {
            settings.return_address = lines;
        }
    }
}

/// Reads the profile named, else the one in the usual place, else none.
pub(crate) fn load(named: Option<&Path>) -> Result<Settings, Failure> {
    let path = match named {
        Some(path) => path.to_owned(),
        None => match usual_place() {
            Some(path) => path,
            None => return Ok(Settings::default()),
        },
    };
    match std::fs::read_to_string(&path) {
        Ok(text) => parse(&text, &path),
        Err(e) if named.is_none() && e.kind() == io::ErrorKind::NotFound => Ok(Settings::default()),
        Err(e) => Err(Failure::new(format!("cannot read the profile {}", path.display()))
            .because(e)
            .hint(format!("a profile is a TOML file of these keys, all optional: {KEYS}"))),
    }
}

fn usual_place() -> Option<PathBuf> {
    etcetera::choose_base_strategy()
        .ok()
        .map(|base| base.config_dir().join("afterword").join("config.toml"))
}

fn parse(text: &str, path: &Path) -> Result<Settings, Failure> {
    let file: File = toml::from_str(text).map_err(|e| {
        let line = e
            .span()
            .map_or(0, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
        let place = if line == 0 {
            String::new()
        } else {
            format!(" at line {line}")
        };
        let message = e
            .message()
            .split(", expected")
            .next()
            .unwrap_or_default()
            .replace("unknown field", "unknown key");
        let hint = if message.starts_with("unknown variant") {
            "warmth is plain, warm or formal; directness is reserved, warm or direct".to_owned()
        } else {
            format!("the keys are {KEYS}")
        };
        Failure::new(format!(
            "cannot use the profile {}{place}: {}",
            path.display(),
            message.trim()
        ))
        .hint(hint)
    })?;
    let settings = Settings {
        calendars: CalendarFiles {
            folder: path.parent().map(Path::to_owned).unwrap_or_default(),
            everywhere: file.holidays,
            employers: file.employer,
        },
        return_address: match file.return_address {
            None => Vec::new(),
            Some(Lines::One(text)) => text
                .lines()
                .map(|l| l.trim().to_owned())
                .filter(|l| !l.is_empty())
                .collect(),
            Some(Lines::Many(lines)) => lines,
        },
        country: file.country,
        card: file.card,
        profile: Profile {
            candidate: Candidate {
                name: file.name,
                addr_spec: file.email,
                phone: file.phone,
            },
            warmth: file.warmth,
            directness: file.directness,
            sign_off: file.sign_off,
            no_contact_line: file.contact_line == Some(false),
            ..Profile::default()
        },
    };
    check(&settings).map_err(|(key, why)| {
        Failure::new(format!("cannot use the profile {}: {key} {why}", path.display()))
            .hint(format!("correct `{key}` in that file; nothing was written"))
    })?;
    Ok(settings)
}

/// What would break a mail header or an envelope is refused here, where the person can correct it.
pub(crate) fn check(settings: &Settings) -> Result<(), (&'static str, String)> {
    let candidate = &settings.profile.candidate;
    let one_line = |key, value: Option<&String>| match value {
        Some(value) if value.trim().is_empty() => Err((key, "is empty".to_owned())),
        Some(value) if value.chars().any(text::is_unsafe) => Err((
            key,
            "has a line break or an invisible control character in it".to_owned(),
        )),
        _ => Ok(()),
    };
    one_line("name", candidate.name.as_ref())?;
    one_line("email", candidate.addr_spec.as_ref())?;
    one_line("phone", candidate.phone.as_ref())?;
    one_line("sign_off", settings.profile.sign_off.as_ref())?;
    for line in &settings.return_address {
        one_line("return_address", Some(line))?;
    }
    one_line("country", settings.country.as_ref())?;
    if let Some(country) = &settings.country
        && Country::named(country).is_none()
    {
        return Err(("country", format!("names no country: {country}")));
    }
    settings.card.check()?;
    if let Some(name) = &candidate.name {
        mail::display_name(name).map_err(|e| ("name", e.to_string()))?;
    }
    if let Some(addr_spec) = &candidate.addr_spec {
        mail::address(addr_spec).map_err(|e| ("email", e.to_string()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        parse(text, Path::new("p.toml")).unwrap_err().to_string()
    }

    #[test]
    fn a_whole_profile_is_read() {
        let text = "name = 'Gabriela Garcia'\nemail = 'g@garcia.example'\nphone = '555 0100'\n\
                    return_address = \"\"\"\n1 Elm St\nBoston MA 02110\n\"\"\"\nsign_off = 'Kind regards'\n\
                    warmth = 'formal'\ndirectness = 'direct'\ncontact_line = false\n";
        let got = parse(text, Path::new("p.toml")).unwrap();
        assert_eq!(got.return_address, ["1 Elm St", "Boston MA 02110"]);
        assert_eq!(got.profile.candidate.name.as_deref(), Some("Gabriela Garcia"));
        assert_eq!(
            (got.profile.warmth, got.profile.directness),
            (Warmth::Formal, Directness::Direct)
        );
        assert!(got.profile.no_contact_line);
        assert_eq!(parse("", Path::new("p.toml")).unwrap(), Settings::default());
    }

    #[test]
    fn mistakes_are_named_with_their_line() {
        assert_eq!(
            error("name = 'A'\nmale = 'x'\n"),
            "cannot use the profile p.toml at line 2: unknown key `male`"
        );
        assert!(
            error("warmth = 'hot'\n").contains("at line 1: unknown variant `hot`"),
            "{}",
            error("warmth = 'hot'\n")
        );
        assert!(error("name = \n").contains("at line 1"), "{}", error("name = \n"));
    }

    #[test]
    fn a_header_cannot_be_smuggled_in() {
        assert!(error("name = \"Ann\\r\\nBcc: x@evil.example\"\n").contains("name has a line break"));
        assert!(error("name = '=?utf-8?q?Ann=0D=0ABcc=3A_x=40evil.example?='\n").contains("name "));
        assert!(error("email = 'a@b@c'\n").contains("email "));
        assert!(error("email = \"a\\u202eb@c.example\"\n").contains("email has"));
        assert!(error("return_address = ['1 Elm St', \"x\\ny\"]\n").contains("return_address has"));
    }
}
