//! Between the domain's types and columns: instants, days, local times, names of variants, JSON.
//!
//! What does not read back names its table, column and row.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use serde::Serialize;
use serde::de::DeserializeOwned;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::error::{BookError, Done};
use super::sql::Row;

/// A row being read: knows how to name what is wrong with it.
pub(crate) struct Reader<'a> {
    pub(crate) row: &'a Row,
    table: &'static str,
    name: String,
}

impl<'a> Reader<'a> {
    /// `id` is the column that identifies the row in an error.
    pub(crate) fn new(row: &'a Row, table: &'static str, id: &'static str) -> Self {
        let name = row.int(id).map(|n| n.to_string()).or_else(|_| row.text(id));
        Self {
            row,
            table,
            name: name.unwrap_or_default(),
        }
    }

    pub(crate) fn corrupt(&self, column: &'static str) -> BookError {
        BookError::Corrupt {
            table: self.table,
            column,
            row: self.name.clone(),
        }
    }

    pub(crate) fn int(&self, column: &'static str) -> Done<i64> {
        self.row.int(column).map_err(|_| self.corrupt(column))
    }

    pub(crate) fn maybe_int(&self, column: &'static str) -> Done<Option<i64>> {
        self.row.maybe_int(column).map_err(|_| self.corrupt(column))
    }

    pub(crate) fn text(&self, column: &'static str) -> Done<String> {
        self.row.text(column).map_err(|_| self.corrupt(column))
    }

    pub(crate) fn maybe_text(&self, column: &'static str) -> Done<Option<String>> {
        self.row.maybe_text(column).map_err(|_| self.corrupt(column))
    }

    pub(crate) fn flag(&self, column: &'static str) -> Done<bool> {
        Ok(self.int(column)? != 0)
    }

    /// A small number: a round, a revision, a line.
    pub(crate) fn small<T: TryFrom<i64>>(&self, column: &'static str) -> Done<T> {
        T::try_from(self.int(column)?).map_err(|_| self.corrupt(column))
    }

    pub(crate) fn instant(&self, column: &'static str) -> Done<Timestamp> {
        Timestamp::from_second(self.int(column)?).map_err(|_| self.corrupt(column))
    }

    pub(crate) fn maybe_instant(&self, column: &'static str) -> Done<Option<Timestamp>> {
        let second = self.maybe_int(column)?;
        let instant = second.map(Timestamp::from_second).transpose();
        instant.map_err(|_| self.corrupt(column))
    }

    pub(crate) fn maybe_day(&self, column: &'static str) -> Done<Option<Date>> {
        let text = self.maybe_text(column)?;
        text.map(|t| t.parse().map_err(|_| self.corrupt(column))).transpose()
    }

    /// A variant by its name.
    pub(crate) fn variant<T: DeserializeOwned>(&self, column: &'static str) -> Done<T> {
        let name = serde_json::Value::String(self.text(column)?);
        serde_json::from_value(name).map_err(|_| self.corrupt(column))
    }

    pub(crate) fn maybe_variant<T: DeserializeOwned>(&self, column: &'static str) -> Done<Option<T>> {
        let Some(name) = self.maybe_text(column)? else {
            return Ok(None);
        };
        let value = serde_json::from_value(serde_json::Value::String(name));
        value.map(Some).map_err(|_| self.corrupt(column))
    }

    pub(crate) fn json<T: DeserializeOwned>(&self, column: &'static str) -> Done<T> {
        serde_json::from_str(&self.text(column)?).map_err(|_| self.corrupt(column))
    }

    pub(crate) fn maybe_json<T: DeserializeOwned>(&self, column: &'static str) -> Done<Option<T>> {
        let text = self.maybe_text(column)?;
        let value = text.map(|t| serde_json::from_str(&t)).transpose();
        value.map_err(|_| self.corrupt(column))
    }

    /// A time in its zone. The local time is what was agreed: if the zone's rules changed since, the instant follows it.
    /// The instant decides only which of two equal local times was meant.
    pub(crate) fn zoned(&self, local: &'static str, at: &'static str) -> Done<Option<Zoned>> {
        let Some(civil) = self.maybe_text(local)? else {
            return Ok(None);
        };
        let civil: DateTime = civil.parse().map_err(|_| self.corrupt(local))?;
        let zone = TimeZone::get(&self.text("zone")?).map_err(|_| self.corrupt("zone"))?;
        let instant = self.instant(at)?.to_zoned(zone.clone());
        if instant.datetime() == civil {
            return Ok(Some(instant));
        }
        civil.to_zoned(zone).map(Some).map_err(|_| self.corrupt(local))
    }
}

/// The name of a variant, as in exports.
pub(crate) fn name_of<T: Serialize>(variant: &T) -> String {
    match serde_json::to_value(variant) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

/// As JSON text.
pub(crate) fn json<T: Serialize>(value: &T) -> Done<String> {
    serde_json::to_string(value).map_err(|e| BookError::invalid(format!("cannot be kept: {e}")))
}

pub(crate) fn maybe_json<T: Serialize>(value: Option<&T>) -> Done<Option<String>> {
    value.map(json).transpose()
}

pub(crate) fn second(at: Timestamp) -> i64 {
    at.as_second()
}

pub(crate) fn seconds(at: Option<Timestamp>) -> Option<i64> {
    at.map(Timestamp::as_second)
}

pub(crate) fn day(day: Option<Date>) -> Option<String> {
    day.map(|d| d.to_string())
}

/// Local time, zone name and instant. A zone without a name has no rules to follow and is refused.
pub(crate) fn local(time: &Zoned) -> Done<(String, String, i64)> {
    let Some(zone) = time.time_zone().iana_name() else {
        return Err(BookError::invalid(
            "a time is kept with the name of its zone, as in Europe/Stockholm",
        ));
    };
    let seconds = time.timestamp().as_second();
    let civil = time.datetime();
    let whole = civil.with().subsec_nanosecond(0).build().unwrap_or(civil);
    Ok((whole.to_string(), zone.to_owned(), seconds))
}

/// What two spellings of the same name share: no accents, no case, no signs, single spaces (NFC and NFD are equal).
pub(crate) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfkd().filter(|&c| !is_combining_mark(c)) {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    if out.ends_with(' ') {
        out.pop();
    }
    out
}

/// Text as the databases take it: `PostgreSQL` knows no NUL.
pub(crate) fn clean(text: &str) -> String {
    text.replace('\0', "")
}
