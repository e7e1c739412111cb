//! A whole Dovecot on loopback: IMAP for everybody with the password `secret`, LMTP for a Postfix, Sieve vacation.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::{Keeper, free_port, is_root, missing, program, wait_for};

/// A running Dovecot.
#[derive(Debug)]
pub struct Dovecot {
    pub imap_port: u16,
    home: PathBuf,
    _keeper: Keeper,
    _folder: tempfile::TempDir,
}

impl Dovecot {
    /// Starts one that takes mail on `lmtp_port` and hands automatic replies to the server on `submission_port`; `None` if
    /// it is not installed, or if we may not.
    pub fn start(lmtp_port: u16, submission_port: u16) -> Option<Self> {
        let Some(dovecot) = program("dovecot").filter(|_| is_root()) else {
            missing("dovecot (Debian's dovecot-imapd, dovecot-lmtpd, dovecot-sieve, run as root)");
            return None;
        };
        let folder = tempfile::Builder::new().prefix("afterword-dovecot-").tempdir().unwrap();
        let home = folder.path().to_owned();
        let script = format!(
            "chmod 755 {0} && mkdir -m 755 {0}/run {0}/state {0}/sieve && mkdir -m 777 {0}/mail {0}/users",
            home.display()
        );
        assert!(
            Command::new("/bin/sh")
                .args(["-c", &script])
                .status()
                .unwrap()
                .success()
        );
        let imap_port = free_port();
        fs::write(
            home.join("dovecot.conf"),
            format!(
                "base_dir = {home}/run\n\
                 state_dir = {home}/state\n\
                 log_path = {home}/log\n\
                 protocols = imap lmtp\n\
                 listen = 127.0.0.1\n\
                 ssl = no\n\
                 disable_plaintext_auth = no\n\
                 mail_location = maildir:{home}/mail/%u\n\
                 first_valid_uid = 1\n\
                 mail_uid = nobody\n\
                 mail_gid = nogroup\n\
                 postmaster_address = postmaster@test.example\n\
                 hostname = mx.test.example\n\
                 submission_host = 127.0.0.1:{submission_port}\n\
                 passdb {{\n  driver = static\n  args = password=secret\n}}\n\
                 userdb {{\n  driver = static\n  args = uid=nobody gid=nogroup home={home}/users/%u allow_all_users=yes\n}}\n\
                 namespace inbox {{\n  inbox = yes\n  separator = /\n\
                   mailbox Sent {{\n    special_use = \\Sent\n    auto = create\n  }}\n\
                   mailbox Drafts {{\n    special_use = \\Drafts\n    auto = create\n  }}\n}}\n\
                 service imap-login {{\n  chroot =\n  inet_listener imap {{\n    port = {imap_port}\n  }}\n  inet_listener imaps {{\n    port = 0\n  }}\n}}\n\
                 service lmtp {{\n  inet_listener lmtp {{\n    port = {lmtp_port}\n  }}\n}}\n\
                 service anvil {{\n  chroot =\n}}\n\
                 protocol lmtp {{\n  mail_plugins = sieve\n}}\n\
                 plugin {{\n  sieve = file:{home}/sieve/%u;active={home}/sieve/%u.sieve\n  sieve_vacation_send_from_recipient = yes\n}}\n",
                home = home.display()
            ),
        )
        .unwrap();
        let start = format!(
            "{} -F -c {}/dovecot.conf & dovecot=$!",
            dovecot.display(),
            home.display()
        );
        let keeper = Keeper::start(&start, "kill $dovecot; wait $dovecot").unwrap();
        wait_for(imap_port);
        Some(Self {
            imap_port,
            home,
            _keeper: keeper,
            _folder: folder,
        })
    }

    /// Has everything that comes for this user answered by a vacation notice.
    pub fn on_vacation(&self, user: &str, subject: &str, text: &str) {
        let script = format!("require [\"vacation\"];\nvacation :days 1 :subject \"{subject}\" \"{text}\";\n");
        let path = self.home.join(format!("sieve/{user}.sieve"));
        fs::write(&path, script).unwrap();
        assert!(
            Command::new("/bin/chmod")
                .args(["-R", "a+rwX"])
                .arg(self.home.join("sieve"))
                .status()
                .unwrap()
                .success()
        );
    }

    /// Every message in a user's inbox, and whether one has been marked in any way.
    pub fn inbox(&self, user: &str) -> (Vec<Vec<u8>>, bool) {
        let mut messages = Vec::new();
        let mut marked = false;
        for part in ["new", "cur"] {
            let Ok(entries) = fs::read_dir(self.home.join("mail").join(user).join(part)) else {
                continue;
            };
            for path in entries.filter_map(|e| Some(e.ok()?.path())) {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                marked |= name.rsplit_once(":2,").is_some_and(|(_, flags)| !flags.is_empty());
                messages.extend(fs::read(path));
            }
        }
        (messages, marked)
    }

    /// Puts a message into a user's folder, as their own mail program would.
    pub fn put(&self, user: &str, folder: &str, message: &[u8]) {
        let mut child = Command::new("/usr/bin/doveadm")
            .args([
                "-c",
                &self.home.join("dovecot.conf").display().to_string(),
                "save",
                "-u",
                user,
                "-m",
                folder,
            ])
            .stdin(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        std::io::Write::write_all(child.stdin.as_mut().unwrap(), message).unwrap();
        drop(child.stdin.take());
        assert!(child.wait().unwrap().success());
    }

    /// What it has logged.
    pub fn log(&self) -> String {
        fs::read_to_string(self.home.join("log")).unwrap_or_default()
    }
}
