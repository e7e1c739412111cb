use super::response::{Line, quoted};

fn taken(text: &[u8]) -> (Option<Line>, usize) {
    let mut received = text.to_vec();
    let line = Line::take(&mut received).unwrap();
    (line, received.len())
}

#[test]
fn a_line_comes_whole_with_its_literals() {
    let (line, left) = taken(b"* 1 FETCH (UID 7 BODY[]<0> {5}\r\na\r\nbc)\r\n* 2");
    let line = line.unwrap();
    assert_eq!((line.text.as_str(), left), ("* 1 FETCH (UID 7 BODY[]<0> {})", 3));
    assert_eq!(line.literals, [b"a\r\nbc".to_vec()]);
    for part in [
        b"* OK".as_slice(),
        b"* x {5}\r\nab",
        b"* x {5}\r\nabcde",
        b"* x {5}\r\nabcde)",
    ] {
        assert_eq!(taken(part).0, None, "{part:?}");
    }
}

#[test]
fn row_75_an_endless_answer_is_cut() {
    assert!(Line::take(&mut vec![b'x'; 100_000]).is_err());
    assert!(Line::take(&mut b"* x {99999999999}\r\n".to_vec()).is_err());
}

#[test]
fn folders_are_read_whatever_their_names() {
    let listed = |text: &str| taken(text.as_bytes()).0.unwrap().listed().unwrap();
    assert_eq!(
        listed("* LIST (\\HasNoChildren \\Sent) \"/\" \"Sent \\\"x\\\"\"\r\n").1,
        "Sent \"x\""
    );
    assert_eq!(listed("* LIST () NIL INBOX\r\n").1, "INBOX");
    assert_eq!(
        listed("* LIST (\\Drafts) \".\" {6}\r\nDrafts\r\n"),
        ("\\Drafts".into(), "Drafts".into())
    );
    let (line, _) = taken(b"* OK [UIDNEXT 12] predicted\r\n");
    assert_eq!(line.unwrap().bracketed("UIDNEXT"), Some(12));
}

#[test]
fn nothing_breaks_out_of_the_quotes() {
    assert_eq!(quoted("a\"b\\c").unwrap(), "\"a\\\"b\\\\c\"");
    assert!(quoted("a\r\nb").is_err());
}
