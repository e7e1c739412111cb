//! A face of single lines, for a pen that draws: the Hershey script simplex, and the accents it lacks.
//!
//! A pen follows a line once; the outline of an ordinary typeface would be drawn round every stem. The Hershey data has
//! the printable ASCII characters; letters with marks are put together from a letter and a mark of our own, as Unicode
//! decomposes them. Left out: everything else, which is refused by name like any other missing glyph.

use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization as _;

use crate::fonts::Glyph;

/// The face as distributed: one glyph a line, in the order of ASCII from the space on.
const DATA: &str = include_str!("../fonts/hershey-scripts.jhf");
/// The line letters stand on, in the data's units, counted downwards.
const BASELINE: i8 = 9;
/// The size the face is drawn at: its capitals are 21 units tall and its descenders reach 12 below the line.
const EM: f32 = 45.0;
/// How high a mark's foot stands above a small letter and above a tall one, in units above the baseline.
const OVER_SMALL: i8 = 12;
const OVER_TALL: i8 = 23;

/// How much higher a second mark stands, in units.
const STACKED: f32 = 6.0;

/// Lines of one glyph; every point is in ems, upwards and to the right of where the glyph begins on its baseline.
type Lines = Vec<Vec<(f32, f32)>>;

struct Drawn {
    /// Whole width, in ems.
    advance_em: f32,
    lines: Lines,
    /// How far left and right the ink reaches, in ems from where the glyph begins.
    left_em: f32,
    right_em: f32,
    is_tall: bool,
}

/// A mark: what it decomposes to, its lines in units, and whether it stands below.
struct MarkShape {
    character: char,
    lines: &'static [&'static [(i8, i8)]],
    place: MarkPlace,
}

#[derive(Clone, Copy, PartialEq)]
enum MarkPlace {
    Above,
    Below,
    /// Through a letter.
    Across,
}

const fn above(character: char, lines: &'static [&'static [(i8, i8)]]) -> MarkShape {
    MarkShape {
        character,
        lines,
        place: MarkPlace::Above,
    }
}

const fn below(character: char, lines: &'static [&'static [(i8, i8)]]) -> MarkShape {
    MarkShape {
        character,
        lines,
        place: MarkPlace::Below,
    }
}

/// Horizontally about the middle of the letter, vertically from the mark's own foot (or the baseline, below and across).
const MARKS: &[MarkShape] = &[
    above('\u{300}', &[&[(-3, 5), (1, 0)]]),
    above('\u{301}', &[&[(3, 5), (-1, 0)]]),
    above('\u{302}', &[&[(-4, 0), (0, 5), (4, 0)]]),
    above('\u{303}', &[&[(-5, 1), (-3, 3), (-1, 3), (1, 1), (3, 1), (5, 3)]]),
    above('\u{304}', &[&[(-4, 2), (4, 2)]]),
    above('\u{306}', &[&[(-4, 4), (-3, 1), (0, 0), (3, 1), (4, 4)]]),
    above('\u{307}', &[&[(0, 2), (0, 3)]]),
    above('\u{308}', &[&[(-3, 2), (-3, 3)], &[(3, 2), (3, 3)]]),
    above(
        '\u{30A}',
        &[&[
            (0, 0),
            (-2, 1),
            (-3, 3),
            (-2, 5),
            (0, 6),
            (2, 5),
            (3, 3),
            (2, 1),
            (0, 0),
        ]],
    ),
    above('\u{30B}', &[&[(-1, 5), (-4, 0)], &[(4, 5), (1, 0)]]),
    above('\u{30C}', &[&[(-4, 5), (0, 0), (4, 5)]]),
    below('\u{327}', &[&[(0, 0), (-1, -2), (1, -3), (2, -5), (0, -7), (-3, -6)]]),
    below('\u{328}', &[&[(2, 0), (0, -3), (0, -5), (2, -6), (4, -5)]]),
    below('\u{323}', &[&[(0, -4), (0, -5)]]),
    below('\u{326}', &[&[(1, -3), (1, -5), (-1, -8)]]),
    MarkShape {
        character: '\u{335}',
        lines: &[&[(-5, 6), (5, 12)]],
        place: MarkPlace::Across,
    },
    MarkShape {
        character: '\u{338}',
        lines: &[&[(-6, -2), (6, 11)]],
        place: MarkPlace::Across,
    },
];

/// What is written like something ASCII has.
const LIKE: &[(char, &str)] = &[
    ('\u{2018}', "'"),
    ('\u{2019}', "'"),
    ('\u{201C}', "\""),
    ('\u{201D}', "\""),
    ('\u{2010}', "-"),
    ('\u{2011}', "-"),
    ('\u{2013}', "-"),
    ('\u{2014}', "--"),
    ('\u{2026}', "..."),
    ('\u{A0}', " "),
    ('ı', "i"),
    ('ø', "o\u{338}"),
    ('Ø', "O\u{338}"),
    ('ł', "l\u{335}"),
    ('Ł', "L\u{335}"),
    ('đ', "d\u{335}"),
    ('Đ', "D\u{335}"),
    ('æ', "ae"),
    ('Æ', "AE"),
    ('œ', "oe"),
    ('Œ', "OE"),
    ('ß', "ss"),
];

fn face() -> &'static [Drawn] {
    static FACE: OnceLock<Vec<Drawn>> = OnceLock::new();
    FACE.get_or_init(|| DATA.lines().filter(|line| line.len() > 9).map(drawn).collect())
}

/// One line of the data: a number, a count, the left and right edge, then pairs of coordinates around the letter R.
fn drawn(line: &str) -> Drawn {
    let value = |byte: u8| i8::try_from(i16::from(byte) - i16::from(b'R')).unwrap_or_default();
    let pairs = line.as_bytes().get(8..).unwrap_or_default();
    let (edges, points) = pairs.split_at(2.min(pairs.len()));
    let (left, right) = match edges {
        [left, right] => (value(*left), value(*right)),
        _ => (0, 0),
    };
    let mut lines: Lines = vec![Vec::new()];
    let mut highest = i8::MAX;
    for pair in points.chunks_exact(2) {
        if pair == b" R" {
            lines.push(Vec::new());
            continue;
        }
        let (x, y) = (value(pair[0]), value(pair[1]));
        highest = highest.min(y);
        let point = (
            (f32::from(x) - f32::from(left)) / EM,
            (f32::from(BASELINE) - f32::from(y)) / EM,
        );
        if let Some(open) = lines.last_mut() {
            open.push(point);
        }
    }
    lines.retain(|line| line.len() > 1);
    let advance_em = (f32::from(right) - f32::from(left)) / EM;
    let xs = || lines.iter().flatten().map(|point| point.0);
    Drawn {
        advance_em,
        left_em: xs().fold(advance_em, f32::min),
        right_em: xs().fold(0.0, f32::max),
        is_tall: highest < -6,
        lines,
    }
}

/// The number of the first mark, after the printable ASCII characters and the missing glyph.
const FIRST_MARK: u16 = 96;

/// The glyphs of a text, left to right; what cannot be drawn has id 0.
pub(crate) fn shape(text: &str) -> Vec<Glyph> {
    let mut out: Vec<Glyph> = Vec::with_capacity(text.len());
    let mut base: Option<(char, usize)> = None;
    // A second mark above stands on the first.
    let mut above = 0_u8;
    for (start, c) in text.char_indices() {
        let end = start + c.len_utf8();
        let like = LIKE.iter().find(|(from, _)| *from == c).map(|(_, to)| *to);
        let mut own = [0; 4];
        let written: &str = like.unwrap_or_else(|| c.encode_utf8(&mut own));
        for part in written.nfd() {
            match (ascii_id(part), mark_id(part), base) {
                (Some(id), _, _) => {
                    above = 0;
                    base = Some((part, out.len()));
                    out.push(glyph(id, start, end, advance_em(part)));
                }
                (None, Some(id), Some((letter, at))) => {
                    // A mark of a text that was decomposed already belongs to its letter's cluster.
                    let from = out[at].start;
                    for earlier in &mut out[at..] {
                        earlier.end = end;
                    }
                    let mut mark = mark(id, letter, from, end);
                    if MARKS[usize::from(id - FIRST_MARK)].place == MarkPlace::Above {
                        mark.y_offset_em += f32::from(above) * STACKED / EM;
                        above += 1;
                    }
                    out.push(mark);
                }
                _ => {
                    base = None;
                    out.push(glyph(0, start, end, 0.5));
                }
            }
        }
    }
    out
}

fn ascii_id(c: char) -> Option<u16> {
    let offset = u32::from(c).checked_sub(u32::from(' '))?;
    (offset < 95).then(|| u16::try_from(offset + 1).unwrap_or_default())
}

fn mark_id(c: char) -> Option<u16> {
    let at = MARKS.iter().position(|mark| mark.character == c)?;
    Some(FIRST_MARK + u16::try_from(at).unwrap_or_default())
}

fn letter(c: char) -> Option<&'static Drawn> {
    let offset = usize::try_from(u32::from(c).checked_sub(u32::from(' '))?).ok()?;
    face().get(offset)
}

fn advance_em(c: char) -> f32 {
    letter(c).map_or(0.5, |drawn| drawn.advance_em)
}

fn glyph(id: u16, start: usize, end: usize, advance_em: f32) -> Glyph {
    Glyph {
        id,
        start,
        end,
        advance_em,
        x_offset_em: 0.0,
        y_offset_em: 0.0,
    }
}

/// A mark over, under or through the letter before it; it takes no width.
fn mark(id: u16, over: char, start: usize, end: usize) -> Glyph {
    let shape = &MARKS[usize::from(id - FIRST_MARK)];
    let (middle_em, advance_em, is_tall) = letter(over).map_or((0.0, 0.5, false), |drawn| {
        (
            f32::midpoint(drawn.left_em, drawn.right_em),
            drawn.advance_em,
            drawn.is_tall,
        )
    });
    let foot = match shape.place {
        MarkPlace::Above if is_tall => OVER_TALL,
        MarkPlace::Above => OVER_SMALL,
        MarkPlace::Below | MarkPlace::Across => 0,
    };
    Glyph {
        x_offset_em: middle_em - advance_em,
        y_offset_em: f32::from(foot) / EM,
        ..glyph(id, start, end, 0.0)
    }
}

/// The lines of a glyph, in ems from its own place.
pub(crate) fn lines(id: u16) -> Lines {
    if id >= FIRST_MARK {
        let Some(shape) = MARKS.get(usize::from(id - FIRST_MARK)) else {
            return Vec::new();
        };
        let point = |&(x, y): &(i8, i8)| (f32::from(x) / EM, f32::from(y) / EM);
        return shape
            .lines
            .iter()
            .map(|line| line.iter().map(point).collect())
            .collect();
    }
    let at = usize::from(id).checked_sub(1);
    at.and_then(|at| face().get(at))
        .map_or_else(Vec::new, |drawn| drawn.lines.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_ascii_is_there_and_every_line_can_be_drawn() {
        for c in ' '..='~' {
            let glyphs = shape(&c.to_string());
            assert_eq!(glyphs.len(), 1);
            assert!(glyphs[0].id > 0 && glyphs[0].advance_em > 0.0, "{c}");
            assert!(c == ' ' || !lines(glyphs[0].id).is_empty(), "{c} has no ink");
        }
    }

    #[test]
    fn a_letter_with_a_mark_is_a_letter_and_a_mark() {
        for text in ["ë", "e\u{308}", "Š", "ñ", "ç", "ą", "ø", "Ł", "å", "ő", "ệ"] {
            let glyphs = shape(text);
            assert!(glyphs.len() > 1 && glyphs.iter().all(|glyph| glyph.id != 0), "{text}");
            assert!(
                glyphs.iter().all(|glyph| (glyph.start, glyph.end) == (0, text.len())),
                "{text}: {glyphs:?}"
            );
        }
        for text in ["ж", "Ω", "🙏", "\u{308}", "中"] {
            assert!(shape(text).iter().any(|glyph| glyph.id == 0), "{text} is refused");
        }
    }
}
