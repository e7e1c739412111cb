//! The machine that sends what is approved, and what becomes of it.

use super::*;

impl World<'_> {
    /// The sender tries everything that is approved, allowed or not.
    pub(super) fn worker(&mut self) {
        self.settle();
        let waiting: Vec<NoteId> = self
            .case
            .notes
            .iter()
            .filter(|n| matches!(n.state, NoteState::Approved { .. }))
            .map(|n| n.id)
            .collect();
        if waiting.is_empty() {
            return;
        }
        let (at, moment) = (self.shown(), self.moment());
        let mut decision = decide(&self.case, self.policy, &moment);
        for id in waiting {
            let note = self.case.notes.iter().find(|n| n.id == id).expect("known").clone();
            match decision.permit(&note.key) {
                Err(_) => self.tally.saw("permits refused"),
                Ok(permit) => {
                    let sending = note.clone().sending(at, text(&note), &permit, "m@afterword.invalid");
                    if let Ok(sending) = sending {
                        self.deliver(sending, at);
                        decision = decide(&self.case, self.policy, &moment);
                    }
                }
            }
        }
    }

    fn deliver(&mut self, sending: Note, at: Timestamp) {
        let key = sending.key;
        let fate = self.dice.below(20);
        let note = match fate {
            0 => sending.backed_off(),
            1 => sending.failed(at, "550 no such user"),
            2 => Ok(sending.recovered()),
            3 => sending.dot(at).and_then(Note::deferred),
            4 => sending.dot(at).and_then(Note::lost),
            5 => sending.dot(at).map(Note::recovered),
            _ => sending.dot(at).and_then(|n| n.sent(at, "250 2.0.0 Ok")),
        };
        let note = note.expect("a way that delivery goes");
        if matches!(note.state, NoteState::Sent { .. } | NoteState::Uncertain { .. }) {
            self.touched(key, Some(note.id), note.announces.map(|a| (a.day, a.stated)));
        }
        self.put(note);
    }

    pub(super) fn touched(&mut self, key: Key, note: Option<NoteId>, announced: Option<(Date, Option<Date>)>) {
        self.tally.saw("touches");
        self.tally.saw(key.purpose.name());
        if self.log.overruled.contains(&key) {
            self.tally.saw("overruled touches");
        } else if let Err(wrong) = self.log.verdict(&key, self.now) {
            // Under a wrong clock a note may still go that is no longer advised; that harms nobody.
            if wrong != Wrong::Unadvised || self.offset == 0 {
                self.tally
                    .wrong(wrong, format!("seed {}: {key} at {} is {wrong:?}", self.seed, self.now));
            }
        }
        let at = self.now;
        self.log.contacted.push(Contacted {
            key,
            note,
            at,
            announced,
            void: false,
        });
    }

    pub(super) fn put(&mut self, note: Note) {
        match self.case.notes.iter_mut().find(|n| n.id == note.id) {
            Some(old) => *old = note,
            None => self.case.notes.push(note),
        }
    }

    /// The owner finds out about notes that may have arrived, sooner or later.
    fn settle(&mut self) {
        let at = self.shown();
        let unsure: Vec<Note> = self
            .case
            .notes
            .iter()
            .filter(|n| matches!(n.state, NoteState::Uncertain { .. }))
            .cloned()
            .collect();
        for note in unsure {
            if self.dice.percent(70) {
                continue;
            }
            self.tally.saw("uncertain settled");
            let id = note.id;
            let note = if self.dice.percent(60) {
                note.found("own copy")
            } else {
                note.sent_again(at)
            };
            let note = note.expect("a way out of uncertainty");
            if matches!(note.state, NoteState::Approved { .. }) {
                let last = self.log.contacted.iter_mut().rev().find(|c| c.note == Some(id));
                last.expect("it was logged").void = true;
            }
            self.put(note);
        }
    }
}
