//! Writing what is due in a case: which entries, new or anew, and what its owner answers or overrules first.
//!
//! A draft its owner touched is left as it is; any other follows the day and the points.

use afterword_core::casebook::{Case, Event, Key, Note, NoteId, NoteState, PersonId, Purpose};
use afterword_core::plan::{Refusal, Step, What};
use afterword_core::read::jot::Answer;
use afterword_core::write::{Seed, write_for};
use afterword_store::book::{NoteRecord, RoundRecord, Transaction};
use afterword_store::name::slug;

use super::letters::{self, Kept, Written};
use super::trace::Trace;
use super::{Desk, decided, words};
use crate::book;
use crate::failure::Failure;

/// A draft, new or there already.
pub(crate) struct Draft {
    pub(crate) record: NoteRecord,
    pub(crate) to: String,
    pub(crate) organization: String,
    pub(crate) fate: Fate,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    New,
    Renewed,
    Kept,
    Yours,
}

/// Takes up answers about the last jot of the case.
pub(crate) async fn answer(
    desk: &Desk,
    tx: &mut Transaction,
    case: &Case,
    lines: &[String],
    seed: Option<u64>,
) -> anyhow::Result<()> {
    let rounds = tx.rounds(case.id).await?;
    let Some(round) = rounds.iter().rev().find(|r| r.jot.is_some()) else {
        return Err(Failure::new("there is no jot in this case")
            .hint("bring one in with `afterword new JOT`")
            .into());
    };
    let mut kept = Kept::of(round);
    let before = letters::job(desk, round);
    let questions = before
        .as_deref()
        .map(|job| job.questions.as_slice())
        .unwrap_or_default();
    for line in lines {
        let (answers, refused) = Answer::parse(line);
        refuse(refused.first())?;
        let answers = answers.into_iter().map(|a| a.settled(questions));
        kept.answers.extend(answers.map(|a| (a.about, a.text)));
    }
    kept.seed = seed.unwrap_or(kept.seed);
    let written = kept.written.clone().unwrap_or_else(|| round.end.clone());
    let jot = round.jot.as_deref().unwrap_or_default();
    let (_, refused) = write_for(
        jot,
        desk.profile(),
        &written,
        desk.now.date(),
        Seed(kept.seed),
        &kept.choices(),
    );
    refuse(refused.first())?;
    let changed = RoundRecord {
        choices: Some(serde_json::to_value(&kept)?),
        ..round.clone()
    };
    Ok(tx.put_round(&changed).await?)
}

fn refuse(refusal: Option<&afterword_core::read::jot::Refusal>) -> Result<(), Failure> {
    match refusal {
        None => Ok(()),
        Some(refusal) => Err(Failure::new(format!("`{}` {}", refusal.about, refusal.why)).hint(refusal.hint.clone())),
    }
}

/// Keeps the owner's reason against the rule that refuses this note now.
pub(crate) async fn overrule(
    desk: &Desk,
    tx: &mut Transaction,
    case: Case,
    purpose: Purpose,
    because: &str,
) -> anyhow::Result<Case> {
    let decision = decided(&case, &desk.moment);
    let refused: Vec<&Refusal> = decision.refusals.iter().filter(|r| r.key.purpose == purpose).collect();
    let Some(first) = refused.first() else {
        return Err(
            Failure::new(format!("nothing stands against the {}", words::purpose(purpose)))
                .hint("`afterword plan --why` says what is open and what is not")
                .into(),
        );
    };
    if let Some(fact) = refused.iter().find(|r| !r.may_overrule) {
        return Err(
            Failure::new(format!("this cannot be overruled: {} [{}]", fact.reason, fact.practice))
                .hint("it rests on a fact; change that first")
                .into(),
        );
    }
    let mut after = case.clone();
    let event = Event::Overruled {
        key: first.key,
        practice: first.practice.to_owned(),
        because: because.to_owned(),
    };
    after = after
        .record(desk.now.timestamp(), event)
        .map_err(|refused| Failure::new(refused.to_string()).hint("give a reason with --because"))?;
    book::keep(desk, tx, &case, &after).await?;
    Ok(after)
}

/// Writes what is open in one case.
pub(crate) async fn one(
    desk: &Desk,
    tx: &mut Transaction,
    case: &Case,
    drafts: &mut Vec<Draft>,
    questions: &mut Vec<String>,
) -> anyhow::Result<()> {
    for (key, to, note, step) in worklist(desk, case) {
        let name = case.person(to).map(|p| p.name.clone()).unwrap_or_default();
        let existing = match note {
            Some(id) => tx.note(id).await?,
            None => None,
        };
        let (record, fate) = match (existing, step) {
            (None, Step::Write) => match letters::write(desk, tx, case, key, to).await? {
                Written::Asks(question) => {
                    if !questions.contains(&question) {
                        questions.push(question);
                    }
                    continue;
                }
                Written::Words(w) => {
                    let note = Note::drafted(NoteId(0), key, to, desk.now.timestamp());
                    let mut record = NoteRecord::new(case.id, note, w.subject, w.body);
                    record.enclosures = w.enclosures;
                    record.trace = Some(w.trace.json());
                    let id = tx.add_note(&record).await?;
                    (tx.note(id).await?.unwrap_or(record), Fate::New)
                }
            },
            (Some(old), Step::Open | Step::Approve | Step::Edit) => renew(desk, tx, case, old).await?,
            (Some(old), _) => (old, Fate::Kept),
            (None, _) => continue,
        };
        drafts.push(Draft {
            record,
            to: name,
            organization: case.organization.clone(),
            fate,
        });
    }
    Ok(())
}

/// What is to be written: everything open, and thanks whose time or address alone is still missing. A draft is there
/// within a minute of the jot (S47); when it may go is another matter.
fn worklist(desk: &Desk, case: &Case) -> Vec<(Key, PersonId, Option<NoteId>, Step)> {
    let decision = decided(case, &desk.moment);
    let mut list = Vec::new();
    for action in &decision.actions {
        if let What::Note {
            key, to, step, note, ..
        } = action.what
            && key.purpose != Purpose::Card
        {
            list.push((key, to, note, step));
        }
    }
    let now = desk.moment.at;
    for refusal in &decision.refusals {
        let key = refusal.key;
        let waits = key.purpose == Purpose::ThankYou && matches!(refusal.practice, "S45" | "S38");
        let over = case.round(key.round).is_some_and(|r| r.end.timestamp() <= now);
        let Some(to) = refusal.to.filter(|_| waits && over) else {
            continue;
        };
        let draft = case.notes.iter().find(|n| {
            n.key == key
                && matches!(
                    n.state,
                    NoteState::Drafted { .. } | NoteState::Opened { .. } | NoteState::Approved { .. }
                )
        });
        let step = if draft.is_some() { Step::Open } else { Step::Write };
        list.push((key, to, draft.map(|n| n.id), step));
    }
    list
}

/// Writes an untouched draft anew where its day or its points changed; leaves everything else alone.
async fn renew(desk: &Desk, tx: &mut Transaction, case: &Case, old: NoteRecord) -> anyhow::Result<(NoteRecord, Fate)> {
    let trace = Trace::read(old.trace.as_ref());
    if trace.is_edited() {
        return Ok((old, Fate::Yours));
    }
    if !matches!(old.note.state, NoteState::Drafted { .. } | NoteState::Opened { .. }) {
        return Ok((old, Fate::Kept));
    }
    let Written::Words(w) = letters::write(desk, tx, case, old.note.key, old.note.to).await? else {
        return Ok((old, Fate::Kept));
    };
    if w.body == old.body && w.subject == old.subject {
        return Ok((old, Fate::Kept));
    }
    let read = old.note.revision;
    let note = old.note.clone().edited(desk.now.timestamp());
    let note = note.map_err(|refused| Failure::new(refused.to_string()).hint("nothing was changed"))?;
    let record = NoteRecord {
        note,
        subject: w.subject,
        body: w.body,
        enclosures: w.enclosures,
        trace: Some(w.trace.json()),
        ..old
    };
    tx.save_note(&record, read).await?;
    Ok((record, Fate::Renewed))
}

/// `3-maria-gonzalez-thank-you.eml`
pub(crate) fn file_name(record: &NoteRecord, to: &str, extension: &str) -> String {
    let purpose = record.note.key.purpose.name().replace('_', "-");
    format!("{}-{}-{purpose}.{extension}", record.note.id, slug(to, "person"))
}
