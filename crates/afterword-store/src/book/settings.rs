//! Small things of one owner: settings, the clock's high-water mark, and who is not to be contacted again.

use afterword_core::plan::Reading;
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::error::{BookError, Done};
use super::records::encoded::hex;
use super::sql::args;
use super::values::{Reader, json, second};
use super::{Snapshot, Transaction};

const LAST_SEEN: &str = "clock.last_seen";
const READING: &str = "clock.reading";
const SALT: &str = "forgotten.salt";

/// [`Reading`] as it is kept.
#[derive(Serialize, Deserialize)]
struct KeptReading {
    wall: Timestamp,
    run: u64,
    elapsed_seconds: i64,
}

impl Snapshot {
    /// A setting of this name.
    ///
    /// # Errors
    /// The database's, and [`BookError::Corrupt`] if it is not of this type.
    pub async fn setting<T: DeserializeOwned>(&mut self, name: &str) -> Done<Option<T>> {
        let args = args![self.owner, name];
        let sql = "SELECT name, value FROM settings WHERE owner = $1 AND name = $2";
        let row = self.row(sql, &args).await?;
        row.as_ref()
            .map(|row| Reader::new(row, "settings", "name").json("value"))
            .transpose()
    }

    /// The latest moment that this book has seen: a clock that shows less went back.
    ///
    /// # Errors
    /// The database's.
    pub async fn last_seen(&mut self) -> Done<Option<Timestamp>> {
        self.setting(LAST_SEEN).await
    }

    /// The last reading of the clocks that was right.
    ///
    /// # Errors
    /// The database's.
    pub async fn clock_reading(&mut self) -> Done<Option<Reading>> {
        let kept: Option<KeptReading> = self.setting(READING).await?;
        Ok(kept.map(|k| Reading {
            wall: k.wall,
            run: k.run,
            elapsed_seconds: k.elapsed_seconds,
        }))
    }

    /// Whether nobody is to be contacted at this address again.
    ///
    /// # Errors
    /// The database's.
    pub async fn is_forgotten(&mut self, addr_spec: &str) -> Done<bool> {
        let Some(salt) = self.setting::<String>(SALT).await? else {
            return Ok(false);
        };
        let args = args![self.owner, hash(&salt, addr_spec)];
        let sql = "SELECT CAST(count(*) AS BIGINT) AS n FROM forgotten WHERE owner = $1 AND hash = $2";
        Ok(self.number(sql, &args).await? > 0)
    }
}

/// The address as everybody would write it, salted and hashed: it can be recognised, not read.
fn hash(salt: &str, addr_spec: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(salt);
    hash.update([0]);
    hash.update(addr_spec.trim().to_lowercase());
    hex(&hash.finalize())
}

impl Transaction {
    /// Keeps a setting.
    ///
    /// # Errors
    /// The database's.
    pub async fn set<T: Serialize>(&mut self, name: &str, value: &T) -> Done {
        let args = args![self.owner, name, json(value)?];
        let sql = "INSERT INTO settings (owner, name, value) VALUES ($1, $2, $3) \
                   ON CONFLICT (owner, name) DO UPDATE SET value = excluded.value";
        self.run(sql, &args).await.map(|_| ())
    }

    /// Takes a setting out.
    ///
    /// # Errors
    /// The database's.
    pub async fn unset(&mut self, name: &str) -> Done<bool> {
        let args = args![self.owner, name];
        let sql = "DELETE FROM settings WHERE owner = $1 AND name = $2";
        Ok(self.run(sql, &args).await? == 1)
    }

    /// Remembers that the clock showed `now`; an earlier moment than the last changes nothing.
    ///
    /// # Errors
    /// The database's.
    pub async fn see(&mut self, now: Timestamp) -> Done {
        match self.last_seen().await? {
            Some(last) if last >= now => Ok(()),
            _ => self.set(LAST_SEEN, &now).await,
        }
    }

    /// Forgets how far the clock was: after a person said that an earlier date is right.
    ///
    /// # Errors
    /// The database's.
    pub async fn set_last_seen(&mut self, now: Timestamp) -> Done {
        self.set(LAST_SEEN, &now).await
    }

    /// Keeps a reading of the clocks that is right.
    ///
    /// # Errors
    /// The database's.
    pub async fn set_clock_reading(&mut self, reading: &Reading) -> Done {
        let kept = KeptReading {
            wall: reading.wall,
            run: reading.run,
            elapsed_seconds: reading.elapsed_seconds,
        };
        self.set(READING, &kept).await
    }

    /// Sees to it that nobody is contacted at this address again. `salt` is random and used the first time only.
    ///
    /// # Errors
    /// The database's.
    pub async fn forget_address(&mut self, addr_spec: &str, at: Timestamp, salt: &[u8; 16]) -> Done {
        let salt = if let Some(salt) = self.setting::<String>(SALT).await? {
            salt
        } else {
            let salt = hex(salt);
            self.set(SALT, &salt).await?;
            salt
        };
        let args = args![self.owner, hash(&salt, addr_spec), second(at)];
        let sql = "INSERT INTO forgotten (owner, hash, at) VALUES ($1, $2, $3) ON CONFLICT (owner, hash) DO NOTHING";
        self.run(sql, &args).await.map(|_| ())
    }

    pub(super) async fn refuse_forgotten(&mut self, addr_spec: Option<&str>) -> Done {
        match addr_spec {
            Some(address) if self.is_forgotten(address).await? => Err(BookError::Forgotten),
            _ => Ok(()),
        }
    }
}
