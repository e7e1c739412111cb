//! The description of a provider as Thunderbird reads it (`config-v1.1.xml`): only servers, sockets and the kind of name.
//!
//! Read by looking for the few elements that matter, within bounds; it is a stranger's text, and whatever does not fit is
//! passed over.

use super::Found;
use crate::mail::accounts::Endpoint;
use crate::mail::smtp::Security;

/// The most servers that are looked at.
const SERVERS_MAX: usize = 32;

/// What the description says for an address; `None` if nothing usable.
pub(super) fn read(text: &str, address: &str) -> Option<Found> {
    let smtp = best(text, "outgoingServer", "smtp")?;
    let imap = best(text, "incomingServer", "imap");
    let named = smtp.1.clone();
    Some(Found {
        smtp: smtp.0,
        imap: imap.map(|(endpoint, _)| endpoint),
        user: named
            .map(|n| fill(&n, address))
            .filter(|n| !n.is_empty() && n != address),
        source: String::new(),
        vouched: true,
    })
}

/// The best protected server of a kind, with the form of its user name.
fn best(text: &str, element: &str, kind: &str) -> Option<(Endpoint, Option<String>)> {
    let servers = elements(text, element).filter_map(|(attributes, inner)| {
        let typed = attributes.contains(&format!("type=\"{kind}\"")) || attributes.contains(&format!("type='{kind}'"));
        let security = match value(inner, "socketType")?.as_str() {
            "SSL" => Security::Tls,
            "STARTTLS" => Security::StartTls,
            _ => return None,
        };
        let host = value(inner, "hostname")?;
        let port = value(inner, "port")?;
        let scheme = if security == Security::Tls { "tls" } else { "starttls" };
        // One parser decides what a server is.
        let endpoint: Endpoint = format!("{scheme}://{host}:{port}").parse().ok()?;
        typed.then(|| (endpoint, value(inner, "username")))
    });
    let mut all: Vec<_> = servers.collect();
    let at = all.iter().position(|(e, _)| e.security == Security::Tls).unwrap_or(0);
    (!all.is_empty()).then(|| all.swap_remove(at))
}

/// Attributes and content of each element of this name.
fn elements<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let mut rest = text;
    std::iter::from_fn(move || {
        let (_, after) = rest.split_once(&open)?;
        let (attributes, after) = after.split_once('>')?;
        let (inner, after) = after.split_once(&close)?;
        rest = after;
        Some((attributes, inner))
    })
    .take(SERVERS_MAX)
}

/// The first text of an element; only plain words can stand there.
fn value(text: &str, name: &str) -> Option<String> {
    let (_, inner) = elements(text, name).next()?;
    let inner = inner.trim();
    let fit = inner.len() <= 255 && !inner.chars().any(|c| c.is_control() || matches!(c, '<' | '&'));
    fit.then(|| inner.to_owned())
}

fn fill(form: &str, address: &str) -> String {
    let (local, domain) = address.rsplit_once('@').unwrap_or((address, ""));
    form.replace("%EMAILADDRESS%", address)
        .replace("%EMAILLOCALPART%", local)
        .replace("%EMAILDOMAIN%", domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONFIG: &str = r#"<?xml version="1.0"?><clientConfig version="1.1"><emailProvider id="firm.example">
      <incomingServer type="pop3"><hostname>pop.firm.example</hostname><port>995</port><socketType>SSL</socketType></incomingServer>
      <incomingServer type="imap"><hostname>plain.firm.example</hostname><port>143</port><socketType>plain</socketType></incomingServer>
      <incomingServer type="imap">
        <hostname>imap.firm.example</hostname><port>993</port><socketType>SSL</socketType><username>%EMAILLOCALPART%</username>
      </incomingServer>
      <outgoingServer type="smtp"><hostname>smtp.firm.example</hostname><port>587</port><socketType>STARTTLS</socketType>
        <username>%EMAILLOCALPART%</username></outgoingServer>
      <outgoingServer type="smtp"><hostname>smtps.firm.example</hostname><port>465</port><socketType>SSL</socketType>
        <username>%EMAILLOCALPART%</username></outgoingServer>
    </emailProvider></clientConfig>"#;

    #[test]
    fn the_best_protected_servers_are_taken() {
        let found = read(CONFIG, "ann@firm.example").unwrap();
        assert_eq!(found.smtp.to_string(), "tls://smtps.firm.example:465");
        assert_eq!(found.imap.unwrap().to_string(), "tls://imap.firm.example:993");
        assert_eq!(found.user.as_deref(), Some("ann"));
    }

    #[test]
    fn an_unprotected_or_garbled_description_gives_nothing() {
        for bad in [
            String::new(),
            "<html>404</html>".to_owned(),
            CONFIG.replace("STARTTLS", "plain").replace("SSL", "plain"),
            CONFIG
                .replace("smtp.firm.example", "a b")
                .replace("smtps.firm.example", "&evil;"),
            CONFIG.replace("587", "99999").replace("465", "x"),
            "<outgoingServer type=\"smtp\">".repeat(10_000),
        ] {
            assert_eq!(read(&bad, "ann@firm.example"), None, "{}", &bad[..bad.len().min(80)]);
        }
    }
}
