//! `afterword attach`: what goes with a note.

use std::path::PathBuf;

use afterword_core::casebook::NoteId;
use afterword_store::book::{AttachmentId, MAX_ATTACHMENT_BYTES};

use super::{Ended, print};
use crate::book::{BookArgs, Desk, with};
use crate::failure::Failure;
use crate::mail::attachment::media_type;

const EXAMPLES: &str = "\
Examples:
  afterword attach 3 clips.pdf
  afterword attach 3 --remove 1
";

/// Put a file with a note, or take it away
///
/// An approval holds for what was seen, so an approved note is a draft again afterwards. Files keep the words of their
/// names and nothing else of them.
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES, help_template = super::TEMPLATE)]
pub(super) struct Args {
    #[command(flatten)]
    book: BookArgs,
    /// The note's number
    #[arg(value_name = "NOTE")]
    note: i64,
    /// The file
    #[arg(value_name = "FILE", required_unless_present = "remove")]
    file: Option<PathBuf>,
    /// Take away the attachment of this number instead
    #[arg(long, value_name = "NUMBER", conflicts_with = "file")]
    remove: Option<i64>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    with(&args.book, async |desk| change(desk, args).await)
}

async fn change(desk: &Desk, args: &Args) -> anyhow::Result<Ended> {
    let id = NoteId(args.note);
    let mut tx = desk.book.transaction().await?;
    let Some(mut record) = tx.note(id).await? else {
        return Err(Failure::new(format!("there is no note {id}")).into());
    };
    // Refused for what is being sent or is gone.
    let read = record.note.revision;
    record.note = record.note.edited(desk.now.timestamp())?;
    tx.save_state(&record.note, read).await?;
    let said = if let Some(number) = args.remove {
        let mine = tx.attachments(record.case).await?;
        let found = mine.iter().find(|a| a.id == AttachmentId(number) && a.note == Some(id));
        let found = found.ok_or_else(|| Failure::new(format!("note {id} has no attachment {number}")))?;
        tx.detach(found.id).await?;
        format!("{} does not go with note {id} any more", found.name)
    } else {
        let path = args.file.as_deref().unwrap_or_else(|| std::path::Path::new(""));
        let cannot = || format!("cannot attach {}", path.display());
        // Looked at before it is read, so that a huge file costs nothing.
        let meta = std::fs::metadata(path).map_err(|e| Failure::new(cannot()).because(e))?;
        if !meta.is_file() || meta.len() > MAX_ATTACHMENT_BYTES as u64 {
            let hint = format!(
                "mail takes one file of up to {} MB; put larger ones where they can be fetched",
                MAX_ATTACHMENT_BYTES / 1024 / 1024
            );
            return Err(Failure::new(format!("{}: it is no file, or too large", cannot()))
                .hint(hint)
                .into());
        }
        let bytes = std::fs::read(path).map_err(|e| Failure::new(cannot()).because(e))?;
        let kind = media_type(path, &bytes).map_err(|e| {
            Failure::new(cannot())
                .because(e)
                .hint("a PDF is what everybody can open")
        })?;
        let name = path
            .file_name()
            .map(|n| n.to_string_lossy().into_owned())
            .unwrap_or_default();
        let kept = tx.attach(record.case, Some(id), &name, kind, bytes).await?;
        format!(
            "attachment {} goes with note {id} as {} ({} bytes)",
            kept.id, kept.name, kept.size
        )
    };
    tx.commit().await?;
    print(format!("{said}\nNext: afterword approve {id}\n").as_bytes())?;
    Ok(Ended::Done)
}
