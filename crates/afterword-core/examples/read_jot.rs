use afterword_core::read::jot::read;
fn main() {
    for f in std::env::args().skip(1) {
        let t = std::fs::read_to_string(&f).unwrap();
        let now: jiff::Zoned = "2026-12-30T18:00:00-05:00[America/New_York]".parse().unwrap();
        let j = read(&t, &now);
        println!("=== {f}");
        let i = &j.interview;
        println!("ORG {:?} ROLE {:?} DATE {:?} {:?} {:?} r{} CAND {:?} DEC {:?}", i.organization, i.role, i.date, i.format, i.kind, i.round, j.candidate.name, i.decision.as_ref().map(|d| (&d.text, d.deadline.latest)));
        for p in &j.people {
            println!("* {:?} {} | {:?} | {:?} {:?} {:?}", p.honorific_prefix, p.name, p.title, p.part, p.pronoun, p.addr_spec);
            for x in &p.points { println!("    {:?} [{}] b={:?} d={:?}", x.kind, x.text, x.better, x.due); }
        }
        println!("* EVERYONE"); for x in &j.everyone { println!("    {:?} [{}]", x.kind, x.text); }
        for h in &j.held_back { println!("  HELD {:?} {:?} [{}]", h.why, h.person, h.text); }
        for q in &j.questions { println!("  Q {} {}", q.about, q.text); }
        for q in &j.set_aside { println!("  ASIDE [{}]", &j.text[q.span.clone()]); }
    }
}
