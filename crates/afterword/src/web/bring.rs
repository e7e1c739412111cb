//! Bringing something in by dropping it: an invitation, contacts, a mail, a jot, a photo of a card.

use std::io::Write as _;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::app::App;
use super::capture;
use super::error::{Answer, WebError};
use super::shell::{Html, Shell};
use crate::book::Desk;
use crate::book::bring::{self, Brought, Kind, kind_of};
use crate::book::take_up::Wishes;
use crate::card_image;
use crate::input::{self, Source, Wanted};

#[derive(Debug, Template)]
#[template(path = "bring.html")]
pub(crate) struct Bring {
    shell: Shell,
    said: Vec<String>,
    href: Option<String>,
    problem: Option<(String, String)>,
}

fn page_of(
    app: &App,
    desk: &Desk,
    said: Vec<String>,
    href: Option<String>,
    problem: Option<(String, String)>,
) -> Bring {
    Bring {
        shell: Shell::new(app, desk, "", "Bring something in"),
        said,
        href,
        problem,
    }
}

pub(crate) async fn page(State(app): State<Arc<App>>) -> Answer<Html<Bring>> {
    let desk = app.desk().await?;
    Ok(Html(page_of(&app, &desk, Vec::new(), None, None)))
}

/// Takes in what was dropped.
pub(crate) async fn take(State(app): State<Arc<App>>, mut parts: Multipart) -> Answer<Response> {
    let desk = app.desk().await?;
    let mut wishes = Wishes::default();
    let mut file = Vec::new();
    while let Ok(Some(part)) = parts.next_field().await {
        let name = part.name().unwrap_or_default().to_owned();
        let unread = |_| {
            WebError::refused(
                "the file could not be read to its end",
                "try again; it may be too large",
            )
        };
        match name.as_str() {
            "file" => file = part.bytes().await.map_err(unread)?.to_vec(),
            "employer" => {
                let text = part.text().await.map_err(unread)?;
                wishes.employer = Some(text.trim().to_owned()).filter(|t| !t.is_empty());
            }
            _ => {}
        }
    }
    if file.is_empty() {
        let problem = WebError::refused("no file came", "choose one, or drop it on the page").words();
        let page = page_of(&app, &desk, Vec::new(), None, Some(problem));
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response());
    }
    match brought(&desk, file, &wishes).await {
        Ok(Outcome::Jot(case)) => Ok(Redirect::to(&format!("/case/{case}/notes")).into_response()),
        Ok(Outcome::Facts(brought)) => {
            let href = match (brought.person, brought.case) {
                (Some(person), _) => Some(format!("/person/{}", person.0)),
                (None, Some(case)) => Some(format!("/case/{case}")),
                (None, None) => None,
            };
            Ok(Html(page_of(&app, &desk, brought.said, href, None)).into_response())
        }
        Err(error) => {
            let error = WebError::from(error);
            let page = page_of(&app, &desk, Vec::new(), None, Some(error.words()));
            Ok((error.status(), Html(page)).into_response())
        }
    }
}

enum Outcome {
    Jot(i64),
    Facts(Brought),
}

fn is_picture(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x89PNG") || bytes.starts_with(b"\xff\xd8\xff")
}

async fn brought(desk: &Desk, bytes: Vec<u8>, wishes: &Wishes) -> anyhow::Result<Outcome> {
    if is_picture(&bytes) {
        let read = tokio::task::spawn_blocking(move || -> anyhow::Result<card_image::Card> {
            let mut file = tempfile::Builder::new().prefix("card-").tempfile()?;
            file.write_all(&bytes)?;
            file.flush()?;
            Ok(card_image::read(file.path())?)
        })
        .await??;
        return Ok(Outcome::Facts(bring::card(desk, &read.read, wishes).await?));
    }
    Ok(match kind_of(&bytes) {
        Kind::Jot => {
            let text = input::decoded(&bytes, &Source::Stdin, Wanted::JOT)?.text;
            Outcome::Jot(capture::take_up(desk, &text, wishes).await?)
        }
        Kind::Invite => Outcome::Facts(bring::invite(desk, &bytes, wishes).await?),
        Kind::Contacts => Outcome::Facts(bring::contacts(desk, &bytes, wishes).await?),
        kind @ (Kind::Message | Kind::Signature) => {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            Outcome::Facts(bring::signature(desk, &text, kind == Kind::Message, wishes).await?)
        }
    })
}
