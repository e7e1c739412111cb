//! One question to the machine's own name server: where a service of a domain is (RFC 2782, RFC 1035).
//!
//! An answer is read within bounds and only if it is to this question; a name server that is silent means "not known".

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use tokio::net::UdpSocket;
use tokio::time::timeout;

/// How long to wait for an answer.
const WAIT: Duration = Duration::from_secs(3);

/// The kind of a record that says where a service is.
const SRV: u16 = 33;

/// The first choice for a service, as host and port; `None` where there is none, or nobody can say.
pub(super) async fn first(name: &str) -> Option<(String, u16)> {
    let server = name_server(&std::fs::read_to_string("/etc/resolv.conf").ok()?)?;
    let mut id = [0; 2];
    getrandom::fill(&mut id).ok()?;
    let question = question(u16::from_be_bytes(id), name)?;
    let here = if server.is_ipv4() { "0.0.0.0:0" } else { "[::]:0" };
    let socket = UdpSocket::bind(here).await.ok()?;
    // Connected, so that only this server's answers come.
    socket.connect(server).await.ok()?;
    socket.send(&question).await.ok()?;
    let mut bytes = [0; 4_096];
    let read = timeout(WAIT, async {
        loop {
            let n = socket.recv(&mut bytes).await.ok()?;
            if bytes[..n].starts_with(&id) {
                return Some(n);
            }
        }
    });
    let n = read.await.ok()??;
    choice(&bytes[..n], &question)
}

fn name_server(resolv: &str) -> Option<SocketAddr> {
    let named = resolv.lines().find_map(|l| l.trim().strip_prefix("nameserver"))?;
    let ip: IpAddr = named.trim().split('%').next()?.parse().ok()?;
    Some(SocketAddr::new(ip, 53))
}

fn question(id: u16, name: &str) -> Option<Vec<u8>> {
    let mut out = Vec::from(id.to_be_bytes());
    // A plain question that wants recursion, and one of it.
    out.extend([1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
    for label in name.split('.') {
        let length = u8::try_from(label.len()).ok().filter(|n| (1..64).contains(n))?;
        out.push(length);
        out.extend(label.bytes());
    }
    out.push(0);
    out.extend(SRV.to_be_bytes());
    out.extend(1_u16.to_be_bytes());
    (out.len() <= 300).then_some(out)
}

/// The record with the lowest priority and the highest weight, of an answer to our question.
fn choice(answer: &[u8], question: &[u8]) -> Option<(String, u16)> {
    let word = |at: usize| Some(u16::from_be_bytes([*answer.get(at)?, *answer.get(at + 1)?]));
    let answered = word(2)? & 0x8000 != 0 && word(2)? % 16 == 0 && word(4)? == 1;
    // Names are asked in lower case, and come back as they were asked.
    if !answered || !answer.get(12..question.len())?.eq_ignore_ascii_case(&question[12..]) {
        return None;
    }
    let count = word(6)?.min(64);
    let mut at = question.len();
    let mut best: Option<(u16, u16, String, u16)> = None;
    for _ in 0..count {
        let (_, after) = name(answer, at)?;
        let (kind, length) = (word(after)?, usize::from(word(after + 8)?));
        let data = after + 10;
        if kind == SRV {
            let (priority, weight, port) = (word(data)?, word(data + 2)?, word(data + 4)?);
            let (host, _) = name(answer, data + 6)?;
            let better = best
                .as_ref()
                .is_none_or(|(p, w, ..)| (priority, u16::MAX - weight) < (*p, u16::MAX - *w));
            // A lone dot says that there is no such service.
            if better && !host.is_empty() && port != 0 {
                best = Some((priority, weight, host, port));
            }
        }
        at = data + length;
    }
    best.map(|(_, _, host, port)| (host, port))
}

/// The name at a place, and where it ends; pointers are followed a few times.
fn name(answer: &[u8], begin: usize) -> Option<(String, usize)> {
    let (mut at, mut end) = (begin, None);
    let mut out = String::new();
    for _ in 0..64 {
        let length = usize::from(*answer.get(at)?);
        if length & 0xc0 == 0xc0 {
            let low = usize::from(*answer.get(at + 1)?);
            end.get_or_insert(at + 2);
            at = (length & 0x3f) << 8 | low;
        } else if length == 0 {
            return Some((out, end.unwrap_or(at + 1)));
        } else {
            let label = answer.get(at + 1..at + 1 + length).filter(|_| length < 64)?;
            let fit = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
            if !label.iter().all(fit) || out.len() + length > 253 {
                return None;
            }
            if !out.is_empty() {
                out.push('.');
            }
            out.extend(label.iter().map(|b| char::from(b.to_ascii_lowercase())));
            at += 1 + length;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(question: &[u8], records: &[(u16, u16, u16, &[u8])]) -> Vec<u8> {
        let mut out = question.to_vec();
        (out[2], out[3]) = (0x81, 0x80);
        out[7] = u8::try_from(records.len()).unwrap();
        for (priority, weight, port, target) in records {
            // Its name points to the question's.
            out.extend([0xc0, 12]);
            out.extend(SRV.to_be_bytes());
            out.extend([0, 1, 0, 0, 0, 60]);
            out.extend(u16::try_from(6 + target.len()).unwrap().to_be_bytes());
            out.extend([*priority, *weight, *port].iter().flat_map(|n| n.to_be_bytes()));
            out.extend(*target);
        }
        out
    }

    #[test]
    fn the_first_choice_is_taken() {
        let question = question(7, "_imaps._tcp.firm.example").unwrap();
        // "firm.example" stands at 12 + 7 + 5 in the question.
        let (good, spare): (&[u8], &[u8]) = (b"\x04imap\xc0\x18", b"\x05spare\xc0\x18");
        let bytes = answer(
            &question,
            &[(20, 0, 993, spare), (10, 5, 993, good), (10, 1, 994, spare)],
        );
        assert_eq!(choice(&bytes, &question), Some(("imap.firm.example".into(), 993)));
        assert_eq!(
            choice(&answer(&question, &[(0, 0, 0, b"\0")]), &question),
            None,
            "no such service"
        );
        assert_eq!(choice(&answer(&question, &[]), &question), None);
    }

    #[test]
    fn what_is_no_answer_is_none() {
        let question = question(7, "_imaps._tcp.firm.example").unwrap();
        let whole = answer(&question, &[(10, 5, 993, b"\x04imap\xc0\x18")]);
        for cut in 0..whole.len() {
            assert_eq!(choice(&whole[..cut], &question), None);
        }
        let at = question.len();
        let mut looping = whole.clone();
        (looping[at], looping[at + 1]) = (0xc0, u8::try_from(at).unwrap());
        assert_eq!(choice(&looping, &question), None, "a name that points to itself");
        let other = super::question(7, "_imaps._tcp.evil.example").unwrap();
        assert_eq!(choice(&answer(&other, &[(0, 0, 1, b"\x01x\0")]), &question), None);
    }

    #[test]
    fn the_name_server_is_the_machines_own() {
        let server = name_server("# local\nsearch x\nnameserver 127.0.0.53\noptions edns0\n");
        assert_eq!(server, Some("127.0.0.53:53".parse().unwrap()));
        assert_eq!(name_server("search x\n"), None);
    }
}
