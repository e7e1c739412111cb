//! The clock of something that runs on: what a command or the worker weighs each moment by.
//!
//! The wall clock is compared with one that never jumps. Where the two part, the machine slept or its date was changed,
//! and what opened since the last right moment is held (`afterword_core::plan::Moment`) until its owner has used the book
//! again. `--now` makes it stand still.

use std::cell::Cell;
use std::time::Instant;

use afterword_core::plan::{Moment, Reading};
use jiff::{Timestamp, Zoned};

use super::outbox::Clock;
use crate::clock;

/// A clock that is read again and again.
#[derive(Debug)]
pub(crate) struct Running {
    given: Option<String>,
    begin: Zoned,
    /// Up to when the date was right as this began; `None` if it is.
    sure_until: Cell<Option<Timestamp>>,
    since: Instant,
    right: Cell<Reading>,
}

impl Running {
    /// One that begins at `begin`, judged as `moment` says; `given` is what `--now` says.
    pub(crate) fn new(given: Option<&str>, begin: &Zoned, moment: &Moment) -> Self {
        Self {
            given: given.map(str::to_owned),
            begin: begin.clone(),
            sure_until: Cell::new(moment.sure_until),
            since: Instant::now(),
            right: Cell::new(Reading {
                wall: begin.timestamp(),
                run: 1,
                elapsed_seconds: 0,
            }),
        }
    }

    fn reading(&self, wall: Timestamp) -> Reading {
        Reading {
            wall,
            run: 1,
            elapsed_seconds: i64::try_from(self.since.elapsed().as_secs()).unwrap_or(i64::MAX),
        }
    }

    /// Its owner used the book at `at`, after whatever put the clock in doubt: the date is theirs.
    pub(crate) fn vouched_at(&self, at: Timestamp) {
        let now = self.now().timestamp();
        let doubted = self.moment(&self.now()).sure_until;
        if doubted.is_some_and(|sure| at > sure) && at <= now {
            self.sure_until.set(None);
            self.right.set(self.reading(now));
        }
    }
}

impl Clock for Running {
    fn now(&self) -> Zoned {
        // It could be read when this began.
        clock::now(self.given.as_deref()).unwrap_or_else(|_| self.begin.clone())
    }

    fn moment(&self, now: &Zoned) -> Moment {
        let at = now.timestamp();
        if self.given.is_some() || self.sure_until.get().is_some() {
            return Moment {
                at,
                sure_until: self.sure_until.get(),
            };
        }
        let reading = self.reading(at);
        let moment = Moment::judge(self.right.get(), reading);
        if moment.sure_until.is_none() {
            self.right.set(reading);
        }
        moment
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Zoned {
        text.parse().unwrap()
    }

    #[test]
    fn row_85_a_machine_that_slept_is_asked_until_its_owner_came_back() {
        let now = clock::now(None).unwrap();
        let clock = Running::new(None, &now, &Moment::steady(now.timestamp()));
        assert_eq!(clock.moment(&now).sure_until, None);
        // Six hours on the wall, none on the clock that never jumps.
        let later = now.checked_add(jiff::Span::new().hours(6)).unwrap();
        assert_eq!(clock.moment(&later).sure_until, Some(now.timestamp()));
        assert_eq!(
            clock.moment(&later).sure_until,
            Some(now.timestamp()),
            "the doubt stays"
        );
    }

    #[test]
    fn a_doubt_ends_when_the_owner_was_there_after_it() {
        let now = clock::now(None).unwrap();
        let sure = now.checked_sub(jiff::Span::new().hours(6)).unwrap().timestamp();
        let clock = Running::new(None, &now, &Moment::doubted(now.timestamp(), sure));
        clock.vouched_at(sure);
        assert!(clock.moment(&now).sure_until.is_some(), "that was before");
        clock.vouched_at(now.timestamp());
        assert!(clock.moment(&now).sure_until.is_none());
    }

    #[test]
    fn a_given_moment_stands_still() {
        let now = at("2026-03-02T18:00:00+00:00[UTC]");
        let clock = Running::new(Some("2026-03-02T18:00:00Z"), &now, &Moment::steady(now.timestamp()));
        assert_eq!(clock.now().timestamp(), now.timestamp());
        assert_eq!(clock.moment(&now).sure_until, None);
    }
}
