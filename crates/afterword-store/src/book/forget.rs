//! Forgetting somebody, or a whole case, for good.
//!
//! Rows go with everything that hangs on them; jots that tell of the person go whole, and texts to others that name them
//! lose their words. What stays is what keeps others from harm: that a question was asked (the budget), that somebody
//! answered (the plan stops), that a date moved, without saying who; and a salted hash of the address, so that nobody
//! writes there again. Then the file is made anew, so that nothing of it is left between the pages, in the log or in the
//! index of words. Not here: backups and exports made before, which only their owner can delete.

use std::collections::BTreeSet;
use std::time::Duration;

use afterword_core::casebook::{Case, CaseId, Event, Note, NoteState, PersonId, Recorded, Stated};
use jiff::Timestamp;
use serde::Serialize;

use super::connect::Pools;
use super::error::{BookError, Done};
use super::records::PersonRecord;
use super::sql::args;
use super::values::{folded, json};
use super::{Book, Snapshot, Transaction};

/// How often a log is tried to be brought in.
const SCRUB_TRIES: u32 = 5;

/// What stands in the place of words that named somebody forgotten.
const GONE: &str = "(forgotten)";

/// Whom or what to forget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forget {
    /// Somebody, in every case.
    Person(PersonId),
    /// A case, and everybody who belongs to no other.
    Case(CaseId),
}

/// What forgetting takes away, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct ForgetCount {
    pub people: u64,
    pub cases: u64,
    pub jots: u64,
    pub points: u64,
    pub promises: u64,
    pub notes: u64,
    pub cards: u64,
    pub events: u64,
    pub attachments: u64,
    /// Notes to others that name them: the words go, the record that something was sent stays.
    pub notes_blanked: u64,
    /// Addresses of which only a salted hash is kept.
    pub addresses: u64,
}

/// What was done, and whether the file is clean already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forgotten {
    /// What was taken away.
    pub count: ForgetCount,
    /// No trace is left in the file. False while another process still reads an old state of it, and on a server, which
    /// clears its pages by itself in time.
    pub scrubbed: bool,
}

/// How a text can name somebody.
struct Mention {
    full: String,
    family: Option<String>,
    address: Option<String>,
}

impl Mention {
    fn of(person: &PersonRecord) -> Self {
        let words: Vec<&str> = person.name.split_whitespace().collect();
        let family = words.last().filter(|w| words.len() > 1 && w.chars().count() >= 3);
        Self {
            full: folded(&person.name),
            family: family.map(|w| (*w).to_owned()),
            address: person.addr_spec.as_ref().map(|a| a.to_lowercase()),
        }
    }

    /// The full name in any spelling, the family name as it is written, or the address. A bare given name is not enough:
    /// it may be anybody's, or a word.
    fn is_in(&self, text: &str) -> bool {
        let words = format!(" {} ", folded(text));
        if !self.full.is_empty() && words.contains(&format!(" {} ", self.full)) {
            return true;
        }
        if let Some(address) = &self.address
            && text.to_lowercase().contains(address)
        {
            return true;
        }
        self.family.as_ref().is_some_and(|family| {
            text.match_indices(family.as_str()).any(|(at, _)| {
                let before = text[..at].chars().next_back();
                let after = text[at + family.len()..].chars().next();
                !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
            })
        })
    }
}

impl Book {
    /// Counts what [`Book::forget`] would take away, and changes nothing. None if there is no such person or case.
    ///
    /// # Errors
    /// As of [`Book::forget`].
    pub async fn would_forget(&self, what: Forget) -> Done<Option<ForgetCount>> {
        let mut tx = self.transaction().await?;
        let count = tx.forget(what, Timestamp::UNIX_EPOCH, &[0; 16]).await?;
        tx.rollback().await?;
        Ok(count)
    }

    /// Forgets for good. `salt` is random; it is used the first time only. None if there is no such person or case.
    ///
    /// # Errors
    /// [`BookError::Conflict`] while a note to them is being sent, and the database's; then nothing was forgotten.
    pub async fn forget(&self, what: Forget, at: Timestamp, salt: &[u8; 16]) -> Done<Option<Forgotten>> {
        let mut tx = self.transaction().await?;
        let Some(count) = tx.forget(what, at, salt).await? else {
            return Ok(None);
        };
        tx.commit().await?;
        let scrubbed = self.scrub().await?;
        Ok(Some(Forgotten { count, scrubbed }))
    }

    /// Makes the file anew, so that nothing deleted is left in it. True if nothing is.
    ///
    /// # Errors
    /// The database's; the book itself is whole all the same.
    pub async fn scrub(&self) -> Done<bool> {
        let Pools::Sqlite { writer, .. } = &self.pools else {
            return Ok(false);
        };
        let mut connection = writer.acquire().await.map_err(BookError::of)?;
        for statement in ["INSERT INTO search_index (search_index) VALUES ('rebuild')", "VACUUM"] {
            let done = sqlx::query(statement).execute(&mut *connection).await;
            done.map_err(BookError::of)?;
        }
        // A state somebody still reads holds the log; most are done in a moment.
        for _ in 0..SCRUB_TRIES {
            let busy = sqlx::query_scalar::<_, i64>("PRAGMA wal_checkpoint(TRUNCATE)")
                .fetch_one(&mut *connection)
                .await;
            if busy.map_err(BookError::of)? == 0 {
                return Ok(true);
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(false)
    }
}

impl Transaction {
    async fn forget(&mut self, what: Forget, at: Timestamp, salt: &[u8; 16]) -> Done<Option<ForgetCount>> {
        let mut count = ForgetCount::default();
        let people = match what {
            Forget::Person(id) => match self.person(id).await? {
                Some(person) => vec![person],
                None => return Ok(None),
            },
            Forget::Case(id) => {
                if self.case_record(id).await?.is_none() {
                    return Ok(None);
                }
                self.only_of(id).await?
            }
        };
        if let Forget::Case(id) = what {
            self.forget_case(id, &mut count).await?;
        }
        for person in people {
            self.forget_person(&person, at, salt, &mut count).await?;
        }
        self.run(
            "DELETE FROM settings WHERE owner = $1 AND name LIKE 'undo%'",
            &args![self.owner],
        )
        .await?;
        Ok(Some(count))
    }

    /// Everybody who belongs to this case and to no other.
    async fn only_of(&mut self, case: CaseId) -> Done<Vec<PersonRecord>> {
        let mut people = Vec::new();
        for person in self.people_of(case).await? {
            if self.links_of(person.id).await?.iter().all(|l| l.case == case) {
                people.push(person);
            }
        }
        Ok(people)
    }

    async fn forget_case(&mut self, id: CaseId, count: &mut ForgetCount) -> Done {
        for record in self.notes(id).await? {
            refuse_held(&record.note)?;
        }
        count.cases += 1;
        let key = args![self.owner, id.0];
        macro_rules! counted {
            ($field:ident, $sql:literal) => {
                count.$field += u64::try_from(self.number($sql, &key).await?).unwrap_or(0);
            };
        }
        counted!(
            jots,
            "SELECT count(*) AS n FROM rounds WHERE owner = $1 AND case_id = $2 AND jot IS NOT NULL"
        );
        counted!(
            points,
            "SELECT count(*) AS n FROM points WHERE owner = $1 AND case_id = $2"
        );
        counted!(
            promises,
            "SELECT count(*) AS n FROM promises WHERE owner = $1 AND case_id = $2"
        );
        counted!(
            notes,
            "SELECT count(*) AS n FROM notes WHERE owner = $1 AND case_id = $2"
        );
        counted!(
            cards,
            "SELECT count(*) AS n FROM cards WHERE owner = $1 AND case_id = $2"
        );
        counted!(
            events,
            "SELECT count(*) AS n FROM events WHERE owner = $1 AND case_id = $2"
        );
        counted!(
            attachments,
            "SELECT count(*) AS n FROM attachments WHERE owner = $1 AND case_id = $2"
        );
        let employer = self.case_record(id).await?.map(|c| c.employer);
        self.run("DELETE FROM cases WHERE owner = $1 AND id = $2", &key).await?;
        if let Some(employer) = employer {
            let sql = "DELETE FROM employers WHERE owner = $1 AND id = $2 AND NOT EXISTS \
                       (SELECT 1 FROM cases WHERE owner = $1 AND employer = $2)";
            self.run(sql, &args![self.owner, employer.0]).await?;
        }
        Ok(())
    }

    async fn forget_person(
        &mut self,
        person: &PersonRecord,
        at: Timestamp,
        salt: &[u8; 16],
        count: &mut ForgetCount,
    ) -> Done {
        let mention = Mention::of(person);
        let mut addresses: BTreeSet<String> = person.addr_spec.iter().cloned().collect();
        for case in self.cases_with(person.id).await? {
            self.forget_in_case(&case, person.id, &mention, &mut addresses, count)
                .await?;
        }
        let key = args![self.owner, person.id.0];
        macro_rules! counted {
            ($field:ident, $sql:literal) => {
                count.$field += u64::try_from(self.number($sql, &key).await?).unwrap_or(0);
            };
        }
        counted!(
            points,
            "SELECT count(*) AS n FROM points WHERE owner = $1 AND person_id = $2"
        );
        counted!(
            promises,
            "SELECT count(*) AS n FROM promises WHERE owner = $1 AND person_id = $2"
        );
        counted!(
            notes,
            "SELECT count(*) AS n FROM notes WHERE owner = $1 AND person_id = $2"
        );
        counted!(
            cards,
            "SELECT count(*) AS n FROM cards WHERE owner = $1 AND person_id = $2"
        );
        counted!(
            events,
            "SELECT count(*) AS n FROM events WHERE owner = $1 AND person_id = $2"
        );
        counted!(
            attachments,
            "SELECT count(*) AS n FROM attachments a JOIN notes n ON n.owner = a.owner AND n.id = a.note_id \
             WHERE a.owner = $1 AND n.person_id = $2"
        );
        for movement in self.movements(None).await? {
            if mention.is_in(&movement.why) {
                let sql = "UPDATE movements SET why = $3 WHERE owner = $1 AND id = $2";
                self.run(sql, &args![self.owner, movement.id.0, GONE]).await?;
            }
        }
        count.people += self
            .run("DELETE FROM people WHERE owner = $1 AND id = $2", &key)
            .await?;
        for address in addresses {
            self.forget_address(&address, at, salt).await?;
            count.addresses += 1;
        }
        Ok(())
    }

    async fn cases_with(&mut self, person: PersonId) -> Done<Vec<Case>> {
        let mut ids: BTreeSet<CaseId> = self.links_of(person).await?.into_iter().map(|l| l.case).collect();
        let sql = "SELECT case_id FROM notes WHERE owner = $1 AND person_id = $2 \
                   UNION SELECT case_id FROM round_people WHERE owner = $1 AND person_id = $2 \
                   UNION SELECT case_id FROM cards WHERE owner = $1 AND person_id = $2 \
                   UNION SELECT case_id FROM points WHERE owner = $1 AND person_id = $2";
        let args = args![self.owner, person.0];
        for row in self.rows(sql, &args).await? {
            ids.insert(CaseId(row.int("case_id")?));
        }
        let mut cases = Vec::with_capacity(ids.len());
        for id in ids {
            cases.extend(self.case(id).await?);
        }
        Ok(cases)
    }

    /// Everything of one case that tells of somebody, but what goes with their own row.
    async fn forget_in_case(
        &mut self,
        case: &Case,
        person: PersonId,
        mention: &Mention,
        addresses: &mut BTreeSet<String>,
        count: &mut ForgetCount,
    ) -> Done {
        let (owner, id) = (self.owner, case.id);
        for record in self.notes(id).await? {
            if record.note.to == person {
                refuse_held(&record.note)?;
                addresses.extend(record.recipient.clone());
                self.keep_budget(id, &record.note).await?;
            } else if [Some(&record.subject), Some(&record.body)]
                .into_iter()
                .flatten()
                .any(|t| mention.is_in(t))
            {
                refuse_held(&record.note)?;
                count.notes_blanked += 1;
                let sql = "UPDATE notes SET subject = $3, body = $3, trace = NULL, frozen = NULL, enclosures = '[]' \
                           WHERE owner = $1 AND id = $2";
                self.run(sql, &args![owner, record.note.id.0, GONE]).await?;
                self.unindex("note", record.note.id.0).await?;
            }
        }
        for record in self.cards(id).await? {
            if record.card.to != person && mention.is_in(&record.text) {
                count.notes_blanked += 1;
                let sql = "UPDATE cards SET text = $3, trace = NULL WHERE owner = $1 AND id = $2";
                self.run(sql, &args![owner, record.card.id.0, GONE]).await?;
                self.unindex("card", record.card.id.0).await?;
            }
        }
        for mut round in self.rounds(id).await? {
            let was_there = round.people.contains(&person);
            let told = round.jot.as_ref().is_some_and(|jot| was_there || mention.is_in(jot));
            let clean = round.stated.as_mut().is_some_and(|s| scrub_stated(s, person, mention));
            if told {
                count.jots += 1;
                (round.jot, round.choices) = (None, None);
            }
            if told || clean {
                self.put_round(&round).await?;
            }
        }
        for point in self.points(id).await? {
            let named = mention.is_in(&point.text) || point.better.as_ref().is_some_and(|b| mention.is_in(b));
            if point.person != Some(person) && named {
                count.points += 1;
                self.run(
                    "DELETE FROM points WHERE owner = $1 AND id = $2",
                    &args![owner, point.id.0],
                )
                .await?;
                self.unindex("point", point.id.0).await?;
            }
        }
        self.run(
            "DELETE FROM promises WHERE owner = $1 AND case_id = $2 AND person_id = $3",
            &args![owner, id.0, person.0],
        )
        .await
        .map(|n| count.promises += n)?;
        for promise in self.promises(id).await? {
            if mention.is_in(&promise.promise.text) {
                let sql = "UPDATE promises SET text = $3 WHERE owner = $1 AND id = $2";
                self.run(sql, &args![owner, promise.promise.id.0, GONE]).await?;
            }
        }
        self.scrub_events(id, person, mention).await?;
        // Sentences of the plan name people; whoever decides next writes them anew.
        self.run(
            "DELETE FROM planned WHERE owner = $1 AND case_id = $2",
            &args![owner, id.0],
        )
        .await
        .map(|_| ())
    }

    /// A question that was asked counts for its round, whoever it went to.
    async fn keep_budget(&mut self, case: CaseId, note: &Note) -> Done {
        let at = match &note.state {
            NoteState::Sent { at, .. } | NoteState::Uncertain { at, .. } => *at,
            _ => return Ok(()),
        };
        if note.key.person.is_some() || note.facts.bounced.is_some_and(|b| b.hard) {
            return Ok(());
        }
        let event = Event::SentByHand { key: note.key };
        self.append(case, &Recorded { at, event }).await.map(|_| ())
    }

    async fn scrub_events(&mut self, case: CaseId, person: PersonId, mention: &Mention) -> Done {
        let owner = self.owner;
        let theirs: BTreeSet<i64> = self
            .notes(case)
            .await?
            .iter()
            .filter(|n| n.note.to == person)
            .map(|n| n.note.id.0)
            .collect();
        for record in self.events(case).await? {
            let mut event = record.event.clone();
            match &mut event {
                Event::Reply { from, to_note } => {
                    if to_note.is_some_and(|n| theirs.contains(&n.0)) {
                        *to_note = None;
                    }
                    if *from == person {
                        *from = PersonId(0);
                    }
                }
                Event::DecisionMoved { stated, .. } => {
                    scrub_stated(stated, person, mention);
                }
                Event::Overruled { because, .. } if mention.is_in(because) => GONE.clone_into(because),
                _ => {}
            }
            if event != record.event {
                let (from, note) = match &event {
                    Event::Reply { from, to_note } => (Some(from.0).filter(|id| *id != 0), to_note.map(|n| n.0)),
                    _ => (None, None),
                };
                let sql = "UPDATE events SET detail = $4, person_id = COALESCE($5, CASE WHEN name = 'reply' \
                           THEN NULL ELSE person_id END), note_id = $6 \
                           WHERE owner = $1 AND case_id = $2 AND position = $3";
                let args = args![owner, case.0, record.position, json(&event)?, from, note];
                self.run(sql, &args).await?;
            }
        }
        Ok(())
    }

    async fn unindex(&mut self, kind: &'static str, item: i64) -> Done {
        let sql = "DELETE FROM search_texts WHERE owner = $1 AND kind = $2 AND item = $3";
        self.run(sql, &args![self.owner, kind, item]).await.map(|_| ())
    }
}

impl Snapshot {
    /// How many addresses are not to be written to again.
    ///
    /// # Errors
    /// The database's.
    pub async fn forgotten_count(&mut self) -> Done<i64> {
        let args = args![self.owner];
        self.number("SELECT count(*) AS n FROM forgotten WHERE owner = $1", &args)
            .await
    }
}

fn refuse_held(note: &Note) -> Done {
    match note.state {
        NoteState::Sending { .. } | NoteState::Dot { .. } => Err(BookError::conflict(
            "a note to them is being sent; wait until it is settled",
        )),
        _ => Ok(()),
    }
}

/// True if something was taken out.
fn scrub_stated(stated: &mut Stated, person: PersonId, mention: &Mention) -> bool {
    let before = stated.clone();
    if stated.who == Some(person) {
        stated.who = None;
    }
    if mention.is_in(&stated.words) {
        GONE.clone_into(&mut stated.words);
    }
    *stated != before
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_names_somebody_by_full_name_family_name_or_address() {
        let mut person = PersonRecord::named("Zoë Will");
        person.addr_spec = Some("Z.Will@dalton.example".to_owned());
        let mention = Mention::of(&person);
        for text in [
            "Thanks to ZOE WILL!",
            "Ms. Will asked",
            "write to z.will@DALTON.example",
            "zoe\u{308} will",
        ] {
            assert!(mention.is_in(text), "{text}");
        }
        for text in ["I will send it", "Zoë was kind", "Willow Street", "Goodwill"] {
            assert!(!mention.is_in(text), "{text}");
        }
    }
}
