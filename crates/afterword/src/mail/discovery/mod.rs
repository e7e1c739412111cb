//! Finding the servers of an address whose provider is not known: what its own domain says.
//!
//! First the domain's own description over HTTPS (Thunderbird's `autoconfig`), which its certificate vouches for; then its
//! SRV records (RFC 6186, RFC 8314), which nobody vouches for, so that a server outside the domain is marked and its owner
//! is asked. Nobody else is asked: no list of a third party learns of the address. Unencrypted servers are not taken.

mod autoconfig;
mod srv;

use super::accounts::Endpoint;
use super::https::{Reach, ask};
use super::smtp::{Roots, Security, a_label};

/// What a domain says of its servers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    /// Where mail is submitted.
    pub(crate) smtp: Endpoint,
    /// Where mail is read.
    pub(crate) imap: Option<Endpoint>,
    /// The name to log in with, where it is not the address.
    pub(crate) user: Option<String>,
    /// Who said so.
    pub(crate) source: String,
    /// Whether somebody vouches for it: a certificate of the domain, or servers within it.
    pub(crate) vouched: bool,
}

/// What the domain of an address says; `None` if nothing.
pub(crate) async fn discover(address: &str) -> Option<Found> {
    let address = a_label(address).ok()?;
    let (_, domain) = address.rsplit_once('@')?;
    if !domain.contains('.') || domain.starts_with('[') {
        return None;
    }
    let pages = [
        format!(
            "https://autoconfig.{domain}/mail/config-v1.1.xml?emailaddress={}",
            address.replace('@', "%40")
        ),
        format!("https://{domain}/.well-known/autoconfig/mail/config-v1.1.xml"),
    ];
    for page in pages {
        let Ok(answer) = ask(&page, None, Reach::Public, &Roots::default()).await else {
            continue;
        };
        let text = String::from_utf8_lossy(&answer.body).into_owned();
        if let Some(found) = (answer.status == 200)
            .then(|| autoconfig::read(&text, &address))
            .flatten()
        {
            let source = page.split('?').next().unwrap_or_default().to_owned();
            return Some(Found { source, ..found });
        }
    }
    records(domain).await
}

/// What the SRV records say.
async fn records(domain: &str) -> Option<Found> {
    let first = async |services: &[(&str, Security)]| {
        for (service, security) in services {
            if let Some((host, port)) = srv::first(&format!("{service}._tcp.{domain}")).await {
                return Some(Endpoint {
                    security: *security,
                    host,
                    port,
                });
            }
        }
        None
    };
    let smtp = first(&[("_submissions", Security::Tls), ("_submission", Security::StartTls)]).await?;
    let imap = first(&[("_imaps", Security::Tls), ("_imap", Security::StartTls)]).await;
    let within = |e: &Endpoint| e.host == domain || e.host.ends_with(&format!(".{domain}"));
    Some(Found {
        vouched: within(&smtp) && imap.as_ref().is_none_or(within),
        smtp,
        imap,
        user: None,
        source: format!("the name records of {domain}"),
    })
}
