//! Bad input: each with an error that says what happened and what to do, and nothing lost.

use std::fs;

use crate::sandbox::{HARBOR, NOW, Sandbox};

#[test]
fn a_missing_file() {
    Sandbox::new()
        .run(&["write", "nope.txt"])
        .refused("cannot read nope.txt: No such file");
}

#[test]
fn a_folder() {
    Sandbox::new()
        .run(&["write", "."])
        .refused("cannot read .: it is a folder");
}

#[cfg(unix)]
#[test]
fn an_unreadable_file() {
    use std::os::unix::fs::PermissionsExt as _;
    let sandbox = Sandbox::new();
    let path = sandbox.write("jot.txt", HARBOR);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    sandbox
        .run_as_nobody(&["write", "jot.txt"])
        .refused("cannot read jot.txt: Permission denied");
}

#[test]
fn row_2_a_jot_of_a_megabyte() {
    let sandbox = Sandbox::new();
    let big = "- she likes long jots\n".repeat(50_000);
    let ran = sandbox.write_jot(&big, &["--out", "out"]);
    ran.refused("larger than 256 kB");
    assert!(ran.stderr.contains("the file was not changed"), "{ran:?}");
    assert_eq!(fs::read_to_string(sandbox.path("jot.txt")).unwrap(), big);
    assert!(!sandbox.path("out").exists());
    sandbox
        .run_with(&["write", "-"], big.as_bytes())
        .refused("cannot read standard input: it is larger than 256 kB");
}

#[test]
fn a_moment_that_is_none() {
    let sandbox = Sandbox::new();
    sandbox.write("jot.txt", HARBOR);
    for now in [
        "tomorrow",
        "2026-02-30T10:00",
        "2026-03-02",
        "2026-03-02T18:00[Mars/Base]",
    ] {
        sandbox
            .run(&["write", "jot.txt", "--now", now])
            .refused("cannot read --now");
    }
}

#[test]
fn a_profile_with_a_mistake_in_it() {
    let sandbox = Sandbox::new();
    sandbox.write("jot.txt", HARBOR);
    sandbox
        .run(&["write", "jot.txt", "--profile", "me.toml"])
        .refused("cannot read the profile me.toml");
    for (profile, says) in [
        ("nmae = 'Ann'\n", "me.toml at line 1: unknown key `nmae`"),
        (
            "name = 'Ann'\nwarmth = 'boiling'\n",
            "me.toml at line 2: unknown variant `boiling`",
        ),
        (
            "name = \"Ann\\r\\nBcc: x@evil.example\"\n",
            "me.toml: name has a line break",
        ),
        (
            "name = '=?utf-8?q?Ann=0D=0ABcc=3A_x=40evil.example?='\n",
            "me.toml: name looks like an encoded word",
        ),
        ("email = 'a@b@c'\n", "me.toml: email is not one mail address"),
        (
            "email = \"a\\u202e@b.example\"\n",
            "me.toml: email has a line break or an invisible",
        ),
    ] {
        sandbox.write("me.toml", profile);
        sandbox
            .run(&["write", "jot.txt", "--profile", "me.toml", "--out", "out"])
            .refused(says);
        assert!(!sandbox.path("out").exists());
    }
}

#[test]
fn the_usual_profile_is_checked_too() {
    let sandbox = Sandbox::new();
    fs::create_dir_all(sandbox.path("config/afterword")).unwrap();
    sandbox.write("config/afterword/config.toml", "colour = 'red'\n");
    sandbox.write_jot(HARBOR, &[]).refused("unknown key `colour`");
}

#[test]
fn an_envelope_for_somebody_else() {
    let sandbox = Sandbox::new();
    sandbox
        .write_jot(HARBOR, &["--address", "Nobody Atall: 1 Elm St; Boston"])
        .refused("who is not in the jot");
}

#[test]
fn what_nobody_asked_for() {
    let sandbox = Sandbox::new();
    for args in [
        &["write"][..],
        &["wrote"],
        &["write", "a", "b"],
        &["new"],
        &["read", "deadlines"],
    ] {
        let ran = sandbox.run(args);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{ran:?}");
    }
}

#[test]
fn a_name_that_steers_the_terminal_is_shown_harmless() {
    let ran = Sandbox::new().run(&["write", "\x1b]0;owned\x07.txt"]);
    ran.refused("cannot read \\x1b]0;owned\\x07.txt");
    assert!(!ran.stderr.contains('\x1b'));
}

#[test]
fn results_that_are_there_already_are_never_overwritten_silently() {
    let sandbox = Sandbox::new();
    assert_ne!(sandbox.write_jot(HARBOR, &["--out", "out"]).code, 2);
    let before = sandbox.files("out");
    assert!(before.contains_key("01-maria-gonzalez.txt"), "{:?}", before.keys());
    sandbox.write("out/01-maria-gonzalez.txt", "edited by hand");
    fs::remove_file(sandbox.path("out/plan.ics")).unwrap();
    let ran = sandbox.write_jot(HARBOR, &["--out", "out"]);
    ran.refused("01-maria-gonzalez.eml");
    assert!(ran.stderr.contains("--force"), "{ran:?}");
    let after = sandbox.files("out");
    assert_eq!(after["01-maria-gonzalez.txt"], b"edited by hand");
    assert!(!after.contains_key("plan.ics"), "all or nothing");
    assert_ne!(sandbox.write_jot(HARBOR, &["--out", "out", "--force"]).code, 2);
    assert_eq!(sandbox.files("out"), before);
}

#[cfg(unix)]
#[test]
fn row_70_a_link_in_the_results_is_not_followed() {
    let sandbox = Sandbox::new();
    fs::create_dir(sandbox.path("out")).unwrap();
    let precious = sandbox.write("precious", "mine");
    std::os::unix::fs::symlink(&precious, sandbox.path("out/plan.ics")).unwrap();
    for more in [&["--out", "out"][..], &["--out", "out", "--force"]] {
        sandbox.write_jot(HARBOR, more).refused("not a plain file");
        assert_eq!(fs::read_to_string(&precious).unwrap(), "mine");
        assert_eq!(sandbox.files("out").len(), 1);
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_to() {
    use std::os::unix::fs::PermissionsExt as _;
    let sandbox = Sandbox::new();
    sandbox.write("jot.txt", HARBOR);
    fs::create_dir(sandbox.path("sealed")).unwrap();
    fs::set_permissions(sandbox.path("sealed"), fs::Permissions::from_mode(0o555)).unwrap();
    for out in ["sealed", "sealed/deeper"] {
        let ran = sandbox.run_as_nobody(&["write", "jot.txt", "--now", NOW, "--out", out]);
        ran.refused("Permission denied");
        assert!(ran.stderr.contains("--out"), "{ran:?}");
    }
    assert!(sandbox.files("sealed").is_empty());
}

#[test]
fn a_file_where_the_folder_should_be() {
    let sandbox = Sandbox::new();
    sandbox.write("out", "mine");
    sandbox
        .write_jot(HARBOR, &["--out", "out"])
        .refused("not a folder: out");
    assert_eq!(fs::read_to_string(sandbox.path("out")).unwrap(), "mine");
}
