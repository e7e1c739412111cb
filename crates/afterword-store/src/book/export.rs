//! An export: one zip with everything, for people and for `import`.
//!
//! `book.json` is the book as it stands and all that `import` reads, together with the attachments. The rest is for other
//! programs: tables as CSV, and what the caller hands in (notes as .eml, the plan as .ics, people as .vcf). An archive
//! from elsewhere is never trusted: names in it lead nowhere, and what it unpacks to is bounded.

use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Seek, Write};
use std::path::Path;

use jiff::Timestamp;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::backup::Fresh;
use super::contents::Contents;
use super::error::{BookError, Done};
use super::{Book, MAX_ATTACHMENT_BYTES, Snapshot, Transaction};
use crate::name;

/// Bytes of `book.json` at most when unpacked.
pub const MAX_JSON_BYTES: u64 = 512 * 1024 * 1024;

/// Entries of an archive at most.
pub const MAX_ENTRIES: usize = 200_000;

const JSON: &str = "book.json";

/// A file the caller adds to an export: `notes/0007-dana-okafor.eml`, `plan.ics`, `people.vcf`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtraFile {
    /// A plain name, in at most one folder.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Book {
    /// Writes everything into a new zip that only its owner may read.
    ///
    /// # Errors
    /// [`BookError::Conflict`] if there is something at `path` already; the database's and the system's. Nothing is left at
    /// `path` then.
    pub async fn export(&self, path: &Path, extras: &[ExtraFile]) -> Done {
        let fresh = Fresh::beside(path)?;
        let mut view = self.read().await?;
        let mut out = BufWriter::new(fresh.reopen()?);
        view.write_zip(&mut out, extras).await?;
        out.flush().map_err(BookError::file("write", path))?;
        fresh.keep_as(path)
    }

    /// Fills an empty book from an export. It becomes equal to the one that was exported: approved notes are approved in it
    /// too, so that two machines that both go on would both send ([`Transaction::doubt_what_may_be_sent`]).
    ///
    /// # Errors
    /// [`BookError::Conflict`] if the book is not empty, [`BookError::Invalid`] if the archive is not an export, of a newer
    /// format, or unpacks to too much; nothing was changed then.
    pub async fn import(&self, path: &Path) -> Done {
        let mut tx = self.transaction().await?;
        tx.import(path).await?;
        tx.commit().await
    }
}

impl Transaction {
    /// As [`Book::import`], as a part of a larger change.
    ///
    /// # Errors
    /// As of [`Book::import`].
    pub async fn import(&mut self, path: &Path) -> Done {
        let file = File::open(path).map_err(BookError::file("open", path))?;
        let mut archive = Archive::open(BufReader::new(file))?;
        let contents = archive.contents()?;
        self.fill(&contents, |attachment| {
            if !name::is_plain(&attachment.name) {
                return Err(BookError::invalid(
                    "the export names an attachment in a way that is not safe",
                ));
            }
            let limit = u64::try_from(MAX_ATTACHMENT_BYTES).unwrap_or(u64::MAX);
            archive.entry(&format!("attachments/{}", attachment.name), limit)
        })
        .await
    }
}

impl Snapshot {
    /// Writes an export to `out`.
    ///
    /// # Errors
    /// The database's, and [`BookError::Unavailable`] if `out` takes no more.
    pub async fn write_zip<W: Write + Seek>(&mut self, out: W, extras: &[ExtraFile]) -> Done {
        let contents = self.contents().await?;
        let mut zip = ZipWriter::new(out);
        let json = serde_json::to_vec_pretty(&contents)
            .map_err(|e| BookError::invalid(format!("the book cannot be written as JSON: {e}")))?;
        add(&mut zip, JSON, &json)?;
        for (name, table) in tables(&contents) {
            add(&mut zip, name, table.as_bytes())?;
        }
        for extra in extras {
            if !is_extra(&extra.name) {
                return Err(BookError::invalid(format!(
                    "not a usable name in an export: {:?}",
                    extra.name
                )));
            }
            add(&mut zip, &extra.name, &extra.bytes)?;
        }
        for attachment in &contents.attachments {
            if let Some(bytes) = self.attachment_bytes(attachment.id).await? {
                add(&mut zip, &format!("attachments/{}", attachment.name), &bytes)?;
            }
        }
        zip.finish().map_err(unwritten).map(|_| ())
    }
}

fn is_extra(path: &str) -> bool {
    let taken = path == JSON || path.starts_with("attachments/") || path.starts_with("tables/");
    let plain = match path.split_once('/') {
        Some((folder, file)) => name::is_plain(folder) && name::is_plain(file),
        None => name::is_plain(path),
    };
    plain && !taken
}

fn add<W: Write + Seek>(zip: &mut ZipWriter<W>, name: &str, bytes: &[u8]) -> Done {
    // No time of its own, and readable by nobody else once unpacked.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default())
        .unix_permissions(0o600);
    zip.start_file(name, options).map_err(unwritten)?;
    zip.write_all(bytes).map_err(|e| unwritten(ZipError::Io(e)))
}

fn unwritten(error: ZipError) -> BookError {
    match error {
        ZipError::Io(e) if e.kind() == std::io::ErrorKind::StorageFull => BookError::Full,
        error => BookError::Unavailable {
            what: "the export could not be written".to_owned(),
            source: Some(Box::new(error)),
        },
    }
}

/// An export being read.
struct Archive<R>(ZipArchive<R>);

impl<R: Read + Seek> Archive<R> {
    fn open(from: R) -> Done<Self> {
        let archive = ZipArchive::new(from).map_err(|e| BookError::invalid(format!("this is no export: {e}")))?;
        if archive.len() > MAX_ENTRIES {
            return Err(BookError::invalid(format!(
                "the archive has more than {MAX_ENTRIES} files"
            )));
        }
        Ok(Self(archive))
    }

    fn contents(&mut self) -> Done<Contents> {
        let Some(json) = self.entry(JSON, MAX_JSON_BYTES)? else {
            return Err(BookError::invalid(format!("this is no export: it has no {JSON}")));
        };
        serde_json::from_slice(&json).map_err(|e| BookError::invalid(format!("{JSON} cannot be read: {e}")))
    }

    /// An entry's bytes. What it says about its size is not believed: reading stops one byte after the limit.
    fn entry(&mut self, name: &str, limit: u64) -> Done<Option<Vec<u8>>> {
        let entry = match self.0.by_name(name) {
            Ok(entry) => entry,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(e) => return Err(BookError::invalid(format!("{name} cannot be unpacked: {e}"))),
        };
        let mut bytes = Vec::new();
        entry
            .take(limit + 1)
            .read_to_end(&mut bytes)
            .map_err(|e| BookError::invalid(format!("{name} cannot be unpacked: {e}")))?;
        if u64::try_from(bytes.len()).is_ok_and(|n| n > limit) {
            return Err(BookError::invalid(format!("{name} unpacks to more than {limit} bytes")));
        }
        Ok(Some(bytes))
    }
}

/// The tables people open in a spreadsheet.
fn tables(contents: &Contents) -> [(&'static str, String); 3] {
    let person = |id| contents.people.iter().find(|p| p.id == id);
    let employer = |id| contents.employers.iter().find(|e| e.id == id);
    let mut cases = Csv::new(&["case", "employer", "role", "opened", "closed"]);
    for case in &contents.cases {
        cases.row(&[
            &case.id.to_string(),
            employer(case.employer).map_or("", |e| &e.name),
            case.role.as_deref().unwrap_or(""),
            &case.opened.to_string(),
            &when(case.closed),
        ]);
    }
    let mut people = Csv::new(&["person", "name", "title", "organization", "address", "phones"]);
    for p in &contents.people {
        people.row(&[
            &p.id.to_string(),
            &p.name,
            p.title.as_deref().unwrap_or(""),
            p.organization.as_deref().unwrap_or(""),
            p.addr_spec.as_deref().unwrap_or(""),
            &p.phones.join(", "),
        ]);
    }
    let mut notes = Csv::new(&["note", "case", "to", "purpose", "state", "subject", "text"]);
    for n in &contents.notes {
        notes.row(&[
            &n.note.id.to_string(),
            &n.case.to_string(),
            person(n.note.to).map_or("", |p| &p.name),
            n.note.key.purpose.name(),
            n.note.state.name(),
            &n.subject,
            &n.body,
        ]);
    }
    [
        ("tables/cases.csv", cases.0),
        ("tables/people.csv", people.0),
        ("tables/notes.csv", notes.0),
    ]
}

fn when(at: Option<Timestamp>) -> String {
    at.map(|t| t.to_string()).unwrap_or_default()
}

/// A table as RFC 4180 has it.
struct Csv(String);

impl Csv {
    fn new(head: &[&str]) -> Self {
        let mut csv = Self(String::new());
        csv.row(head);
        csv
    }

    fn row(&mut self, cells: &[&str]) {
        for (i, cell) in cells.iter().enumerate() {
            if i > 0 {
                self.0.push(',');
            }
            self.0.push_str(&quoted(cell));
        }
        self.0.push_str("\r\n");
    }
}

/// A cell in quotes. One that a spreadsheet would run as a formula gets an apostrophe before it, which shows it as text.
#[must_use]
pub fn quoted(cell: &str) -> String {
    let runs = cell
        .trim_start()
        .starts_with(['=', '+', '-', '@', '|', '%', '＝', '＋', '－', '＠'])
        || cell.starts_with(['\t', '\r', '\n']);
    let guard = if runs { "'" } else { "" };
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn row_64_no_cell_is_a_formula() {
        for bad in [
            "=HYPERLINK(\"http://x\")",
            "+1",
            "-1+2",
            "@SUM(A1)",
            "\t=1",
            " =1",
            "\r=1",
            "＝1",
            "|calc",
        ] {
            assert!(quoted(bad).starts_with("\"'"), "{bad}");
        }
        assert_eq!(quoted("a \"b\", c"), "\"a \"\"b\"\", c\"");
        assert_eq!(quoted("two\nlines"), "\"two\nlines\"");
    }

    #[test]
    fn row_72_an_archive_unpacks_to_a_bounded_size() {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        add(&mut zip, "big", &vec![0; 1_000_000]).unwrap();
        let packed = zip.finish().unwrap().into_inner();
        assert!(packed.len() < 10_000, "packed to {}", packed.len());
        let mut archive = Archive::open(Cursor::new(packed)).unwrap();
        assert!(matches!(archive.entry("big", 999_999), Err(BookError::Invalid { .. })));
        assert_eq!(archive.entry("big", 1_000_000).unwrap().unwrap().len(), 1_000_000);
        assert!(archive.entry("none", 10).unwrap().is_none());
    }

    #[test]
    fn names_in_an_export_are_plain() {
        for good in ["plan.ics", "notes/0007-dana-okafor.eml"] {
            assert!(is_extra(good), "{good}");
        }
        for bad in [
            "book.json",
            "../x",
            "/etc/passwd",
            "a/b/c",
            "attachments/x",
            "tables/people.csv",
            "a\\b",
            "",
        ] {
            assert!(!is_extra(bad), "{bad}");
        }
    }
}
