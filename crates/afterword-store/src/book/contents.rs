//! Everything of one owner's book as one value, out and in again.
//!
//! What comes out of a book and goes into an empty one makes an equal book, on either database. The value's JSON is the
//! `book.json` of an export; [`FORMAT`] rises whenever its shape changes. Bytes of attachments travel beside it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::error::{BookError, Done};
use super::records::{
    Attachment, CalendarEntry, CardRecord, CaseRecord, Employer, EventRecord, Item, Link, Movement, NoteRecord,
    PersonRecord, Planned, PointRecord, PromiseRecord, RoundRecord,
};
use super::sql::args;
use super::values::Reader;
use super::{Snapshot, Transaction};

/// The version of the shape below.
pub const FORMAT: u32 = 1;

/// A hash of an address at which nobody is to be contacted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForgottenAddress {
    /// Salted SHA-256 in hexadecimal.
    pub hash: String,
    /// Since when, in seconds since 1970.
    pub at: i64,
}

/// Everything of one owner's book but the bytes of attachments.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "one field per table, as described in the records")]
pub struct Contents {
    pub format: u32,
    pub employers: Vec<Employer>,
    pub cases: Vec<CaseRecord>,
    pub people: Vec<PersonRecord>,
    pub links: Vec<Link>,
    pub rounds: Vec<RoundRecord>,
    pub points: Vec<PointRecord>,
    pub promises: Vec<PromiseRecord>,
    pub notes: Vec<NoteRecord>,
    pub cards: Vec<CardRecord>,
    pub events: Vec<EventRecord>,
    pub planned: Vec<Planned>,
    pub items: Vec<Item>,
    pub movements: Vec<Movement>,
    pub attachments: Vec<Attachment>,
    pub calendar: Vec<CalendarEntry>,
    pub forgotten: Vec<ForgottenAddress>,
    pub settings: BTreeMap<String, Json>,
    pub counters: BTreeMap<String, i64>,
}

impl Snapshot {
    /// Everything of this owner's book.
    ///
    /// # Errors
    /// The database's, and [`BookError::Corrupt`].
    pub async fn contents(&mut self) -> Done<Contents> {
        let cases = self.case_records().await?;
        let mut contents = Contents {
            format: FORMAT,
            employers: self.employers().await?,
            people: self.people().await?,
            links: self.links().await?,
            rounds: Vec::new(),
            points: Vec::new(),
            promises: Vec::new(),
            notes: self.all_notes().await?,
            cards: self.all_cards().await?,
            events: Vec::new(),
            planned: Vec::new(),
            items: self.stationery().await?,
            movements: self.movements(None).await?,
            attachments: self.all_attachments().await?,
            calendar: self.calendar().await?,
            forgotten: Vec::new(),
            settings: BTreeMap::new(),
            counters: BTreeMap::new(),
            cases: Vec::new(),
        };
        // A case at a time: an export may take its while, and no case is large.
        for case in &cases {
            contents.rounds.extend(self.rounds(case.id).await?);
            contents.points.extend(self.points(case.id).await?);
            contents.promises.extend(self.promises(case.id).await?);
            contents.events.extend(self.events(case.id).await?);
            contents.planned.extend(self.planned(case.id).await?);
        }
        contents.cases = cases;
        contents.employers.sort_by_key(|e| e.id);
        contents.items.sort_by_key(|i| i.id);
        contents.movements.sort_by_key(|m| m.id);
        self.small_tables(&mut contents).await?;
        Ok(contents)
    }

    async fn small_tables(&mut self, contents: &mut Contents) -> Done {
        let args = args![self.owner];
        let sql = "SELECT hash, at FROM forgotten WHERE owner = $1 ORDER BY hash";
        for row in self.rows(sql, &args).await? {
            contents.forgotten.push(ForgottenAddress {
                hash: row.text("hash")?,
                at: row.int("at")?,
            });
        }
        let sql = "SELECT name, value FROM settings WHERE owner = $1";
        for row in self.rows(sql, &args).await? {
            let value = Reader::new(&row, "settings", "name").json("value")?;
            contents.settings.insert(row.text("name")?, value);
        }
        let sql = "SELECT name, last FROM counters WHERE owner = $1";
        for row in self.rows(sql, &args).await? {
            contents.counters.insert(row.text("name")?, row.int("last")?);
        }
        Ok(())
    }

    /// Whether nothing was ever written into this owner's book.
    ///
    /// # Errors
    /// The database's.
    pub async fn is_empty(&mut self) -> Done<bool> {
        let sql = "SELECT (SELECT count(*) FROM employers WHERE owner = $1) \
                   + (SELECT count(*) FROM people WHERE owner = $1) + (SELECT count(*) FROM items WHERE owner = $1) AS n";
        let args = args![self.owner];
        Ok(self.number(sql, &args).await? == 0)
    }
}

impl Transaction {
    /// Fills an empty book; settings of the same names are replaced. `bytes` gives each attachment's bytes.
    ///
    /// # Errors
    /// [`BookError::Conflict`] if the book is not empty or the parts do not fit together, [`BookError::Invalid`] for a
    /// newer shape or an attachment without its bytes.
    pub async fn fill(
        &mut self,
        contents: &Contents,
        mut bytes: impl FnMut(&Attachment) -> Done<Option<Vec<u8>>>,
    ) -> Done {
        if contents.format > FORMAT {
            return Err(BookError::invalid(format!(
                "this export is of format {}, and this program reads formats up to {FORMAT}",
                contents.format
            )));
        }
        if !self.is_empty().await? {
            return Err(BookError::conflict("the case book to be filled is not empty"));
        }
        for employer in &contents.employers {
            self.insert_employer(employer).await?;
        }
        for case in &contents.cases {
            self.insert_case(case).await?;
        }
        for person in &contents.people {
            self.insert_person(person).await?;
        }
        for link in &contents.links {
            self.link(link).await?;
        }
        for round in &contents.rounds {
            self.put_round(round).await?;
        }
        for point in &contents.points {
            self.insert_point(point).await?;
        }
        for promise in &contents.promises {
            self.insert_promise(promise).await?;
        }
        for note in &contents.notes {
            self.insert_note(note.note.id, note).await?;
        }
        for card in &contents.cards {
            self.insert_card(card.card.id, card).await?;
        }
        for event in &contents.events {
            self.insert_event(event).await?;
        }
        let mut planned: BTreeMap<_, Vec<Planned>> = BTreeMap::new();
        for entry in &contents.planned {
            planned.entry(entry.case).or_default().push(entry.clone());
        }
        for (case, entries) in &planned {
            self.set_planned(*case, entries).await?;
        }
        for item in &contents.items {
            self.insert_item(item).await?;
        }
        for movement in &contents.movements {
            self.insert_movement(movement).await?;
        }
        for attachment in &contents.attachments {
            let Some(bytes) = bytes(attachment)? else {
                return Err(BookError::invalid(format!("the export lacks {}", attachment.name)));
            };
            self.insert_attachment(attachment, bytes).await?;
        }
        for entry in &contents.calendar {
            self.put_calendar_entry(entry).await?;
        }
        self.fill_small(contents).await
    }

    async fn fill_small(&mut self, contents: &Contents) -> Done {
        for forgotten in &contents.forgotten {
            let sql =
                "INSERT INTO forgotten (owner, hash, at) VALUES ($1, $2, $3) ON CONFLICT (owner, hash) DO NOTHING";
            let args = args![self.owner, &forgotten.hash, forgotten.at];
            self.run(sql, &args).await?;
        }
        for (name, value) in &contents.settings {
            self.set(name, value).await?;
        }
        for (name, last) in &contents.counters {
            let sql = "INSERT INTO counters (owner, name, last) VALUES ($1, $2, $3) ON CONFLICT (owner, name) \
                       DO UPDATE SET last = excluded.last WHERE counters.last < excluded.last";
            let args = args![self.owner, name, *last];
            self.run(sql, &args).await?;
        }
        Ok(())
    }

    /// Takes everything of this owner out, to be filled anew.
    pub(super) async fn empty(&mut self) -> Done {
        let args = args![self.owner];
        self.run("DELETE FROM owners WHERE owner = $1", &args).await?;
        self.run("INSERT INTO owners (owner) VALUES ($1)", &args)
            .await
            .map(|_| ())
    }
}
