//! What a line of a jot sounds like: a second reader that follows no rule.
//!
//! Whether it is private, and whose matter it is, [`afterword_weigher`] has learned from lines labelled by hand; here lines are cut
//! to what it reads, and each is read once.

use std::sync::LazyLock;

pub(crate) use afterword_weigher::Matter;
use afterword_weigher::{LONGEST, Line, words};

use crate::memo::Memo;

/// What both readers say of a line.
#[derive(Debug, Clone, Copy)]
struct Weighed {
    private: f32,
    /// `None` where there is nothing to read.
    matter: Option<Matter>,
}

fn weigh(line: &str) -> Weighed {
    static SEEN: LazyLock<Memo<Weighed>> = LazyLock::new(Memo::default);
    let words = words(line);
    SEEN.answer(&words, || {
        let stretches: Vec<Line> = words.chunks(LONGEST).filter_map(Line::read).collect();
        Weighed {
            private: stretches.iter().map(Line::private).fold(f32::MIN, f32::max),
            matter: stretches.first().map(Line::matter),
        }
    })
}

/// The log-odds that a line is a remark for oneself, and not for a note: above 0, more likely than not. Of a long one, of its
/// most private stretch.
pub(crate) fn private(line: &str) -> f64 {
    weigh(line).private.into()
}

/// Whose matter a line is that nothing marks; of a long one, by how it begins.
pub(crate) fn matter(line: &str) -> Option<Matter> {
    weigh(line).matter
}

/// Whether something else than theirs is by far likelier. Most lines that nothing marks are theirs, more than among those that
/// were learned from, so that a little more does not count.
pub(crate) fn hardly_theirs(line: &str) -> bool {
    matter(line).is_some_and(|m| {
        let other = [m.amends, m.mine, m.reason, m.todo, m.wants];
        other.into_iter().any(|share| share > 6.0 * m.theirs)
    })
}
