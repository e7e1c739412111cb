//! What goes with a note: checked, renamed, and bound by the approval.

use std::fs;

use afterword_core::casebook::NoteState;

use crate::desk::Desk;
use crate::servers::postfix::Postfix;

#[test]
fn rows_69_and_71_a_file_goes_under_a_name_made_here_and_a_large_one_not_at_all() {
    let Some(postfix) = Postfix::start() else { return };
    let desk = Desk::new(postfix.port, 1);
    let home = desk.path().parent().unwrap().to_owned();
    let id = desk.notes()[0].note.id.to_string();
    let clip = home.join("CON ..\u{202e}clip.pdf");
    fs::write(&clip, b"%PDF-1.7 the clip").unwrap();
    let out = desk.afterword(&["attach", &id, clip.to_str().unwrap()]);
    assert_eq!(out.status.code(), Some(0), "{out:?}");
    assert!(
        matches!(desk.state(), NoteState::Drafted { .. }),
        "the approval was for what was seen"
    );
    let large = home.join("large.pdf");
    fs::File::create(&large).unwrap().set_len(50 * 1024 * 1024).unwrap();
    let fake = home.join("fake.pdf");
    fs::write(&fake, b"MZ").unwrap();
    for bad in [large, fake, home.join("missing.pdf")] {
        let out = desk.afterword(&["attach", &id, bad.to_str().unwrap()]);
        assert_eq!(out.status.code(), Some(2), "{out:?}");
    }
    desk.approve_again();
    let said = desk.send();
    postfix.settle();
    let delivered = postfix.delivered();
    assert_eq!(delivered.len(), 1, "{said}");
    let message = mail_parser::MessageParser::default().parse(&delivered[0]).unwrap();
    let attachment = message.attachments().next().unwrap();
    assert_eq!(attachment.contents(), b"%PDF-1.7 the clip");
    let name = mail_parser::MimeHeaders::attachment_name(attachment).unwrap();
    assert!(
        name.starts_with("attachment-1-") && name.ends_with("clip.pdf") && name.is_ascii(),
        "{name}"
    );
    assert_eq!(message.attachment_count(), 1);
    assert!(message.body_text(0).unwrap().contains("ferry story"));
}

#[test]
fn a_note_that_says_attached_and_has_nothing_is_held() {
    let Some(postfix) = Postfix::start() else { return };
    let desk = Desk::new(postfix.port, 1);
    desk.rewrite("Dear Ann,\n\nI have attached the two clips you asked for.\n\nGabriela");
    let said = desk.send();
    assert!(said.contains("something comes with it"), "{said}");
    assert!(matches!(desk.state(), NoteState::Approved { frozen: None, .. }));
    let id = desk.notes()[0].note.id.to_string();
    let clip = desk.path().with_file_name("clips.pdf");
    fs::write(&clip, b"%PDF-1.7 clips").unwrap();
    desk.afterword(&["attach", &id, clip.to_str().unwrap()]);
    desk.approve_again();
    for _ in 0..8 {
        // Past the hour after which a held note is looked at again.
        desk.send();
    }
    postfix.settle();
    assert_eq!(postfix.delivered().len(), 1);
}
