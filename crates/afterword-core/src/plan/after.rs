//! The end of a case, and thanks to those who helped outside any round (S62-S64).

use jiff::{ToSpan as _, Zoned};

use super::Standing;
use super::history::Outcome;
use super::weigh::{Bar, Desk, Entry};
use crate::casebook::{Key, PersonId, Purpose};
use crate::model::Part;

impl Desk<'_> {
    pub(super) fn after(&mut self) {
        self.closing();
        let met = |id: PersonId| self.case.rounds.iter().any(|r| r.people.contains(&id));
        let helped = |p: &&crate::casebook::Person| matches!(p.part, Part::Referrer | Part::Recruiter) && !p.no_note;
        let helpers: Vec<PersonId> = self
            .case
            .people
            .iter()
            .filter(helped)
            .map(|p| p.id)
            .filter(|id| !met(*id))
            .collect();
        for id in helpers {
            let reason = "whoever put in a word for you is thanked too, with or without an interview";
            self.offer(
                Key::to(Purpose::Gratitude, 0, id),
                id,
                None,
                None,
                "S64",
                reason,
                Vec::new(),
            );
        }
    }

    /// One gracious note when it is over.
    fn closing(&mut self) {
        let Some((outcome, at)) = self.history.outcome else {
            return;
        };
        let reason = match outcome {
            Outcome::Offer => return,
            Outcome::Accepted => "you took the position; one note of thanks to those who wanted you",
            Outcome::Rejection => "they decided for somebody else; one gracious note keeps the door open",
            Outcome::Withdrawal => "you withdrew; one gracious note thanks them for their time",
        };
        let Some(round) = self.case.rounds.last() else { return };
        let Some(to) = self.addressee(round) else { return };
        let recorded = at.to_zoned(round.end.time_zone().clone());
        let ends = recorded.saturating_add(self.policy.closing.within_days.days());
        let over = self.is_past(&ends);
        // It happened, even if the clock now shows less than when it was recorded.
        let opens = Some(recorded).filter(|r| self.is_past(r));
        let bars = over
            .then(|| Bar::new("S63", "the time for a last note has passed; nothing is owed"))
            .into_iter()
            .collect();
        self.offer(
            Key::numbered(Purpose::Closing, 0, 0),
            to,
            opens,
            Some(ends),
            "S63",
            reason,
            bars,
        );
    }

    #[expect(clippy::too_many_arguments, reason = "an entry has this many parts, and two callers")]
    fn offer(
        &mut self,
        key: Key,
        to: PersonId,
        opens: Option<Zoned>,
        due: Option<Zoned>,
        practice: &'static str,
        reason: &str,
        bars: Vec<Bar>,
    ) {
        self.weigh(Entry {
            key,
            to: Some(to),
            opens,
            due,
            standing: Standing::Offered,
            practice,
            reason: reason.to_owned(),
            bars,
        });
    }
}
