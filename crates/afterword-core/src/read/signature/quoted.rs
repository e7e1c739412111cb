//! Mail by others inside a mail: quoted lines, attributions, forwarded messages.

use super::own::{greeting, is_delimiter};
use super::phrases::QUOTED_HEADERS;
use super::piece::{Line, fold};

/// Leaves out mail by others: `>` lines, what follows an attribution or a header block; what stands below a forwarded
/// mail is the sender's own when nothing above it signs.
pub(super) fn without_quotes(lines: &[Line]) -> (Vec<Line>, bool) {
    let (mut own, mut quoted, mut i): (Vec<Line>, bool, usize) = (Vec::new(), false, 0);
    while i < lines.len() {
        let text = lines[i].piece.text().trim();
        if text.starts_with('>') {
            quoted = true;
            // An attribution may be wrapped over the lines above.
            i += 1;
            continue;
        }
        if let Some(next) = attribution_end(lines, i) {
            quoted = true;
            let follows = lines[next..].iter().find(|l| !l.piece.text().trim().is_empty());
            if follows.is_some_and(|l| l.piece.text().trim_start().starts_with('>')) {
                i = next;
                continue;
            }
            if signs(&own) {
                break;
            }
            own = below_forward(lines, next, text);
            break;
        }
        if let Some((next, sender)) = header_block(lines, i) {
            quoted = true;
            if signs(&own) {
                break;
            }
            own = below_forward(lines, next, &sender);
            break;
        }
        own.push(lines[i].clone());
        i += 1;
    }
    (own, quoted)
}

/// Whether lines hold something by which a person signs.
fn signs(own: &[Line]) -> bool {
    let mut last = None;
    for line in own {
        let text = line.piece.text().trim();
        let digits = text.chars().filter(char::is_ascii_digit).count();
        if text.contains('@') || digits >= 9 || is_delimiter(text) || greeting(text).is_some() {
            return true;
        }
        if !text.is_empty() {
            last = Some(text);
        }
    }
    // A bare first name under some words.
    last.is_some_and(|t| {
        let n = t.split_whitespace().count();
        n <= 3 && own.len() > 1 && t.starts_with(char::is_uppercase) && !t.ends_with(['.', '?', '!', ':', ','])
    })
}

/// The line after "On … wrote:", which may be wrapped.
fn attribution_end(lines: &[Line], i: usize) -> Option<usize> {
    let first = fold(lines[i].piece.text().trim());
    let starts = ["on ", "am ", "le ", "op ", "il ", "el ", "pa ", "den ", "ar "]
        .iter()
        .any(|s| first.starts_with(s));
    let verbs = [
        "wrote",
        "schrieb",
        "a ecrit",
        "schreef",
        "ha scritto",
        "escribio",
        "writes",
    ];
    for (n, line) in lines[i..].iter().take(3).enumerate() {
        let text = fold(line.piece.text().trim());
        if n > 0 && text.is_empty() {
            return None;
        }
        let dated = (0..=n).any(|k| lines[i + k].piece.text().contains(|c: char| c.is_ascii_digit()));
        let ends = text.ends_with(':') && verbs.iter().any(|v| text.contains(v));
        if ends && (starts && dated || n == 0 && text.contains('@')) {
            return Some(i + n + 1);
        }
        if !starts {
            return None;
        }
    }
    None
}

/// The line after a block of quoted headers that starts at `i`, and what names its sender.
fn header_block(lines: &[Line], i: usize) -> Option<(usize, String)> {
    let text = fold(lines[i].piece.text().trim().trim_matches(['*', '_']));
    let banner = text.contains("original message")
        || text.contains("forwarded message")
        || text.contains("urspr") && text.contains("nachricht")
        || text.contains("message d'origine")
        || text.contains("message transfere")
        || text.contains("weitergeleitete nachricht")
        || text.contains("oorspronkelijk bericht");
    let banner = banner
        && (text.starts_with(['-', '_']) || text.starts_with("begin ") || text.ends_with(':') || text.ends_with('-'));
    let is_from = |t: &str| {
        ["from:", "von:", "de :", "de:", "van:", "from :", "da:"]
            .iter()
            .any(|f| t.starts_with(f))
    };
    let from_at = if banner {
        (i + 1..lines.len().min(i + 4)).find(|j| is_from(&header_text(&lines[*j])))
    } else if is_from(&header_text(&lines[i])) {
        Some(i)
    } else {
        None
    };
    let Some(from_at) = from_at else {
        return banner.then(|| (i + 1, String::new()));
    };
    let headers = QUOTED_HEADERS;
    let is_header = |t: &str| headers.iter().any(|h| t.starts_with(h));
    let mut end = from_at + 1;
    while end < lines.len() && end < from_at + 8 && is_header(&header_text(&lines[end])) {
        end += 1;
    }
    (end > from_at + 1 || banner).then(|| (end, lines[from_at].piece.text().to_owned()))
}

fn header_text(line: &Line) -> String {
    fold(line.piece.text().trim().trim_start_matches(['*', '_']).trim()).replace(":*", ":")
}

/// What stands below a forwarded mail: the paragraphs after the last that names the sender of that mail.
fn below_forward(lines: &[Line], from: usize, sender: &str) -> Vec<Line> {
    let sender = fold(sender);
    let name = sender.split_once(':').map_or(sender.as_str(), |(_, rest)| rest);
    let name = name
        .split(['<', '(', '['])
        .next()
        .unwrap_or_default()
        .trim()
        .trim_matches(['"', '\'']);
    let mut start = from;
    if name.len() > 3 {
        for (i, line) in lines.iter().enumerate().skip(from) {
            if fold(line.piece.text()).contains(name) {
                start = i + 1;
            }
        }
    }
    // The rest of the paragraph that named the sender is the sender's.
    let para = if start > from {
        lines.get(start - 1).map(|l| l.para)
    } else {
        lines.get(from).map(|l| l.para)
    };
    lines[start..]
        .iter()
        .filter(|l| Some(l.para) != para && !l.piece.text().trim_start().starts_with('>'))
        .cloned()
        .collect()
}
