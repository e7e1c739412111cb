//! Questions about where they stand: one for the time, brief check-ins after it (S49-S55, S57).
//!
//! A question that comes early does harm, so every rule here takes the later of two days.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::Standing;
use super::policy::Allowed;
use super::weigh::{Bar, Desk, Entry, spoken, start_of};
use crate::casebook::{Key, PersonId, Purpose, Round, Stated};
use crate::model::InterviewKind;

/// The day on which a question opens, and the rule that puts it there.
struct Opening {
    day: Date,
    practice: &'static str,
    reason: String,
}

impl Opening {
    fn not_before(&mut self, day: Date, practice: &'static str, reason: impl FnOnce() -> String) {
        if day > self.day {
            *self = Self {
                day,
                practice,
                reason: reason(),
            };
        }
    }
}

impl Desk<'_> {
    /// The question that this round may still bring: for the time where none is known, else the next check-in.
    pub(super) fn status(&mut self, round: &Round) {
        let is_last = self.case.rounds.iter().all(|r| r.number <= round.number);
        if !is_last || round.kind == InterviewKind::Informational {
            return;
        }
        let to = self.addressee(round);
        let check_ins = self
            .history
            .in_round(round.number)
            .filter(|t| t.key.purpose == Purpose::CheckIn)
            .count();
        let number = i64::try_from(check_ins).unwrap_or(i64::MAX).saturating_add(1);
        let key = Key::numbered(Purpose::CheckIn, round.number, number);
        if let Some(stated) = self.case.stated(round.number).and_then(Stated::day) {
            self.check_in(round, to, key, stated);
        } else {
            self.timeline_question(round, to);
            self.no_check_in(to, key, round);
        }
    }

    fn timeline_question(&mut self, round: &Round, to: Option<PersonId>) {
        let days = self.policy.timeline_question.after_days;
        let mut opening = Opening {
            day: round.day().saturating_add(days.days()),
            practice: "S54",
            reason: "no time was named; one question about it is polite, a week after the interview at the earliest"
                .to_owned(),
        };
        self.later_rules(round, to, &mut opening);
        let reason = "they named no time; one question about their timeline is polite, and leaving it is as good";
        self.question_entry(
            round,
            to,
            Key::numbered(Purpose::TimelineQuestion, round.number, 0),
            opening,
            "S54",
            reason,
        );
    }

    /// Without a day there is nothing to ask about, however long they are silent.
    fn no_check_in(&mut self, to: Option<PersonId>, key: Key, round: &Round) {
        let mut bars = self.budget(round);
        bars.push(Bar::new(
            "S51",
            "they named no day, and silence is no reason to ask; waiting is the right move",
        ));
        self.weigh(Entry {
            key,
            to,
            opens: Some(round.end.clone()),
            due: None,
            standing: Standing::Offered,
            practice: "S51",
            reason: String::new(),
            bars,
        });
    }

    fn check_in(&mut self, round: &Round, to: Option<PersonId>, key: Key, stated: Date) {
        let rule = &self.policy.check_in;
        let after = self
            .case
            .holidays
            .nth_business_day(stated, rule.business_days_after_date);
        let mut opening = Opening {
            day: after,
            practice: "S49",
            reason: format!(
                "they said {}; asking earlier than one business day after that would be pushing",
                spoken(stated)
            ),
        };
        let announced = self.history.announced(round.number, stated).filter(|_| key.item == 1);
        match (rule.allowed, announced) {
            (Allowed::Announced, Some(day)) => {
                opening = Opening {
                    day: self.case.holidays.on_or_after(day),
                    practice: "S50",
                    reason: format!(
                        "your thank-you announced a follow-up for {}; that day is kept",
                        spoken(day)
                    ),
                };
            }
            (_, Some(day)) => {
                let reason = || {
                    format!(
                        "your thank-you announced a follow-up for {}; that day is kept",
                        spoken(day)
                    )
                };
                opening.not_before(self.case.holidays.on_or_after(day), "S50", reason);
            }
            (_, None) => {}
        }
        self.later_rules(round, to, &mut opening);
        let uninvited = rule.allowed == Allowed::Invited && !round.follow_up_invited;
        let practice = if uninvited { "S51" } else { "S49" };
        let reason = "their time has passed and you have heard nothing; one brief check-in is polite";
        self.question_entry(round, to, key, opening, practice, reason);
    }

    /// What puts off any question: the one before it, and an absence.
    fn later_rules(&self, round: &Round, to: Option<PersonId>, opening: &mut Opening) {
        let holidays = &self.case.holidays;
        let between = self.policy.check_in.business_days_between;
        if let Some(last) = self.history.last_question(round.number, round.end.time_zone()) {
            opening.not_before(holidays.nth_business_day(last, between), "S53", || {
                format!(
                    "you asked on {}; another question waits for five business days",
                    spoken(last)
                )
            });
        }
        if let Some((who, back)) = to.and_then(|id| Some((id, self.history.away_until(id)?))) {
            opening.not_before(holidays.next_business_day(back), "S52", || {
                format!(
                    "{} is away until {}, and can answer only after that",
                    self.name(who),
                    spoken(back)
                )
            });
        }
    }

    fn budget(&self, round: &Round) -> Vec<Bar> {
        let mut bars = Vec::new();
        let asked = |p| super::is_question(p);
        if self
            .history
            .in_round(round.number)
            .any(|t| t.in_flight && asked(t.key.purpose))
        {
            bars.push(Bar::fact("S53", "a question is on its way to them this very moment"));
        }
        if self.history.spent(round.number, round.end.timestamp()) >= self.policy.check_in.at_most {
            bars.push(Bar::new(
                "S53",
                "you have been in touch twice in this round, over all people and channels; the rest is theirs",
            ));
        }
        bars
    }

    fn question_entry(
        &mut self,
        round: &Round,
        to: Option<PersonId>,
        key: Key,
        opening: Opening,
        practice: &'static str,
        reason: &str,
    ) {
        let mut bars = self.budget(round);
        let uninvited = practice == "S51";
        if uninvited {
            bars.push(Bar::new(
                "S51",
                "nobody there said that a follow-up is welcome; waiting is the right move",
            ));
        }
        let opens = start_of(opening.day, round.end.time_zone());
        let opens = if opens.timestamp() < round.end.timestamp() {
            round.end.clone()
        } else {
            opens
        };
        if !self.is_past(&opens) {
            // Where no invitation came, the calendar alone opens nothing.
            let bar = Bar::new(opening.practice, opening.reason);
            bars.push(if uninvited { bar } else { bar.until(&opens) });
        }
        self.weigh(Entry {
            key,
            to,
            opens: Some(opens),
            due: None,
            standing: Standing::Offered,
            practice,
            reason: reason.to_owned(),
            bars,
        });
    }
}
