//! One HTTPS request at a time, for finding a provider's servers and for `OAuth2`; nothing else of the program asks the web.
//!
//! The name is looked up once, every address it has is judged, and the connection goes to that very address, so that a
//! name cannot point elsewhere a moment later. Redirects are not followed, bodies and waits are bounded, and only `https`
//! is spoken (`http` to this machine, for a login that ends here). Not here: what an answer means.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper::{Request, Uri};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::smtp::stream::{self, Wire};
use super::smtp::{Roots, Security, Server};

/// The most bytes of an answer that are read.
const BODY_MAX: usize = 256 * 1024;

/// The most time a request may take, from the look-up to the last byte.
const WAIT: Duration = Duration::from_secs(20);

/// Which addresses may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Those of the public network: the name came from somebody else.
    Public,
    /// Any: its owner named the server.
    Anywhere,
}

/// What a server answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    /// The status, such as 200.
    pub(crate) status: u16,
    /// The body.
    pub(crate) body: Vec<u8>,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HttpsError {
    /// Not an address that is asked.
    #[error("{0} is no address of a web server that is asked; it must begin with https://")]
    Address(String),
    /// Not one of the public network.
    #[error("{0} leads into a private network, which is not asked")]
    Private(String),
    /// It took too long.
    #[error("{0} did not answer in time")]
    Silent(String),
    /// Too many bytes.
    #[error("{0} sends more than is read")]
    TooLong(String),
    /// The connection or the protocol broke.
    #[error("{0} cannot be asked: {1}")]
    Broken(String, String),
}

/// Asks for `url`: `GET`, or `POST` with `form` (`application/x-www-form-urlencoded`).
///
/// # Errors
/// As of [`HttpsError`]; an answer of any status is an answer.
pub(crate) async fn ask(url: &str, form: Option<&str>, reach: Reach, roots: &Roots) -> Result<Answer, HttpsError> {
    let bad = || HttpsError::Address(url.chars().take(200).collect());
    let uri: Uri = url.parse().map_err(|_| bad())?;
    let host = uri.host().ok_or_else(bad)?.to_ascii_lowercase();
    let bare = host.trim_matches(['[', ']']).to_owned();
    let encrypted = match uri.scheme_str() {
        Some("https") => true,
        Some("http") if reach == Reach::Anywhere && is_this_machine(&bare) => false,
        _ => return Err(bad()),
    };
    // A password in an address, or a host in numbers that are none of the usual ones, is somebody's trick.
    if uri.authority().is_some_and(|a| a.as_str().contains('@')) || is_odd_number(&bare) {
        return Err(bad());
    }
    let port = uri.port_u16().unwrap_or(if encrypted { 443 } else { 80 });
    let work = async {
        let tcp = reached(&bare, port, reach).await?;
        let broken = |e: &dyn std::fmt::Display| HttpsError::Broken(bare.clone(), e.to_string());
        let wire: Box<dyn Wire> = if encrypted {
            let server = Server {
                host: bare.clone(),
                port,
                security: Security::Tls,
                roots: roots.clone(),
            };
            stream::encrypt(tcp, &server, WAIT).await.map_err(|e| broken(&e))?
        } else {
            Box::new(tcp)
        };
        let (mut sender, connection) = hyper::client::conn::http1::Builder::new()
            .max_buf_size(64 * 1024)
            .handshake(TokioIo::new(wire))
            .await
            .map_err(|e| broken(&e))?;
        let path = uri.path_and_query().map_or("/", |p| p.as_str());
        let mut request = Request::builder()
            .uri(path)
            .header("host", uri.authority().map_or(bare.as_str(), |a| a.as_str()))
            .header("accept", "application/json, application/xml, text/xml")
            .header("connection", "close");
        if form.is_some() {
            request = request
                .method("POST")
                .header("content-type", "application/x-www-form-urlencoded");
        }
        let body = Full::new(Bytes::from(form.unwrap_or_default().to_owned()));
        let request = request.body(body).map_err(|e| broken(&e))?;
        let answer = async {
            let response = sender.send_request(request).await.map_err(|e| broken(&e))?;
            let status = response.status().as_u16();
            let mut incoming = response.into_body();
            let mut body = Vec::new();
            while let Some(frame) = incoming.frame().await {
                let frame = frame.map_err(|e| broken(&e))?;
                if let Some(data) = frame.data_ref() {
                    if body.len() + data.len() > BODY_MAX {
                        return Err(HttpsError::TooLong(bare.clone()));
                    }
                    body.extend_from_slice(data);
                }
            }
            Ok(Answer { status, body })
        };
        let mut answer = std::pin::pin!(answer);
        tokio::select! {
            answer = &mut answer => answer,
            // The connection may end right after the last byte of the answer.
            ended = connection => match timeout(Duration::from_secs(1), answer).await {
                Ok(answer) => answer,
                Err(_) => Err(broken(&ended.err().map_or_else(|| "it hung up".to_owned(), |e| e.to_string()))),
            },
        }
    };
    timeout(WAIT, work)
        .await
        .unwrap_or_else(|_| Err(HttpsError::Silent(bare.clone())))
}

/// Connects to the first address that is allowed and answers. One that is not allowed ends it: a name with a public and a
/// private address is a trick.
async fn reached(host: &str, port: u16, reach: Reach) -> Result<TcpStream, HttpsError> {
    let broken = |e: io::Error| HttpsError::Broken(host.to_owned(), e.to_string());
    let found = tokio::net::lookup_host((host, port)).await.map_err(broken)?;
    let addresses: Vec<SocketAddr> = found.collect();
    if reach == Reach::Public && !addresses.iter().all(|a| is_public(a.ip())) {
        return Err(HttpsError::Private(host.to_owned()));
    }
    let mut last = io::Error::new(io::ErrorKind::NotFound, "it has no address");
    for address in addresses {
        match TcpStream::connect(address).await {
            Ok(tcp) => return Ok(tcp),
            Err(e) => last = e,
        }
    }
    Err(broken(last))
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// `2130706433`, `0x7f.1`, `127.1`: numbers that some resolvers take for an address.
fn is_odd_number(host: &str) -> bool {
    let last = host.trim_end_matches('.').rsplit('.').next().unwrap_or_default();
    let is_number = last.starts_with("0x") || !last.is_empty() && last.chars().all(|c| c.is_ascii_digit());
    is_number && host.parse::<Ipv4Addr>().is_err()
}

/// Whether an address belongs to the public network.
pub(crate) fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [first, second, third, _] = ip.octets();
    !(ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_broadcast()
        || ip.is_documentation()
        || ip.is_multicast()
        || first == 0
        || first >= 240
        || first == 100 && (64..128).contains(&second)
        || first == 192 && second == 0 && third == 0
        || first == 198 && (second == 18 || second == 19))
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let embedded = |hi: u16, lo: u16| is_public_v4(Ipv4Addr::from_bits(u32::from(hi) << 16 | u32::from(lo)));
    match ip.segments() {
        // Mapped (RFC 4291), translated (RFC 6052) and 6to4 (RFC 3056) addresses lead to the one inside them.
        [0, 0, 0, 0, 0, 0xffff, hi, lo] | [0x64, 0xff9b, 0, 0, 0, 0, hi, lo] | [0x2002, hi, lo, ..] => embedded(hi, lo),
        // What is given out for public use, without what is for examples.
        [first, second, ..] => {
            (0x2000..0x4000).contains(&first) && !(first == 0x2001 && (second == 0xdb8 || second < 0x200))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;

    use super::*;

    fn run<T>(work: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap()
            .block_on(work)
    }

    #[test]
    fn row_73_private_networks_are_not_asked_however_they_are_written() {
        for url in [
            "https://127.0.0.1/",
            "https://localhost/",
            "https://localhost./",
            "https://[::1]/",
            "https://[::ffff:127.0.0.1]/",
            "https://10.0.0.1/",
            "https://169.254.169.254/latest/meta-data",
            "https://192.168.1.1:8443/",
            "https://2130706433/",
            "https://0x7f000001/",
            "https://127.1/",
            "https://0177.0.0.1/",
            "https://example.org@127.0.0.1/",
            "http://127.0.0.1/",
        ] {
            let asked = run(ask(url, None, Reach::Public, &Roots::default()));
            assert!(
                matches!(
                    asked,
                    Err(HttpsError::Private(_) | HttpsError::Address(_) | HttpsError::Broken(..))
                ),
                "{url}: {asked:?}"
            );
        }
        for ip in [
            "0.0.0.0",
            "100.64.0.1",
            "172.16.0.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "192.0.2.1",
            "::",
            "::1",
            "fe80::1",
            "fc00::1",
            "ff02::1",
            "2001:db8::1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
        ] {
            assert!(!is_public(ip.parse().unwrap()), "{ip}");
        }
        for ip in ["93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822"] {
            assert!(is_public(ip.parse().unwrap()), "{ip}");
        }
    }

    #[test]
    fn row_74_nothing_but_the_web_is_asked() {
        for url in [
            "file:///etc/passwd",
            "ftp://example.org/",
            "gopher://example.org",
            "/etc/passwd",
            "",
            "http://example.org/",
        ] {
            let asked = run(ask(url, None, Reach::Anywhere, &Roots::default()));
            assert!(matches!(asked, Err(HttpsError::Address(_))), "{url}: {asked:?}");
        }
    }

    /// A server that answers one request with these bytes, over and over if `endless`.
    fn answers(head: &'static str, endless: bool) -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let _ = stream.read(&mut [0; 4_096]);
            let _ = stream.write_all(head.as_bytes());
            while endless && stream.write_all(&[b'x'; 4_096]).is_ok() {}
        });
        port
    }

    #[test]
    fn row_75_an_endless_answer_is_cut_and_a_redirect_is_not_followed() {
        let port = answers("HTTP/1.1 200 OK\r\n\r\n", true);
        let url = format!("http://127.0.0.1:{port}/");
        let asked = run(ask(&url, None, Reach::Anywhere, &Roots::default()));
        assert!(matches!(asked, Err(HttpsError::TooLong(_))), "{asked:?}");
        let port = answers(
            "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
            false,
        );
        let url = format!("http://127.0.0.1:{port}/");
        assert_eq!(
            run(ask(&url, None, Reach::Anywhere, &Roots::default())).unwrap().status,
            302
        );
    }
}
