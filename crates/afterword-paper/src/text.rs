//! The card's text, fitted to its lines.
//!
//! Text is fitted by breaking lines and, when room is short, by marking paragraphs with an indent instead of a blank
//! line. It is never shrunk: what still does not fit is refused with the number of words to cut.

use std::ops::Range;

use crate::card::Card;
use crate::clean::{card_text, is_gap};
use crate::cut;
use crate::error::{Field, PaperError, PaperFinding};
use crate::fit::{Piece, SetLine, break_lines, pieces, set_line, split_long};
use crate::fonts::{Face, Fonts};

/// The indent of a paragraph where there is no room for blank lines, in mean characters.
const INDENT_CHARACTERS: f32 = 3.0;

/// One line of the card; an empty one is left blank.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CardLine {
    pub(crate) line: SetLine,
    /// The paragraph it belongs to, counted from 0.
    pub(crate) paragraph: usize,
    pub(crate) indent_mm: f32,
}

/// The card's text on its lines.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FittedText {
    pub(crate) face: Face,
    pub(crate) size_mm: f32,
    /// How many of the card's lines stay blank before the first.
    pub(crate) first_line: usize,
    pub(crate) lines: Vec<CardLine>,
}

/// A paragraph's source lines, each as pieces.
struct Paragraph<'t> {
    lines: Vec<Vec<Piece<'t>>>,
    /// The last paragraph, when each of its source lines is short enough for one line of the card.
    is_signature: bool,
}

/// How paragraphs are told apart.
#[derive(Clone, Copy, PartialEq)]
enum Style {
    /// By a blank line.
    Spaced,
    /// By an indent; greeting and signature stay at the left, set off by a blank line where there is room.
    Indented {
        after_greeting: bool,
        before_signature: bool,
    },
}

impl Style {
    /// From generous to tight.
    const ALL: [Self; 4] = [
        Self::Spaced,
        Self::Indented {
            after_greeting: true,
            before_signature: true,
        },
        Self::Indented {
            after_greeting: false,
            before_signature: true,
        },
        Self::TIGHTEST,
    ];

    const TIGHTEST: Self = Self::Indented {
        after_greeting: false,
        before_signature: false,
    };

    fn has_blank_before(self, paragraph: &Paragraph<'_>, number: usize) -> bool {
        match self {
            _ if number == 0 => false,
            Self::Spaced => true,
            Self::Indented {
                after_greeting,
                before_signature,
            } => (number == 1 && after_greeting) || (paragraph.is_signature && before_signature),
        }
    }

    fn indents(self, paragraph: &Paragraph<'_>, number: usize) -> bool {
        self != Self::Spaced && number > 0 && !paragraph.is_signature
    }
}

/// Widths of the card in ems of the face it is set in.
#[expect(clippy::struct_field_names, reason = "units last")]
struct Measure {
    width_em: f32,
    indent_em: f32,
    space_em: f32,
}

/// Where one line's pieces are: paragraph, source line, pieces; or a blank line.
type Slot = Option<(usize, usize, Range<usize>)>;

/// What to set a card's text in, and whether the plain text face may stand in where a character is lacking.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Wish {
    pub(crate) face: Face,
    pub(crate) plain_if_lacking: bool,
}

/// Fits text to a card, or says by how much it is too long and which sentences could go.
pub(crate) fn fit_text(
    fonts: &Fonts,
    text: &str,
    card: &Card,
    wish: Wish,
    findings: &mut Vec<PaperFinding>,
) -> Result<FittedText, PaperError> {
    let (text, left_out) = card_text(text);
    if left_out > 0 {
        findings.push(PaperFinding::HiddenLeftOut { count: left_out });
    }
    if text.chars().all(char::is_whitespace) {
        return Err(PaperError::EmptyCard);
    }
    let mut fitted = try_fit(fonts, &text, card, wish, findings);
    if let Err(PaperError::Overflow {
        could_go, words_to_cut, ..
    }) = &mut fitted
        && *words_to_cut <= text.split_whitespace().count() / 2
    {
        *could_go = cut::could_go(&text, |shorter| {
            try_fit(fonts, shorter, card, wish, &mut Vec::new()).is_ok()
        });
    }
    fitted
}

fn try_fit(
    fonts: &Fonts,
    text: &str,
    card: &Card,
    wish: Wish,
    findings: &mut Vec<PaperFinding>,
) -> Result<FittedText, PaperError> {
    let available = card.line_count();
    let characters_per_line = card.characters_per_line();
    refuse_endless(text, available, characters_per_line)?;
    let (face, mut paragraphs) = match paragraphs(fonts, wish.face, text) {
        Ok(paragraphs) => (wish.face, paragraphs),
        Err(PaperError::MissingGlyph { character, .. }) if wish.plain_if_lacking => {
            let plain = paragraphs(fonts, Face::Text, text)?;
            findings.push(PaperFinding::PlainFace { character });
            (Face::Text, plain)
        }
        Err(other) => return Err(other),
    };
    let size_mm = fonts.size_mm_for(face, card.hand.character_mm());
    let space = fonts.space(face);
    let indent_mm = INDENT_CHARACTERS * card.hand.character_mm();
    let measure = Measure {
        width_em: card.line_width_mm() / size_mm,
        indent_em: indent_mm / size_mm,
        space_em: space.advance_em,
    };
    for line in paragraphs.iter_mut().flat_map(|paragraph| &mut paragraph.lines) {
        let whole = measure.width_em - measure.indent_em;
        *line = split_long(std::mem::take(line), whole, Field::CardText, findings);
    }

    if let Some(last) = paragraphs.last_mut() {
        last.is_signature = last.lines.iter().all(|line| {
            let width_em = set_line(line, space).width_em;
            width_em <= measure.width_em
        });
    }

    let fits = |style: &Style| {
        let slots = lay_out(&paragraphs, *style, &measure);
        (slots.len() <= available).then_some((*style, slots))
    };
    let Some((style, slots)) = Style::ALL.iter().find_map(fits) else {
        let lines_needed = lay_out(&paragraphs, Style::TIGHTEST, &measure).len();
        return Err(PaperError::Overflow {
            words_to_cut: words_to_cut(&mut paragraphs, available, &measure),
            lines_over: lines_needed - available,
            lines_needed,
            lines_available: available,
            characters_per_line,
            could_go: Vec::new(),
        });
    };
    let blank = available - slots.len();
    let mut paragraph = 0;
    let lines = slots.into_iter().map(|slot| {
        let Some((number, line, range)) = slot else {
            return CardLine {
                line: set_line(&[], space),
                paragraph,
                indent_mm: 0.0,
            };
        };
        paragraph = number;
        let indented = line == 0 && range.start == 0 && style.indents(&paragraphs[number], number);
        let set = set_line(&paragraphs[number].lines[line][range], space);
        CardLine {
            line: set,
            paragraph,
            indent_mm: if indented { indent_mm } else { 0.0 },
        }
    });
    let lines = lines.collect();
    // A short text stands a little above the middle, where a hand would put it.
    Ok(FittedText {
        face,
        size_mm,
        first_line: blank * 2 / 5,
        lines,
    })
}

/// Refuses a text that is many times longer than any hand gets onto the card, before any of it is measured.
fn refuse_endless(text: &str, available: usize, characters_per_line: usize) -> Result<(), PaperError> {
    let room = available * characters_per_line;
    let written = text.chars().filter(|c| !c.is_whitespace()).count();
    if written <= room.max(250) * 8 {
        return Ok(());
    }
    let words = text.split_whitespace().count();
    let lines_needed = written.div_ceil(characters_per_line.max(1));
    Err(PaperError::Overflow {
        words_to_cut: (words - words * room / written).max(1),
        lines_over: lines_needed - available,
        lines_needed,
        lines_available: available,
        characters_per_line,
        could_go: Vec::new(),
    })
}

fn paragraphs<'t>(fonts: &Fonts, face: Face, text: &'t str) -> Result<Vec<Paragraph<'t>>, PaperError> {
    let mut out: Vec<Paragraph<'t>> = Vec::new();
    let mut open = false;
    for (index, line) in text.split('\n').enumerate() {
        if line.chars().all(is_gap) {
            open = false;
            continue;
        }
        let line = pieces(fonts, face, line, Field::CardText, index + 1)?;
        match out.last_mut() {
            Some(paragraph) if open => paragraph.lines.push(line),
            _ => out.push(Paragraph {
                lines: vec![line],
                is_signature: false,
            }),
        }
        open = true;
    }
    Ok(out)
}

fn lay_out(paragraphs: &[Paragraph<'_>], style: Style, measure: &Measure) -> Vec<Slot> {
    let mut slots = Vec::new();
    for (number, paragraph) in paragraphs.iter().enumerate() {
        if style.has_blank_before(paragraph, number) {
            slots.push(None);
        }
        for (index, line) in paragraph.lines.iter().enumerate() {
            let indented = index == 0 && style.indents(paragraph, number);
            let indent_em = if indented { measure.indent_em } else { 0.0 };
            let ranges = break_lines(line, measure.width_em, indent_em, measure.space_em);
            slots.extend(ranges.into_iter().map(|range| Some((number, index, range))));
        }
    }
    slots
}

/// The fewest words that must go from the end of the longest source line for the rest to fit.
fn words_to_cut(paragraphs: &mut [Paragraph<'_>], available: usize, measure: &Measure) -> usize {
    let longest = |paragraphs: &[Paragraph<'_>]| {
        let lines = paragraphs.iter().enumerate().flat_map(|(p, paragraph)| {
            paragraph
                .lines
                .iter()
                .enumerate()
                .map(move |(l, line)| (line.len(), p, l))
        });
        // The first of equals, so that the count does not depend on what follows.
        lines.max_by_key(|&(length, p, l)| (length, usize::MAX - p, usize::MAX - l))
    };
    let mut cut = 0;
    while let Some((length, p, l)) = longest(paragraphs) {
        if length <= 1 {
            break;
        }
        let whole = paragraphs[p].lines[l].clone();
        let fits_with = |paragraphs: &mut [Paragraph<'_>], keep: usize| {
            paragraphs[p].lines[l].truncate(keep);
            lay_out(paragraphs, Style::TIGHTEST, measure).len() <= available
        };
        if fits_with(paragraphs, 1) {
            // `low` pieces fit, `high` do not.
            let (mut low, mut high) = (1, length);
            while high - low > 1 {
                let middle = usize::midpoint(low, high);
                paragraphs[p].lines[l].clone_from(&whole);
                if fits_with(paragraphs, middle) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            return cut + words(&whole[low..]).max(1);
        }
        cut += words(&whole[1..]);
    }
    // Even one word a line is too many lines: whole lines must go.
    cut + lay_out(paragraphs, Style::TIGHTEST, measure)
        .len()
        .saturating_sub(available)
}

fn words(pieces: &[Piece<'_>]) -> usize {
    pieces.iter().filter(|piece| piece.spaced).count()
}
