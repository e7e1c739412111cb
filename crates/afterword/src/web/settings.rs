//! Who the notes are from and how they sound; the calendar's link; what leaves the machine.

use std::sync::Arc;

use afterword_core::model::{Directness, Warmth};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};

use super::app::App;
use super::error::Answer;
use super::shell::{Html, Shell};
use super::take::Form;
use crate::book::{Desk, OWN};
use crate::config::{self, Own};

#[derive(Debug, Template)]
#[template(path = "settings.html")]
pub(crate) struct SettingsPage {
    shell: Shell,
    form: SettingsForm,
    feed: String,
    problem: Option<(String, String)>,
    place: String,
}

/// What is typed.
#[derive(Debug, Clone, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub(crate) struct SettingsForm {
    name: String,
    email: String,
    phone: String,
    sign_off: String,
    #[schema(value_type = String)]
    warmth: Warmth,
    #[schema(value_type = String)]
    directness: Directness,
    contact_line: Option<String>,
    return_address: String,
    country: String,
}

impl SettingsForm {
    pub(crate) fn of(desk: &Desk) -> Self {
        let profile = desk.profile();
        let said = |text: &Option<String>| text.clone().unwrap_or_default();
        Self {
            name: said(&profile.candidate.name),
            email: said(&profile.candidate.addr_spec),
            phone: said(&profile.candidate.phone),
            sign_off: said(&profile.sign_off),
            warmth: profile.warmth,
            directness: profile.directness,
            contact_line: (!profile.no_contact_line).then(|| "on".to_owned()),
            return_address: desk.settings.return_address.join("\n"),
            country: said(&desk.settings.country),
        }
    }

    fn own(&self) -> Own {
        let said = |text: &str| Some(text.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|t| !t.is_empty());
        Own {
            name: said(&self.name),
            email: said(&self.email),
            phone: said(&self.phone),
            sign_off: said(&self.sign_off),
            warmth: Some(self.warmth),
            directness: Some(self.directness),
            contact_line: Some(self.contact_line.is_some()),
            return_address: Some(
                self.return_address
                    .lines()
                    .map(|l| l.trim().to_owned())
                    .filter(|l| !l.is_empty())
                    .collect(),
            ),
            country: said(&self.country),
        }
    }

    /// Whether this is the choice, for the template.
    pub(crate) fn is_warmth(&self, name: &str) -> bool {
        matches!(
            (self.warmth, name),
            (Warmth::Plain, "plain") | (Warmth::Warm, "warm") | (Warmth::Formal, "formal")
        )
    }

    pub(crate) fn is_directness(&self, name: &str) -> bool {
        matches!(
            (self.directness, name),
            (Directness::Reserved, "reserved") | (Directness::Warm, "warm") | (Directness::Direct, "direct")
        )
    }
}

fn page_of(app: &App, desk: &Desk, form: SettingsForm, problem: Option<(String, String)>) -> SettingsPage {
    SettingsPage {
        shell: Shell::new(app, desk, "settings", "Settings"),
        form,
        feed: format!("http://{}/feed/{}.ics", app.address, app.feed_key),
        problem,
        place: match desk.location.file() {
            Some(path) => path.display().to_string(),
            None => "a PostgreSQL server".to_owned(),
        },
    }
}

pub(crate) async fn page(State(app): State<Arc<App>>) -> Answer<Html<SettingsPage>> {
    let desk = app.desk().await?;
    let form = SettingsForm::of(&desk);
    Ok(Html(page_of(&app, &desk, form, None)))
}

pub(crate) async fn save(State(app): State<Arc<App>>, Form(form): Form<SettingsForm>) -> Answer<Response> {
    let desk = app.desk().await?;
    match keep(&desk, &form).await? {
        None => Ok(Redirect::to("/settings").into_response()),
        Some(problem) => {
            let page = page_of(&app, &desk, form, Some(problem));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
        }
    }
}

/// Keeps them in the book; gives what is wrong with them, and nothing is changed then.
///
/// # Errors
/// The database's.
pub(crate) async fn keep(desk: &Desk, form: &SettingsForm) -> Answer<Option<(String, String)>> {
    let own = form.own();
    let mut settings = desk.settings.clone();
    own.clone().lay_over(&mut settings);
    if let Err((key, why)) = config::check(&settings) {
        let problem = format!("The {} {why}.", key.replace('_', " "));
        return Ok(Some((problem, "Nothing was changed.".to_owned())));
    }
    let mut tx = desk.book.transaction().await?;
    tx.set(OWN, &own).await?;
    tx.commit().await?;
    Ok(None)
}
