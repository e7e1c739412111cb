//! Thanks by mail and by card, and what was promised (S12-S14, S27-S36, S45-S48, S59, S60).

use jiff::{SignedDuration, ToSpan as _, Zoned};

use super::Standing;
use super::weigh::{Bar, Desk, Entry, spoken, start_of};
use crate::casebook::{Contact, Key, PersonId, Purpose, Round};
use crate::model::{Format, Part};

impl Desk<'_> {
    /// One thank-you to each person of the round, or one to be passed on.
    pub(super) fn thanks(&mut self, round: &Round) {
        if self.case.contact == Contact::ThroughRecruiter {
            self.thank(
                round,
                self.recruiter(),
                Purpose::PassOn,
                "S70",
                "the agency passes your thanks on to everybody",
            );
            return;
        }
        let people: Vec<PersonId> = self.takers(round).collect();
        let part = |id: PersonId| self.case.person(id).map(|p| p.part);
        let interviewers = || people.iter().copied().filter(|id| part(*id) == Some(Part::Interviewer));
        let many = interviewers().count() > self.policy.panel.individual_at_most;
        let hidden = interviewers().any(|id| !self.history.is_reachable(id) && !self.is_thanked(round, id));
        let coordinator = people
            .iter()
            .copied()
            .find(|id| part(*id) == Some(Part::Coordinator) && self.history.is_reachable(*id));
        // Who has her own thanks already is not written to again.
        let passes_on = coordinator.filter(|id| (many || hidden) && !self.has_own_note(round, *id));
        for id in people {
            let is_interviewer = part(id) == Some(Part::Interviewer);
            if Some(id) == passes_on {
                let reason = if many {
                    "more than seven people interviewed you; one note through the coordinator thanks them all"
                } else {
                    "not everybody's address is known; the coordinator can pass your thanks on"
                };
                self.thank(round, Some(id), Purpose::PassOn, "S14", reason);
            } else if is_interviewer && passes_on.is_some() && (many || !self.history.is_reachable(id)) {
                // The note through the coordinator is theirs.
            } else if is_interviewer {
                self.thank(round, Some(id), Purpose::ThankYou, "S46", "");
            } else {
                self.thank(
                    round,
                    Some(id),
                    Purpose::ThankYou,
                    "S13",
                    "whoever arranged it or welcomed you made an effort too",
                );
            }
        }
    }

    /// Everybody of the round who is to get something.
    fn takers(&self, round: &Round) -> impl Iterator<Item = PersonId> {
        let takes = |id: &PersonId| self.case.person(*id).is_some_and(|p| !p.no_note);
        round.people.iter().copied().filter(takes)
    }

    fn is_thanked(&self, round: &Round, id: PersonId) -> bool {
        self.history.is_done(&Key::to(Purpose::ThankYou, round.number, id))
            || self.history.is_left_out(&Key::to(Purpose::ThankYou, round.number, id))
    }

    fn has_own_note(&self, round: &Round, id: PersonId) -> bool {
        let key = Key::to(Purpose::ThankYou, round.number, id);
        self.history.in_round(round.number).any(|t| t.key == key)
    }

    fn thank(&mut self, round: &Round, to: Option<PersonId>, purpose: Purpose, practice: &'static str, reason: &str) {
        let rule = &self.policy.thank_you;
        let hours = |n: i64| later(&round.end, n.saturating_mul(60));
        let (due, late) = (hours(rule.due_hours), hours(rule.late_hours));
        let key = Key {
            person: to,
            ..Key::numbered(purpose, round.number, 0)
        };
        let by_card = to.is_some_and(|id| self.history.is_done(&Key::to(Purpose::Card, round.number, id)));
        let (standing, practice, timing) = if by_card {
            (
                Standing::Offered,
                "S36",
                "the card alone completes it; an e-mail is yours to choose",
            )
        } else if self.is_past(&late) {
            (
                Standing::Late,
                "S45",
                "it is more than two days ago; a thank-you is still worth sending, without an excuse",
            )
        } else if self.is_past(&due) {
            (
                Standing::Due,
                "S45",
                "a thank-you is late after 48 hours; it is still in time",
            )
        } else {
            (
                Standing::Due,
                practice,
                "a thank-you is due within 24 hours of the interview, while it is fresh",
            )
        };
        let reason = if reason.is_empty() {
            timing.to_owned()
        } else {
            format!("{reason}; {timing}")
        };
        let bars = self.superseded(round, to).into_iter().collect();
        self.weigh(Entry {
            key,
            to,
            opens: Some(later(&round.end, rule.offered_minutes)),
            due: Some(if self.is_past(&due) { late } else { due }),
            standing,
            practice,
            reason,
            bars,
        });
    }

    /// A person met again is thanked for the later round.
    fn superseded(&self, round: &Round, to: Option<PersonId>) -> Option<Bar> {
        let met_again =
            |r: &&Round| r.number > round.number && self.is_past(&r.end) && to.is_some_and(|id| r.people.contains(&id));
        let later = self.case.rounds.iter().find(met_again)?;
        Some(Bar::new(
            "S53",
            format!(
                "you met again in round {}; one thank-you for that is enough",
                later.number
            ),
        ))
    }

    /// A card for each interviewer, where it is advised or begun.
    pub(super) fn cards(&mut self, round: &Round) {
        if self.case.contact != Contact::Direct {
            return;
        }
        let ids: Vec<PersonId> = self.takers(round).collect();
        for id in ids {
            let Some(person) = self.case.person(id) else { continue };
            if person.part == Part::Interviewer || person.wants_card {
                self.card(round, id, person.wants_card, person.work_address);
            }
        }
    }

    fn card(&mut self, round: &Round, id: PersonId, wanted: bool, address: bool) {
        let key = Key::to(Purpose::Card, round.number, id);
        let mut bars = Vec::new();
        bars.extend(self.superseded(round, Some(id)));
        bars.extend(self.lands_too_late(round));
        if !wanted && round.format != Some(Format::InPerson) {
            let reason = match round.format {
                None => "whether you met in one room is not noted; the e-mail is enough, and a card is yours to choose",
                _ => "you did not meet in one room, so the e-mail is enough; a card is yours to choose",
            };
            bars.push(Bar::new("S36", reason));
        }
        if !address {
            bars.push(Bar::fact(
                "S38",
                format!("a card needs the address of {}'s work", self.name(id)),
            ));
        }
        let zone = round.end.time_zone();
        let same_day = self.card_begun(&key).map(|at| {
            let day = zone.to_datetime(at).date();
            start_of(day.saturating_add(1.day()), zone)
        });
        let mailed = self.history.is_done(&Key::to(Purpose::ThankYou, round.number, id));
        let (standing, practice, reason) = match &same_day {
            Some(end) if self.is_past(end) => (Standing::Late, "S31", "the card is begun; proofread, seal and post it"),
            Some(_) => (
                Standing::Due,
                "S31",
                "the card is begun; proofread, seal and post it the same day",
            ),
            None if mailed => (
                Standing::Offered,
                "S28",
                "the e-mail is out; a card a few days later is read twice",
            ),
            None => (
                Standing::Offered,
                "S27",
                "a handwritten card a few days after the e-mail is read twice",
            ),
        };
        self.weigh(Entry {
            key,
            to: Some(id),
            opens: Some(round.end.clone()),
            due: same_day,
            standing,
            practice,
            reason: reason.to_owned(),
            bars,
        });
    }

    fn lands_too_late(&self, round: &Round) -> Option<Bar> {
        let decides = self.case.stated(round.number)?.day()?;
        // Before the interview the card's own opening speaks.
        let today = self.today(round.end.time_zone()).max(round.day());
        let days = today.until(decides).map_or(0, |span| span.get_days());
        (days < self.policy.card.days_before_decision).then(|| {
            let day = spoken(decides);
            Bar::new(
                "S32",
                format!("they decide by {day}; a card would be on the desk too late"),
            )
        })
    }

    /// What was promised or asked for, by its day.
    pub(super) fn materials(&mut self, round: &Round) {
        let case = self.case;
        for promise in case.promises.iter().filter(|p| p.round == round.number) {
            let to = match case.contact {
                Contact::ThroughRecruiter => self.recruiter(),
                _ => Some(promise.to),
            };
            let day = promise
                .due
                .map_or_else(|| case.holidays.next_business_day(round.day()), |d| d.max(round.day()));
            let due = start_of(day.saturating_add(1.day()), round.end.time_zone());
            let standing = if self.is_past(&due) {
                Standing::Late
            } else {
                Standing::Due
            };
            let reason = match (promise.asked_for, promise.due) {
                (true, _) => "they asked for it, so it does not wait for anything".to_owned(),
                (false, Some(day)) => format!("you promised it by {}", spoken(day)),
                (false, None) => "you promised it and named no day; soon is best".to_owned(),
            };
            let spent = self.history.spent(round.number, round.end.timestamp());
            let over = !promise.asked_for && spent >= self.policy.check_in.at_most;
            let bars = over.then(|| {
                Bar::new(
                    "S53",
                    "they did not ask for it, and you have been in touch often enough",
                )
            });
            self.weigh(Entry {
                key: Key::numbered(Purpose::Material, round.number, promise.id.0),
                to,
                opens: Some(round.end.clone()),
                due: Some(due),
                standing,
                practice: "S59",
                reason,
                bars: bars.into_iter().collect(),
            });
        }
    }
}

/// The moment so many minutes of real time later, whatever the clocks do.
fn later(moment: &Zoned, minutes: i64) -> Zoned {
    moment.saturating_add(SignedDuration::from_secs(minutes.saturating_mul(60)))
}
