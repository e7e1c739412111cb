//! `afterword draft`: writes what is due, and what may be written, as drafts of the case book.
//!
//! A draft that its owner changed is theirs and is left alone; one that nobody touched is written anew when the day or the
//! points changed.

use std::path::PathBuf;

use afterword_core::casebook::{Case, Event, Key, Note, NoteId, NoteState, PersonId, Purpose};
use afterword_core::plan::{Refusal, Step, What};
use afterword_core::read::jot::Answer;
use afterword_core::write::{Seed, write_for};
use afterword_store::book::{NoteRecord, RoundRecord, Transaction};
use afterword_store::name::slug;
use afterword_store::{Existing, KeptFile, keep};
use serde::Serialize;

use super::{Ended, page_width, print, print_json};
use crate::book::letters::{self, Kept, Written};
use crate::book::trace::Trace;
use crate::book::{self, BookArgs, Desk, decided, lookup, words};
use crate::failure::Failure;
use crate::screen::Screen;
use crate::wire_book::{self, NoteOut};

const EXAMPLES: &str = "\
Examples:
  afterword draft
  afterword draft harbor --answer 'Theo Lund: showed me the darkroom'
  afterword draft harbor --out notes
  afterword draft harbor --overrule check-in --because 'they asked me to call this week'
";

/// Write what is due
///
/// Exit code: 0 drafted, 1 something is asked first, 2 failed and nothing was changed.
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES, help_template = super::TEMPLATE)]
pub(super) struct Args {
    /// The case: its number, or its employer [default: all that are open]
    #[arg(value_name = "CASE")]
    case: Option<String>,
    /// Answer a question, like 'Theo Lund: showed me the darkroom'; may be repeated
    #[arg(long, value_name = "ABOUT: WORDS", requires = "case")]
    answer: Vec<String>,
    /// Write this although the plan says not now; --because keeps your reason
    #[arg(long, value_name = "NOTE", value_enum, requires_all = ["because", "case"])]
    overrule: Option<Which>,
    /// Why the plan's rule does not hold this once
    #[arg(long, value_name = "REASON", requires = "overrule")]
    because: Option<String>,
    /// Put the drafts into this folder as files too (.eml, .txt)
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Choose other, equally true wordings for what was jotted
    #[arg(long, value_name = "NUMBER", requires = "case")]
    seed: Option<u64>,
    #[command(flatten)]
    book: BookArgs,
}

/// What a note is for, as it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Which {
    /// The thank-you by mail
    ThankYou,
    /// Thanks to be passed on
    PassOn,
    /// The card
    Card,
    /// What was promised
    Material,
    /// The question about their time
    Timeline,
    /// The check-in
    CheckIn,
    /// The note at the end
    Closing,
    /// Thanks to somebody who helped
    Gratitude,
}

impl Which {
    pub(super) fn purpose(self) -> Purpose {
        match self {
            Self::ThankYou => Purpose::ThankYou,
            Self::PassOn => Purpose::PassOn,
            Self::Card => Purpose::Card,
            Self::Material => Purpose::Material,
            Self::Timeline => Purpose::TimelineQuestion,
            Self::CheckIn => Purpose::CheckIn,
            Self::Closing => Purpose::Closing,
            Self::Gratitude => Purpose::Gratitude,
        }
    }
}

/// A draft, new or there already.
struct Draft {
    record: NoteRecord,
    to: String,
    organization: String,
    fate: Fate,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    New,
    Renewed,
    Kept,
    Yours,
}

#[derive(Debug, Serialize)]
struct DraftOut {
    notes: Vec<NoteOut>,
    questions: Vec<String>,
    files: Vec<String>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    book::with(&args.book, async |desk| {
        let mut tx = desk.book.transaction().await?;
        let cases = match &args.case {
            Some(named) => {
                let found = lookup::case(&mut tx, Some(named)).await?;
                tx.case(found.id).await?.into_iter().collect()
            }
            None => tx.open_cases().await?,
        };
        let (mut drafts, mut questions) = (Vec::new(), Vec::new());
        for case in cases {
            if !args.answer.is_empty() || args.seed.is_some() {
                answer(desk, &mut tx, &case, args).await?;
            }
            let case = match (&args.overrule, &args.because) {
                (Some(which), Some(because)) => overrule(desk, &mut tx, case, which.purpose(), because).await?,
                _ => case,
            };
            one(desk, &mut tx, &case, &mut drafts, &mut questions).await?;
            if let Some(case) = tx.case(case.id).await? {
                book::index(&mut tx, &case, &desk.moment).await?;
            }
        }
        let files = match &args.out {
            Some(folder) => {
                let files = files(desk, &mut tx, &drafts).await?;
                let kept = keep(&files, folder, Existing::Replace);
                kept.map_err(|e| {
                    Failure::new("cannot keep the files")
                        .because(e)
                        .hint("name another folder with --out")
                })?
            }
            None => Vec::new(),
        };
        tx.commit().await?;
        if desk.json {
            print_json(&wire_book::out(DraftOut {
                notes: drafts.iter().map(|d| wire_book::note(&d.record, &d.to)).collect(),
                questions: questions.clone(),
                files: files.iter().map(|p| p.display().to_string()).collect(),
            }))?;
        } else {
            print(page(&drafts, &questions, files.len(), args).as_bytes())?;
        }
        Ok(if questions.is_empty() {
            Ended::Done
        } else {
            Ended::Waiting
        })
    })
}

/// Takes up answers about the last jot of the case.
async fn answer(desk: &Desk, tx: &mut Transaction, case: &Case, args: &Args) -> anyhow::Result<()> {
    let rounds = tx.rounds(case.id).await?;
    let Some(round) = rounds.iter().rev().find(|r| r.jot.is_some()) else {
        return Err(Failure::new("there is no jot in this case")
            .hint("bring one in with `afterword new JOT`")
            .into());
    };
    let mut kept = Kept::of(round);
    for line in &args.answer {
        let (answers, refused) = Answer::parse(line);
        refuse(refused.first())?;
        kept.answers.extend(answers.into_iter().map(|a| (a.about, a.text)));
    }
    kept.seed = args.seed.unwrap_or(kept.seed);
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
async fn overrule(
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
async fn one(
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

/// The drafts as files.
async fn files(desk: &Desk, tx: &mut Transaction, drafts: &[Draft]) -> anyhow::Result<Vec<KeptFile>> {
    let mut files = Vec::new();
    for draft in drafts {
        let Some(to) = tx.person(draft.record.note.to).await? else {
            continue;
        };
        files.push(KeptFile {
            name: file_name(&draft.record, &to.name, "eml"),
            bytes: letters::eml(desk, &draft.record, &to)?,
        });
        let text = format!("Subject: {}\n\n{}", draft.record.subject, draft.record.body);
        files.push(KeptFile {
            name: file_name(&draft.record, &to.name, "txt"),
            bytes: text.into_bytes(),
        });
    }
    Ok(files)
}

/// `3-maria-gonzalez-thank-you.eml`
pub(super) fn file_name(record: &NoteRecord, to: &str, extension: &str) -> String {
    let purpose = record.note.key.purpose.name().replace('_', "-");
    format!("{}-{}-{purpose}.{extension}", record.note.id, slug(to, "person"))
}

fn page(drafts: &[Draft], questions: &[String], files: usize, args: &Args) -> String {
    let mut screen = Screen::new(page_width());
    let news = drafts.iter().filter(|d| d.fate == Fate::New).count();
    screen.head(&match (news, drafts.len()) {
        (0, 0) if questions.is_empty() => "Nothing to write. Waiting is the right move.".to_owned(),
        (0, 0) => "Nothing could be written yet.".to_owned(),
        (0, n) => format!(
            "Nothing new; {n} {} waiting.",
            if n == 1 { "draft is" } else { "drafts are" }
        ),
        (1, _) => "1 draft.".to_owned(),
        (n, _) => format!("{n} drafts."),
    });
    for draft in drafts {
        let number = draft.record.note.id.to_string();
        let what = format!("{} to {}", words::purpose(draft.record.note.key.purpose), draft.to);
        let trace = Trace::read(draft.record.trace.as_ref());
        let state = match (draft.fate, trace.starters.len()) {
            (Fate::Yours, _) => "yours, left as it is",
            (_, 1..) => "has a sentence to finish",
            (Fate::Renewed, _) => "written anew",
            _ => draft.record.note.state.name(),
        };
        screen.cells(&[(&number, 4), (&what, 40), (&draft.organization, 16)], state);
    }
    if !questions.is_empty() {
        screen.section("Only you know");
        for question in questions {
            screen.block(question);
        }
        screen.aside("Answer like: afterword draft CASE --answer 'Theo Lund: showed me the darkroom'");
    }
    if files > 0 {
        let folder = args.out.as_deref().map(|p| p.display().to_string()).unwrap_or_default();
        screen.section("Files");
        screen.block(&format!("{files} files in {folder}"));
    }
    let next = drafts.iter().find(|d| {
        matches!(
            d.record.note.state,
            NoteState::Drafted { .. } | NoteState::Opened { .. }
        )
    });
    screen.next(&match next {
        Some(draft) => format!("afterword approve {}", draft.record.note.id),
        None => "afterword today".to_owned(),
    });
    screen.text()
}
