//! Interviews with their jots, the points made of them, and what was promised.

use afterword_core::casebook::{CaseId, PersonId, Promise, PromiseId};
use jiff::{Timestamp, Zoned};

use super::error::{BookError, Done};
use super::records::{PointRecord, PointRowId, PromiseRecord, RoundRecord};
use super::search::HitKind;
use super::sql::{Row, args};
use super::values::{Reader, day, local, maybe_json, name_of};
use super::{Snapshot, Transaction, cases};

macro_rules! round {
    ($rest:literal) => {
        concat!(
            "SELECT r.case_id, r.number, r.kind, r.format, r.zone, r.begin_local, r.begin_at, r.end_local, r.end_at, \
             r.stated, r.follow_up_invited, r.jot, r.choices, r.uid, r.sequence FROM rounds r ",
            $rest
        )
    };
}

macro_rules! point {
    ($rest:literal) => {
        concat!(
            "SELECT t.id, t.case_id, t.round, t.person_id, t.kind, t.text, t.better, t.private, t.line FROM points t ",
            $rest
        )
    };
}

fn round(row: &Row) -> Done<RoundRecord> {
    let r = Reader::new(row, "rounds", "case_id");
    Ok(RoundRecord {
        case: CaseId(r.int("case_id")?),
        number: r.small("number")?,
        kind: r.variant("kind")?,
        format: r.maybe_variant("format")?,
        begin: r.zoned("begin_local", "begin_at")?,
        end: r.zoned("end_local", "end_at")?.ok_or_else(|| r.corrupt("end_local"))?,
        people: Vec::new(),
        stated: r.maybe_json("stated")?,
        follow_up_invited: r.flag("follow_up_invited")?,
        jot: r.maybe_text("jot")?,
        choices: r.maybe_json("choices")?,
        uid: r.maybe_text("uid")?,
        sequence: r.small("sequence")?,
    })
}

fn point(row: &Row) -> Done<PointRecord> {
    let r = Reader::new(row, "points", "id");
    Ok(PointRecord {
        id: PointRowId(r.int("id")?),
        case: CaseId(r.int("case_id")?),
        round: r.small("round")?,
        person: r.maybe_int("person_id")?.map(PersonId),
        kind: r.maybe_variant("kind")?,
        text: r.text("text")?,
        better: r.maybe_text("better")?,
        private: r.maybe_variant("private")?,
        line: r.small("line")?,
    })
}

impl Snapshot {
    /// The rounds of a case, in order.
    ///
    /// # Errors
    /// The database's, and [`BookError::Corrupt`].
    pub async fn rounds(&mut self, case: CaseId) -> Done<Vec<RoundRecord>> {
        let args = args![self.owner, case.0];
        let rows = self
            .rows(round!("WHERE r.owner = $1 AND r.case_id = $2 ORDER BY r.number"), &args)
            .await?;
        let mut rounds = rows.iter().map(round).collect::<Done<Vec<_>>>()?;
        let sql = "SELECT case_id, number, person_id FROM round_people WHERE owner = $1 AND case_id = $2 \
                   ORDER BY number, position, person_id";
        for row in &self.rows(sql, &args).await? {
            let r = Reader::new(row, "round_people", "case_id");
            let number: u8 = r.small("number")?;
            if let Some(round) = rounds.iter_mut().find(|x| x.number == number) {
                round.people.push(PersonId(r.int("person_id")?));
            }
        }
        Ok(rounds)
    }

    /// The round that an invite with this `UID` (RFC 5545) made.
    ///
    /// # Errors
    /// The database's, and [`BookError::Corrupt`].
    pub async fn round_with_uid(&mut self, uid: &str) -> Done<Option<RoundRecord>> {
        let args = args![self.owner, uid];
        let sql = "SELECT case_id, number FROM rounds WHERE owner = $1 AND uid = $2 ORDER BY case_id, number";
        let Some(row) = self.row(sql, &args).await? else {
            return Ok(None);
        };
        let number = row.int("number")?;
        let rounds = self.rounds(CaseId(row.int("case_id")?)).await?;
        Ok(rounds.into_iter().find(|r| i64::from(r.number) == number))
    }

    /// Interviews of open cases that ended in this span and about which nothing is jotted, without the people who took part.
    ///
    /// # Errors
    /// The database's, and [`BookError::Corrupt`].
    pub async fn unjotted(&mut self, from: Timestamp, until: Timestamp) -> Done<Vec<RoundRecord>> {
        let args = args![self.owner, from.as_second(), until.as_second()];
        let sql = round!(
            "JOIN cases c ON c.owner = r.owner AND c.id = r.case_id WHERE r.owner = $1 AND r.jot IS NULL AND r.end_at >= $2 \
             AND r.end_at < $3 AND c.closed_at IS NULL ORDER BY r.end_at, r.case_id, r.number"
        );
        self.rows(sql, &args).await?.iter().map(round).collect()
    }

    /// The points of a case, in the jots' order.
    ///
    /// # Errors
    /// The database's, and [`BookError::Corrupt`].
    pub async fn points(&mut self, case: CaseId) -> Done<Vec<PointRecord>> {
        let args = args![self.owner, case.0];
        let sql = point!("WHERE t.owner = $1 AND t.case_id = $2 ORDER BY t.round, t.line, t.id");
        self.rows(sql, &args).await?.iter().map(point).collect()
    }

    /// The points about somebody over all cases, the earliest first.
    ///
    /// # Errors
    /// The database's, and [`BookError::Corrupt`].
    pub async fn points_about(&mut self, person: PersonId) -> Done<Vec<PointRecord>> {
        let args = args![self.owner, person.0];
        let sql = point!("WHERE t.owner = $1 AND t.person_id = $2 ORDER BY t.case_id, t.round, t.line, t.id");
        self.rows(sql, &args).await?.iter().map(point).collect()
    }

    /// What was promised in a case.
    ///
    /// # Errors
    /// The database's, and [`BookError::Corrupt`].
    pub async fn promises(&mut self, case: CaseId) -> Done<Vec<PromiseRecord>> {
        let args = args![self.owner, case.0];
        let sql = "SELECT case_id, id, round, person_id, text, asked_for, due FROM promises \
                   WHERE owner = $1 AND case_id = $2 ORDER BY id";
        let rows = self.rows(sql, &args).await?;
        rows.iter()
            .map(|row| cases::promise(row).map(|(case, promise)| PromiseRecord { case, promise }))
            .collect()
    }
}

impl Transaction {
    /// Takes up a round, or puts it in the place of the one of its number.
    ///
    /// # Errors
    /// [`BookError::Invalid`] for a zone without a name or an end before the begin, [`BookError::Conflict`] if the case
    /// or somebody who took part is not in the book.
    pub async fn put_round(&mut self, round: &RoundRecord) -> Done {
        if round.begin.as_ref().is_some_and(|begin| *begin > round.end) {
            return Err(BookError::invalid("an interview ends after it begins"));
        }
        let zone_of = |z: &Zoned| z.time_zone().iana_name().map(str::to_owned);
        if round.begin.as_ref().is_some_and(|b| zone_of(b) != zone_of(&round.end)) {
            return Err(BookError::invalid("an interview begins and ends in one zone"));
        }
        let begin = round.begin.as_ref().map(local).transpose()?;
        let (end, zone, end_at) = local(&round.end)?;
        let sql = "INSERT INTO rounds (owner, case_id, number, kind, format, zone, begin_local, begin_at, end_local, \
                   end_at, stated, follow_up_invited, jot, choices, uid, sequence) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) \
                   ON CONFLICT (owner, case_id, number) DO UPDATE SET kind = excluded.kind, format = excluded.format, \
                   zone = excluded.zone, begin_local = excluded.begin_local, begin_at = excluded.begin_at, \
                   end_local = excluded.end_local, end_at = excluded.end_at, stated = excluded.stated, \
                   follow_up_invited = excluded.follow_up_invited, jot = excluded.jot, choices = excluded.choices, \
                   uid = excluded.uid, sequence = excluded.sequence";
        let args = args![
            self.owner,
            round.case.0,
            round.number,
            name_of(&round.kind),
            round.format.as_ref().map(name_of),
            zone,
            begin.as_ref().map(|b| b.0.as_str()),
            begin.as_ref().map(|b| b.2),
            end,
            end_at,
            maybe_json(round.stated.as_ref())?,
            round.follow_up_invited,
            &round.jot,
            maybe_json(round.choices.as_ref())?,
            &round.uid,
            round.sequence
        ];
        self.run(sql, &args).await?;
        let key = args![self.owner, round.case.0, round.number];
        self.run(
            "DELETE FROM round_people WHERE owner = $1 AND case_id = $2 AND number = $3",
            &key,
        )
        .await?;
        let sql = "INSERT INTO round_people (owner, case_id, number, person_id, position) VALUES ($1, $2, $3, $4, $5) \
                   ON CONFLICT (owner, case_id, number, person_id) DO NOTHING";
        for (position, person) in (1_i64..).zip(&round.people) {
            let args = args![self.owner, round.case.0, round.number, person.0, position];
            self.run(sql, &args).await?;
        }
        Ok(())
    }

    /// Takes a round out, with its points; notes and promises of it stay on record.
    ///
    /// # Errors
    /// The database's.
    pub async fn remove_round(&mut self, case: CaseId, number: u8) -> Done<bool> {
        self.set_points(case, number, &[]).await?;
        let args = args![self.owner, case.0, number];
        let sql = "DELETE FROM rounds WHERE owner = $1 AND case_id = $2 AND number = $3";
        Ok(self.run(sql, &args).await? == 1)
    }

    /// Puts these points in the place of all that the round had; their own case, round and identity do not count.
    ///
    /// # Errors
    /// [`BookError::Conflict`] if the case or somebody they are about is not in the book.
    pub async fn set_points(&mut self, case: CaseId, round: u8, points: &[PointRecord]) -> Done {
        let key = args![self.owner, case.0, round];
        self.run(
            "DELETE FROM search_texts WHERE owner = $1 AND kind = 'point' AND item IN \
             (SELECT id FROM points WHERE owner = $1 AND case_id = $2 AND round = $3)",
            &key,
        )
        .await?;
        self.run(
            "DELETE FROM points WHERE owner = $1 AND case_id = $2 AND round = $3",
            &key,
        )
        .await?;
        for point in points {
            let id = self.next_id("point").await?;
            let point = PointRecord {
                id: PointRowId(id),
                case,
                round,
                ..point.clone()
            };
            self.insert_point(&point).await?;
        }
        Ok(())
    }

    pub(super) async fn insert_point(&mut self, point: &PointRecord) -> Done {
        let sql = "INSERT INTO points (owner, id, case_id, round, person_id, kind, text, better, private, line) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
        let args = args![
            self.owner,
            point.id.0,
            point.case.0,
            point.round,
            point.person.map(|p| p.0),
            point.kind.as_ref().map(name_of),
            &point.text,
            &point.better,
            point.private.as_ref().map(name_of),
            point.line
        ];
        self.run(sql, &args).await?;
        let text = match &point.better {
            Some(better) => format!("{} {better}", point.text),
            None => point.text.clone(),
        };
        self.index(HitKind::Point, point.id.0, Some(point.case), point.person, &text)
            .await
    }

    /// Takes up something promised; `promise.id` does not count.
    ///
    /// # Errors
    /// [`BookError::Conflict`] if the case or the person is not in the book.
    pub async fn add_promise(&mut self, case: CaseId, promise: &Promise) -> Done<PromiseId> {
        let id = PromiseId(self.next_id("promise").await?);
        let promise = Promise { id, ..promise.clone() };
        self.insert_promise(&PromiseRecord { case, promise }).await?;
        Ok(id)
    }

    pub(super) async fn insert_promise(&mut self, record: &PromiseRecord) -> Done {
        let sql = "INSERT INTO promises (owner, id, case_id, round, person_id, text, asked_for, due) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let promise = &record.promise;
        let args = args![
            self.owner,
            promise.id.0,
            record.case.0,
            promise.round,
            promise.to.0,
            &promise.text,
            promise.asked_for,
            day(promise.due)
        ];
        self.run(sql, &args).await.map(|_| ())
    }

    /// Takes out something promised by mistake.
    ///
    /// # Errors
    /// The database's.
    pub async fn remove_promise(&mut self, id: PromiseId) -> Done<bool> {
        let args = args![self.owner, id.0];
        let sql = "DELETE FROM promises WHERE owner = $1 AND id = $2";
        Ok(self.run(sql, &args).await? == 1)
    }
}
