//! What stands around every page, and pages that are words alone.

use askama::Template;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::app::App;
use super::error::WebError;

/// A template as an answer.
pub(crate) struct Html<T>(pub(crate) T);

impl<T: Template> IntoResponse for Html<T> {
    fn into_response(self) -> Response {
        match self.0.render() {
            Ok(page) => ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response(),
            Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        }
    }
}

/// What a page has around it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shell {
    /// In the browser's tab.
    pub(crate) title: String,
    /// Which part of the house: `today`, `cases`, `people`, `find`, `settings`, or none of them.
    pub(crate) place: &'static str,
    /// Said once at the top: what was just done.
    pub(crate) notice: Option<String>,
    /// What the last change was, if it can be taken back.
    pub(crate) undo: Option<String>,
    /// The date is in doubt, and what that means.
    pub(crate) doubt: Option<String>,
}

impl Shell {
    pub(crate) fn new(app: &App, desk: &crate::book::Desk, place: &'static str, title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            place,
            notice: None,
            undo: app.last_done(),
            doubt: desk.doubt(),
        }
    }

    /// Whether the link to this part is where one is.
    pub(crate) fn here(&self, place: &str) -> bool {
        self.place == place
    }
}

/// A page of words.
#[derive(Debug, Template)]
#[template(path = "plain.html")]
pub(crate) struct Plain {
    shell: Shell,
    heading: String,
    text: String,
}

impl Plain {
    pub(crate) fn new(heading: String, text: String) -> Self {
        Self {
            shell: Shell {
                title: heading.trim_end_matches('.').to_owned(),
                ..Shell::default()
            },
            heading,
            text,
        }
    }
}

/// A reason as a sentence of its own.
pub(crate) fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_uppercase().collect::<String>());
    let rest = chars.as_str().trim_end_matches('.');
    format!("{}{rest}.", first.unwrap_or_default())
}

/// No such page.
pub(crate) async fn missing() -> WebError {
    WebError::Missing
}
