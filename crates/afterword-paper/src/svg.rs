//! A page as SVG: a preview that looks like the paper, and lines for a pen that draws.
//!
//! Both are in real units, one user unit to the millimetre, and hold paths only: no text element, no font, no script, no
//! reference to anything outside. What the text says is in labels, escaped, so that it can be read aloud. Coordinates
//! are rounded to hundredths of a millimetre, so that equal pages give equal bytes.

use std::fmt::Write as _;

use rustybuzz::ttf_parser::OutlineBuilder;

use crate::fonts::{Face, Fonts};
use crate::page::{Mark, Page, Role, Rule, TextLine};
use crate::strokes;

/// The page as it will look, on white.
pub(crate) fn preview(fonts: &Fonts, page: &Page) -> String {
    let mut out = head(page, "");
    let _ = writeln!(
        out,
        "<rect width=\"{}\" height=\"{}\" fill=\"#fff\"/>",
        number(page.width_mm),
        number(page.height_mm)
    );
    for run in page.marks.chunk_by(|a, b| role(a) == role(b)) {
        let _ = writeln!(out, "<g class=\"{}\">", class(role(&run[0])));
        for mark in run {
            match mark {
                Mark::Rule(rule) => out.push_str(&drawn_rule(rule)),
                Mark::Text(line) => out.push_str(&drawn_text(fonts, line)),
            }
        }
        out.push_str("</g>\n");
    }
    out.push_str("</svg>\n");
    out
}

/// The card's lines for a pen, in layers as plotter software reads them: one to draw, and one that begins with "%" and
/// is only looked at, with the card's edge to lay the paper against.
pub(crate) fn plotter(page: &Page) -> String {
    let mut out = head(page, " xmlns:inkscape=\"http://www.inkscape.org/namespaces/inkscape\"");
    let layer = |label: &str| format!("<g inkscape:groupmode=\"layer\" inkscape:label=\"{label}\"");
    let _ = writeln!(
        out,
        "{} fill=\"none\" stroke=\"#999\" stroke-width=\"0.1\">\n<path d=\"M0 0H{w}V{h}H0Z\"/>\n</g>",
        layer("% card edge, not drawn"),
        w = number(page.width_mm),
        h = number(page.height_mm)
    );
    let _ = writeln!(
        out,
        "{} fill=\"none\" stroke=\"#000\" stroke-width=\"0.4\" stroke-linecap=\"round\" stroke-linejoin=\"round\">",
        layer("1 pen")
    );
    for line in page.lines().filter(|line| line.face == Face::SingleLine) {
        let _ = writeln!(
            out,
            "<path aria-label=\"{}\" d=\"{}\"/>",
            escaped(&line.text),
            single_lines(line)
        );
    }
    out.push_str("</g>\n</svg>\n");
    out
}

fn head(page: &Page, more: &str) -> String {
    let (w, h) = (number(page.width_mm), number(page.height_mm));
    let title = escaped(&page.title);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"{more} width=\"{w}mm\" \
         height=\"{h}mm\" viewBox=\"0 0 {w} {h}\" role=\"img\">\n<title>{title}</title>\n"
    )
}

fn role(mark: &Mark) -> Role {
    match mark {
        Mark::Text(line) => line.role,
        Mark::Rule(rule) => rule.role,
    }
}

fn class(role: Role) -> &'static str {
    match role {
        Role::Heading => "heading",
        Role::Instruction => "instruction",
        Role::CopyLine => "copy-line",
        Role::CardLine => "card-line",
        Role::WritingRule => "writing-rule",
        Role::Scale => "scale",
        Role::CardEdge => "card-edge",
        Role::Caption => "caption",
        Role::CheckRuler => "check-ruler",
        Role::ProofMark => "proof-mark",
        Role::ReturnAddress => "return-address",
        Role::DeliveryAddress => "delivery-address",
    }
}

fn drawn_rule(rule: &Rule) -> String {
    format!(
        "<path d=\"M{} {}L{} {}\" stroke=\"{}\" stroke-width=\"{}\"/>\n",
        number(rule.x1_mm),
        number(rule.y1_mm),
        number(rule.x2_mm),
        number(rule.y2_mm),
        color(rule.ink.rgb()),
        number(rule.weight_mm)
    )
}

fn drawn_text(fonts: &Fonts, line: &TextLine) -> String {
    let label = escaped(&line.text);
    let color = color(line.ink.rgb());
    if line.face == Face::SingleLine {
        return format!(
            "<path aria-label=\"{label}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"0.4\" \
             stroke-linecap=\"round\" stroke-linejoin=\"round\" d=\"{}\"/>\n",
            single_lines(line)
        );
    }
    let mut pen = Pen {
        d: String::new(),
        x_mm: line.x_mm,
        y_mm: line.baseline_mm,
        mm_per_unit: line.size_mm / fonts.em_units(line.face),
    };
    for glyph in &line.glyphs {
        let advance_mm = glyph.advance_em * line.size_mm;
        let (x_mm, y_mm) = (pen.x_mm, pen.y_mm);
        pen.x_mm += glyph.x_offset_em * line.size_mm;
        pen.y_mm -= glyph.y_offset_em * line.size_mm;
        fonts.outline(line.face, glyph.id, &mut pen);
        pen.x_mm = x_mm + advance_mm;
        pen.y_mm = y_mm;
    }
    format!("<path aria-label=\"{label}\" fill=\"{color}\" d=\"{}\"/>\n", pen.d)
}

/// The strokes of a line of text, as path data.
fn single_lines(line: &TextLine) -> String {
    let mut d = String::new();
    let mut x_mm = line.x_mm;
    for glyph in &line.glyphs {
        let (from_mm, base_mm) = (
            x_mm + glyph.x_offset_em * line.size_mm,
            line.baseline_mm - glyph.y_offset_em * line.size_mm,
        );
        for stroke in strokes::lines(glyph.id) {
            for (index, (x_em, y_em)) in stroke.into_iter().enumerate() {
                let _ = write!(
                    d,
                    "{}{} {}",
                    if index == 0 { 'M' } else { 'L' },
                    number(from_mm + x_em * line.size_mm),
                    number(base_mm - y_em * line.size_mm)
                );
            }
        }
        x_mm += glyph.advance_em * line.size_mm;
    }
    d
}

/// Writes outlines as path data.
struct Pen {
    d: String,
    x_mm: f32,
    y_mm: f32,
    mm_per_unit: f32,
}

impl Pen {
    fn to(&mut self, letter: &str, points: &[(f32, f32)]) {
        self.d.push_str(letter);
        for (index, (x, y)) in points.iter().enumerate() {
            let gap = if index == 0 { "" } else { " " };
            let _ = write!(
                self.d,
                "{gap}{} {}",
                number(self.x_mm + x * self.mm_per_unit),
                number(self.y_mm - y * self.mm_per_unit)
            );
        }
    }
}

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.to("M", &[(x, y)]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.to("L", &[(x, y)]);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.to("Q", &[(x1, y1), (x, y)]);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.to("C", &[(x1, y1), (x2, y2), (x, y)]);
    }

    fn close(&mut self) {
        self.d.push('Z');
    }
}

fn color([red, green, blue]: [u8; 3]) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// Millimetres to two decimals, without what says nothing.
fn number(mm: f32) -> String {
    let text = format!("{mm:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Text as XML takes it, in an element and in an attribute; what XML has no way to say is left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if crate::clean::is_hidden(c) || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_can_end_its_label() {
        let text = "a]]><script>\"'&\u{0}\u{202E}\u{FFFF}b";
        assert_eq!(escaped(text), "a]]&gt;&lt;script&gt;&quot;&#39;&amp;b");
    }

    #[test]
    fn numbers_are_short() {
        let check = |mm: f32, expect: &str| assert_eq!(number(mm), expect);
        check(12.0, "12");
        check(0.1, "0.1");
        check(-0.001, "0");
        check(139.7, "139.7");
    }
}
