//! What may go with a note: kinds of files that everybody can open, told by their beginnings, not by their names alone.
//!
//! Sizes are bounded by the book, which also makes the name. Not here: whether a note speaks of an attachment.

use std::path::Path;

/// Ending, media type, and how such a file begins where that is known.
static KINDS: [(&str, &str, &[u8]); 17] = [
    ("pdf", "application/pdf", b"%PDF-"),
    ("png", "image/png", b"\x89PNG\r\n\x1a\n"),
    ("jpg", "image/jpeg", b"\xff\xd8\xff"),
    ("jpeg", "image/jpeg", b"\xff\xd8\xff"),
    ("gif", "image/gif", b"GIF8"),
    ("webp", "image/webp", b"RIFF"),
    ("mp4", "video/mp4", b""),
    (
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        b"PK\x03\x04",
    ),
    (
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        b"PK\x03\x04",
    ),
    (
        "pptx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        b"PK\x03\x04",
    ),
    ("odt", "application/vnd.oasis.opendocument.text", b"PK\x03\x04"),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet", b"PK\x03\x04"),
    ("odp", "application/vnd.oasis.opendocument.presentation", b"PK\x03\x04"),
    ("rtf", "application/rtf", b"{\\rtf"),
    ("txt", "text/plain", b""),
    ("md", "text/markdown", b""),
    ("csv", "text/csv", b""),
];

/// Why a file does not go with a note.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unfit {
    /// Programs, archives, and whatever mail servers drop.
    #[error("files of this kind are not sent: many mail servers drop them, and few readers open them")]
    Kind,
    /// The name says one thing and the bytes another.
    #[error("it is called .{0}, and it does not begin like such a file")]
    Disguised(&'static str),
    /// Nothing in it.
    #[error("it is empty")]
    Empty,
}

/// The media type of a file.
///
/// # Errors
/// A kind that is not sent, or a file that is not what its name says.
pub(crate) fn media_type(path: &Path, bytes: &[u8]) -> Result<&'static str, Unfit> {
    if bytes.is_empty() {
        return Err(Unfit::Empty);
    }
    let ending = path
        .extension()
        .and_then(|e| e.to_str())
        .unwrap_or_default()
        .to_ascii_lowercase();
    let (ending, media_type, begin) = KINDS.iter().find(|(e, ..)| *e == ending).ok_or(Unfit::Kind)?;
    let is_text = media_type.starts_with("text/");
    if !bytes.starts_with(begin) || is_text && bytes.contains(&0) {
        return Err(Unfit::Disguised(ending));
    }
    Ok(*media_type)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_name_says_or_stays() {
        let of = |name: &str, bytes: &[u8]| media_type(Path::new(name), bytes);
        assert_eq!(of("clips.PDF", b"%PDF-1.7"), Ok("application/pdf"));
        assert_eq!(of("a.txt", b"hello"), Ok("text/plain"));
        assert_eq!(of("a.exe", b"MZ"), Err(Unfit::Kind));
        assert_eq!(of("a.pdf.js", b"x"), Err(Unfit::Kind));
        assert_eq!(of("noending", b"x"), Err(Unfit::Kind));
        assert_eq!(of("a.pdf", b"MZ\x90"), Err(Unfit::Disguised("pdf")));
        assert_eq!(of("a.txt", b"MZ\0"), Err(Unfit::Disguised("txt")));
        assert_eq!(of("a.pdf", b""), Err(Unfit::Empty));
    }
}
