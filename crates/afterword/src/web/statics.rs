//! What is the same for everybody: the stylesheet, the scripts, the icons. It is in the binary, named by its content, and
//! holds nothing of anybody.

use std::sync::{Arc, LazyLock};

use askama::Template;
use axum::Router;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::app::App;
use super::capture::Understood;
use super::shell::{Html, Shell};
use crate::stable_id::stable_id;

const STYLE: &str = include_str!("assets/style.css");
const SCRIPT: &str = include_str!("assets/app.js");
const HTMX: &str = include_str!("assets/htmx.js");
const WORKER: &str = include_str!("assets/sw.js");
const MANIFEST: &str = include_str!("assets/manifest.webmanifest");
const ICON: &str = include_str!("assets/icon.svg");
const ICON_192: &[u8] = include_bytes!("assets/icon-192.png");
const ICON_512: &[u8] = include_bytes!("assets/icon-512.png");

/// Changes when any of them does.
pub(crate) static VERSION: LazyLock<String> =
    LazyLock::new(|| stable_id(&[STYLE, SCRIPT, HTMX, WORKER, MANIFEST, ICON]));

/// Links carry the version, so that a browser may keep what they lead to.
const KEEP: &str = "public, max-age=31536000, immutable";
const ASK: &str = "no-cache";

fn text(kind: &'static str, keep: &'static str, body: impl IntoResponse) -> Response {
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, keep)], body).into_response()
}

/// The page a browser shows without a connection: an empty box.
#[derive(Debug, Template)]
#[template(path = "offline.html")]
struct Offline {
    shell: Shell,
    reading: Understood,
}

pub(crate) fn router() -> Router<Arc<App>> {
    const CSS: &str = "text/css; charset=utf-8";
    const JS: &str = "text/javascript; charset=utf-8";
    Router::new()
        .route("/assets/style.css", get(async || text(CSS, KEEP, STYLE)))
        .route("/assets/app.js", get(async || text(JS, KEEP, SCRIPT)))
        .route("/assets/htmx.js", get(async || text(JS, KEEP, HTMX)))
        .route("/assets/icon.svg", get(async || text("image/svg+xml", KEEP, ICON)))
        .route("/assets/icon-192.png", get(async || text("image/png", KEEP, ICON_192)))
        .route("/assets/icon-512.png", get(async || text("image/png", KEEP, ICON_512)))
        .route("/favicon.ico", get(async || text("image/svg+xml", KEEP, ICON)))
        .route(
            "/sw.js",
            get(async || text(JS, ASK, WORKER.replace("%VERSION%", &VERSION))),
        )
        .route(
            "/manifest.webmanifest",
            get(async || {
                text(
                    "application/manifest+json",
                    ASK,
                    MANIFEST.replace("%VERSION%", &VERSION),
                )
            }),
        )
        .route(
            "/offline",
            get(async || {
                Html(Offline {
                    shell: Shell {
                        title: "New jot".to_owned(),
                        place: "jot",
                        ..Shell::default()
                    },
                    reading: Understood {
                        empty: true,
                        ..Understood::default()
                    },
                })
            }),
        )
}
