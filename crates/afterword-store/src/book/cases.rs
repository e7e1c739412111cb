//! Employers, cases and what happened to them; a whole [`Case`] for the plan.
//!
//! One case, or every open one, takes the same fixed number of statements: `today` must not ask once per case.

use std::collections::BTreeMap;

use afterword_core::casebook::{
    Card, Case, CaseId, Event, Note, NoteId, Person, PersonId, Promise, PromiseId, Purpose, Recorded, Round,
};
use jiff::Timestamp;

use super::error::{BookError, Done};
use super::notes;
use super::records::{CaseRecord, Employer, EmployerId, EventRecord, Link};
use super::sql::{Row, Value, args};
use super::values::{Reader, folded, json, name_of, second, seconds};
use super::{Snapshot, Transaction};

/// Which cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CaseFilter {
    /// Those not laid aside.
    Open,
    /// All.
    All,
}

/// A case on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseSummary {
    /// Its identity.
    pub id: CaseId,
    /// The employer.
    pub organization: String,
    /// The position.
    pub role: Option<String>,
    /// When it was taken up.
    pub opened: Timestamp,
    /// When it was laid aside.
    pub closed: Option<Timestamp>,
    /// How many rounds there were.
    pub rounds: u32,
    /// How many people belong to it.
    pub people: u32,
    /// How many of its notes were sent.
    pub sent: u32,
    /// How many of its notes are neither sent nor discarded.
    pub waiting: u32,
    /// When the plan brings something next, as last decided.
    pub next_due: Option<Timestamp>,
}

/// A statement for one case and the same for every open one, with `$2` the case.
macro_rules! scoped {
    ($scope:expr, $select:literal, $alias:literal, $order:literal) => {
        match $scope {
            Scope::One(_) => concat!(
                $select,
                " WHERE ",
                $alias,
                ".owner = $1 AND ",
                $alias,
                ".case_id = $2 ",
                $order
            ),
            Scope::Open => concat!(
                $select,
                " JOIN cases c ON c.owner = ",
                $alias,
                ".owner AND c.id = ",
                $alias,
                ".case_id WHERE c.owner = $1 AND c.closed_at IS NULL ",
                $order
            ),
        }
    };
}

#[derive(Clone, Copy)]
enum Scope {
    One(CaseId),
    Open,
}

fn employer(row: &Row) -> Done<Employer> {
    let r = Reader::new(row, "employers", "id");
    Ok(Employer {
        id: EmployerId(r.int("id")?),
        name: r.text("name")?,
        policy: r.text("policy")?,
        contact: r.variant("contact")?,
        holidays: r.json("holidays")?,
    })
}

fn record(row: &Row) -> Done<CaseRecord> {
    let r = Reader::new(row, "cases", "id");
    Ok(CaseRecord {
        id: CaseId(r.int("id")?),
        employer: EmployerId(r.int("employer")?),
        role: r.maybe_text("role")?,
        opened: r.instant("opened_at")?,
        closed: r.maybe_instant("closed_at")?,
    })
}

pub(super) fn event(row: &Row) -> Done<EventRecord> {
    let r = Reader::new(row, "events", "position");
    Ok(EventRecord {
        case: CaseId(r.int("case_id")?),
        position: r.int("position")?,
        at: r.instant("at")?,
        event: r.json("detail")?,
    })
}

/// Whom and which note an event is about, so that it goes when they are forgotten. A moved date stays whoever moved it: the
/// plan waits by it.
fn about(event: &Event) -> (Option<PersonId>, Option<NoteId>) {
    match event {
        // Nobody has number 0: it stands for somebody forgotten.
        Event::Reply { from, to_note } => (Some(*from).filter(|p| p.0 != 0), *to_note),
        Event::OutOfOffice { from, .. } => (Some(*from), None),
        Event::AddressCorrected { person } => (Some(*person), None),
        Event::Bounce { note, .. } => (None, Some(*note)),
        Event::CardPosted { key }
        | Event::SentByHand { key }
        | Event::LeftOut { key }
        | Event::Overruled { key, .. } => (key.person, None),
        Event::DecisionMoved { .. }
        | Event::Resumed
        | Event::Offer
        | Event::Accepted
        | Event::Rejection
        | Event::Withdrawal
        | Event::ContactChosen { .. }
        | Event::PolicyChosen { .. } => (None, None),
    }
}

impl Snapshot {
    /// Every employer, by name.
    ///
    /// # Errors
    /// The database's.
    pub async fn employers(&mut self) -> Done<Vec<Employer>> {
        let sql = "SELECT id, name, policy, contact, holidays FROM employers WHERE owner = $1 ORDER BY folded, id";
        let owner = self.owner;
        self.rows(sql, &args![owner]).await?.iter().map(employer).collect()
    }

    /// The employer with this identity.
    ///
    /// # Errors
    /// The database's.
    pub async fn employer(&mut self, id: EmployerId) -> Done<Option<Employer>> {
        let sql = "SELECT id, name, policy, contact, holidays FROM employers WHERE owner = $1 AND id = $2";
        let owner = self.owner;
        self.row(sql, &args![owner, id.0])
            .await?
            .as_ref()
            .map(employer)
            .transpose()
    }

    /// The employer of this name; case, accents and signs do not count.
    ///
    /// # Errors
    /// The database's.
    pub async fn employer_named(&mut self, name: &str) -> Done<Option<Employer>> {
        let sql = "SELECT id, name, policy, contact, holidays FROM employers WHERE owner = $1 AND folded = $2";
        let owner = self.owner;
        let row = self.row(sql, &args![owner, folded(name)]).await?;
        row.as_ref().map(employer).transpose()
    }

    /// The case's own row.
    ///
    /// # Errors
    /// The database's.
    pub async fn case_record(&mut self, id: CaseId) -> Done<Option<CaseRecord>> {
        let sql = "SELECT id, employer, role, opened_at, closed_at FROM cases WHERE owner = $1 AND id = $2";
        let owner = self.owner;
        self.row(sql, &args![owner, id.0])
            .await?
            .as_ref()
            .map(record)
            .transpose()
    }

    /// Every case's own row, in the order of their identities.
    ///
    /// # Errors
    /// The database's.
    pub async fn case_records(&mut self) -> Done<Vec<CaseRecord>> {
        let sql = "SELECT id, employer, role, opened_at, closed_at FROM cases WHERE owner = $1 ORDER BY id";
        let owner = self.owner;
        self.rows(sql, &args![owner]).await?.iter().map(record).collect()
    }

    /// Cases on one line each, the latest first; one statement however many there are.
    ///
    /// # Errors
    /// The database's.
    pub async fn case_list(&mut self, filter: CaseFilter) -> Done<Vec<CaseSummary>> {
        macro_rules! list {
            ($condition:literal) => {
                concat!(
                    "SELECT c.id, e.name, c.role, c.opened_at, c.closed_at, \
                     (SELECT count(*) FROM rounds x WHERE x.owner = c.owner AND x.case_id = c.id) AS rounds, \
                     (SELECT count(*) FROM links x WHERE x.owner = c.owner AND x.case_id = c.id) AS people, \
                     (SELECT count(*) FROM notes x WHERE x.owner = c.owner AND x.case_id = c.id AND x.state = 'sent') \
                     AS sent, \
                     (SELECT count(*) FROM notes x WHERE x.owner = c.owner AND x.case_id = c.id \
                     AND x.state NOT IN ('sent', 'discarded')) AS waiting, \
                     (SELECT min(x.due_at) FROM planned x WHERE x.owner = c.owner AND x.case_id = c.id) AS next_due \
                     FROM cases c JOIN employers e ON e.owner = c.owner AND e.id = c.employer \
                     WHERE c.owner = $1 ",
                    $condition,
                    " ORDER BY c.opened_at DESC, c.id DESC"
                )
            };
        }
        let sql = match filter {
            CaseFilter::Open => list!("AND c.closed_at IS NULL"),
            CaseFilter::All => list!(""),
        };
        let owner = self.owner;
        let rows = self.rows(sql, &args![owner]).await?;
        rows.iter()
            .map(|row| {
                let r = Reader::new(row, "cases", "id");
                Ok(CaseSummary {
                    id: CaseId(r.int("id")?),
                    organization: r.text("name")?,
                    role: r.maybe_text("role")?,
                    opened: r.instant("opened_at")?,
                    closed: r.maybe_instant("closed_at")?,
                    rounds: r.small("rounds")?,
                    people: r.small("people")?,
                    sent: r.small("sent")?,
                    waiting: r.small("waiting")?,
                    next_due: r.maybe_instant("next_due")?,
                })
            })
            .collect()
    }

    /// The whole case, as the plan decides from it.
    ///
    /// # Errors
    /// The database's, and [`BookError::Corrupt`].
    pub async fn case(&mut self, id: CaseId) -> Done<Option<Case>> {
        Ok(self.load(Scope::One(id)).await?.pop())
    }

    /// Every open case whole, in the order of their identities. A fixed number of statements.
    ///
    /// # Errors
    /// As of [`Snapshot::case`].
    pub async fn open_cases(&mut self) -> Done<Vec<Case>> {
        self.load(Scope::Open).await
    }

    /// What happened to a case, in order.
    ///
    /// # Errors
    /// The database's.
    pub async fn events(&mut self, case: CaseId) -> Done<Vec<EventRecord>> {
        let sql =
            "SELECT case_id, position, at, detail FROM events WHERE owner = $1 AND case_id = $2 ORDER BY position";
        let owner = self.owner;
        self.rows(sql, &args![owner, case.0]).await?.iter().map(event).collect()
    }

    async fn load(&mut self, scope: Scope) -> Done<Vec<Case>> {
        let owner = self.owner;
        let args: Vec<Value> = match scope {
            Scope::One(id) => args![owner, id.0].to_vec(),
            Scope::Open => args![owner].to_vec(),
        };
        let sql = match scope {
            Scope::One(_) => {
                "SELECT c.id, c.role, c.employer, e.name, e.policy, e.contact, e.holidays FROM cases c \
                 JOIN employers e ON e.owner = c.owner AND e.id = c.employer WHERE c.owner = $1 AND c.id = $2"
            }
            Scope::Open => {
                "SELECT c.id, c.role, c.employer, e.name, e.policy, e.contact, e.holidays FROM cases c \
                 JOIN employers e ON e.owner = c.owner AND e.id = c.employer \
                 WHERE c.owner = $1 AND c.closed_at IS NULL ORDER BY c.id"
            }
        };
        let mut cases = BTreeMap::new();
        let mut employers = BTreeMap::new();
        for row in &self.rows(sql, &args).await? {
            let r = Reader::new(row, "cases", "id");
            let id = CaseId(r.int("id")?);
            employers.insert(id, r.int("employer")?);
            let case = Case {
                id,
                organization: r.text("name")?,
                role: r.maybe_text("role")?,
                policy: r.text("policy")?,
                contact: r.variant("contact")?,
                holidays: r.json("holidays")?,
                people: Vec::new(),
                rounds: Vec::new(),
                promises: Vec::new(),
                notes: Vec::new(),
                cards: Vec::new(),
                events: Vec::new(),
                asked_elsewhere: Vec::new(),
            };
            cases.insert(id, case);
        }
        if cases.is_empty() {
            return Ok(Vec::new());
        }
        self.load_people(scope, &args, &mut cases).await?;
        self.load_rounds(scope, &args, &mut cases).await?;
        self.load_notes(scope, &args, &mut cases).await?;
        self.load_asked(scope, &args, &employers, &mut cases).await?;
        Ok(cases.into_values().collect())
    }

    async fn load_people(&mut self, scope: Scope, args: &[Value], cases: &mut BTreeMap<CaseId, Case>) -> Done {
        let sql = scoped!(
            scope,
            "SELECT l.case_id, l.part, l.wants_card, l.no_note, p.id, p.name, p.addr_spec, \
             CAST(CASE WHEN p.postal IS NULL THEN 0 ELSE 1 END AS BIGINT) AS work_address \
             FROM links l JOIN people p ON p.owner = l.owner AND p.id = l.person_id",
            "l",
            "ORDER BY l.case_id, l.position, l.person_id"
        );
        for row in &self.rows(sql, args).await? {
            let r = Reader::new(row, "links", "id");
            let Some(case) = cases.get_mut(&CaseId(r.int("case_id")?)) else {
                continue;
            };
            case.people.push(Person {
                id: PersonId(r.int("id")?),
                name: r.text("name")?,
                part: r.variant("part")?,
                addr_spec: r.maybe_text("addr_spec")?,
                work_address: r.flag("work_address")?,
                wants_card: r.flag("wants_card")?,
                no_note: r.flag("no_note")?,
            });
        }
        let sql = scoped!(
            scope,
            "SELECT m.case_id, m.id, m.round, m.person_id, m.text, m.asked_for, m.due FROM promises m",
            "m",
            "ORDER BY m.case_id, m.id"
        );
        for row in &self.rows(sql, args).await? {
            let promise = promise(row)?;
            if let Some(case) = cases.get_mut(&promise.0) {
                case.promises.push(promise.1);
            }
        }
        Ok(())
    }

    async fn load_rounds(&mut self, scope: Scope, args: &[Value], cases: &mut BTreeMap<CaseId, Case>) -> Done {
        let sql = scoped!(
            scope,
            "SELECT r.case_id, r.number, r.kind, r.format, r.zone, r.end_local, r.end_at, r.stated, \
             r.follow_up_invited FROM rounds r",
            "r",
            "ORDER BY r.case_id, r.number"
        );
        for row in &self.rows(sql, args).await? {
            let r = Reader::new(row, "rounds", "case_id");
            let Some(case) = cases.get_mut(&CaseId(r.int("case_id")?)) else {
                continue;
            };
            case.rounds.push(Round {
                number: r.small("number")?,
                kind: r.variant("kind")?,
                format: r.maybe_variant("format")?,
                end: r.zoned("end_local", "end_at")?.ok_or_else(|| r.corrupt("end_local"))?,
                people: Vec::new(),
                stated: r.maybe_json("stated")?,
                follow_up_invited: r.flag("follow_up_invited")?,
            });
        }
        let sql = scoped!(
            scope,
            "SELECT q.case_id, q.number, q.person_id FROM round_people q",
            "q",
            "ORDER BY q.case_id, q.number, q.position, q.person_id"
        );
        for row in &self.rows(sql, args).await? {
            let r = Reader::new(row, "round_people", "case_id");
            let number: u8 = r.small("number")?;
            let case = cases.get_mut(&CaseId(r.int("case_id")?));
            if let Some(round) = case.and_then(|c| c.rounds.iter_mut().find(|x| x.number == number)) {
                round.people.push(PersonId(r.int("person_id")?));
            }
        }
        let sql = scoped!(
            scope,
            "SELECT v.case_id, v.position, v.at, v.detail FROM events v",
            "v",
            "ORDER BY v.case_id, v.position"
        );
        for row in &self.rows(sql, args).await? {
            let EventRecord { case, at, event, .. } = event(row)?;
            if let Some(case) = cases.get_mut(&case) {
                case.events.push(Recorded { at, event });
            }
        }
        Ok(())
    }

    async fn load_notes(&mut self, scope: Scope, args: &[Value], cases: &mut BTreeMap<CaseId, Case>) -> Done {
        let sql = scoped!(
            scope,
            "SELECT n.case_id, n.id, n.person_id, n.purpose, n.round, n.key_person, n.item, n.detail, n.facts, \
             n.announces, n.revision FROM notes n",
            "n",
            "ORDER BY n.case_id, n.id"
        );
        for row in &self.rows(sql, args).await? {
            let (case, note): (CaseId, Note) = notes::state_of_note(row)?;
            if let Some(case) = cases.get_mut(&case) {
                case.notes.push(note);
            }
        }
        let sql = scoped!(
            scope,
            "SELECT k.case_id, k.id, k.person_id, k.purpose, k.round, k.key_person, k.item, k.detail FROM cards k",
            "k",
            "ORDER BY k.case_id, k.id"
        );
        for row in &self.rows(sql, args).await? {
            let (case, card): (CaseId, Card) = notes::state_of_card(row)?;
            if let Some(case) = cases.get_mut(&case) {
                case.cards.push(card);
            }
        }
        Ok(())
    }

    /// When the same employer was asked about its other positions: it counts against one budget.
    async fn load_asked(
        &mut self,
        scope: Scope,
        args: &[Value],
        employers: &BTreeMap<CaseId, i64>,
        cases: &mut BTreeMap<CaseId, Case>,
    ) -> Done {
        macro_rules! asked {
            ($only:literal) => {
                concat!(
                    "SELECT c.employer, n.case_id, n.reached_at AS at, NULL AS detail FROM notes n \
                     JOIN cases c ON c.owner = n.owner AND c.id = n.case_id WHERE n.owner = $1 \
                     AND n.purpose IN ('check_in', 'timeline_question') AND n.reached_at IS NOT NULL AND n.living = 1 ",
                    $only,
                    " UNION ALL SELECT c.employer, v.case_id, v.at, v.detail FROM events v \
                     JOIN cases c ON c.owner = v.owner AND c.id = v.case_id WHERE v.owner = $1 \
                     AND v.name = 'sent_by_hand' ",
                    $only,
                    " ORDER BY 3, 2"
                )
            };
        }
        let sql = match scope {
            Scope::One(_) => asked!(
                "AND c.id <> $2 AND c.employer = (SELECT x.employer FROM cases x WHERE x.owner = $1 AND x.id = $2)"
            ),
            // Only employers with more than one position can have been asked about another one.
            Scope::Open => asked!(
                "AND c.employer IN (SELECT x.employer FROM cases x WHERE x.owner = $1 GROUP BY x.employer \
                 HAVING count(*) > 1)"
            ),
        };
        let mut of_employer: BTreeMap<i64, Vec<CaseId>> = BTreeMap::new();
        for (id, employer) in employers {
            of_employer.entry(*employer).or_default().push(*id);
        }
        for row in &self.rows(sql, args).await? {
            let r = Reader::new(row, "events", "case_id");
            let (employer, of, at) = (r.int("employer")?, r.int("case_id")?, r.instant("at")?);
            if let Some(Event::SentByHand { key }) = r.maybe_json::<Event>("detail")?
                && !matches!(key.purpose, Purpose::CheckIn | Purpose::TimelineQuestion)
            {
                continue;
            }
            for id in of_employer.get(&employer).into_iter().flatten().filter(|id| id.0 != of) {
                if let Some(case) = cases.get_mut(id) {
                    case.asked_elsewhere.push(at);
                }
            }
        }
        Ok(())
    }
}

pub(super) fn promise(row: &Row) -> Done<(CaseId, Promise)> {
    let r = Reader::new(row, "promises", "id");
    Ok((
        CaseId(r.int("case_id")?),
        Promise {
            id: PromiseId(r.int("id")?),
            round: r.small("round")?,
            to: PersonId(r.int("person_id")?),
            text: r.text("text")?,
            asked_for: r.flag("asked_for")?,
            due: r.maybe_day("due")?,
        },
    ))
}

impl Transaction {
    /// Takes up an employer.
    ///
    /// # Errors
    /// [`BookError::Conflict`] if there is one of this name.
    pub async fn add_employer(&mut self, new: &Employer) -> Done<EmployerId> {
        let id = EmployerId(self.next_id("employer").await?);
        self.insert_employer(&Employer { id, ..new.clone() }).await?;
        Ok(id)
    }

    pub(super) async fn insert_employer(&mut self, employer: &Employer) -> Done {
        let sql = "INSERT INTO employers (owner, id, name, folded, policy, contact, holidays) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let args = args![
            self.owner,
            employer.id.0,
            &employer.name,
            folded(&employer.name),
            &employer.policy,
            name_of(&employer.contact),
            json(&employer.holidays)?
        ];
        self.run(sql, &args).await.map(|_| ())
    }

    /// Changes an employer's name, policy, contact or holidays; true if there is such a one.
    ///
    /// # Errors
    /// The database's.
    pub async fn update_employer(&mut self, employer: &Employer) -> Done<bool> {
        let sql = "UPDATE employers SET name = $3, folded = $4, policy = $5, contact = $6, holidays = $7 \
                   WHERE owner = $1 AND id = $2";
        let owner = self.owner;
        let args = args![
            owner,
            employer.id.0,
            &employer.name,
            folded(&employer.name),
            &employer.policy,
            name_of(&employer.contact),
            json(&employer.holidays)?
        ];
        Ok(self.run(sql, &args).await? == 1)
    }

    /// Takes up a case.
    ///
    /// # Errors
    /// [`BookError::Conflict`] if there is no such employer.
    pub async fn add_case(&mut self, employer: EmployerId, role: Option<&str>, opened: Timestamp) -> Done<CaseId> {
        let id = CaseId(self.next_id("case").await?);
        let case = CaseRecord {
            id,
            employer,
            role: role.map(str::to_owned),
            opened,
            closed: None,
        };
        self.insert_case(&case).await?;
        Ok(id)
    }

    pub(super) async fn insert_case(&mut self, case: &CaseRecord) -> Done {
        let sql = "INSERT INTO cases (owner, id, employer, role, opened_at, closed_at) VALUES ($1, $2, $3, $4, $5, $6)";
        let args = args![
            self.owner,
            case.id.0,
            case.employer.0,
            &case.role,
            second(case.opened),
            seconds(case.closed)
        ];
        self.run(sql, &args).await.map(|_| ())
    }

    /// Changes a case's position, or lays it aside, or takes it up again; true if there is such a one.
    ///
    /// # Errors
    /// The database's.
    pub async fn update_case(&mut self, case: &CaseRecord) -> Done<bool> {
        let sql = "UPDATE cases SET employer = $3, role = $4, opened_at = $5, closed_at = $6 \
                   WHERE owner = $1 AND id = $2";
        let owner = self.owner;
        let args = args![
            owner,
            case.id.0,
            case.employer.0,
            &case.role,
            second(case.opened),
            seconds(case.closed)
        ];
        Ok(self.run(sql, &args).await? == 1)
    }

    /// Says what somebody has to do with a case; the first time it also puts them last in its order.
    ///
    /// # Errors
    /// [`BookError::Conflict`] if either is not in the book.
    pub async fn link(&mut self, link: &Link) -> Done {
        let sql = "INSERT INTO links (owner, case_id, person_id, position, part, wants_card, no_note) \
                   SELECT $1, $2, $3, COALESCE(max(position), 0) + 1, $4, $5, $6 FROM links \
                   WHERE owner = $1 AND case_id = $2 \
                   ON CONFLICT (owner, case_id, person_id) \
                   DO UPDATE SET part = excluded.part, wants_card = excluded.wants_card, no_note = excluded.no_note";
        let owner = self.owner;
        let args = args![
            owner,
            link.case.0,
            link.person.0,
            name_of(&link.part),
            link.wants_card,
            link.no_note
        ];
        self.run(sql, &args).await.map(|_| ())
    }

    /// Somebody does not belong to this case after all; they stay in the book.
    ///
    /// # Errors
    /// The database's.
    pub async fn unlink(&mut self, case: CaseId, person: PersonId) -> Done<bool> {
        let owner = self.owner;
        let args = args![owner, case.0, person.0];
        self.run(
            "DELETE FROM round_people WHERE owner = $1 AND case_id = $2 AND person_id = $3",
            &args,
        )
        .await?;
        let sql = "DELETE FROM links WHERE owner = $1 AND case_id = $2 AND person_id = $3";
        Ok(self.run(sql, &args).await? == 1)
    }

    /// Appends what happened, and nothing else: [`Transaction::save_case`] also keeps what followed from it.
    ///
    /// # Errors
    /// [`BookError::Conflict`] if it names a case, a person or a note that is not in the book.
    pub async fn append(&mut self, case: CaseId, recorded: &Recorded) -> Done<i64> {
        let sql = "SELECT CAST(COALESCE(max(position), 0) + 1 AS BIGINT) AS n FROM events \
                   WHERE owner = $1 AND case_id = $2";
        let args = args![self.owner, case.0];
        let position = self.number(sql, &args).await?;
        let Recorded { at, event } = recorded.clone();
        self.insert_event(&EventRecord {
            case,
            position,
            at,
            event,
        })
        .await?;
        Ok(position)
    }

    pub(super) async fn insert_event(&mut self, event: &EventRecord) -> Done {
        let sql = "INSERT INTO events (owner, case_id, position, at, name, person_id, note_id, detail) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let (person, note) = about(&event.event);
        let args = args![
            self.owner,
            event.case.0,
            event.position,
            second(event.at),
            event.event.name(),
            person.map(|p| p.0),
            note.map(|n| n.0),
            json(&event.event)?
        ];
        self.run(sql, &args).await.map(|_| ())
    }

    /// Keeps what [`Case::record`] and the transitions of notes and cards made of a case: new events, changed notes and
    /// cards, how the employer is written to. `before` is the case as it was read; nothing is kept if any of it changed
    /// meanwhile. Words, rounds and people are changed by their own methods.
    ///
    /// # Errors
    /// [`BookError::Conflict`], also where `after` dropped an event.
    pub async fn save_case(&mut self, before: &Case, after: &Case) -> Done {
        let clash = || BookError::conflict("this case was changed by somebody else meanwhile");
        if before.id != after.id || !after.events.starts_with(&before.events) {
            return Err(clash());
        }
        let owner = self.owner;
        let sql = "SELECT CAST(count(*) AS BIGINT) AS n FROM events WHERE owner = $1 AND case_id = $2";
        let kept = self.number(sql, &args![owner, after.id.0]).await?;
        if usize::try_from(kept).ok() != Some(before.events.len()) {
            return Err(clash());
        }
        for recorded in &after.events[before.events.len()..] {
            self.append(after.id, recorded).await?;
        }
        for note in &after.notes {
            match before.notes.iter().find(|n| n.id == note.id) {
                Some(old) if old == note => {}
                Some(old) => self.save_state(note, old.revision).await?,
                None => return Err(clash()),
            }
        }
        for card in &after.cards {
            match before.cards.iter().find(|c| c.id == card.id) {
                Some(old) if old == card => {}
                Some(old) => self.save_card_state(card, old).await?,
                None => return Err(clash()),
            }
        }
        if before.policy != after.policy || before.contact != after.contact {
            let sql = "UPDATE employers SET policy = $3, contact = $4 WHERE owner = $1 \
                       AND id = (SELECT employer FROM cases WHERE owner = $1 AND id = $2)";
            let args = args![owner, after.id.0, &after.policy, name_of(&after.contact)];
            self.run(sql, &args).await?;
        }
        Ok(())
    }
}
