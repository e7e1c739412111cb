//! People: one row each, linked to cases, never merged by the book; and the years of contact with one of them.

use afterword_core::casebook::{CaseId, NoteId, PersonId, Purpose};
use afterword_core::model::Part;
use jiff::Timestamp;

use super::error::{BookError, Done};
use super::records::{Link, PersonRecord};
use super::search::HitKind;
use super::sql::{Row, args};
use super::values::{Reader, folded, json, maybe_json, name_of};
use super::{Snapshot, Transaction};

/// Somebody on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonSummary {
    /// Their identity.
    pub id: PersonId,
    /// Full name.
    pub name: String,
    /// Where they work, as typed.
    pub organization: Option<String>,
    /// Job title.
    pub title: Option<String>,
    /// Mail address.
    pub addr_spec: Option<String>,
    /// How many cases they belong to.
    pub cases: u32,
    /// When a note last reached them.
    pub last_touch: Option<Timestamp>,
}

/// One thing of the years with somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touched {
    /// When.
    pub at: Timestamp,
    /// The case.
    pub case: CaseId,
    /// The employer.
    pub organization: String,
    /// What.
    pub what: Occasion,
}

/// What there was between the owner and somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Occasion {
    /// They met.
    Interview {
        /// Which round.
        round: u8,
    },
    /// A note was sent.
    Note {
        /// Which.
        note: NoteId,
        /// What for.
        purpose: Purpose,
        /// Its subject.
        subject: String,
    },
    /// A card was posted.
    Card {
        /// What for.
        purpose: Purpose,
    },
    /// Something was recorded: the event's name.
    Event {
        /// `reply`, `out_of_office` and the like.
        name: String,
    },
}

macro_rules! person {
    ($rest:literal) => {
        concat!(
            "SELECT p.id, p.name, p.given_name, p.honorific_prefix, p.title, p.department, p.organization, p.addr_spec, \
             p.phones, p.postal, p.pronoun FROM people p ",
            $rest
        )
    };
}

fn person(row: &Row) -> Done<PersonRecord> {
    let r = Reader::new(row, "people", "id");
    Ok(PersonRecord {
        id: PersonId(r.int("id")?),
        name: r.text("name")?,
        given_name: r.maybe_text("given_name")?,
        honorific_prefix: r.maybe_text("honorific_prefix")?,
        title: r.maybe_text("title")?,
        department: r.maybe_text("department")?,
        organization: r.maybe_text("organization")?,
        addr_spec: r.maybe_text("addr_spec")?,
        phones: r.json("phones")?,
        postal: r.maybe_json("postal")?,
        pronoun: r.maybe_variant("pronoun")?,
    })
}

fn link(row: &Row) -> Done<Link> {
    let r = Reader::new(row, "links", "case_id");
    Ok(Link {
        case: CaseId(r.int("case_id")?),
        person: PersonId(r.int("person_id")?),
        part: r.variant::<Part>("part")?,
        wants_card: r.flag("wants_card")?,
        no_note: r.flag("no_note")?,
    })
}

impl Snapshot {
    /// The person with this identity.
    ///
    /// # Errors
    /// The database's.
    pub async fn person(&mut self, id: PersonId) -> Done<Option<PersonRecord>> {
        let owner = self.owner;
        let row = self
            .row(person!("WHERE p.owner = $1 AND p.id = $2"), &args![owner, id.0])
            .await?;
        row.as_ref().map(person).transpose()
    }

    /// Everybody, by identity.
    ///
    /// # Errors
    /// The database's.
    pub async fn people(&mut self) -> Done<Vec<PersonRecord>> {
        let owner = self.owner;
        let rows = self
            .rows(person!("WHERE p.owner = $1 ORDER BY p.id"), &args![owner])
            .await?;
        rows.iter().map(person).collect()
    }

    /// Everybody of this very name; accents, case and signs do not count. Two people may share one.
    ///
    /// # Errors
    /// The database's.
    pub async fn people_named(&mut self, name: &str) -> Done<Vec<PersonRecord>> {
        let owner = self.owner;
        let sql = person!("WHERE p.owner = $1 AND p.folded = $2 ORDER BY p.id");
        self.rows(sql, &args![owner, folded(name)])
            .await?
            .iter()
            .map(person)
            .collect()
    }

    /// Everybody with this address.
    ///
    /// # Errors
    /// The database's.
    pub async fn people_at(&mut self, addr_spec: &str) -> Done<Vec<PersonRecord>> {
        let owner = self.owner;
        let sql = person!("WHERE p.owner = $1 AND lower(p.addr_spec) = lower($2) ORDER BY p.id");
        self.rows(sql, &args![owner, addr_spec])
            .await?
            .iter()
            .map(person)
            .collect()
    }

    /// Everybody of a case, in its order.
    ///
    /// # Errors
    /// The database's.
    pub async fn people_of(&mut self, case: CaseId) -> Done<Vec<PersonRecord>> {
        let owner = self.owner;
        let sql = person!(
            "JOIN links l ON l.owner = p.owner AND l.person_id = p.id WHERE p.owner = $1 AND l.case_id = $2 \
             ORDER BY l.position, p.id"
        );
        self.rows(sql, &args![owner, case.0])
            .await?
            .iter()
            .map(person)
            .collect()
    }

    /// Who belongs to which case as what, in the cases' order.
    ///
    /// # Errors
    /// The database's.
    pub async fn links(&mut self) -> Done<Vec<Link>> {
        let owner = self.owner;
        let sql = "SELECT case_id, person_id, part, wants_card, no_note FROM links WHERE owner = $1 \
                   ORDER BY case_id, position, person_id";
        self.rows(sql, &args![owner]).await?.iter().map(link).collect()
    }

    /// What somebody has to do with which cases.
    ///
    /// # Errors
    /// The database's.
    pub async fn links_of(&mut self, person: PersonId) -> Done<Vec<Link>> {
        let owner = self.owner;
        let sql = "SELECT case_id, person_id, part, wants_card, no_note FROM links \
                   WHERE owner = $1 AND person_id = $2 ORDER BY case_id";
        self.rows(sql, &args![owner, person.0])
            .await?
            .iter()
            .map(link)
            .collect()
    }

    /// Everybody on one line each, by name; one statement.
    ///
    /// # Errors
    /// The database's.
    pub async fn person_list(&mut self) -> Done<Vec<PersonSummary>> {
        let owner = self.owner;
        let sql = "SELECT p.id, p.name, p.organization, p.title, p.addr_spec, \
                   (SELECT count(*) FROM links x WHERE x.owner = p.owner AND x.person_id = p.id) AS cases, \
                   (SELECT max(x.reached_at) FROM notes x WHERE x.owner = p.owner AND x.person_id = p.id \
                   AND x.state = 'sent') AS last_touch \
                   FROM people p WHERE p.owner = $1 ORDER BY p.folded, p.id";
        let rows = self.rows(sql, &args![owner]).await?;
        rows.iter()
            .map(|row| {
                let r = Reader::new(row, "people", "id");
                Ok(PersonSummary {
                    id: PersonId(r.int("id")?),
                    name: r.text("name")?,
                    organization: r.maybe_text("organization")?,
                    title: r.maybe_text("title")?,
                    addr_spec: r.maybe_text("addr_spec")?,
                    cases: r.small("cases")?,
                    last_touch: r.maybe_instant("last_touch")?,
                })
            })
            .collect()
    }

    /// The years with somebody, the earliest first: interviews, notes sent, cards posted, what came back.
    ///
    /// # Errors
    /// The database's.
    pub async fn timeline(&mut self, person: PersonId) -> Done<Vec<Touched>> {
        let owner = self.owner;
        let sql = "SELECT q.case_id, e.name AS organization, r.end_at AS at, 'interview' AS what, r.number AS number, \
                   NULL AS detail, NULL AS words FROM round_people q \
                   JOIN rounds r ON r.owner = q.owner AND r.case_id = q.case_id AND r.number = q.number \
                   JOIN cases c ON c.owner = q.owner AND c.id = q.case_id \
                   JOIN employers e ON e.owner = c.owner AND e.id = c.employer \
                   WHERE q.owner = $1 AND q.person_id = $2 \
                   UNION ALL SELECT n.case_id, e.name, n.reached_at, 'note', n.id, n.purpose, n.subject FROM notes n \
                   JOIN cases c ON c.owner = n.owner AND c.id = n.case_id \
                   JOIN employers e ON e.owner = c.owner AND e.id = c.employer \
                   WHERE n.owner = $1 AND n.person_id = $2 AND n.state = 'sent' \
                   UNION ALL SELECT k.case_id, e.name, k.posted_at, 'card', k.id, k.purpose, NULL FROM cards k \
                   JOIN cases c ON c.owner = k.owner AND c.id = k.case_id \
                   JOIN employers e ON e.owner = c.owner AND e.id = c.employer \
                   WHERE k.owner = $1 AND k.person_id = $2 AND k.posted_at IS NOT NULL \
                   UNION ALL SELECT v.case_id, e.name, v.at, 'event', v.position, v.name, NULL FROM events v \
                   JOIN cases c ON c.owner = v.owner AND c.id = v.case_id \
                   JOIN employers e ON e.owner = c.owner AND e.id = c.employer \
                   WHERE v.owner = $1 AND v.person_id = $2 ORDER BY 3, 1, 4, 5";
        let rows = self.rows(sql, &args![owner, person.0]).await?;
        rows.iter().map(touched).collect()
    }
}

fn touched(row: &Row) -> Done<Touched> {
    let r = Reader::new(row, "people", "number");
    let what = match r.text("what")?.as_str() {
        "interview" => Occasion::Interview {
            round: r.small("number")?,
        },
        "note" => Occasion::Note {
            note: NoteId(r.int("number")?),
            purpose: r.variant("detail")?,
            subject: r.text("words")?,
        },
        "card" => Occasion::Card {
            purpose: r.variant("detail")?,
        },
        _ => Occasion::Event {
            name: r.text("detail")?,
        },
    };
    Ok(Touched {
        at: r.instant("at")?,
        case: CaseId(r.int("case_id")?),
        organization: r.text("organization")?,
        what,
    })
}

impl Transaction {
    /// Takes up somebody; `person.id` does not count. Somebody of the same name stays somebody else.
    ///
    /// # Errors
    /// [`BookError::Forgotten`] if nobody is to be contacted at the address again.
    pub async fn add_person(&mut self, person: &PersonRecord) -> Done<PersonId> {
        self.refuse_forgotten(person.addr_spec.as_deref()).await?;
        let id = PersonId(self.next_id("person").await?);
        self.insert_person(&PersonRecord { id, ..person.clone() }).await?;
        Ok(id)
    }

    pub(super) async fn insert_person(&mut self, person: &PersonRecord) -> Done {
        let sql = "INSERT INTO people (owner, id, name, folded, given_name, honorific_prefix, title, department, \
                   organization, addr_spec, phones, postal, pronoun) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
        let args = self.values_of(person)?;
        self.run(sql, &args).await?;
        self.index_person(person).await
    }

    /// Changes what is known of somebody; true if there is such a one.
    ///
    /// # Errors
    /// As of [`Transaction::add_person`].
    pub async fn update_person(&mut self, person: &PersonRecord) -> Done<bool> {
        self.refuse_forgotten(person.addr_spec.as_deref()).await?;
        let sql = "UPDATE people SET name = $3, folded = $4, given_name = $5, honorific_prefix = $6, title = $7, \
                   department = $8, organization = $9, addr_spec = $10, phones = $11, postal = $12, pronoun = $13 \
                   WHERE owner = $1 AND id = $2";
        let args = self.values_of(person)?;
        let there = self.run(sql, &args).await? == 1;
        if there {
            self.index_person(person).await?;
        }
        Ok(there)
    }

    fn values_of(&self, person: &PersonRecord) -> Done<[super::sql::Value; 13]> {
        if person.name.trim().is_empty() {
            return Err(BookError::invalid("a person needs a name"));
        }
        Ok(args![
            self.owner,
            person.id.0,
            &person.name,
            folded(&person.name),
            &person.given_name,
            &person.honorific_prefix,
            &person.title,
            &person.department,
            &person.organization,
            &person.addr_spec,
            json(&person.phones)?,
            maybe_json(person.postal.as_ref())?,
            person.pronoun.as_ref().map(name_of)
        ])
    }

    async fn index_person(&mut self, person: &PersonRecord) -> Done {
        let parts = [
            Some(&person.name),
            person.organization.as_ref(),
            person.title.as_ref(),
            person.department.as_ref(),
            person.addr_spec.as_ref(),
        ];
        let text = parts
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(" ");
        self.index(HitKind::Person, person.id.0, None, Some(person.id), &text)
            .await
    }
}
