//! What goes with a note, or came with a case: bytes of bounded size under names made here.
//!
//! The name that came with the bytes is somebody else's text. Only its words survive, through [`crate::name::slug`], and
//! an ending of letters and digits; it never names a place.

use afterword_core::casebook::{CaseId, NoteId};
use sha2::{Digest as _, Sha256};

use super::error::{BookError, Done};
use super::records::encoded::hex;
use super::records::{Attachment, AttachmentId};
use super::sql::{Row, args};
use super::values::Reader;
use super::{Snapshot, Transaction};
use crate::name;

/// Bytes of one attachment at most: what most mail servers take (with the third that encoding adds).
pub const MAX_ATTACHMENT_BYTES: usize = 15 * 1024 * 1024;

/// Bytes of all attachments of a case at most.
pub const MAX_CASE_ATTACHMENT_BYTES: u64 = 100 * 1024 * 1024;

/// The longest ending kept, in bytes.
const MAX_ENDING: usize = 8;

fn attachment(row: &Row) -> Done<Attachment> {
    let r = Reader::new(row, "attachments", "id");
    Ok(Attachment {
        id: AttachmentId(r.int("id")?),
        case: CaseId(r.int("case_id")?),
        note: r.maybe_int("note_id")?.map(NoteId),
        name: r.text("name")?,
        media_type: r.text("media_type")?,
        size: r.small("size")?,
        sha256: r.text("sha256")?,
    })
}

/// `../../.ssh/id rsa.PUB` as attachment 7 becomes `attachment-7-id-rsa.pub`.
fn safe_name(id: i64, given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or("");
    let (stem, ending) = match last.rsplit_once('.') {
        Some((stem, ending)) if !ending.is_empty() && ending.len() <= MAX_ENDING => (stem, ending),
        _ => (last, ""),
    };
    let slug = name::slug(stem, "file");
    if ending.chars().all(|c| c.is_ascii_alphanumeric()) && !ending.is_empty() {
        format!("attachment-{id}-{slug}.{}", ending.to_ascii_lowercase())
    } else {
        format!("attachment-{id}-{slug}")
    }
}

/// `type/subtype` (RFC 2046); anything else is plain bytes.
fn media_type(given: &str) -> String {
    let is_token = |t: &str| {
        !t.is_empty()
            && t.len() <= 60
            && t.bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"!#$&^_.+-".contains(&b))
    };
    match given.split_once('/') {
        Some((kind, sub)) if is_token(kind) && is_token(sub) => given.to_ascii_lowercase(),
        _ => "application/octet-stream".to_owned(),
    }
}

impl Snapshot {
    /// The attachments of a case, without their bytes.
    ///
    /// # Errors
    /// The database's.
    pub async fn attachments(&mut self, case: CaseId) -> Done<Vec<Attachment>> {
        let args = args![self.owner, case.0];
        let sql = "SELECT id, case_id, note_id, name, media_type, size, sha256 FROM attachments \
                   WHERE owner = $1 AND case_id = $2 ORDER BY id";
        self.rows(sql, &args).await?.iter().map(attachment).collect()
    }

    /// Every attachment of the book, without its bytes.
    ///
    /// # Errors
    /// The database's.
    pub async fn all_attachments(&mut self) -> Done<Vec<Attachment>> {
        let args = args![self.owner];
        let sql = "SELECT id, case_id, note_id, name, media_type, size, sha256 FROM attachments WHERE owner = $1 \
                   ORDER BY id";
        self.rows(sql, &args).await?.iter().map(attachment).collect()
    }

    /// An attachment's bytes, compared with what was taken up.
    ///
    /// # Errors
    /// [`BookError::Corrupt`] if they are not the same any more.
    pub async fn attachment_bytes(&mut self, id: AttachmentId) -> Done<Option<Vec<u8>>> {
        let args = args![self.owner, id.0];
        let sql = "SELECT id, bytes, sha256 FROM attachments WHERE owner = $1 AND id = $2";
        let Some(row) = self.row(sql, &args).await? else {
            return Ok(None);
        };
        let r = Reader::new(&row, "attachments", "id");
        let bytes = row.bytes("bytes").map_err(|_| r.corrupt("bytes"))?;
        if hex(&Sha256::digest(&bytes)) != r.text("sha256")? {
            return Err(r.corrupt("bytes"));
        }
        Ok(Some(bytes))
    }
}

impl Transaction {
    /// Takes up an attachment under a name made from `given_name`.
    ///
    /// # Errors
    /// [`BookError::Invalid`] if it, or all of the case's together, are too large; [`BookError::Conflict`] if the case or
    /// the note is not in the book.
    pub async fn attach(
        &mut self,
        case: CaseId,
        note: Option<NoteId>,
        given_name: &str,
        given_type: &str,
        bytes: Vec<u8>,
    ) -> Done<Attachment> {
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if bytes.len() > MAX_ATTACHMENT_BYTES {
            return Err(BookError::invalid(format!(
                "the attachment has {size} bytes, and mail takes {MAX_ATTACHMENT_BYTES} at most"
            )));
        }
        let sql =
            "SELECT CAST(COALESCE(sum(size), 0) AS BIGINT) AS n FROM attachments WHERE owner = $1 AND case_id = $2";
        let kept = args![self.owner, case.0];
        let kept = u64::try_from(self.number(sql, &kept).await?).unwrap_or(u64::MAX);
        if kept.saturating_add(size) > MAX_CASE_ATTACHMENT_BYTES {
            return Err(BookError::invalid(format!(
                "the attachments of this case would exceed {MAX_CASE_ATTACHMENT_BYTES} bytes"
            )));
        }
        let id = self.next_id("attachment").await?;
        let attachment = Attachment {
            id: AttachmentId(id),
            case,
            note,
            name: safe_name(id, given_name),
            media_type: media_type(given_type),
            size,
            sha256: hex(&Sha256::digest(&bytes)),
        };
        self.insert_attachment(&attachment, bytes).await?;
        Ok(attachment)
    }

    pub(super) async fn insert_attachment(&mut self, attachment: &Attachment, bytes: Vec<u8>) -> Done {
        let sql = "INSERT INTO attachments (owner, id, case_id, note_id, name, media_type, size, sha256, bytes) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        let args = args![
            self.owner,
            attachment.id.0,
            attachment.case.0,
            attachment.note.map(|n| n.0),
            &attachment.name,
            &attachment.media_type,
            i64::try_from(attachment.size).unwrap_or(i64::MAX),
            &attachment.sha256,
            bytes
        ];
        self.run(sql, &args).await.map(|_| ())
    }

    /// Takes an attachment out.
    ///
    /// # Errors
    /// The database's.
    pub async fn detach(&mut self, id: AttachmentId) -> Done<bool> {
        let args = args![self.owner, id.0];
        let sql = "DELETE FROM attachments WHERE owner = $1 AND id = $2";
        Ok(self.run(sql, &args).await? == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn row_69_names_are_made_here() {
        for (given, made) in [
            ("../../.ssh/id rsa.PUB", "attachment-7-id-rsa.pub"),
            ("C:\\temp\\Résumé 2.pdf", "attachment-7-resume-2.pdf"),
            ("CON", "attachment-7-con-1"),
            ("", "attachment-7-file"),
            (".bashrc", "attachment-7-file.bashrc"),
            ("a.b/../c", "attachment-7-c"),
            ("x.p\u{202e}df", "attachment-7-x"),
        ] {
            assert_eq!(safe_name(7, given), made, "{given}");
        }
        assert!(safe_name(7, &"x".repeat(300)).len() < 64);
    }

    #[test]
    fn a_media_type_is_a_type_or_plain_bytes() {
        assert_eq!(media_type("Application/PDF"), "application/pdf");
        for bad in ["", "pdf", "a/b\r\nBcc: x", "a/b; name=\"x\"", "/"] {
            assert_eq!(media_type(bad), "application/octet-stream", "{bad}");
        }
    }
}
