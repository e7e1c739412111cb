//! `afterword edit NUMBER`: a note of the case book in its owner's own editor.
//!
//! The first line is the subject. What is found is shown on return; sentences left as they were keep their trace, and an
//! approved note is a draft again.

use std::ffi::OsStr;
use std::fs;
use std::io::Write as _;

use afterword_store::book::NoteRecord;

use super::edit::open;
use super::{Ended, page_width, print};
use crate::annotated;
use crate::book::measure::{self, Known, Text};
use crate::book::trace::Trace;
use crate::book::{self, BookArgs, lookup};
use crate::failure::Failure;
use crate::input::{self, Source, Wanted};
use crate::screen::Screen;

const SUBJECT: &str = "Subject: ";

pub(super) fn run(number: &str, editor: &OsStr, args: &BookArgs) -> anyhow::Result<Ended> {
    book::with(args, async |desk| {
        let mut view = desk.book.read().await?;
        let record = lookup::note(&mut view, number).await?;
        let case = view.case(record.case).await?.ok_or_else(|| {
            Failure::new("the case of this note is not in the book").hint("look with `afterword cases`")
        })?;
        // It loads while the person types.
        let language = measure::language();
        let known = Known::of(desk, &mut view, &case).await?;
        drop(view);
        let note = record.note.clone().edited(desk.now.timestamp()).map_err(|refused| {
            Failure::new(refused.to_string()).hint("nothing was changed; `afterword plan --why` says how things stand")
        })?;
        let text = in_editor(&record, editor)?;
        let (subject, body) = parted(&text);
        if body.trim().is_empty() {
            return Err(Failure::new("the note came back empty")
                .hint("nothing was changed")
                .into());
        }
        let trace = Trace::read(record.trace.as_ref());
        let same = subject == record.subject && body == record.body;
        let read = record.note.revision;
        let changed = if same {
            record
        } else {
            NoteRecord {
                note,
                subject,
                trace: Some(trace.after_edit(&body).json()),
                body,
                ..record
            }
        };
        let remarks = known.remarks(Some(&language), &Text::of(&changed));
        if !same {
            let mut tx = desk.book.transaction().await?;
            tx.save_note(&changed, read).await?;
            if let Some(case) = tx.case(changed.case).await? {
                book::index(&mut tx, &case, &desk.moment).await?;
            }
            tx.commit().await?;
        }
        let mut screen = Screen::new(page_width());
        let name = format!("note {number}");
        if !remarks.is_empty() {
            screen.raw(&annotated::findings(
                &name,
                &changed.body,
                Some(&changed.subject),
                &[],
                &remarks,
                page_width(),
            ));
        }
        screen.gap();
        screen.block(if same {
            "Nothing was changed."
        } else {
            "Kept as your draft."
        });
        screen.next(&format!("afterword approve {number}"));
        print(screen.text().as_bytes())?;
        Ok(if remarks.is_empty() {
            Ended::Done
        } else {
            Ended::Waiting
        })
    })
}

fn in_editor(record: &NoteRecord, editor: &OsStr) -> anyhow::Result<String> {
    let mut file = tempfile::Builder::new().prefix("note-").suffix(".txt").tempfile()?;
    write!(file, "{SUBJECT}{}\n\n{}", record.subject, record.body)?;
    file.flush()?;
    open(editor, file.path())?;
    // Editors put a new file in the place of the old one: it is read by its name.
    let text = input::read_text(&Source::File(file.path().to_owned()), Wanted::NOTE)?.text;
    let _ = fs::remove_file(file.path());
    Ok(text.replace("\r\n", "\n"))
}

/// The subject of the first line, if it stands there, and the rest.
fn parted(text: &str) -> (String, String) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    match first.strip_prefix(SUBJECT.trim_end()) {
        Some(subject) => {
            let body = rest.trim_start_matches('\n').trim_end();
            (subject.trim().to_owned(), format!("{body}\n"))
        }
        None => (String::new(), format!("{}\n", text.trim_end())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_is_the_subject() {
        assert_eq!(
            parted("Subject: Hello\n\nDear Ann,\n\nYes.\n\n"),
            ("Hello".to_owned(), "Dear Ann,\n\nYes.\n".to_owned())
        );
        assert_eq!(parted("Dear Ann,\n"), (String::new(), "Dear Ann,\n".to_owned()));
    }
}
