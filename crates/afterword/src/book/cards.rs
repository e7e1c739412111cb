//! A card of the case book: whose it is, how far it is, and its paper.

use afterword_core::casebook::{Card, CardId, CardState, Case, Content, Key, PersonId, Purpose, Refused, TextHash};
use afterword_paper::{Face, FinishedCard, PaperError, Press};
use afterword_store::KeptFile;
use afterword_store::book::{AddressSource, CardRecord, PersonRecord, Snapshot, Transaction};
use afterword_store::name::slug;

use jiff::Timestamp;

use super::letters::{self, Written};
use super::{Desk, decided};
use crate::bundle::return_address;
use crate::failure::Failure;
use crate::paper;
use crate::stationery::CardOptions;

/// A step on the way of a card, in their order; discarding ends it anywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CardStep {
    /// Copied out by hand.
    Written,
    /// Read word by word against the text.
    Proofed,
    /// In its envelope.
    Sealed,
    /// In the post.
    Posted,
    /// It will not be posted.
    Discarded,
}

/// The card to somebody: kept, or the words to copy.
#[derive(Debug, Clone)]
pub(crate) struct ToCopy {
    /// Its entry of the plan.
    pub(crate) key: Key,
    /// The card, if it was begun.
    pub(crate) record: Option<CardRecord>,
    /// Its words.
    pub(crate) text: String,
}

/// The card of the last round in which they met; a question where there are no words for it.
///
/// # Errors
/// They never met in this case, and the database's.
pub(crate) async fn find(
    desk: &Desk,
    view: &mut Snapshot,
    case: &Case,
    person: PersonId,
) -> anyhow::Result<Result<ToCopy, String>> {
    let key = key(case, person)?;
    let cards = view.cards(case.id).await?;
    let living = |c: &CardRecord| c.card.key == key && !matches!(c.card.state, CardState::Discarded { .. });
    if let Some(record) = cards.into_iter().find(living) {
        let text = record.text.clone();
        let record = Some(record);
        return Ok(Ok(ToCopy { key, record, text }));
    }
    Ok(match letters::write(desk, view, case, key, person).await? {
        Written::Words(words) => Ok(ToCopy {
            key,
            record: None,
            text: words.body,
        }),
        Written::Asks(question) => Err(question),
    })
}

/// Takes a card one step further, and its paper out of the stationery once it is posted.
///
/// # Errors
/// A step out of its order, and the database's.
pub(crate) async fn step(
    desk: &Desk,
    tx: &mut Transaction,
    case: &Case,
    name: &str,
    found: ToCopy,
    step: CardStep,
) -> anyhow::Result<CardRecord> {
    let at = desk.now.timestamp();
    let Some(mut record) = found.record else {
        if step != CardStep::Written {
            return Err(Failure::new(format!("no card to {name} is written yet"))
                .hint("when it is copied out, say so first")
                .into());
        }
        let to = found.key.person.unwrap_or(PersonId(0));
        let card = CardRecord {
            case: case.id,
            card: Card::written(CardId(0), found.key, to, at),
            recipient: Some(name.to_owned()),
            text: found.text,
            trace: None,
            revision: 0,
        };
        let id = tx.add_card(&card).await?;
        return Ok(tx.card(id).await?.unwrap_or(card));
    };
    let card = record.card.clone();
    let text = hash(name, &found.text);
    let moved = match step {
        CardStep::Written => card.edited(at),
        CardStep::Proofed => card.proofed(at, text),
        CardStep::Sealed => card.sealed(at, text),
        CardStep::Posted => card.posted(at),
        CardStep::Discarded => card.discarded(at),
    };
    record.card = moved.map_err(|refused: Refused| {
        Failure::new(refused.to_string()).hint("a card is written, proofed, sealed and posted, in this order")
    })?;
    tx.save_card(&record).await?;
    if step == CardStep::Posted {
        take_from_stationery(tx, at).await?;
    }
    Ok(record)
}

/// The card of the last round in which they met.
fn key(case: &Case, person: PersonId) -> Result<Key, Failure> {
    let round = case.rounds.iter().rev().find(|r| r.people.contains(&person));
    round.map(|r| Key::to(Purpose::Card, r.number, person)).ok_or_else(|| {
        Failure::new("you met nobody of this name in this case").hint("`afterword brief CASE` shows who took part")
    })
}

fn hash(name: &str, text: &str) -> TextHash {
    TextHash::of(&Content {
        recipient: name,
        identity: "",
        subject: "",
        body: text,
        not_before: None,
        expires: None,
    })
}

/// The owner's card, paper and return address.
pub(crate) fn stationery(desk: &Desk) -> paper::Stationery {
    let options = CardOptions::default();
    let card = desk.settings.card.card(&options);
    paper::Stationery {
        card,
        paper: desk.settings.card.paper(&options),
        envelope: card.format.envelope_size(),
        return_address: return_address(desk.profile().candidate.name.as_ref(), &desk.settings),
        country: desk.settings.country.clone(),
        ..paper::Stationery::default()
    }
}

/// The paper of one card: the sheet it is copied from, the card as it will lie on a desk, and its envelope.
pub(crate) struct Paper<'a> {
    on: paper::Stationery,
    case: &'a Case,
    person: &'a PersonRecord,
    text: &'a str,
}

impl<'a> Paper<'a> {
    pub(crate) fn of(desk: &Desk, case: &'a Case, person: &'a PersonRecord, text: &'a str) -> Self {
        let mut on = stationery(desk);
        // What an employer's site has leads to the building; the department leads to the person (S39).
        if person
            .postal
            .as_ref()
            .is_some_and(|p| p.source == AddressSource::Website)
        {
            on.source = afterword_paper::AddressSource::Website;
        }
        Self { on, case, person, text }
    }

    /// The sheet to copy from, as PDF.
    ///
    /// # Errors
    /// A text that does not fit, or holds what cannot be printed.
    pub(crate) fn sheet(&self, press: &Press) -> Result<Vec<u8>, Failure> {
        Ok(paper::sheet(press, self.text, &self.person.name, &self.on)
            .map_err(cannot)?
            .bytes)
    }

    /// The card in a hand that is not the owner's, as a picture: what its reader will hold.
    ///
    /// # Errors
    /// As for the sheet.
    pub(crate) fn card_svg(&self, press: &Press) -> Result<String, Failure> {
        let card = FinishedCard {
            card: self.on.card,
            ..FinishedCard::new(self.text.trim_end(), &self.person.name, Face::Caveat)
        };
        let printed = press.finished_card(&card).map_err(cannot)?;
        Ok(press.preview(&printed.page))
    }

    /// The envelope, as a picture and as PDF; none where no address is known.
    ///
    /// # Errors
    /// What does not fit, or a website's address without a department.
    pub(crate) fn envelope(&self, press: &Press) -> Result<Option<(String, Vec<u8>)>, Failure> {
        let Some(postal) = &self.person.postal else {
            return Ok(None);
        };
        let to = paper::EnvelopeTo {
            name: &self.person.name,
            honorific_prefix: self.person.honorific_prefix.as_deref(),
            department: self.person.department.as_deref(),
            organization: &self.case.organization,
            lines: &postal.lines,
            country: postal.country.as_deref(),
        };
        let printed = paper::envelope_to(press, &to, &self.on).map_err(cannot)?;
        Ok(Some((press.preview(&printed.page), printed.bytes)))
    }
}

#[expect(clippy::needless_pass_by_value, reason = "an error handed on, as `map_err` hands it")]
fn cannot(error: PaperError) -> Failure {
    let text = error.to_string();
    let (message, hint) = text.split_once("\nhint: ").unwrap_or((&text, "shorten the text"));
    Failure::new(message.to_owned()).hint(hint.to_owned())
}

/// The sheet and, where an address is known, the envelope, as files.
///
/// # Errors
/// As for each of them.
pub(crate) fn printed(desk: &Desk, case: &Case, person: &PersonRecord, text: &str) -> anyhow::Result<Vec<KeptFile>> {
    let press = Press::new();
    let stem = slug(&person.name, "person");
    let paper = Paper::of(desk, case, person, text);
    let mut files = vec![KeptFile {
        name: format!("{stem}-card.pdf"),
        bytes: paper.sheet(&press)?,
    }];
    if let Some((_, bytes)) = paper.envelope(&press)? {
        files.push(KeptFile {
            name: format!("{stem}-envelope.pdf"),
            bytes,
        });
    }
    Ok(files)
}

/// What the plan says about the card, and by which practice.
pub(crate) fn advice(desk: &Desk, case: &Case, key: Key) -> Option<(String, &'static str)> {
    let decision = decided(case, &desk.moment);
    if let Some(action) = decision.action(&key) {
        Some((action.reason.clone(), action.practice))
    } else {
        let refusal = decision.refusals.iter().find(|r| r.key == key)?;
        Some((refusal.reason.clone(), refusal.practice))
    }
}

/// Takes one of each kind out for a card that was posted, where there is one.
///
/// # Errors
/// The database's.
pub(crate) async fn take_from_stationery(tx: &mut Transaction, at: Timestamp) -> anyhow::Result<()> {
    let items = tx.stationery().await?;
    for kind in ["card", "envelope", "stamp"] {
        if let Some(item) = items.iter().find(|i| i.kind == kind && i.count > 0) {
            tx.move_item(item.id, at, -1, "a card was posted").await?;
        }
    }
    Ok(())
}
