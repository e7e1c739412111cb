//! Errors as a person reads them: what happened, then what to do.

use std::error::Error;
use std::fmt;

/// A failure that knows what to do about it.
#[derive(Debug)]
pub(crate) struct Failure {
    message: String,
    hint: Option<String>,
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl Failure {
    /// What happened, in lower case and without a final period.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            hint: None,
            source: None,
        }
    }

    /// What to do about it.
    #[must_use]
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// What the system or a library said.
    #[must_use]
    pub(crate) fn because(mut self, source: impl Error + Send + Sync + 'static) -> Self {
        self.source = Some(Box::new(source));
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for Failure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|e| e as _)
    }
}

/// The whole story on one line, and the hint of whichever error in the chain has one.
pub(crate) fn story(error: &anyhow::Error) -> (String, Option<String>) {
    let line = error.chain().map(ToString::to_string).collect::<Vec<_>>().join(": ");
    let hint = error.chain().find_map(|e| e.downcast_ref::<Failure>()?.hint.clone());
    (line, hint)
}
