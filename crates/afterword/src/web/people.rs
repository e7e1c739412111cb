//! Everybody one knows, and the years with each of them.

use std::sync::Arc;

use afterword_core::casebook::PersonId;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::app::App;
use super::error::{Answer, WebError};
use super::shell::{Html, Shell};
use super::take::{Form, Path};
use super::undo::{Back, Undo};
use crate::book::known::{Change, change, occasion};
use crate::book::{Desk, words};

/// People shown on one page; the others are found by their name.
const SHOWN: usize = 300;

#[derive(Debug)]
struct Known {
    id: i64,
    name: String,
    about: String,
    last: String,
}

#[derive(Debug, Template)]
#[template(path = "people.html")]
pub(crate) struct People {
    shell: Shell,
    known: Vec<Known>,
    /// How many more there are.
    more: usize,
}

pub(crate) async fn list(State(app): State<Arc<App>>) -> Answer<Html<People>> {
    let desk = app.desk().await?;
    let mut view = desk.book.read().await?;
    let zone = desk.now.time_zone();
    let all = view.person_list().await?;
    let more = all.len().saturating_sub(SHOWN);
    let people = all.into_iter().take(SHOWN).map(|p| Known {
        id: p.id.0,
        about: [p.title, p.organization]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(", "),
        last: p.last_touch.map_or_else(String::new, |at| {
            format!("note of {}", words::day(zone.to_datetime(at).date(), &desk.now))
        }),
        name: p.name,
    });
    Ok(Html(People {
        known: people.collect(),
        more,
        shell: Shell::new(&app, &desk, "people", "People"),
    }))
}

#[derive(Debug)]
struct Touch {
    when: String,
    what: String,
    organization: String,
    case: i64,
}

#[derive(Debug, Template)]
#[template(path = "person.html")]
pub(crate) struct PersonPage {
    shell: Shell,
    id: i64,
    name: String,
    title: String,
    department: String,
    organization: String,
    email: String,
    post: String,
    phones: Vec<String>,
    touches: Vec<Touch>,
    noted: Vec<String>,
    cases: Vec<(i64, String)>,
    problem: Option<(String, String)>,
}

async fn page_of(
    app: &App,
    desk: &Desk,
    id: i64,
    typed: Option<&PersonForm>,
    problem: Option<(String, String)>,
) -> Answer<PersonPage> {
    let mut view = desk.book.read().await?;
    let person = view.person(PersonId(id)).await?.ok_or(WebError::Missing)?;
    let timeline = view.timeline(person.id).await?;
    let points = view.points_about(person.id).await?;
    let mut cases = Vec::new();
    for link in view.links_of(person.id).await? {
        if let Some(case) = view.case(link.case).await? {
            cases.push((case.id.0, words::case(&case.organization, case.role.as_deref())));
        }
    }
    let zone = desk.now.time_zone();
    let touches = timeline.iter().rev().map(|t| Touch {
        when: zone.to_datetime(t.at).date().strftime("%-d %b %Y").to_string(),
        what: occasion(&t.what),
        organization: t.organization.clone(),
        case: t.case.0,
    });
    let known = PersonForm {
        name: person.name.clone(),
        title: person.title.clone().unwrap_or_default(),
        department: person.department.clone().unwrap_or_default(),
        email: person.addr_spec.clone().unwrap_or_default(),
        post: person.postal.as_ref().map(|p| p.lines.join("\n")).unwrap_or_default(),
    };
    let form = typed.cloned().unwrap_or(known);
    Ok(PersonPage {
        shell: Shell::new(app, desk, "people", person.name.clone()),
        id,
        organization: person.organization.unwrap_or_default(),
        name: form.name,
        title: form.title,
        department: form.department,
        email: form.email,
        post: form.post,
        phones: person.phones,
        touches: touches.collect(),
        noted: points
            .into_iter()
            .filter(|p| p.private.is_none())
            .map(|p| p.text)
            .collect(),
        cases,
        problem,
    })
}

pub(crate) async fn page(State(app): State<Arc<App>>, Path(id): Path<i64>) -> Answer<Html<PersonPage>> {
    let desk = app.desk().await?;
    Ok(Html(page_of(&app, &desk, id, None, None).await?))
}

/// What is known of somebody; an empty field stays as it is.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub(crate) struct PersonForm {
    name: String,
    title: String,
    department: String,
    email: String,
    post: String,
}

/// Keeps what one knows better.
pub(crate) async fn change_form(app: &App, desk: &Desk, id: i64, form: &PersonForm) -> Answer<()> {
    let mut tx = desk.book.transaction().await?;
    let known = tx.person(PersonId(id)).await?.ok_or(WebError::Missing)?;
    let said = |text: &str, before: Option<&str>| {
        let text = text.trim();
        (!text.is_empty() && Some(text) != before).then(|| text.to_owned())
    };
    let post: Vec<&str> = form.post.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    let before = known.postal.as_ref().map(|p| p.lines.clone()).unwrap_or_default();
    let wanted = Change {
        name: said(&form.name, Some(&known.name)),
        email: said(&form.email, known.addr_spec.as_deref()),
        title: said(&form.title, known.title.as_deref()),
        department: said(&form.department, known.department.as_deref()),
        post: (!post.is_empty() && before != post).then(|| post.join(";")),
        ..Change::default()
    };
    change(desk, &mut tx, known.clone(), &wanted).await?;
    tx.commit().await?;
    app.can_undo(Undo {
        what: format!("changed what is known of {}", known.name),
        page: format!("/person/{id}"),
        back: Back::Person(Box::new(known)),
    });
    Ok(())
}

pub(crate) async fn change_page(app: &App, desk: &Desk, id: i64, form: &PersonForm) -> Answer<Response> {
    match change_form(app, desk, id, form).await {
        Ok(()) => Ok(Redirect::to(&format!("/person/{id}")).into_response()),
        Err(WebError::Missing) => Err(WebError::Missing),
        Err(error) => {
            let page = page_of(app, desk, id, Some(form), Some(error.words())).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
        }
    }
}

/// The form of the page.
pub(crate) async fn change_handler(
    State(app): State<Arc<App>>,
    Path(id): Path<i64>,
    Form(form): Form<PersonForm>,
) -> Answer<Response> {
    let desk = app.desk().await?;
    change_page(&app, &desk, id, &form).await
}
