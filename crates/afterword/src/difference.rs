//! What mending would change, sentence by sentence: a letter has too few lines for a difference by lines.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use similar::{ChangeTag, TextDiff};

use crate::text::{plain, wrap};

const OUT: Style = AnsiColor::Red.on_default();
const IN: Style = AnsiColor::Green.on_default();

/// The sentences that go (`-`) and those that come (`+`), each wrapped to the width.
pub(crate) fn difference(name: &str, old: &str, new: &str, width: usize) -> String {
    let mut page = format!("--- {0}\n+++ {0}, mended\n", plain(name));
    let (old, new) = (sentences(old), sentences(new));
    for change in TextDiff::from_slices(&old, &new).iter_all_changes() {
        let (sign, style) = match change.tag() {
            ChangeTag::Equal => continue,
            ChangeTag::Delete => ('-', OUT),
            ChangeTag::Insert => ('+', IN),
        };
        for line in wrap(&plain(change.value().trim_end()), width.saturating_sub(2)) {
            let _ = writeln!(page, "{style}{sign} {line}{style:#}");
        }
    }
    page
}

/// Pieces that end with a stop and a space, or with a line.
fn sentences(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    let bytes = text.as_bytes();
    for (i, byte) in bytes.iter().enumerate() {
        let stop = *byte == b' ' && i > 0 && matches!(bytes[i - 1], b'.' | b'!' | b'?');
        if stop || *byte == b'\n' {
            out.push(&text[start..=i]);
            start = i + 1;
        }
    }
    if start < text.len() {
        out.push(&text[start..]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_changes_is_shown() {
        let shown = difference("n.txt", "One. Twoo!\n\nThree.", "One. Two!\n\nThree.", 80);
        let plain = anstream::adapter::strip_str(&shown).to_string();
        assert_eq!(plain, "--- n.txt\n+++ n.txt, mended\n- Twoo!\n+ Two!\n");
        assert_eq!(sentences("a. b\n\nc! d").concat(), "a. b\n\nc! d");
    }
}
