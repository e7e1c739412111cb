//! How far the clock can be trusted.
//!
//! A clock that runs ahead would let a question out before its time, and one that runs behind would date it too early, so
//! that the next comes before its time. So a question always needs a clock that somebody vouches for, and anything else
//! is held if it opened while nobody did: after a jump, a sleep over the window, or a new run of the program.

use jiff::Timestamp;

/// Seconds by which wall clock and running time may drift apart before anybody is asked.
const DRIFT_SECONDS: u64 = 120;

/// A moment, and since when it is in doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// What the clock shows.
    pub at: Timestamp,
    /// The last time known to be right, where what followed is in doubt.
    pub sure_until: Option<Timestamp>,
}

/// What the clocks of the machine showed together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// The wall clock.
    pub wall: Timestamp,
    /// Names the run of the program to which `elapsed_seconds` belongs.
    pub run: u64,
    /// A clock that never jumps, from any zero of this run.
    pub elapsed_seconds: i64,
}

impl Moment {
    /// A moment that somebody vouches for.
    #[must_use]
    pub fn steady(at: Timestamp) -> Self {
        Self { at, sure_until: None }
    }

    /// A moment after `sure_until`, up to which the clock was right.
    #[must_use]
    pub fn doubted(at: Timestamp, sure_until: Timestamp) -> Self {
        Self {
            at,
            sure_until: Some(sure_until),
        }
    }

    /// Judges the clock by the last reading that was right: one of this run since which it did not jump, or one that
    /// a person confirmed.
    #[must_use]
    pub fn judge(right: Reading, now: Reading) -> Self {
        if right.run != now.run {
            return Self::doubted(now.wall, right.wall);
        }
        let by_wall = now.wall.as_second().saturating_sub(right.wall.as_second());
        let passed = now.elapsed_seconds.saturating_sub(right.elapsed_seconds);
        if by_wall.abs_diff(passed) > DRIFT_SECONDS {
            Self::doubted(now.wall, right.wall)
        } else {
            Self::steady(now.wall)
        }
    }

    /// Whether an entry that opened at `opens` has to wait for a person to confirm the date.
    #[must_use]
    pub fn holds(&self, opens: Option<Timestamp>, is_question: bool) -> bool {
        let since = |sure| is_question || opens.is_some_and(|opens| opens > sure);
        self.sure_until.is_some_and(since)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(wall: i64, run: u64, elapsed_seconds: i64) -> Reading {
        Reading {
            wall: Timestamp::from_second(wall).unwrap(),
            run,
            elapsed_seconds,
        }
    }

    #[test]
    fn jumps_sleeps_and_new_runs_are_doubted() {
        let right = reading(1_000_000, 1, 50);
        let check = |now: Reading, doubted: bool| {
            assert_eq!(Moment::judge(right, now).sure_until.is_some(), doubted, "{now:?}");
        };
        check(reading(1_000_600, 1, 650), false);
        check(reading(1_000_720, 1, 650), false);
        check(reading(1_000_721, 1, 650), true);
        // Asleep for a day: the clock that never jumps stood still.
        check(reading(1_086_400, 1, 60), true);
        check(reading(900_000, 1, 650), true);
        check(reading(1_000_600, 2, 600), true);
    }

    #[test]
    fn what_was_open_before_is_not_held() {
        let at = |s| Timestamp::from_second(s).unwrap();
        let now = Moment::doubted(at(2000), at(1000));
        assert!(!now.holds(Some(at(1000)), false));
        assert!(now.holds(Some(at(1001)), false));
        assert!(now.holds(Some(at(1000)), true), "a question is dated by the clock");
        assert!(!Moment::steady(at(2000)).holds(Some(at(1999)), true));
    }
}
