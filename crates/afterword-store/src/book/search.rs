//! `find`: words in names, points, notes and cards.
//!
//! What is looked through is folded the same way on both databases (lower case, no accents, no signs), so that both find
//! the same. A word finds what begins with it; several must all be there. What is asked for is taken apart into words
//! before it reaches a database, so that no sign in it means anything there.

use afterword_core::casebook::{CaseId, PersonId};
use serde::{Deserialize, Serialize};

use super::error::Done;
use super::sql::args;
use super::values::{Reader, folded, name_of};
use super::{Backend, Snapshot, Transaction};

/// Words looked for at most; the rest of a question is left out.
const MAX_WORDS: usize = 12;

/// In what something was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HitKind {
    /// A person's name, organization, title, department or address.
    Person,
    /// A point of a jot; also one held back, which its owner may find.
    Point,
    /// A note's subject or text.
    Note,
    /// A card's text.
    Card,
}

/// Something found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// In what.
    pub kind: HitKind,
    /// Its identity among its kind.
    pub id: i64,
    /// The case it belongs to.
    pub case: Option<CaseId>,
    /// The employer of that case.
    pub organization: Option<String>,
    /// Whom it is about or for.
    pub person: Option<PersonId>,
    /// Their name.
    pub name: Option<String>,
    /// The text itself: the name, the point, the note's or the card's text.
    pub text: String,
}

impl Snapshot {
    /// Looks for words; people first, then what was said, then what was written, the latest of each first.
    ///
    /// # Errors
    /// The database's.
    pub async fn find(&mut self, words: &str, limit: u32) -> Done<Vec<Hit>> {
        // What is shown is chosen before anything is looked up beside it: a common word is in thousands of texts.
        macro_rules! find {
            ($from:literal) => {
                concat!(
                    "SELECT s.kind, s.item, s.case_id, s.person_id, e.name AS organization, p.name AS person, \
                     COALESCE(t.text, n.body, k.text, p.name) AS text FROM (SELECT s.owner, s.kind, s.item, s.case_id, \
                     s.person_id FROM ",
                    $from,
                    " WHERE s.owner = $1 ORDER BY CASE s.kind WHEN 'person' THEN 1 WHEN 'point' THEN 2 \
                     WHEN 'note' THEN 3 ELSE 4 END, s.item DESC LIMIT $3) s LEFT JOIN cases c ON c.owner = s.owner AND c.id = s.case_id \
                     LEFT JOIN employers e ON e.owner = c.owner AND e.id = c.employer \
                     LEFT JOIN people p ON p.owner = s.owner AND p.id = s.person_id \
                     LEFT JOIN points t ON s.kind = 'point' AND t.owner = s.owner AND t.id = s.item \
                     LEFT JOIN notes n ON s.kind = 'note' AND n.owner = s.owner AND n.id = s.item \
                     LEFT JOIN cards k ON s.kind = 'card' AND k.owner = s.owner AND k.id = s.item \
                     ORDER BY CASE s.kind WHEN 'person' THEN 1 WHEN 'point' THEN 2 WHEN 'note' THEN 3 ELSE 4 END, \
                     s.item DESC"
                )
            };
        }
        let folded = folded(words);
        let words: Vec<&str> = folded.split(' ').filter(|w| !w.is_empty()).take(MAX_WORDS).collect();
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let (sql, query) = match self.session.backend() {
            // CROSS: words first. The other way round the words are looked for once for every text there is.
            Backend::Sqlite => (
                find!(
                    "(SELECT rowid AS found FROM search_index WHERE search_index MATCH $2) f CROSS JOIN search_texts s ON s.rowno = f.found"
                ),
                words.iter().map(|w| format!("\"{w}\"*")).collect::<Vec<_>>().join(" "),
            ),
            Backend::Postgres => (
                find!("(SELECT * FROM search_texts WHERE words @@ to_tsquery('simple', $2)) s"),
                words.iter().map(|w| format!("{w}:*")).collect::<Vec<_>>().join(" & "),
            ),
        };
        let args = args![self.owner, query, limit];
        let rows = self.rows(sql, &args).await?;
        rows.iter()
            .map(|row| {
                let r = Reader::new(row, "search_texts", "item");
                Ok(Hit {
                    kind: r.variant("kind")?,
                    id: r.int("item")?,
                    case: r.maybe_int("case_id")?.map(CaseId),
                    organization: r.maybe_text("organization")?,
                    person: r.maybe_int("person_id")?.map(PersonId),
                    name: r.maybe_text("person")?,
                    text: r.text("text")?,
                })
            })
            .collect()
    }
}

impl Transaction {
    /// Makes a text findable, in the place of what this item said before.
    pub(super) async fn index(
        &mut self,
        kind: HitKind,
        item: i64,
        case: Option<CaseId>,
        person: Option<PersonId>,
        text: &str,
    ) -> Done {
        let sql = "INSERT INTO search_texts (owner, kind, item, case_id, person_id, folded) \
                   VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (owner, kind, item) \
                   DO UPDATE SET case_id = excluded.case_id, person_id = excluded.person_id, folded = excluded.folded";
        let args = args![
            self.owner,
            name_of(&kind),
            item,
            case.map(|c| c.0),
            person.map(|p| p.0),
            folded(text)
        ];
        self.run(sql, &args).await.map(|_| ())
    }
}
