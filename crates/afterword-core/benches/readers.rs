//! What a reader costs, and that it costs ten times as much for ten times the text.
//!
//!     cargo bench -p afterword-core --bench readers

use std::hint::black_box;

use afterword_core::calendar::Holidays;
use afterword_core::read::deadline::deadline;
use afterword_core::read::invite::{Me, invite};
use afterword_core::read::message::message;
use afterword_core::read::signature::{Source, signature};
use afterword_core::read::vcard::vcards;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use jiff::Zoned;

const TIMES: [usize; 3] = [1, 10, 100];

fn measure(c: &mut Criterion, name: &str, input: impl Fn(usize) -> Vec<u8>, read: impl Fn(&[u8])) {
    let mut group = c.benchmark_group(name);
    group.sample_size(10);
    for times in TIMES {
        let input = input(times);
        group.throughput(Throughput::Bytes(input.len() as u64));
        group.bench_with_input(BenchmarkId::from_parameter(times), &input, |b, input| {
            b.iter(|| read(black_box(input)));
        });
    }
    group.finish();
}

fn deadlines(c: &mut Criterion) {
    let said_on: Zoned = "2026-09-09T15:10:00-04:00[America/New_York]".parse().expect("a moment");
    let holidays = Holidays::us();
    // 100 times is the most that is read: 16 KiB.
    let one = "Thank you for coming in. We see one more person on Thursday, and you will hear by the end of next week, or two days after that at the latest.\n";
    let input = |times: usize| one.repeat(times).into_bytes();
    measure(c, "deadline", input, |raw| {
        black_box(deadline(&String::from_utf8_lossy(raw), &said_on, &holidays));
    });
}

fn signatures(c: &mut Criterion) {
    let one = "Thanks again for the questions, they were good ones.\n\nBest,\nDana\n\nDana Whitlock\nSenior Manager, Supply Planning\nHarborline Logistics, Inc.\n1200 Wharf St, Suite 400\nTacoma, WA 98402\nT: (253) 555-0117 | dana@harborline.example\n\n";
    measure(
        c,
        "signature",
        |times| one.repeat(times).into_bytes(),
        |raw| {
            black_box(signature(&String::from_utf8_lossy(raw), Source::Email));
        },
    );
}

fn messages(c: &mut Criterion) {
    let head = "From: Dana Whitlock <dana@harborline.example>\r\nTo: leon@post.example\r\nSubject: Re: Thank you\r\nDate: Mon, 12 Oct 2026 14:11:00 -0500\r\nMessage-ID: <a@harborline.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n";
    let one = "It was good to meet you, and the team spoke of the questions you asked about the routing work.\r\nWe go on with our talks this week.\r\n\r\n";
    measure(
        c,
        "message",
        |times| format!("{head}{}", one.repeat(times)).into_bytes(),
        |raw| {
            black_box(message(raw, None));
        },
    );
}

fn invites(c: &mut Criterion) {
    let me = Me {
        name: "Sam Obrecht".to_owned(),
        email: "sam@inboxly.example".to_owned(),
        zone: None,
    };
    let input = |times: usize| {
        let events: Vec<String> = (0..times)
            .map(|n| {
                format!(
                    "BEGIN:VEVENT\r\nUID:u{n}\r\nDTSTART;TZID=Eastern Standard Time:20270202T100000\r\nDTEND;TZID=Eastern Standard Time:20270202T110000\r\nSUMMARY:Interview - Data Engineer\r\nDESCRIPTION:You will meet:\\n- Teresa Lin\\, Engineering Manager\\n- Dov Katz\\, Staff Engineer\\n\r\nORGANIZER;CN=Amy Brandt:mailto:amy@copperfield.example\r\nATTENDEE;CN=Teresa Lin:mailto:tlin@copperfield.example\r\nEND:VEVENT\r\n"
                )
            })
            .collect();
        let events = events.concat();
        format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n").into_bytes()
    };
    measure(c, "invite", input, |raw| {
        black_box(invite(raw, &me));
    });
}

fn contacts(c: &mut Criterion) {
    let one = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Dana Whitlock\r\nN:Whitlock;Dana;;;\r\nORG:Harborline;Supply\r\nTITLE:Buyer\r\nEMAIL;TYPE=WORK:dana@harborline.example\r\nTEL;TYPE=CELL:+1 253 555 0117\r\nADR;TYPE=WORK:;;1200 Wharf St;Tacoma;WA;98402;USA\r\nEND:VCARD\r\n";
    measure(
        c,
        "vcard",
        |times| one.repeat(times).into_bytes(),
        |raw| {
            black_box(vcards(raw));
        },
    );
}

criterion_group!(readers, deadlines, signatures, messages, invites, contacts);
criterion_main!(readers);
