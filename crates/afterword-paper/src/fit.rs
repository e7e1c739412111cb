//! Words to lines: measuring, breaking and putting together.
//!
//! Words are shaped one by one and set with the face's space between them, so that a broken line is exactly as wide as
//! its words were measured. Breaking is greedy, as a person writes. Left out: hyphenation and shrinking.

use std::ops::Range;

use crate::clean::{is_gap, place, shortened};
use crate::error::{Field, PaperError, PaperFinding};
use crate::fonts::{Face, Fonts, Glyph};

/// Rounding that a width may be over by, in ems.
const TOLERANCE_EM: f32 = 1e-4;

/// The smallest part of a text that breaking keeps whole: a word, or its part up to a hyphen.
#[derive(Debug, Clone)]
pub(crate) struct Piece<'t> {
    pub(crate) text: &'t str,
    /// Ranges are relative to `text`.
    pub(crate) glyphs: Vec<Glyph>,
    pub(crate) width_em: f32,
    /// Whether a space parts it from the piece before, when both are on one line.
    pub(crate) spaced: bool,
}

/// A line put together from pieces.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SetLine {
    pub(crate) text: String,
    pub(crate) glyphs: Vec<Glyph>,
    pub(crate) width_em: f32,
}

/// Shapes one source line into pieces, or names the first character the face lacks.
pub(crate) fn pieces<'t>(
    fonts: &Fonts,
    face: Face,
    line_text: &'t str,
    field: Field,
    line: usize,
) -> Result<Vec<Piece<'t>>, PaperError> {
    let mut out = Vec::new();
    let mut at = 0;
    for word in line_text.split(is_gap) {
        if !word.is_empty() {
            let glyphs = fonts.shape(face, word);
            if let Some(missing) = glyphs.iter().find(|glyph| glyph.id == 0) {
                let offset = at + missing.start;
                let character = line_text[offset..].chars().next().unwrap_or('\u{FFFD}');
                return Err(PaperError::MissingGlyph {
                    character,
                    place: place(line_text, offset, field, line),
                });
            }
            let mut spaced = true;
            for range in breakable_parts(word) {
                out.push(part(word, &glyphs, range, spaced));
                spaced = false;
            }
        }
        at += word.len();
        at += line_text[at..].chars().next().map_or(0, char::len_utf8);
    }
    Ok(out)
}

/// A word's parts between which a line may end: after a hyphen, dash or slash that stands between letters.
fn breakable_parts(word: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (at, c) in word.char_indices() {
        if let Some(previous) = before
            && matches!(previous, '-' | '\u{2010}' | '–' | '—' | '/')
            && c.is_alphanumeric()
            && word[start..at].chars().any(char::is_alphabetic)
        {
            parts.push(start..at);
            start = at;
        }
        before = Some(c);
    }
    parts.push(start..word.len());
    parts
}

/// The part of a shaped word whose clusters begin in `range`.
fn part<'t>(word: &'t str, glyphs: &[Glyph], range: Range<usize>, spaced: bool) -> Piece<'t> {
    // A ligature across the break keeps its whole cluster in the first part; its text follows it there.
    let own: Vec<Glyph> = glyphs
        .iter()
        .filter(|glyph| range.contains(&glyph.start))
        .copied()
        .collect();
    let start = own.first().map_or(range.start, |glyph| glyph.start);
    let end = own.iter().map(|glyph| glyph.end).max().unwrap_or(start);
    let width_em = own.iter().map(|glyph| glyph.advance_em).sum();
    let glyphs = own.into_iter().map(|glyph| Glyph {
        start: glyph.start - start,
        end: glyph.end - start,
        ..glyph
    });
    Piece {
        text: &word[start..end],
        glyphs: glyphs.collect(),
        width_em,
        spaced,
    }
}

/// Breaks pieces that are wider than a whole line at glyph boundaries, and says which.
pub(crate) fn split_long<'t>(
    pieces: Vec<Piece<'t>>,
    width_em: f32,
    field: Field,
    findings: &mut Vec<PaperFinding>,
) -> Vec<Piece<'t>> {
    if pieces.iter().all(|piece| piece.width_em <= width_em + TOLERANCE_EM) {
        return pieces;
    }
    let mut out = Vec::with_capacity(pieces.len());
    for piece in pieces {
        if piece.width_em <= width_em + TOLERANCE_EM {
            out.push(piece);
            continue;
        }
        findings.push(PaperFinding::WordBroken {
            field,
            word: shortened(piece.text, 40),
        });
        let mut from = 0;
        let mut spaced = piece.spaced;
        let mut used_em = 0.0;
        let mut index = 0;
        while index < piece.glyphs.len() {
            // A cluster's glyphs (a letter and its marks) stay together.
            let start = piece.glyphs[index].start;
            let cluster = piece.glyphs[index..].iter().take_while(|glyph| glyph.start == start);
            let (count, cluster_em) = cluster.fold((0, 0.0), |(n, em), glyph| (n + 1, em + glyph.advance_em));
            if start > from && used_em + cluster_em > width_em + TOLERANCE_EM {
                out.push(part(piece.text, &piece.glyphs, from..start, spaced));
                spaced = false;
                from = start;
                used_em = 0.0;
            }
            used_em += cluster_em;
            index += count;
        }
        out.push(part(piece.text, &piece.glyphs, from..piece.text.len(), spaced));
    }
    out
}

/// Which pieces stand on which line.
pub(crate) fn break_lines(pieces: &[Piece<'_>], width_em: f32, indent_em: f32, space_em: f32) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut used_em = indent_em;
    for (index, piece) in pieces.iter().enumerate() {
        let gap_em = if index > start && piece.spaced { space_em } else { 0.0 };
        if index > start && used_em + gap_em + piece.width_em > width_em + TOLERANCE_EM {
            lines.push(start..index);
            start = index;
            used_em = piece.width_em;
        } else {
            used_em += gap_em + piece.width_em;
        }
    }
    if start < pieces.len() {
        lines.push(start..pieces.len());
    }
    keep_company(pieces, &mut lines, width_em, space_em);
    lines
}

/// Gives a short word that ends a paragraph alone on its line the word before it for company.
fn keep_company(pieces: &[Piece<'_>], lines: &mut [Range<usize>], width_em: f32, space_em: f32) {
    let [.., before, last] = lines else { return };
    let [.., moved, alone] = &pieces[before.start..last.end] else {
        return;
    };
    let together_em = moved.width_em + space_em + alone.width_em;
    let lonely = last.len() == 1 && alone.spaced && alone.width_em < width_em / 6.0;
    if lonely && moved.spaced && before.len() > 3 && together_em <= width_em {
        before.end -= 1;
        last.start -= 1;
    }
}

/// Puts the pieces of one line together.
pub(crate) fn set_line(pieces: &[Piece<'_>], space: Glyph) -> SetLine {
    let mut text = String::new();
    let mut glyphs = Vec::with_capacity(pieces.iter().map(|piece| piece.glyphs.len() + 1).sum());
    let mut width_em = 0.0;
    for (index, piece) in pieces.iter().enumerate() {
        if index > 0 && piece.spaced {
            glyphs.push(space.shifted(text.len()));
            text.push(' ');
            width_em += space.advance_em;
        }
        glyphs.extend(piece.glyphs.iter().map(|glyph| glyph.shifted(text.len())));
        text.push_str(piece.text);
        width_em += piece.width_em;
    }
    SetLine { text, glyphs, width_em }
}

/// Folds one source line into as many lines of the given width as it needs.
pub(crate) fn fold(
    fonts: &Fonts,
    face: Face,
    text: &str,
    width_em: f32,
    field: Field,
    findings: &mut Vec<PaperFinding>,
) -> Result<Vec<SetLine>, PaperError> {
    let space = fonts.space(face);
    let pieces = split_long(pieces(fonts, face, text, field, 1)?, width_em, field, findings);
    let ranges = break_lines(&pieces, width_em, 0.0, space.advance_em);
    Ok(ranges
        .into_iter()
        .map(|range| set_line(&pieces[range], space))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_breaks_after_its_hyphens_only_between_letters() {
        let check = |word: &str, expect: &[&str]| {
            let parts: Vec<&str> = breakable_parts(word).into_iter().map(|range| &word[range]).collect();
            assert_eq!(parts, expect);
        };
        check("follow-up", &["follow-", "up"]);
        check("read—twice—aloud.", &["read—", "twice—", "aloud."]);
        check("-5", &["-5"]);
        check("2024-05-01", &["2024-05-01"]);
        check("--", &["--"]);
        check("and/or", &["and/", "or"]);
    }

    #[test]
    fn an_endless_word_is_broken_and_named() {
        let fonts = Fonts::new();
        let mut findings = Vec::new();
        let word = "a".repeat(200);
        let lines = fold(&fonts, Face::Text, &word, 20.0, Field::RecipientLine, &mut findings).unwrap();
        assert!(lines.len() > 2 && lines.iter().all(|line| line.width_em <= 20.001));
        assert_eq!(lines.iter().map(|line| line.text.as_str()).collect::<String>(), word);
        assert_eq!(findings.len(), 1);
    }
}
