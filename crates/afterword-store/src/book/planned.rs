//! What comes next, as an index over every case; and calendar entries as they were last shown.
//!
//! The plan is decided from a case alone. This index only spares deciding a thousand cases to know which one is next:
//! whoever decides a case puts what came of it here.

use afterword_core::casebook::{CaseId, PersonId};
use jiff::Timestamp;
use jiff::civil::Date;

use super::error::{BookError, Done};
use super::notes::key_of;
use super::records::{CalendarEntry, Planned};
use super::sql::{Row, args};
use super::values::{Reader, day, second};
use super::{Snapshot, Transaction};

fn planned(row: &Row) -> Done<Planned> {
    let r = Reader::new(row, "planned", "case_id");
    Ok(Planned {
        case: CaseId(r.int("case_id")?),
        key: key_of(&r)?,
        to: r.maybe_int("person_id")?.map(PersonId),
        due: r.instant("due_at")?,
        text: r.text("text")?,
    })
}

fn entry(row: &Row) -> Done<CalendarEntry> {
    let r = Reader::new(row, "calendar", "uid");
    Ok(CalendarEntry {
        uid: r.text("uid")?,
        sequence: r.small("sequence")?,
        shown: r.maybe_day("shown")?,
        case: r.maybe_int("case_id")?.map(CaseId),
    })
}

macro_rules! planned {
    ($rest:literal) => {
        concat!(
            "SELECT case_id, purpose, round, key_person, item, person_id, due_at, text FROM planned WHERE owner = $1 ",
            $rest
        )
    };
}

impl Snapshot {
    /// What comes next, the earliest first. The cost does not grow with the book.
    ///
    /// # Errors
    /// The database's.
    pub async fn next_due(&mut self, limit: u32) -> Done<Vec<Planned>> {
        let args = args![self.owner, limit];
        let rows = self.rows(planned!("ORDER BY due_at, case_id LIMIT $2"), &args).await?;
        rows.iter().map(planned).collect()
    }

    /// What is due at `until` or before, the earliest first.
    ///
    /// # Errors
    /// The database's.
    pub async fn due_until(&mut self, until: Timestamp, limit: u32) -> Done<Vec<Planned>> {
        let args = args![self.owner, second(until), limit];
        let sql = planned!("AND due_at <= $2 ORDER BY due_at, case_id LIMIT $3");
        self.rows(sql, &args).await?.iter().map(planned).collect()
    }

    /// What comes next in one case.
    ///
    /// # Errors
    /// The database's.
    pub async fn planned(&mut self, case: CaseId) -> Done<Vec<Planned>> {
        let args = args![self.owner, case.0];
        let sql = planned!("AND case_id = $2 ORDER BY due_at, purpose, round, key_person, item");
        self.rows(sql, &args).await?.iter().map(planned).collect()
    }

    /// A calendar entry as it was last shown.
    ///
    /// # Errors
    /// The database's.
    pub async fn calendar_entry(&mut self, uid: &str) -> Done<Option<CalendarEntry>> {
        let args = args![self.owner, uid];
        let sql = "SELECT uid, sequence, shown, case_id FROM calendar WHERE owner = $1 AND uid = $2";
        self.row(sql, &args).await?.as_ref().map(entry).transpose()
    }

    /// Every calendar entry that was ever shown, by `UID`; those without a day were cancelled.
    ///
    /// # Errors
    /// The database's.
    pub async fn calendar(&mut self) -> Done<Vec<CalendarEntry>> {
        let args = args![self.owner];
        let sql = "SELECT uid, sequence, shown, case_id FROM calendar WHERE owner = $1 ORDER BY uid";
        self.rows(sql, &args).await?.iter().map(entry).collect()
    }
}

impl Transaction {
    /// Puts what the plan of a case brings in the place of what was planned for it before.
    ///
    /// # Errors
    /// [`BookError::Conflict`] if the case or somebody named is not in the book, or a key comes twice.
    pub async fn set_planned(&mut self, case: CaseId, planned: &[Planned]) -> Done {
        let args = args![self.owner, case.0];
        self.run("DELETE FROM planned WHERE owner = $1 AND case_id = $2", &args)
            .await?;
        let sql = "INSERT INTO planned (owner, case_id, purpose, round, key_person, item, person_id, due_at, text) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        for entry in planned {
            let args = args![
                self.owner,
                case.0,
                entry.key.purpose.name(),
                entry.key.round,
                entry.key.person.map_or(0, |p| p.0),
                entry.key.item,
                entry.to.map(|p| p.0),
                second(entry.due),
                &entry.text
            ];
            self.run(sql, &args).await?;
        }
        Ok(())
    }

    /// Says on which day an entry is shown now, or that it is cancelled, and answers with the `SEQUENCE` (RFC 5545) to show
    /// it with: `at_least`, and higher than before whenever the day changed.
    ///
    /// # Errors
    /// The database's.
    pub async fn show_on(&mut self, uid: &str, shown: Option<Date>, at_least: u32, case: Option<CaseId>) -> Done<u32> {
        let before = self.calendar_entry(uid).await?;
        let sequence = match before {
            Some(entry) if entry.shown == shown => entry.sequence.max(at_least),
            Some(entry) => entry.sequence.saturating_add(1).max(at_least),
            None => at_least,
        };
        self.put_calendar_entry(&CalendarEntry {
            uid: uid.to_owned(),
            sequence,
            shown,
            case,
        })
        .await?;
        Ok(sequence)
    }

    /// Keeps an entry as it stands; a sequence that would fall is refused.
    ///
    /// # Errors
    /// [`BookError::Conflict`] if a higher sequence was shown already.
    pub async fn put_calendar_entry(&mut self, entry: &CalendarEntry) -> Done {
        let sql = "INSERT INTO calendar (owner, uid, sequence, shown, case_id) VALUES ($1, $2, $3, $4, $5) \
                   ON CONFLICT (owner, uid) DO UPDATE SET sequence = excluded.sequence, shown = excluded.shown, \
                   case_id = excluded.case_id WHERE calendar.sequence <= excluded.sequence";
        let args = args![
            self.owner,
            &entry.uid,
            entry.sequence,
            day(entry.shown),
            entry.case.map(|c| c.0)
        ];
        match self.run(sql, &args).await? {
            1 => Ok(()),
            _ => Err(BookError::conflict(
                "this calendar entry was shown with a higher sequence already",
            )),
        }
    }
}
