//! What was found out before, under the hash of what was asked: a line is read many times on its way to a note.
//!
//! Nothing changes by it but the time; what was asked itself is not kept.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, PoisonError};

/// So many answers are kept; then it begins anew.
const KEPT: usize = 4_000;

/// Answers by the hash of the question.
#[derive(Debug)]
pub(crate) struct Memo<T>(Mutex<HashMap<u64, T>>);

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T: Clone> Memo<T> {
    /// The answer found before, or found now.
    pub(crate) fn answer(&self, question: &impl Hash, find: impl FnOnce() -> T) -> T {
        let mut hash = DefaultHasher::new();
        question.hash(&mut hash);
        let key = hash.finish();
        let answers = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = answers().get(&key).cloned();
        known.unwrap_or_else(|| {
            let found = find();
            let mut answers = answers();
            if answers.len() >= KEPT {
                answers.clear();
            }
            answers.insert(key, found.clone());
            found
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_asked_once() {
        let memo = Memo::default();
        assert_eq!(memo.answer(&"a", || 1), 1);
        assert_eq!(memo.answer(&"a", || 2), 1);
        assert_eq!(memo.answer(&"b", || 2), 2);
    }
}
