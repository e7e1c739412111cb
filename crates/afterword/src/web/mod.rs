//! `afterword serve`: the case book as pages, on a phone outside the building or a laptop that evening.
//!
//! Every page is made on this side and works without JavaScript; every change is a form that is posted. `door` decides who
//! may in and what a browser may do with a page; `app` holds the open book; the other rooms are a page or a few that belong
//! together, each with its view (plain values a template shows) and its handlers. What is done to a case is done by
//! [`crate::book`], as the commands do it. Not here: what anything means, and how the command line is read.

mod api;
mod app;
mod board;
mod bring;
mod capture;
mod card;
mod case;
mod door;
mod error;
mod feed;
mod hours;
mod note;
mod notes;
mod people;
mod search;
mod settings;
mod sheet;
mod shell;
mod statics;
mod strip;
mod take;
mod today;
mod undo;

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

pub(crate) use app::{App, Parts};
pub(crate) use today::load_demo;

/// The largest body taken: a photo of a card, or a mail with its attachments.
const BODY_BYTES: usize = 12 * 1024 * 1024;

/// Seconds a browser may take for the head of a request.
const HEAD_SECONDS: u64 = 10;

/// Seconds a request may take, its body included.
const SECONDS: u64 = 30;

/// Where the pages are served, and how.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    /// The interface.
    pub(crate) ip: IpAddr,
    /// 0 for any free one.
    pub(crate) port: u16,
}

impl Place {
    /// This machine only.
    pub(crate) fn here(port: u16) -> Self {
        Self {
            ip: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port,
        }
    }
}

/// What the links to stylesheet and scripts carry: another text, another link.
pub(crate) fn version() -> &'static str {
    &statics::VERSION
}

/// Everything that answers.
pub(crate) fn router(app: &Arc<App>) -> Router {
    let pages = Router::new()
        .route("/", get(today::page))
        .route("/demo", post(today::demo))
        .route("/demo/away", post(today::demo_away))
        .route("/jot", get(capture::page).post(capture::take))
        .route("/jot/reading", post(capture::reading))
        .route("/cases", get(board::page))
        .route("/case/{id}", get(case::page))
        .route("/case/{id}/record", post(case::record))
        .route("/case/{id}/plan", get(strip::page))
        .route("/case/{id}/notes", get(notes::page))
        .route("/case/{id}/write", post(notes::write))
        .route("/case/{id}/answer", post(notes::answer))
        .route("/case/{id}/choose", post(notes::choose))
        .route("/note/{id}", get(note::one))
        .route("/note/{id}/findings", get(note::findings))
        .route("/note/{id}/edit", post(note::edit))
        .route("/note/{id}/check", post(note::check))
        .route("/note/{id}/mend", post(note::mend))
        .route("/note/{id}/reword", post(note::reword))
        .route("/note/{id}/approve", post(note::approve))
        .route("/note/{id}/withdraw", post(note::withdraw))
        .route("/note/{id}/sent", post(note::sent))
        .route("/note/{id}/mail.eml", get(note::mail))
        .route("/case/{id}/card/{person}", get(card::page).post(card::step))
        .route("/case/{id}/card/{person}/{file}", get(card::file))
        .route("/people", get(people::list))
        .route("/person/{id}", get(people::page).post(people::change_handler))
        .route("/find", get(search::page))
        .route("/hours", get(hours::page))
        .route("/settings", get(settings::page).post(settings::save))
        .route("/bring", get(bring::page).post(bring::take))
        .route("/undo", post(undo::back))
        .merge(api::router());
    let inside = pages
        .layer(from_fn_with_state(Arc::clone(app), door::key_holder))
        .route("/feed/{key}", get(feed::calendar));
    inside
        .merge(statics::router())
        .fallback(shell::missing)
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .layer(from_fn(door::not_too_large))
        .layer(from_fn_with_state(Arc::clone(app), door::own_host))
        .layer(CompressionLayer::new())
        .layer(TimeoutLayer::with_status_code(
            axum::http::StatusCode::REQUEST_TIMEOUT,
            Duration::from_secs(SECONDS),
        ))
        .layer(from_fn(door::headers))
        .with_state(Arc::clone(app))
}

/// Takes the address.
///
/// # Errors
/// It cannot be had.
pub(crate) async fn listen(place: Place) -> std::io::Result<TcpListener> {
    TcpListener::bind((place.ip, place.port)).await
}

/// Serves until the program is told to end. A browser that does not finish what it asks is not waited for.
pub(crate) async fn serve(listener: TcpListener, app: &Arc<App>) {
    let router = router(app);
    let mut end = std::pin::pin!(crate::stop::asked());
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut end => return,
        };
        let Ok((stream, _)) = accepted else {
            // Too many open files, or a peer that is gone again: there is room or a next one in a moment.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let _ = stream.set_nodelay(true);
        let service = TowerToHyperService::new(router.clone());
        tokio::spawn(async move {
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(Duration::from_secs(HEAD_SECONDS))
                .serve_connection(TokioIo::new(stream), service);
            let _ = connection.await;
        });
    }
}
