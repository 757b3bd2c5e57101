//! The one door by which the product calls others: the host is listed, its addresses are looked up and checked, and the connection goes to the address that was checked.

mod http;
mod mail;
mod protocols;

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use gongjie_base::Say;
use gongjie_base::clock::Millis;
use gongjie_base::limits::{OUTGOING_BYTES_MAX, OUTGOING_SECONDS_MAX, in_words};
use gongjie_base::outgoing::{Allowed, Refused};

pub use http::{Post, Reply};
pub use protocols::{Letter, Target, send};

/// Addresses by host name instead of the system's resolver: for closed networks and tests.
pub type Names = BTreeMap<String, Vec<IpAddr>>;

/// Access tokens by channel and version, and until when they hold.
type Tokens = BTreeMap<(i64, i64), (String, Millis)>;

/// Why something did not leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// It may go well later.
    Later(Say),
    /// It will not, until somebody changes something.
    Never(Say),
}

impl Trouble {
    fn later(key: &'static str) -> Self {
        Self::Later(Say::new(key))
    }

    fn never(key: &'static str) -> Self {
        Self::Never(Say::new(key))
    }
}

/// Calls other programs within limits. Cheap to clone.
#[derive(Clone)]
pub struct Wire {
    allowed: Arc<Allowed>,
    names: Option<Arc<Names>>,
    deadline: Duration,
    tls: http::Tls,
    /// Of WeCom applications.
    tokens: Arc<Mutex<Tokens>>,
}

impl Wire {
    /// A wire to the listed hosts.
    pub fn new(allowed: Allowed) -> Self {
        Self {
            allowed: Arc::new(allowed),
            names: None,
            deadline: Duration::from_secs(OUTGOING_SECONDS_MAX),
            tls: http::Tls::default(),
            tokens: Arc::default(),
        }
    }

    /// With names that are looked up here and nowhere else.
    #[must_use]
    pub fn with_names(self, names: Names) -> Self {
        Self {
            names: Some(Arc::new(names)),
            ..self
        }
    }

    /// With less patience.
    #[must_use]
    pub fn with_deadline(self, deadline: Duration) -> Self {
        Self { deadline, ..self }
    }

    /// Nobody may be called.
    pub fn is_off(&self) -> bool {
        self.allowed.is_off()
    }

    /// The checked address of a host. One address inside is enough to refuse the whole name.
    async fn address(&self, host: &str, port: u16) -> Result<SocketAddr, Trouble> {
        self.allowed
            .host(host, port)
            .map_err(|r| refused(r, host))?;
        let found = self.look_up(host, port).await?;
        for address in &found {
            self.allowed
                .address(*address)
                .map_err(|r| refused(r, host))?;
        }
        // Where a host has both, the older way is there more often.
        let first = found.iter().copied().min_by_key(IpAddr::is_ipv6);
        let first = first.ok_or_else(|| unknown(host))?;
        Ok(SocketAddr::new(first, port))
    }

    async fn look_up(&self, host: &str, port: u16) -> Result<Vec<IpAddr>, Trouble> {
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        if let Ok(address) = bare.parse() {
            return Ok(vec![address]);
        }
        if let Some(names) = &self.names {
            let found = names.get(&bare.to_lowercase());
            return found.cloned().ok_or_else(|| unknown(host));
        }
        let found = tokio::time::timeout(self.deadline, tokio::net::lookup_host((bare, port)));
        match found.await {
            Ok(Ok(found)) => Ok(found.map(|a| a.ip()).collect()),
            Ok(Err(_)) => Err(unknown(host)),
            Err(_) => Err(self.too_slow()),
        }
    }

    fn too_slow(&self) -> Trouble {
        let say = Say::new("wire-slow").with("seconds", self.deadline.as_secs_f32());
        Trouble::Later(say)
    }

    fn known_token(&self, key: (i64, i64), now: Millis) -> Option<String> {
        let tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        let (token, until) = tokens.get(&key)?;
        (*until > now).then(|| token.clone())
    }

    fn keep_token(&self, key: (i64, i64), token: Option<(String, Millis)>) {
        let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        match token {
            Some(token) => tokens.insert(key, token),
            None => tokens.remove(&key),
        };
    }
}

fn refused(refused: Refused, host: &str) -> Trouble {
    match refused {
        Refused::Off => Trouble::never("wire-off"),
        Refused::Host => Trouble::Never(Say::new("wire-not-listed").with("host", host)),
        Refused::Inside(address) => Trouble::Never(
            Say::new("wire-inside")
                .with("host", host)
                .with("address", address),
        ),
    }
}

fn unknown(host: &str) -> Trouble {
    Trouble::Later(Say::new("wire-unknown-host").with("host", host))
}

fn too_large() -> Trouble {
    Trouble::Later(Say::new("wire-large").with("max", in_words(OUTGOING_BYTES_MAX)))
}
