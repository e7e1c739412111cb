//! The plan of all cases as a calendar whose entries keep their identity: a date that moved is the same entry, moved.

use afterword_core::casebook::{Case, CaseId, Key};
use afterword_core::plan::{Standing, What};
use afterword_store::book::Transaction;
use jiff::Timestamp;
use jiff::civil::Date;

use super::{Desk, decided, words};
use crate::calendar::{self, FeedEntry};
use crate::stable_id::stable_id;

/// The calendar as RFC 5545.
///
/// # Errors
/// The database's.
pub(crate) async fn calendar(desk: &Desk) -> anyhow::Result<Vec<u8>> {
    let mut tx = desk.book.transaction().await?;
    let mut shown = Vec::new();
    for case in tx.open_cases().await? {
        let opened = tx
            .case_record(case.id)
            .await?
            .map_or(Timestamp::UNIX_EPOCH, |c| c.opened);
        entries(desk, &case, opened, &mut shown);
    }
    let entries = numbered(desk, &mut tx, &shown).await?;
    tx.commit().await?;
    Ok(calendar::feed(&entries, &desk.now))
}

/// One entry before its sequence is known.
struct Shown {
    uid: String,
    case: CaseId,
    day: Date,
    sequence: u32,
    summary: String,
}

/// The same for ever: the case's number and the second it was taken up, and the entry's key.
fn uid(case: CaseId, opened: Timestamp, key: &Key) -> String {
    let id = stable_id(&[&case.to_string(), &opened.as_second().to_string(), &key.to_string()]);
    format!("{id}@afterword.invalid")
}

fn entries(desk: &Desk, case: &Case, opened: Timestamp, out: &mut Vec<Shown>) {
    let decision = decided(case, &desk.moment);
    let label = &case.organization;
    for action in &decision.actions {
        let What::Note { key, to, .. } = &action.what else {
            continue;
        };
        // The end of a day is shown as that day; what has no time of its own stands on the day it opened.
        let day = match (&action.due, &action.opens) {
            (Some(due), _) if action.standing != Standing::Offered => before(due),
            (_, Some(opens)) => opens.date(),
            (Some(due), None) => before(due),
            (None, None) => continue,
        };
        let name = case.person(*to).map_or("", |p| p.name.as_str());
        out.push(Shown {
            uid: uid(case.id, opened, key),
            case: case.id,
            day,
            sequence: action.sequence,
            summary: format!("{} to {name} ({label})", capital(words::purpose(key.purpose))),
        });
    }
    for refusal in &decision.refusals {
        let Some(until) = &refusal.until else { continue };
        out.push(Shown {
            uid: uid(case.id, opened, &refusal.key),
            case: case.id,
            day: until.date(),
            sequence: refusal.sequence,
            summary: format!("{} ({label})", capital(&words::opening(case, refusal))),
        });
    }
}

/// The day that ends at midnight, or the day of a moment.
fn before(due: &jiff::Zoned) -> Date {
    if due.time() == jiff::civil::Time::midnight() {
        due.date().yesterday().unwrap_or(due.date())
    } else {
        due.date()
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().collect::<String>() + chars.as_str())
}

/// Gives each entry its sequence, and calls off what was shown before and is shown no more.
async fn numbered(desk: &Desk, tx: &mut Transaction, shown: &[Shown]) -> anyhow::Result<Vec<FeedEntry>> {
    let mut out = Vec::new();
    for entry in shown {
        let sequence = tx
            .show_on(&entry.uid, Some(entry.day), entry.sequence, Some(entry.case))
            .await?;
        out.push(FeedEntry {
            uid: entry.uid.clone(),
            sequence,
            day: entry.day,
            summary: entry.summary.clone(),
            cancelled: false,
        });
    }
    for old in tx.calendar().await? {
        if shown.iter().any(|s| s.uid == old.uid) {
            continue;
        }
        let sequence = match old.shown {
            Some(_) => tx.show_on(&old.uid, None, old.sequence, old.case).await?,
            None => old.sequence,
        };
        out.push(FeedEntry {
            uid: old.uid,
            sequence,
            day: old.shown.unwrap_or_else(|| desk.now.date()),
            summary: "Done, or not needed any more".to_owned(),
            cancelled: true,
        });
    }
    Ok(out)
}
