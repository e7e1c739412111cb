//! Text on a terminal: made harmless, measured in columns, wrapped.

use std::fmt::Write as _;

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Whether a character can steer a terminal, break a line, or change the order or look of what stands around it
/// without being seen.
pub(crate) fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The text with everything unsafe spelled out, as `\x1b` or `\u{202e}`, so that it is seen and does nothing.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c == '\t' {
            out.push(' ');
        } else if !is_unsafe(c) {
            out.push(c);
        } else if c.is_ascii() {
            let _ = write!(out, "\\x{:02x}", u32::from(c));
        } else {
            out.extend(c.escape_unicode());
        }
    }
    out
}

/// The same for a text of several lines, which stay lines.
pub(crate) fn plain_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        out.push_str(&plain(line));
        out.push('\n');
    }
    out
}

/// Width in columns.
pub(crate) fn columns(text: &str) -> usize {
    text.width()
}

/// Breaks at spaces into lines of at most `width` columns; a word longer than that is broken inside.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(10);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in text.split_whitespace() {
        let needed = columns(word);
        if used > 0 && used + 1 + needed > width {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        if needed <= width - used {
            line.push_str(word);
            used += needed;
            continue;
        }
        for c in word.chars() {
            let c_width = c.width().unwrap_or(0);
            if used + c_width > width {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push(c);
            used += c_width;
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_reaches_the_terminal_that_steers_it() {
        assert_eq!(
            plain("a\x1b[31mb\u{9b}0m\u{202e}c\u{200b}\0"),
            "a\\x1b[31mb\\u{9b}0m\\u{202e}c\\u{200b}\\x00"
        );
        assert_eq!(plain("naïve 👩‍💻 李"), "naïve 👩‍💻 李");
    }

    #[test]
    fn lines_fit_whatever_the_words() {
        for text in [
            "one two three four five six",
            "李小龍李小龍李小龍",
            &"x".repeat(95),
            "",
            "a  b\nc",
        ] {
            let lines = wrap(text, 10);
            assert!(lines.iter().all(|l| columns(l) <= 10), "{lines:?}");
            let letters = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            assert_eq!(letters(&lines.concat()), letters(text));
        }
        assert_eq!(wrap("one two three four", 10), ["one two", "three four"]);
    }
}
