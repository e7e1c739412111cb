//! `afterword draft`: writes what is due, and what may be written, as drafts of the case book.
//!
//! A draft that its owner changed is theirs and is left alone; one that nobody touched is written anew when the day or the
//! points changed.

use std::path::PathBuf;

use afterword_core::casebook::{NoteState, Purpose};
use afterword_store::book::Transaction;
use afterword_store::{Existing, KeptFile, keep};
use serde::Serialize;

use super::{Ended, page_width, print, print_json};
use crate::book::drafting::{self, Draft, Fate, file_name};
use crate::book::letters::{self};
use crate::book::trace::Trace;
use crate::book::{self, BookArgs, Desk, lookup, words};
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
                drafting::answer(desk, &mut tx, &case, &args.answer, args.seed).await?;
            }
            let case = match (&args.overrule, &args.because) {
                (Some(which), Some(because)) => {
                    drafting::overrule(desk, &mut tx, case, which.purpose(), because).await?
                }
                _ => case,
            };
            drafting::one(desk, &mut tx, &case, &mut drafts, &mut questions).await?;
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
