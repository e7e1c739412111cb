//! The case book as the commands use it: where it is, what the clock is worth, and one open book for one command.
//!
//! `open` finds the book and says how far the machine's date can be trusted; `lookup` finds what somebody typed a name or
//! a number of; `words` says entries of the plan in words; `take_up` brings a jot in; `letters` writes the notes; `trace`
//! keeps where their sentences come from; `measure` checks them; `drafting`, `gate`, `cards` and `happened` are what the
//! commands and the pages do to a case, and `open_now` what is to be done. Not here: what is printed, and the database.

pub(crate) mod bring;
pub(crate) mod cards;
pub(crate) mod drafting;
pub(crate) mod feed;
pub(crate) mod gate;
pub(crate) mod happened;
pub(crate) mod known;
pub(crate) mod letters;
pub(crate) mod lookup;
pub(crate) mod measure;
mod open;
pub(crate) mod open_now;
pub(crate) mod take_up;
pub(crate) mod trace;
pub(crate) mod words;

use afterword_core::casebook::Case;
use afterword_core::plan::policy::{DEFAULT, Policy};
use afterword_core::plan::{Decision, Moment, decide};
use afterword_store::book::{Planned, Transaction};

pub(crate) use open::{BookArgs, Desk, OWN, failure, moment, with};

/// What the plan says of a case now, under the policy of its employer.
pub(crate) fn decided(case: &Case, now: &Moment) -> Decision {
    decide(case, &policy(&case.policy), now)
}

/// The policy of this name; the default one where a newer program chose one that this one does not know.
pub(crate) fn policy(name: &str) -> Policy {
    Policy::built_in(name)
        .or_else(|| Policy::built_in(DEFAULT))
        .expect("the default policy comes with the program and is tested")
}

/// Puts what comes next in a case into the book's index, from which `today` knows what to look at.
pub(crate) async fn index(tx: &mut Transaction, case: &Case, now: &Moment) -> anyhow::Result<()> {
    let decision = decided(case, now);
    let mut planned: Vec<Planned> = Vec::new();
    for action in &decision.actions {
        let opened = action.opens.as_ref().map_or(decision.at, jiff::Zoned::timestamp);
        // What only the owner can answer has no entry of its own; it stands in the index under the thank-you of round 0.
        let key = action.key().unwrap_or(words::ASKED);
        planned.push(Planned {
            case: case.id,
            key,
            to: words::addressee(action),
            due: opened,
            text: words::action(case, action),
        });
    }
    for refusal in &decision.refusals {
        if let Some(until) = &refusal.until {
            planned.push(Planned {
                case: case.id,
                key: refusal.key,
                to: refusal.to,
                due: until.timestamp(),
                text: words::opening(case, refusal),
            });
        }
    }
    planned.sort_by_key(|p| (p.key, p.due));
    planned.dedup_by_key(|p| p.key);
    let known = |id| case.person(id).is_some();
    for entry in &mut planned {
        entry.to = entry.to.filter(|id| known(*id));
    }
    Ok(tx.set_planned(case.id, &planned).await?)
}

/// Keeps what happened to a case, and what the plan brings now.
pub(crate) async fn keep(desk: &Desk, tx: &mut Transaction, before: &Case, after: &Case) -> anyhow::Result<()> {
    tx.save_case(before, after).await?;
    // Read again: what was asked elsewhere at this employer counts as well.
    if let Some(case) = tx.case(after.id).await? {
        index(tx, &case, &desk.moment).await?;
    }
    Ok(())
}
