//! The plan as a calendar to subscribe to. Calendars keep no cookie: the link itself is the key, and it opens nothing else.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::app::App;
use super::error::{Answer, WebError};
use super::take::Path;
use crate::book::feed;

pub(crate) async fn calendar(State(app): State<Arc<App>>, Path(key): Path<String>) -> Answer<Response> {
    if key.strip_suffix(".ics") != Some(app.feed_key.as_str()) {
        return Err(WebError::Missing);
    }
    let desk = app.desk().await?;
    let bytes = feed::calendar(&desk).await?;
    Ok(([(header::CONTENT_TYPE, "text/calendar; charset=utf-8")], bytes).into_response())
}
