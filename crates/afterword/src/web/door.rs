//! Who may in, and what a browser may do with what it gets.
//!
//! A page is for whoever opened the link with the key: it becomes a cookie that only this server gets. The Host must be
//! this server's own (a name that was made to point here is refused: DNS rebinding), and a change is taken only from a page
//! of this server (Fetch Metadata, else Origin), never on GET. Nothing from elsewhere runs or loads in a page.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use super::app::App;
use super::error::WebError;
use super::shell::{Html, Plain};

/// The cookie where the browser takes a host-bound one, and its plain name on a network without TLS.
const COOKIES: [&str; 2] = ["__Host-afterword", "afterword"];

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    connect-src 'self'; font-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; \
    frame-ancestors 'none'; base-uri 'none'";

/// What every answer says about itself.
pub(crate) async fn headers(request: Request, next: Next) -> Response {
    let mut answer = next.run(request).await;
    let set = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), microphone=(), geolocation=()",
        ),
    ];
    for (name, value) in set {
        answer.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    let headers = answer.headers_mut();
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    answer
}

/// Only what is not too much: said before it is read.
pub(crate) async fn not_too_large(request: Request, next: Next) -> Response {
    let length = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|v| v.to_str().ok());
    let bytes = length.and_then(|l| l.parse::<u64>().ok()).unwrap_or(0);
    if usize::try_from(bytes).is_ok_and(|bytes| bytes <= super::BODY_BYTES) {
        return next.run(request).await;
    }
    if request.uri().path().starts_with("/api/") {
        return WebError::TooLarge.problem();
    }
    WebError::TooLarge.into_response()
}

/// Only requests that name this server as theirs.
pub(crate) async fn own_host(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|h| h.to_str().ok());
    let named = host.or_else(|| request.uri().authority().map(axum::http::uri::Authority::as_str));
    if named.is_some_and(|named| is_ours(named, app.address)) {
        return next.run(request).await;
    }
    let page = Plain::new(
        "This address is not Afterword's.".to_owned(),
        format!("Open http://{} instead.", app.address),
    );
    (StatusCode::MISDIRECTED_REQUEST, Html(page)).into_response()
}

fn is_ours(named: &str, address: SocketAddr) -> bool {
    let mut ours = vec![address.to_string()];
    if address.ip().is_loopback() {
        ours.push(format!("localhost:{}", address.port()));
        ours.push(format!("127.0.0.1:{}", address.port()));
    }
    ours.iter().any(|own| own.eq_ignore_ascii_case(named))
}

/// Only whoever has the key; and no change from another site's page.
pub(crate) async fn key_holder(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with("/api/");
    if request.method() == Method::GET
        && let Some(key) = key_in(request.uri())
        && same(key, &app.key)
    {
        return let_in(&app, request.uri());
    }
    if !has_key(request.headers(), &app.key) {
        let refused = WebError::refused(
            "this page is its owner's",
            "open the link that `afterword serve` showed; it lets this browser in",
        );
        return turned_away(&refused, is_api, StatusCode::UNAUTHORIZED);
    }
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if !safe && !from_here(request.headers(), app.address) {
        let refused = WebError::refused(
            "this came from another site",
            "nothing was changed; use Afterword's own pages",
        );
        return turned_away(&refused, is_api, StatusCode::FORBIDDEN);
    }
    next.run(request).await
}

fn turned_away(refused: &WebError, is_api: bool, status: StatusCode) -> Response {
    if is_api {
        return refused.problem_as(status);
    }
    let (title, text) = refused.words();
    (status, Html(Plain::new(title, text))).into_response()
}

/// The key in the link.
fn key_in(uri: &Uri) -> Option<&str> {
    uri.query()?.split('&').find_map(|pair| pair.strip_prefix("key="))
}

/// Turns the key in the link into a cookie, and the link into one without it.
fn let_in(app: &App, uri: &Uri) -> Response {
    // `//elsewhere/` would lead to another host.
    let path = if uri.path().starts_with("//") { "/" } else { uri.path() };
    let mut answer = Redirect::to(path).into_response();
    for (name, rest) in [(COOKIES[0], "; Secure"), (COOKIES[1], "")] {
        let cookie = format!(
            "{name}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age=31536000{rest}",
            app.key
        );
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            answer.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    answer
}

fn has_key(headers: &HeaderMap, key: &str) -> bool {
    let bearer = headers
        .get(header::AUTHORIZATION)
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.strip_prefix("Bearer "));
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
    let cookies = cookies
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    let mut shown = cookies
        .filter(|(name, _)| COOKIES.contains(name))
        .map(|(_, value)| value);
    bearer.is_some_and(|b| same(b, key)) || shown.any(|value| same(value, key))
}

/// Whether two keys are the same, in a time that tells nothing about where they differ.
fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

/// A request that a page of this server made, or a program with the key in hand.
fn from_here(headers: &HeaderMap, address: SocketAddr) -> bool {
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match text("origin") {
        Some(origin) => origin
            .strip_prefix("http://")
            .is_some_and(|host| is_ours(host, address)),
        // No browser leaves both out; a program that names its key itself is not led by another site.
        None => headers.contains_key(header::AUTHORIZATION),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_str(value).unwrap()))
            .collect()
    }

    #[test]
    fn only_its_own_names_reach_it() {
        let here: SocketAddr = "127.0.0.1:4000".parse().unwrap();
        for named in ["127.0.0.1:4000", "localhost:4000", "LOCALHOST:4000"] {
            assert!(is_ours(named, here), "{named}");
        }
        for named in [
            "127.0.0.1",
            "127.0.0.1:4001",
            "evil.example:4000",
            "localhost.evil.example:4000",
            "",
        ] {
            assert!(!is_ours(named, here), "{named}");
        }
    }

    #[test]
    fn a_change_comes_from_its_own_pages() {
        let here: SocketAddr = "127.0.0.1:4000".parse().unwrap();
        let check = |pairs: &[(&'static str, &str)], expect: bool| {
            assert_eq!(from_here(&headers(pairs), here), expect, "{pairs:?}");
        };
        check(&[("sec-fetch-site", "same-origin")], true);
        check(
            &[("sec-fetch-site", "cross-site"), ("origin", "http://127.0.0.1:4000")],
            false,
        );
        check(&[("sec-fetch-site", "same-site")], false);
        check(&[("origin", "http://localhost:4000")], true);
        check(&[("origin", "http://evil.example")], false);
        check(&[("origin", "null")], false);
        check(&[], false);
        check(&[("authorization", "Bearer x")], true);
    }

    #[test]
    fn the_key_is_found_where_browsers_and_programs_put_it() {
        assert!(has_key(&headers(&[("cookie", "a=b; __Host-afterword=k1")]), "k1"));
        assert!(has_key(&headers(&[("cookie", "afterword=k1")]), "k1"));
        assert!(has_key(&headers(&[("authorization", "Bearer k1")]), "k1"));
        for pairs in [
            &[("cookie", "afterword=k2")][..],
            &[("cookie", "x=k1")],
            &[("authorization", "Basic k1")],
            &[],
        ] {
            assert!(!has_key(&headers(pairs), "k1"), "{pairs:?}");
        }
    }
}
