//! What the employer does: answers, moves dates, ends it, lets notes come back.

use super::*;

impl World<'_> {
    pub(super) fn employer(&mut self) {
        let ids: Vec<PersonId> = self.log.people.keys().copied().collect();
        let from = self.dice.pick(&ids);
        let last = u8::try_from(self.case.rounds.len()).expect("few");
        let local = self.log.meetings[usize::from(last) - 1]
            .zone
            .to_datetime(self.now)
            .date();
        match self.dice.below(100) {
            0..22 => {
                self.record(Event::Reply { from, to_note: None });
                self.log.paused = true;
            }
            22..36 => {
                let back_on = self
                    .dice
                    .percent(75)
                    .then(|| local.saturating_add(self.dice.between(1, 20).days()));
                // A doubt stays until it is settled, also when somebody else writes.
                let waits = self.log.paused;
                self.record(Event::OutOfOffice { from, back_on });
                match back_on {
                    Some(day) => {
                        self.log.people.get_mut(&from).expect("known").away_until = Some(day);
                        self.log.paused = waits && !self.waits_for_return_of(from);
                    }
                    None => self.log.paused = true,
                }
            }
            36..56 => self.moved(last),
            56..60 => self.ended(Event::Rejection, End::Over),
            60..63 => self.ended(Event::Withdrawal, End::Over),
            63..65 => self.ended(Event::Offer, End::Offer),
            65..66 => self.ended(Event::Accepted, End::Over),
            66..78 => self.bounce(),
            78..82 => {
                self.tally.saw("asked elsewhere");
                self.log.elsewhere.push(self.now);
                // The other case was written to under a clock that somebody vouched for.
                self.case.asked_elsewhere.push(self.now);
            }
            82..88 if self.case.rounds.len() < 4 => self.round(),
            88..94 => self.by_hand(),
            _ => {}
        }
    }

    /// Whether the case waits only for word of when this person is back: read off the events, newest first.
    fn waits_for_return_of(&self, person: PersonId) -> bool {
        let mut waiting = None;
        for recorded in self.case.events.iter().rev().skip(1) {
            match &recorded.event {
                Event::OutOfOffice { from, back_on: None } => waiting = Some(*from),
                // An answer outweighs the doubt.
                Event::Reply { .. } => return false,
                Event::OutOfOffice { from, back_on: Some(_) } if waiting.is_none() && *from == person => return false,
                Event::OutOfOffice { from, back_on: Some(_) } if waiting == Some(*from) => break,
                Event::Resumed
                | Event::DecisionMoved { .. }
                | Event::Offer
                | Event::Accepted
                | Event::Rejection
                | Event::Withdrawal => break,
                _ => {}
            }
        }
        waiting == Some(person)
    }

    fn moved(&mut self, round: u8) {
        let meeting = &self.log.meetings[usize::from(round) - 1];
        let from = meeting
            .stated
            .unwrap_or_else(|| meeting.zone.to_datetime(self.now).date());
        let mut stated = self.stated(from);
        if self.dice.percent(15) {
            // Sooner than they had said.
            stated.latest = stated.latest.map(|d| d.saturating_sub(self.dice.between(5, 30).days()));
        }
        let meeting = &mut self.log.meetings[usize::from(round) - 1];
        meeting.stated = stated.latest.or(stated.earliest);
        meeting.who = stated.who;
        self.log.paused = false;
        self.log.ended = None;
        self.log.overruled.retain(|key| key.round != round);
        self.record(Event::DecisionMoved { round, stated });
    }

    fn ended(&mut self, event: Event, end: End) {
        self.log.ended = Some((end, self.shown()));
        self.log.paused = false;
        self.record(event);
    }

    fn bounce(&mut self) {
        let gone: Vec<(NoteId, PersonId)> = self
            .case
            .notes
            .iter()
            .filter(|n| matches!(n.state, NoteState::Sent { .. }))
            .map(|n| (n.id, n.to))
            .collect();
        if gone.is_empty() {
            return;
        }
        let (note, to) = self.dice.pick(&gone);
        let hard = self.dice.percent(70);
        if hard {
            self.log.people.get_mut(&to).expect("known").bounced = true;
            for contacted in self.log.contacted.iter_mut().filter(|c| c.note == Some(note)) {
                contacted.void = true;
            }
        }
        self.record(Event::Bounce { note, hard });
    }

    /// The owner does something without the program, at a moment that is right.
    fn by_hand(&mut self) {
        let keys: Vec<Key> = self.log.open(self.now).into_iter().collect();
        if keys.is_empty() || self.offset != 0 {
            return;
        }
        let key = self.dice.pick(&keys);
        self.record(if key.purpose == Purpose::Card {
            Event::CardPosted { key }
        } else {
            Event::SentByHand { key }
        });
        self.log.contacted.push(Contacted {
            key,
            note: None,
            at: self.now,
            announced: None,
            void: false,
        });
    }
}
