//! What is open over all cases, the most pressing first, and what comes next.

use std::collections::BTreeSet;

use afterword_core::casebook::{Case, CaseId};
use afterword_core::plan::{Action, NOTHING_TO_DO, Standing, What};
use afterword_store::book::{Planned, Snapshot};
use jiff::{SignedDuration, Timestamp};

use super::{Desk, decided, words};
use crate::wire_book::ComingOut;

/// What may be done, with its case.
pub(crate) struct Open {
    pub(crate) case: Case,
    pub(crate) action: Action,
}

pub(crate) fn headline(open: &[Open]) -> String {
    open.first().map_or_else(
        || NOTHING_TO_DO.to_owned(),
        |o| format!("{}.", words::action(&o.case, &o.action)),
    )
}

/// Everything open now, the most pressing first. Only cases of which the index says that something opened are decided.
pub(crate) async fn open(desk: &Desk, view: &mut Snapshot) -> anyhow::Result<Vec<Open>> {
    Ok(open_in(desk, view, usize::MAX).await?.0)
}

/// What is open in the cases that have waited longest, at most so many, the most pressing first; and in how many more
/// something opened.
pub(crate) async fn open_in(desk: &Desk, view: &mut Snapshot, at_most: usize) -> anyhow::Result<(Vec<Open>, usize)> {
    /// Cases looked at one by one; beyond, all at once is cheaper.
    const ONE_BY_ONE: usize = 30;
    // A day ahead, in case a zone changed its rules since the index was made.
    let until = desk
        .moment
        .at
        .checked_add(SignedDuration::from_hours(24))
        .unwrap_or(Timestamp::MAX);
    let due = view.due_until(until, u32::MAX >> 1).await?;
    let mut seen = BTreeSet::new();
    let mut ids: Vec<CaseId> = due.iter().map(|p| p.case).filter(|case| seen.insert(*case)).collect();
    let more = ids.len().saturating_sub(at_most);
    ids.truncate(at_most);
    let mut cases = Vec::new();
    if ids.len() > ONE_BY_ONE {
        let ids: BTreeSet<CaseId> = ids.into_iter().collect();
        cases = view.open_cases().await?;
        cases.retain(|c| ids.contains(&c.id));
    } else {
        for id in &ids {
            cases.extend(view.case(*id).await?);
        }
    }
    let mut open = Vec::new();
    for case in cases {
        for action in decided(&case, &desk.moment).actions {
            open.push(Open {
                case: case.clone(),
                action,
            });
        }
    }
    let due = |a: &Action| a.due.as_ref().map_or(Timestamp::MAX, jiff::Zoned::timestamp);
    // An address is needed only for sending: what can be written now goes before it.
    let standing = |a: &Action| match a.what {
        What::GiveAddress { .. } => Standing::Due,
        _ => a.standing,
    };
    open.sort_by_key(|o| (standing(&o.action), due(&o.action), o.case.id, o.action.key()));
    Ok((open, more))
}

/// What opens next, in order of time.
pub(crate) async fn coming(desk: &Desk, view: &mut Snapshot) -> anyhow::Result<Vec<ComingOut>> {
    const SHOWN: usize = 3;
    let now = desk.moment.at;
    let mut limit = 16;
    let next: Vec<Planned> = loop {
        let next = view.next_due(limit).await?;
        let read = u32::try_from(next.len()).unwrap_or(u32::MAX);
        let later: Vec<Planned> = next.into_iter().filter(|p| p.due > now).collect();
        if later.len() >= SHOWN || read < limit || limit > 4096 {
            break later;
        }
        limit *= 4;
    };
    let mut out = Vec::new();
    for planned in next.into_iter().take(SHOWN) {
        let employer = match view.case_record(planned.case).await? {
            Some(case) => view.employer(case.employer).await?,
            None => None,
        };
        out.push(ComingOut {
            case: planned.case.0,
            organization: employer.map(|e| e.name).unwrap_or_default(),
            on: desk.now.time_zone().to_datetime(planned.due).date(),
            what: planned.text,
        });
    }
    Ok(out)
}

/// By when, in words.
pub(crate) fn due(desk: &Desk, action: &Action) -> Option<String> {
    use afterword_core::plan::Standing::{Asked, Due, Late, Offered};
    match (action.standing, &action.due) {
        (Asked, _) => Some("waits for you".to_owned()),
        (Late, _) => Some("late, still good".to_owned()),
        (Due, Some(due)) => Some(format!("by {}", words::moment(due, &desk.now))),
        (Offered, Some(due)) => Some(format!("until {}", words::moment(due, &desk.now))),
        (_, None) => Some("if you wish".to_owned()).filter(|_| action.standing == Offered),
    }
}
