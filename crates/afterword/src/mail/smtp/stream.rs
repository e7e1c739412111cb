//! The connection underneath: TCP without delay, and TLS that is never optional.
//!
//! Without `TCP_NODELAY` the dot would wait for the server's acknowledgement of the text, about 40 ms a message.
//! IMAP uses the same connection.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{self, ClientConfig, RootCertStore};

/// How a connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Security {
    /// TLS from the first byte.
    Tls,
    /// TLS after `STARTTLS`; a server that does not offer it gets nothing.
    StartTls,
    /// None. Only for a server on this machine: what else is named gets nothing.
    None,
}

/// Which certificates are trusted.
#[derive(Debug, Clone)]
pub(crate) struct Roots(Arc<RootCertStore>);

impl Default for Roots {
    /// Those browsers trust.
    fn default() -> Self {
        Self(Arc::new(RootCertStore {
            roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
        }))
    }
}

impl Roots {
    /// Only the certificates of a PEM file: a mail bridge on this machine has one of its own.
    ///
    /// # Errors
    /// The file holds no certificate.
    pub(crate) fn pem(pem: &[u8]) -> Result<Self, String> {
        let mut store = RootCertStore::empty();
        for certificate in CertificateDer::pem_slice_iter(pem) {
            let certificate = certificate.map_err(|e| format!("the certificate file cannot be read: {e:?}"))?;
            store
                .add(certificate)
                .map_err(|e| format!("the certificate file cannot be used: {e}"))?;
        }
        if store.is_empty() {
            return Err("the certificate file holds no certificate".to_owned());
        }
        Ok(Self(Arc::new(store)))
    }

    fn config(&self) -> Result<ClientConfig, rustls::Error> {
        let provider = Arc::new(ring::default_provider());
        Ok(ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_root_certificates(Arc::clone(&self.0))
            .with_no_client_auth())
    }
}

/// Where a server is and how it is reached.
#[derive(Debug, Clone)]
pub(crate) struct Server {
    /// Its name, which its certificate must bear.
    pub(crate) host: String,
    /// Its port.
    pub(crate) port: u16,
    /// How the connection is protected.
    pub(crate) security: Security,
    /// Which certificates are trusted.
    pub(crate) roots: Roots,
}

/// Whatever carries bytes both ways.
pub(crate) trait Wire: AsyncRead + AsyncWrite + Unpin + Send + std::fmt::Debug {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send + std::fmt::Debug> Wire for T {}

/// Connects to the first address that answers.
///
/// # Errors
/// No address answered, or an unprotected connection would leave this machine.
pub(crate) async fn connect(server: &Server, wait: Duration) -> io::Result<TcpStream> {
    let addresses = timeout(wait, tokio::net::lookup_host((server.host.as_str(), server.port)))
        .await
        .map_err(|_| {
            io::Error::new(
                io::ErrorKind::TimedOut,
                "the server's name could not be looked up in time",
            )
        })??;
    let mut last = io::Error::new(io::ErrorKind::NotFound, "the server's name has no address");
    for address in addresses {
        if server.security == Security::None && !address.ip().is_loopback() {
            last = io::Error::new(
                io::ErrorKind::PermissionDenied,
                "an unprotected connection is made to this machine only",
            );
            continue;
        }
        match timeout(wait, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => {
                stream.set_nodelay(true)?;
                return Ok(stream);
            }
            Ok(Err(e)) => last = e,
            Err(_) => last = io::Error::new(io::ErrorKind::TimedOut, "the server did not answer in time"),
        }
    }
    Err(last)
}

/// The TLS handshake over a connection.
///
/// # Errors
/// The certificate does not fit or is not trusted, or the connection broke.
pub(crate) async fn encrypt(stream: TcpStream, server: &Server, wait: Duration) -> io::Result<Box<dyn Wire>> {
    let config = server.roots.config().map_err(io::Error::other)?;
    let name = ServerName::try_from(server.host.clone()).map_err(io::Error::other)?;
    let shaken = timeout(wait, TlsConnector::from(Arc::new(config)).connect(name, stream)).await;
    let stream = shaken.map_err(|_| io::Error::new(io::ErrorKind::TimedOut, "no TLS handshake in time"))??;
    Ok(Box::new(stream))
}

/// Whether a handshake failed because of whom it was with; trying again does not help.
pub(crate) fn is_about_trust(error: &io::Error) -> bool {
    error
        .get_ref()
        .and_then(|e| e.downcast_ref::<rustls::Error>())
        .is_some_and(|e| {
            matches!(
                e,
                rustls::Error::InvalidCertificate(_)
                    | rustls::Error::NoCertificatesPresented
                    | rustls::Error::UnsupportedNameType
            )
        })
}
