//! Logging in (RFC 4954): PLAIN, LOGIN and XOAUTH2. Only ever over an encrypted connection; the session sees to that.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// What to log in with. Its `Debug` says nothing of the secret.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Login {
    /// Not at all: a server on this machine.
    None,
    /// Name and password.
    Password {
        /// The name.
        user: String,
        /// The password.
        password: String,
    },
    /// An `OAuth2` access token.
    Token {
        /// The mailbox.
        user: String,
        /// The token.
        token: String,
    },
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "None",
            Self::Password { .. } => "Password(..)",
            Self::Token { .. } => "Token(..)",
        })
    }
}

/// The lines of an exchange: the command, then what answers each 334.
#[derive(PartialEq, Eq)]
pub(crate) struct Exchange {
    pub(crate) command: String,
    pub(crate) answers: Vec<String>,
}

impl Login {
    /// The exchange for what the server offers (`AUTH` and its words); `None` if nothing fits.
    pub(crate) fn exchange(&self, offered: &[String]) -> Option<Exchange> {
        let offers = |name: &str| offered.iter().any(|o| o.eq_ignore_ascii_case(name));
        match self {
            Self::None => None,
            Self::Password { user, password } if offers("PLAIN") => Some(Exchange {
                command: format!("AUTH PLAIN {}", STANDARD.encode(format!("\0{user}\0{password}"))),
                answers: Vec::new(),
            }),
            Self::Password { user, password } if offers("LOGIN") => Some(Exchange {
                command: "AUTH LOGIN".to_owned(),
                answers: vec![STANDARD.encode(user), STANDARD.encode(password)],
            }),
            Self::Token { user, token } if offers("XOAUTH2") => Some(Exchange {
                command: format!("AUTH XOAUTH2 {}", xoauth2(user, token)),
                // A refusal comes as a 334 with its reasons, to be answered by an empty line.
                answers: vec![String::new()],
            }),
            _ => None,
        }
    }
}

/// The one line of XOAUTH2, for SMTP and IMAP alike.
pub(crate) fn xoauth2(user: &str, token: &str) -> String {
    STANDARD.encode(format!("user={user}\x01auth=Bearer {token}\x01\x01"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offered(words: &str) -> Vec<String> {
        words.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn the_best_fitting_way_is_taken() {
        let login = Login::Password {
            user: "ann".into(),
            password: "s3cret".into(),
        };
        assert_eq!(
            login.exchange(&offered("LOGIN PLAIN")).unwrap().command,
            "AUTH PLAIN AGFubgBzM2NyZXQ="
        );
        let exchange = login.exchange(&offered("LOGIN")).unwrap();
        assert_eq!((exchange.command.as_str(), exchange.answers.len()), ("AUTH LOGIN", 2));
        assert!(login.exchange(&offered("XOAUTH2 GSSAPI")).is_none());
        let token = Login::Token {
            user: "ann".into(),
            token: "t0ken".into(),
        };
        assert!(token.exchange(&offered("PLAIN")).is_none(), "a token is no password");
        assert!(token.exchange(&offered("xoauth2")).is_some());
    }

    #[test]
    fn no_secret_is_printed() {
        for login in [
            Login::Password {
                user: "ann".into(),
                password: "s3cret".into(),
            },
            Login::Token {
                user: "ann".into(),
                token: "s3cret".into(),
            },
        ] {
            assert!(!format!("{login:?}").contains("s3cret"));
        }
    }
}
