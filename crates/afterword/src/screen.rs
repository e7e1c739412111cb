//! A calm page of text for the terminal: a headline, blocks, what to type next. At most 80 columns.
//!
//! Styles are marked in the text and taken out by the stream where nobody would see them. Whatever comes from a book or a
//! file is spelled harmless before it is placed.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use crate::text::{columns, plain, wrap};

pub(crate) const NORMAL: Style = Style::new();
pub(crate) const BOLD: Style = Style::new().bold();
pub(crate) const QUIET: Style = Style::new().dimmed();
const COMMAND: Style = AnsiColor::Cyan.on_default();

/// A page as it grows.
pub(crate) struct Screen {
    out: String,
    width: usize,
}

impl Screen {
    pub(crate) fn new(width: usize) -> Self {
        Self {
            out: String::new(),
            width,
        }
    }

    /// The finished text.
    pub(crate) fn text(self) -> String {
        self.out
    }

    /// How many lines there are.
    pub(crate) fn lines(&self) -> usize {
        self.out.lines().count()
    }

    /// The first line: what it is all about.
    pub(crate) fn head(&mut self, text: &str) {
        self.styled("", "", text, BOLD);
    }

    /// A heading with an empty line above it.
    pub(crate) fn section(&mut self, title: &str) {
        self.gap();
        self.styled("", "", title, BOLD);
    }

    /// An empty line, unless there is one already.
    pub(crate) fn gap(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// A paragraph two columns in.
    pub(crate) fn block(&mut self, text: &str) {
        self.styled("  ", "  ", text, NORMAL);
    }

    /// The same, quietly.
    pub(crate) fn aside(&mut self, text: &str) {
        self.styled("  ", "  ", text, QUIET);
    }

    /// A label in a column of its own, and what belongs to it.
    pub(crate) fn row(&mut self, label: &str, column: usize, text: &str) {
        self.row_in(label, column, text, NORMAL);
    }

    /// The same in a style.
    pub(crate) fn row_in(&mut self, label: &str, column: usize, text: &str, style: Style) {
        let label = plain(label);
        let gap = column.saturating_sub(columns(&label)).max(2);
        let first = format!("  {label}{}", " ".repeat(gap));
        let rest = " ".repeat(2 + column.max(2));
        self.styled(&first, &rest, text, style);
    }

    /// One line, shortened to fit; columns are the widths of all cells but the last.
    pub(crate) fn cells(&mut self, cells: &[(&str, usize)], last: &str) {
        let mut line = String::from("  ");
        for (cell, width) in cells {
            let cell = shortened(&plain(cell), *width);
            let _ = write!(line, "{cell}{}", " ".repeat(width.saturating_sub(columns(&cell)) + 2));
        }
        line.push_str(&plain(last));
        let _ = writeln!(self.out, "{}", shortened(line.trim_end(), self.width));
    }

    /// What to type next; kept on one line so that it can be copied.
    pub(crate) fn next(&mut self, command: &str) {
        self.gap();
        let _ = writeln!(self.out, "{QUIET}next:{QUIET:#} {COMMAND}{}{COMMAND:#}", plain(command));
    }

    /// A command inside the page.
    pub(crate) fn command(&mut self, command: &str) {
        let _ = writeln!(self.out, "  {COMMAND}{}{COMMAND:#}", plain(command));
    }

    /// A text shown exactly, line for line, with a bar in front of it.
    pub(crate) fn quoted(&mut self, text: &str) {
        for line in text.trim_end().lines() {
            let lines = if line.trim().is_empty() {
                vec![String::new()]
            } else {
                wrap(&plain(line), self.width.saturating_sub(4))
            };
            for line in lines {
                let _ = writeln!(self.out, "{}", format!("  | {line}").trim_end());
            }
        }
    }

    /// A text that is a page already, with its styles.
    pub(crate) fn raw(&mut self, page: &str) {
        self.out.push_str(page);
        if !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    fn styled(&mut self, first: &str, rest: &str, text: &str, style: Style) {
        let room = self.width.saturating_sub(columns(rest).max(columns(first)));
        for (i, line) in wrap(&plain(text), room).into_iter().enumerate() {
            let lead = if i == 0 { first } else { rest };
            if style == NORMAL {
                let _ = writeln!(self.out, "{}", format!("{lead}{line}").trim_end());
            } else {
                let _ = writeln!(self.out, "{lead}{style}{line}{style:#}");
            }
        }
    }
}

/// At most so many columns, with an ellipsis where something was cut.
pub(crate) fn shortened(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    for c in text.chars() {
        let mut next = out.clone();
        next.push(c);
        if columns(&next) + 1 > width {
            break;
        }
        out = next;
    }
    format!("{}\u{2026}", out.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_fits_and_nothing_steers_the_terminal() {
        let sly = "x\x1b]0;owned\x07\u{202e}".repeat(20);
        let mut screen = Screen::new(80);
        screen.head(&sly);
        screen.section(&sly);
        screen.row(&sly, 12, &sly);
        screen.cells(&[(&sly, 10), ("b", 4)], &sly);
        screen.quoted(&format!("one\n\n{sly}"));
        let text = anstream::adapter::strip_str(&screen.text()).to_string();
        assert!(!text.contains(['\x1b', '\x07', '\u{202e}']), "{text}");
        assert_eq!(shortened("李小龍", 5), "李小\u{2026}");
        let mut screen = Screen::new(80);
        screen.cells(&[("a", 10)], &"word ".repeat(30));
        screen.block(&"word ".repeat(30));
        assert!(screen.text().lines().all(|l| columns(l) <= 80));
    }
}
