//! A whole Postfix on loopback: takes mail for `test.example` into maildirs, makes real bounces for `gone.example`, and
//! knows no way to any other host.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Keeper, free_port, is_root, missing, program, wait_for, wait_until};

/// A running Postfix.
#[derive(Debug)]
pub struct Postfix {
    pub port: u16,
    home: PathBuf,
    _keeper: Keeper,
    _folder: tempfile::TempDir,
}

const MASTER: &str = "\
pickup    unix  n - n 60 1 pickup
cleanup   unix  n - n - 0 cleanup
qmgr      unix  n - n 300 1 qmgr
rewrite   unix  - - n - - trivial-rewrite
bounce    unix  - - n - 0 bounce
defer     unix  - - n - 0 bounce
trace     unix  - - n - 0 bounce
verify    unix  - - n - 1 verify
flush     unix  n - n 1000? 0 flush
proxymap  unix  - - n - - proxymap
proxywrite unix - - n - 1 proxymap
error     unix  - - n - - error
retry     unix  - - n - - error
discard   unix  - - n - - discard
virtual   unix  - n n - - virtual
lmtp      unix  - - n - - lmtp
anvil     unix  - - n - 1 anvil
scache    unix  - - n - 1 scache
tlsmgr    unix  - - n 1000? 1 tlsmgr
postlog   unix-dgram n - n - 1 postlogd
";

impl Postfix {
    /// Starts one; `None` if it is not installed, or if we may not.
    pub fn start() -> Option<Self> {
        Self::with("")
    }

    /// Starts one with more lines in its `main.cf`.
    pub fn with(more: &str) -> Option<Self> {
        let postfix = program("postfix");
        let Some(postfix) = postfix.filter(|_| is_root()) else {
            missing("postfix (Debian's, run as root)");
            return None;
        };
        let folder = tempfile::Builder::new().prefix("afterword-postfix-").tempdir().unwrap();
        let home = folder.path().to_owned();
        // Postfix's own users must get through to its queue.
        allow(&home);
        for name in ["etc", "queue", "data", "mail", "log"] {
            fs::create_dir(home.join(name)).unwrap();
            allow(&home.join(name));
        }
        shell(&format!(
            "chown nobody {0}/mail && chown postfix {0}/data",
            home.display()
        ));
        // What takes mail for `gone.example` and finds nobody there (EX_NOUSER).
        shell(&format!(
            "printf '#!/bin/sh\\nexit 67\\n' > {0}/nouser && chmod 755 {0}/nouser",
            home.display()
        ));
        let port = free_port();
        let nobody = number("nobody", "-u");
        let nogroup = number("nobody", "-g");
        fs::write(
            home.join("etc/main.cf"),
            format!(
                "compatibility_level = 3.6\n\
                 queue_directory = {home}/queue\n\
                 data_directory = {home}/data\n\
                 maillog_file = {home}/log/mail.log\n\
                 maillog_file_prefixes = {home}\n\
                 mail_owner = postfix\n\
                 setgid_group = postdrop\n\
                 inet_interfaces = 127.0.0.1\n\
                 inet_protocols = ipv4\n\
                 myhostname = mx.test.example\n\
                 mydestination =\n\
                 mynetworks = 127.0.0.0/8\n\
                 alias_maps =\nalias_database =\n\
                 smtpd_relay_restrictions = permit_mynetworks, reject\n\
                 smtpd_client_connection_count_limit = 0\n\
                 smtpd_timeout = 3600s\n\
                 relay_domains = gone.example\n\
                 transport_maps = inline:{{gone.example=gone}}\n\
                 virtual_mailbox_domains = test.example\n\
                 virtual_mailbox_maps = static:all/\n\
                 virtual_mailbox_base = {home}/mail\n\
                 virtual_uid_maps = static:{nobody}\n\
                 virtual_gid_maps = static:{nogroup}\n\
                 virtual_minimum_uid = 1\n\
                 default_transport = error:this_server_sends_nothing_anywhere\n\
                 relay_transport = error:this_server_sends_nothing_anywhere\n\
                 smtputf8_enable = yes\n\
                 {more}\n",
                home = home.display(),
            ),
        )
        .unwrap();
        fs::write(
            home.join("etc/master.cf"),
            format!(
                "127.0.0.1:{port} inet n - n - 200 smtpd\ngone unix - n n - - pipe user=nobody argv={}/nouser\n{MASTER}",
                home.display()
            ),
        )
        .unwrap();
        let run = format!("{} -c {}/etc", postfix.display(), home.display());
        let keeper = Keeper::start(&format!("{run} start"), &format!("{run} stop; {run} abort")).unwrap();
        wait_for(port);
        Some(Self {
            port,
            home,
            _keeper: keeper,
            _folder: folder,
        })
    }

    /// Every message that was delivered.
    pub fn delivered(&self) -> Vec<Vec<u8>> {
        let mut all = Vec::new();
        for part in ["new", "cur"] {
            let Ok(entries) = fs::read_dir(self.home.join("mail/all").join(part)) else {
                continue;
            };
            all.extend(entries.filter_map(|e| fs::read(e.ok()?.path()).ok()));
        }
        all
    }

    /// Waits until nothing is on its way any more.
    pub fn settle(&self) {
        let queue = self.home.join("queue");
        wait_until("postfix's queue is empty", || {
            ["incoming", "active", "maildrop", "deferred"]
                .iter()
                .all(|name| is_empty(&queue.join(name)))
        });
    }

    /// What it has logged.
    pub fn log(&self) -> String {
        fs::read_to_string(self.home.join("log/mail.log")).unwrap_or_default()
    }
}

fn is_empty(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else { return true };
    entries
        .filter_map(Result::ok)
        .all(|e| e.path().is_dir() && is_empty(&e.path()))
}

fn allow(folder: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
}

fn shell(script: &str) {
    assert!(
        Command::new("/bin/sh").args(["-c", script]).status().unwrap().success(),
        "{script}"
    );
}

fn number(user: &str, flag: &str) -> String {
    let out = Command::new("id").args([flag, user]).output().unwrap();
    String::from_utf8(out.stdout).unwrap().trim().to_owned()
}
