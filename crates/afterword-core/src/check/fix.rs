//! Putting fixes in: what `check --fix` changes in a text.
//!
//! A fix replaces exactly the bytes of its excerpt. Fixes that overlap are not put in together; the graver stays and the
//! other may come in the next round. Nothing here decides whether a fix is wanted.

use super::{Place, Remark};

/// How often a text is checked again before it is left as it was.
const ROUNDS: usize = 8;

/// The text with every fix put in that stands in it and overlaps no other.
///
/// Findings about the subject, about the whole note or without a fix change nothing.
#[must_use]
pub fn apply(text: &str, remarks: &[Remark]) -> String {
    let mut fixes: Vec<(usize, usize, &str, &Remark)> = remarks
        .iter()
        .filter_map(|remark| match (&remark.place, &remark.finding.fix) {
            (Place::Text(span), Some(fix)) => Some((span.start, span.end, fix.as_str(), remark)),
            _ => None,
        })
        .collect();
    fixes.sort_by(|a, b| {
        let severity = b.3.finding.severity.cmp(&a.3.finding.severity);
        severity.then_with(|| (a.0, a.1, a.2).cmp(&(b.0, b.1, b.2)))
    });
    let mut taken: Vec<(usize, usize, &str)> = Vec::new();
    for (start, end, fix, _) in fixes {
        let free = taken.iter().all(|t| end <= t.0 || t.1 <= start);
        let stands = text.get(start..end).is_some();
        if free && stands {
            taken.push((start, end, fix));
        }
    }
    taken.sort_unstable_by_key(|t| std::cmp::Reverse(t.0));
    let mut out = text.to_owned();
    for (start, end, fix) in taken {
        // A word taken out leaves one space, not two.
        let doubled = fix.is_empty() && out[..start].ends_with([' ', '\n']) && out[end..].starts_with(' ');
        out.replace_range(start..end + usize::from(doubled), fix);
    }
    out
}

/// Checks and mends until nothing is left to mend, so that mending the result again changes nothing.
///
/// Fixes that call for each other in a circle end at the same text whichever of them came first; a text that cannot
/// be settled in a few rounds is given back as it was.
pub fn settle(text: &str, mut check: impl FnMut(&str) -> Vec<Remark>) -> String {
    let mut seen = vec![text.to_owned()];
    for _ in 0..ROUNDS {
        let last = &seen[seen.len() - 1];
        let next = apply(last, &check(last));
        if let Some(first) = seen.iter().position(|s| *s == next) {
            return seen[first..].iter().min().cloned().unwrap_or(next);
        }
        seen.push(next);
    }
    text.to_owned()
}
