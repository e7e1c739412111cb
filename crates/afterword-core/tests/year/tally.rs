//! What is counted.

use std::collections::BTreeMap;

use crate::oracle::Wrong;

/// What a year brought: the counts that must be nought, and those that must not.
#[derive(Default, Debug, Clone)]
pub(crate) struct Tally {
    pub(crate) early: Vec<String>,
    pub(crate) duplicate: Vec<String>,
    pub(crate) over_budget: Vec<String>,
    pub(crate) stopped: Vec<String>,
    pub(crate) never_shown: Vec<String>,
    pub(crate) wrongly_shown: Vec<String>,
    pub(crate) other: Vec<String>,
    pub(crate) seen: BTreeMap<&'static str, u64>,
}

impl Tally {
    pub(crate) fn add(&mut self, other: Self) {
        self.early.extend(other.early);
        self.duplicate.extend(other.duplicate);
        self.over_budget.extend(other.over_budget);
        self.stopped.extend(other.stopped);
        self.never_shown.extend(other.never_shown);
        self.wrongly_shown.extend(other.wrongly_shown);
        self.other.extend(other.other);
        for (what, count) in other.seen {
            *self.seen.entry(what).or_default() += count;
        }
    }

    pub(crate) fn saw(&mut self, what: &'static str) {
        *self.seen.entry(what).or_default() += 1;
    }

    pub(crate) fn wrong(&mut self, wrong: Wrong, text: String) {
        match wrong {
            Wrong::Early => self.early.push(text),
            Wrong::Duplicate => self.duplicate.push(text),
            Wrong::OverBudget => self.over_budget.push(text),
            Wrong::Stopped => self.stopped.push(text),
            Wrong::Unadvised => self.other.push(text),
        }
    }
}
