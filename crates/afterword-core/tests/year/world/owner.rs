//! What the owner sees and does, slips included; every look is held against the oracle.

use super::*;

impl World<'_> {
    /// The owner looks at the plan, is held against the oracle, and acts.
    pub(super) fn look(&mut self) {
        self.tally.saw("looks");
        let moment = self.moment();
        let mut decision = decide(&self.case, self.policy, &moment);
        self.compare(&decision);
        self.sequences(&decision);
        if decision.is_rest() {
            self.tally.saw("nothing to do");
        }
        let asks_for_date = decision.actions.iter().any(|a| a.step() == Some(Step::Confirm));
        if moment.sure_until.is_none() {
            self.right = self.reading();
        } else if asks_for_date || self.dice.percent(30) {
            self.tally.saw("dates confirmed");
            // The owner knows what day it is, and sets the clock if it is wrong.
            self.offset = 0;
            self.right = self.reading();
            decision = decide(&self.case, self.policy, &self.moment());
        }
        self.slips(&decision);
        for action in decision.actions {
            if self.dice.percent(60) {
                self.act(&action);
            }
        }
    }

    fn compare(&mut self, decision: &Decision) {
        let exempt = |key: &Key| self.log.overruled.contains(key);
        let shown: BTreeSet<Key> = decision
            .actions
            .iter()
            .filter_map(Action::key)
            .filter(|k| !exempt(k))
            .collect();
        if self.offset == 0 {
            let open: BTreeSet<Key> = self.log.open(self.now).into_iter().filter(|k| !exempt(k)).collect();
            for key in open.difference(&shown) {
                let why = decision.refusal(key);
                self.tally.never_shown.push(format!(
                    "seed {}: {key} at {}: {} {}",
                    self.seed, self.now, why.practice, why.reason
                ));
            }
            for key in shown.difference(&open) {
                let wrong = self.log.verdict(key, self.now);
                self.tally
                    .wrongly_shown
                    .push(format!("seed {}: {key} at {}: {wrong:?}", self.seed, self.now));
            }
            *self.tally.seen.entry("entries compared").or_default() += open.len() as u64;
        } else {
            self.tally.saw("looks under a wrong clock");
            for action in decision.actions.iter().filter(|a| a.step() == Some(Step::Send)) {
                let Some(key) = action.key().filter(|k| !exempt(k)) else {
                    continue;
                };
                if let Err(wrong @ (Wrong::Early | Wrong::Duplicate | Wrong::OverBudget)) =
                    self.log.verdict(&key, self.now)
                {
                    self.tally.wrongly_shown.push(format!(
                        "seed {}: {key} at {}, clock off by {}: {wrong:?}",
                        self.seed, self.now, self.offset
                    ));
                }
            }
        }
        for refusal in &decision.refusals {
            let plain = refusal.reason.len() > 15 && refusal.practice.len() >= 2;
            let twice = shown.contains(&refusal.key);
            if !plain || twice {
                self.tally.other.push(format!(
                    "seed {}: {} refused without reason or twice",
                    self.seed, refusal.key
                ));
            }
        }
    }

    /// An entry whose date moved has a higher sequence, and none ever falls.
    fn sequences(&mut self, decision: &Decision) {
        let actions = decision
            .actions
            .iter()
            .filter_map(|a| Some((a.key()?, a.opens.as_ref(), a.sequence)));
        let refusals = decision.refusals.iter().map(|r| (r.key, r.until.as_ref(), r.sequence));
        for (key, date, sequence) in actions.chain(refusals) {
            let date = date.map(jiff::Zoned::timestamp);
            let (shown, last) = self.dated.get(&key).copied().unwrap_or((None, 0));
            let moved = shown.filter(|(old, _)| date.is_some_and(|d| d != *old));
            if moved.is_some() {
                self.tally.saw("dates moved");
            }
            if sequence < last || moved.is_some_and(|(_, then)| sequence <= then) {
                let text = format!(
                    "seed {}: {key} moved to {date:?} with {sequence} after {shown:?}",
                    self.seed
                );
                self.tally.other.push(text);
            }
            self.dated
                .insert(key, (date.map(|d| (d, sequence)).or(shown), sequence));
        }
    }

    /// Things an owner should not be able to do.
    fn slips(&mut self, decision: &Decision) {
        let at = self.shown();
        let mut let_through = Vec::new();
        for note in &self.case.notes {
            match &note.state {
                NoteState::Drafted { .. } if note.clone().approved(approval(at, text(note))).is_ok() => {
                    let_through.push("approved unopened");
                }
                NoteState::Opened { .. } if note.clone().approved(approval(at, TextHash([7; 32]))).is_ok() => {
                    let_through.push("approved unread");
                }
                NoteState::Sent { .. } | NoteState::Uncertain { .. } if note.clone().edited(at).is_ok() => {
                    let_through.push("edited when gone");
                }
                _ => {}
            }
        }
        for refusal in &decision.refusals {
            if decision.permit(&refusal.key).is_ok() {
                let_through.push("permitted what is refused");
            }
        }
        for slip in let_through {
            self.tally.other.push(format!("seed {}: {slip}", self.seed));
        }
        if self.dice.percent(5) {
            self.overrule(decision);
        }
    }

    fn overrule(&mut self, decision: &Decision) {
        let open: Vec<(Key, &'static str)> = decision
            .refusals
            .iter()
            .filter(|r| r.may_overrule)
            .map(|r| (r.key, r.practice))
            .collect();
        if open.is_empty() {
            return;
        }
        let (key, practice) = self.dice.pick(&open);
        let because = if self.dice.percent(10) {
            "  "
        } else {
            "she asked me to on the phone"
        };
        let event = Event::Overruled {
            key,
            practice: practice.to_owned(),
            because: because.to_owned(),
        };
        if because.trim().is_empty() {
            if self.case.clone().record(self.shown(), event).is_ok() {
                self.tally
                    .other
                    .push(format!("seed {}: overruled without a reason", self.seed));
            }
            return;
        }
        self.record(event);
        self.log.overruled.insert(key);
        let after = decide(&self.case, self.policy, &self.moment());
        let still = after.refusals.iter().any(|r| r.key == key && r.practice == practice);
        if still {
            self.tally.other.push(format!(
                "seed {}: {key} is refused by {practice} although overruled",
                self.seed
            ));
        }
    }

    fn act(&mut self, action: &Action) {
        let at = self.shown();
        match &action.what {
            What::ReadReply { .. } | What::ReadAutomaticReply { .. } => {
                self.log.paused = false;
                self.record(Event::Resumed);
            }
            What::GiveAddress { person } => {
                let somebody = self.log.people.get_mut(person).expect("known");
                (somebody.address, somebody.bounced) = (true, false);
                let known = self.case.people.iter_mut().find(|p| p.id == *person).expect("known");
                known.addr_spec = Some(format!("other{person}@harbor.example"));
                self.record(Event::AddressCorrected { person: *person });
            }
            What::ChooseContact => {
                let contact = self
                    .dice
                    .pick(&[Contact::Direct, Contact::ThroughRecruiter, Contact::None]);
                self.log.contact = contact;
                self.record(Event::ContactChosen { contact });
            }
            What::Settle { .. } => {}
            What::Note {
                key,
                to,
                step,
                note,
                card,
            } => {
                if self.dice.percent(4) {
                    self.log.left_out.insert(*key);
                    self.record(Event::LeftOut { key: *key });
                } else if key.purpose == Purpose::Card {
                    self.handle_card(*key, *to, *card, at);
                } else {
                    self.write(*key, *to, *step, *note, at);
                }
            }
        }
    }

    fn handle_card(&mut self, key: Key, to: PersonId, card: Option<CardId>, at: Timestamp) {
        let words = TextHash([3; 32]);
        let Some(id) = card else {
            let id = CardId(self.fresh());
            self.case.cards.push(Card::written(id, key, to, at));
            return;
        };
        let place = self.case.cards.iter().position(|c| c.id == id).expect("known");
        let card = self.case.cards[place].clone();
        let next = match card.state {
            CardState::Written { .. } => card.proofed(at, words),
            CardState::Proofed { .. } => card.sealed(at, words),
            _ => card.posted(at),
        };
        self.case.cards[place] = next.expect("the next step of a card");
        if matches!(self.case.cards[place].state, CardState::Posted { .. }) {
            self.touched(key, None, None);
        }
    }

    /// A fresh draft; a thank-you may announce when its owner will follow up.
    fn draft(&mut self, key: Key, to: PersonId, at: Timestamp) -> Note {
        let mut note = Note::drafted(NoteId(self.fresh()), key, to, at);
        let meeting = key
            .round
            .checked_sub(1)
            .and_then(|r| self.log.meetings.get(usize::from(r)));
        let announces = meeting.filter(|_| key.purpose == Purpose::ThankYou && self.dice.percent(40));
        note.announces = announces.and_then(|m| {
            let (stated, met) = (m.stated?, m.zone.to_datetime(m.end).date());
            let days = i64::from(met.until(stated).ok()?.get_days());
            let day = met.saturating_add(self.dice.between(1, (days + 5).max(2)).days());
            Some(Announcement {
                day,
                stated: Some(stated),
            })
        });
        note
    }

    /// The owner goes one to three steps towards an approved note, sometimes changing it again.
    fn write(&mut self, key: Key, to: PersonId, step: Step, note: Option<NoteId>, at: Timestamp) {
        if step == Step::Confirm {
            return;
        }
        let kept = note.and_then(|id| self.case.notes.iter().find(|n| n.id == id).cloned());
        let mut note = kept.unwrap_or_else(|| self.draft(key, to, at));
        if step == Step::Edit {
            self.tally.saw("texts overtaken by a moved date");
            note.announces = None;
            note = match note.clone().withdrawn(at).or_else(|_| note.edited(at)) {
                Ok(note) => note,
                Err(refused) => return self.tally.other.push(format!("seed {}: {refused}", self.seed)),
            };
        }
        if step == Step::Send && self.dice.percent(10) {
            note = note
                .clone()
                .edited(at)
                .unwrap_or_else(|_| note.withdrawn(at).expect("can be taken back"));
        }
        if self.dice.percent(85) && !matches!(note.state, NoteState::Approved { .. }) {
            let hash = text(&note);
            note = note.opened(at, hash).expect("a draft can be opened");
            if self.dice.percent(85) {
                note = note
                    .approved(approval(at, hash))
                    .expect("an opened draft can be approved");
            }
        }
        self.put(note);
    }
}
