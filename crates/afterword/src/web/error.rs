//! What went wrong, as a page or, for programs, as problem details (RFC 9457).

use afterword_store::book::BookError;
use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::shell::{self, Html};
use crate::book;
use crate::failure;

/// Why a page could not be made or a change not be taken.
#[derive(Debug)]
pub(crate) enum WebError {
    /// There is no such page, case, note or person.
    Missing,
    /// What was asked cannot be done as things stand; nothing was changed.
    Refused {
        /// What happened.
        message: String,
        /// What to do.
        hint: Option<String>,
    },
    /// More than is taken at once.
    TooLarge,
    /// Somebody else, or another window, changed it meanwhile.
    Changed,
    /// The book cannot be read or written now.
    Unavailable {
        /// What happened.
        message: String,
        /// What to do.
        hint: Option<String>,
    },
}

pub(crate) type Answer<T> = Result<T, WebError>;

impl WebError {
    /// A refusal with what to do about it.
    pub(crate) fn refused(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Refused {
            message: message.into(),
            hint: Some(hint.into()),
        }
    }

    /// A form that could not be read.
    pub(crate) fn form(status: StatusCode) -> Self {
        if status == StatusCode::PAYLOAD_TOO_LARGE {
            Self::TooLarge
        } else {
            Self::refused(
                "this form could not be read",
                "go back and send it again; nothing was changed",
            )
        }
    }

    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::Missing => StatusCode::NOT_FOUND,
            Self::Refused { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Changed => StatusCode::CONFLICT,
            Self::Unavailable { .. } => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// In words: what happened, and what to do.
    pub(crate) fn words(&self) -> (String, String) {
        match self {
            Self::Missing => (
                "There is nothing here.".to_owned(),
                "It may have been forgotten, or the link is not whole.".to_owned(),
            ),
            Self::TooLarge => (
                "This is more than Afterword takes at once.".to_owned(),
                "Nothing was changed. Leave something out, and try again.".to_owned(),
            ),
            Self::Changed => (
                "This was changed in another window.".to_owned(),
                "Look at it as it is now, and try again. Nothing was changed by this.".to_owned(),
            ),
            Self::Refused { message, hint } | Self::Unavailable { message, hint } => (
                shell::sentence(message),
                hint.as_deref().map(shell::sentence).unwrap_or_default(),
            ),
        }
    }

    /// As problem details.
    pub(crate) fn problem(&self) -> Response {
        #[derive(Serialize)]
        struct Problem {
            r#type: &'static str,
            title: String,
            status: u16,
            detail: String,
        }
        let (title, detail) = self.words();
        let kind = match self {
            Self::Missing => "/api#missing",
            Self::Refused { .. } | Self::TooLarge => "/api#refused",
            Self::Changed => "/api#changed",
            Self::Unavailable { .. } => "/api#unavailable",
        };
        let status = self.status();
        let problem = Problem {
            r#type: kind,
            title,
            status: status.as_u16(),
            detail,
        };
        let mut answer = (status, Json(problem)).into_response();
        let kind = header::HeaderValue::from_static("application/problem+json");
        answer.headers_mut().insert(header::CONTENT_TYPE, kind);
        answer
    }
}

impl From<anyhow::Error> for WebError {
    fn from(error: anyhow::Error) -> Self {
        match error.downcast::<BookError>() {
            Ok(error) => error.into(),
            Err(error) => {
                let (message, hint) = failure::story(&error);
                Self::Refused { message, hint }
            }
        }
    }
}

impl From<BookError> for WebError {
    fn from(error: BookError) -> Self {
        let changed = matches!(error, BookError::Conflict { .. });
        let refused = matches!(error, BookError::Forgotten | BookError::ReadOnly);
        let (message, hint) = failure::story(&book::failure(error).into());
        if changed {
            Self::Changed
        } else if refused {
            Self::Refused { message, hint }
        } else {
            Self::Unavailable { message, hint }
        }
    }
}

impl From<failure::Failure> for WebError {
    fn from(error: failure::Failure) -> Self {
        anyhow::Error::from(error).into()
    }
}

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        let (title, text) = self.words();
        (self.status(), Html(shell::Plain::new(title, text))).into_response()
    }
}
