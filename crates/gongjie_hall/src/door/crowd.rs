//! How many come from one network where nobody is asked who they are. Kept in memory only, under marks that change every
//! hour and that nobody can turn back into an address (reliability A-4); each instance counts for itself.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};

use gongjie_base::clock::Millis;
use gongjie_base::{Error, Result, Say, Secret};

/// Milliseconds after which marks are forgotten.
const HOUR_MS: i64 = 3_600_000;
/// All networks together may do this many times as much as one.
const ALL_TIMES: u32 = 10;
/// Of what passes in an hour, this part may pass at once.
const BURST_PART: u32 = 10;
/// Marks of one hour; a flood from more networks shares the last one.
const MARKS_MAX: usize = 50_000;

/// Which turnstile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Gate {
    /// Something is filed.
    Raise,
    /// A file is sent along.
    Upload,
    /// A code was tried that is none.
    WrongCode,
    /// Something is looked for.
    Look,
    /// A page is read.
    Read,
    /// Something is said against a close-out.
    Object,
}

/// The mark of a network for this hour; the mark of everybody is all zeros.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Turnstile([u8; 16]);

const EVERYBODY: Turnstile = Turnstile([0; 16]);
const THE_REST: Turnstile = Turnstile([1; 16]);

/// The turnstiles of this process. Cheap to clone.
#[derive(Clone, Default)]
pub struct Crowd {
    hall: Arc<Mutex<Hall>>,
}

#[derive(Default)]
struct Hall {
    hour: i64,
    /// Makes the marks of this hour, forgotten with it.
    key: Option<Secret>,
    passed: HashMap<(Gate, Turnstile), Bucket>,
}

/// Passes that are left, filled up as time goes by.
struct Bucket {
    left: f64,
    at: Millis,
}

impl Crowd {
    /// The mark of an address: all of its /24, or of its /48.
    pub(super) fn mark(&self, network: &str, at: Millis) -> Result<Turnstile> {
        let mut hall = self.hall.lock().map_err(Error::internal)?;
        let hour = at.div_euclid(HOUR_MS);
        let key = match &hall.key {
            Some(key) if hall.hour == hour => key.clone(),
            _ => {
                let key = Secret::passing()?;
                *hall = Hall {
                    hour,
                    key: Some(key.clone()),
                    passed: HashMap::new(),
                };
                key
            }
        };
        drop(hall);
        let digest = key.digest("crowd", &[wider(network).as_bytes()])?;
        let mut mark = [0; 16];
        for (to, from) in mark.iter_mut().zip(digest) {
            *to = from;
        }
        Ok(Turnstile(mark))
    }

    /// Lets one pass, or says in how many seconds the next may.
    pub(super) fn pass(
        &self,
        gate: Gate,
        mark: Turnstile,
        per_hour: u32,
        at: Millis,
    ) -> Result<()> {
        let mut hall = self.hall.lock().map_err(Error::internal)?;
        let is_known = hall.passed.contains_key(&(gate, mark));
        let mark = if is_known || hall.passed.len() < MARKS_MAX {
            mark
        } else {
            THE_REST
        };
        // The own network first: what it refuses takes nothing from the others.
        for (mark, per_hour) in [
            (mark, per_hour),
            (EVERYBODY, per_hour.saturating_mul(ALL_TIMES)),
        ] {
            if let Some(seconds) = hall.spend((gate, mark), per_hour, at) {
                return Err(Error::TooMuch(
                    Say::new("error-crowd").with("seconds", seconds),
                ));
            }
        }
        Ok(())
    }
}

impl Hall {
    /// Spends a pass; nothing, or the seconds until there is one again.
    fn spend(&mut self, door: (Gate, Turnstile), per_hour: u32, at: Millis) -> Option<i64> {
        let burst = f64::from((per_hour / BURST_PART).max(1));
        let per_ms = f64::from(per_hour.max(1)) / 3_600_000.0;
        let bucket = self
            .passed
            .entry(door)
            .or_insert(Bucket { left: burst, at });
        #[allow(
            clippy::cast_precision_loss,
            reason = "an hour of milliseconds is exact"
        )]
        let gone = (at - bucket.at).clamp(0, HOUR_MS) as f64;
        bucket.left = burst.min(bucket.left + gone * per_ms);
        bucket.at = at;
        if bucket.left >= 1.0 {
            bucket.left -= 1.0;
            return None;
        }
        #[allow(clippy::cast_possible_truncation, reason = "at most an hour")]
        let seconds = ((1.0 - bucket.left) / per_ms / 1000.0).ceil() as i64;
        Some(seconds.max(1))
    }
}

/// The /24 or the /48 of an address as the door writes it.
fn wider(network: &str) -> String {
    match network.parse() {
        Ok(IpAddr::V4(v4)) => {
            let [a, b, c, _] = v4.octets();
            format!("{a}.{b}.{c}")
        }
        _ => network.split(':').take(3).collect::<Vec<_>>().join(":"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Crowd, Gate, wider};

    #[test]
    fn a_network_passes_at_its_pace_and_stops_no_other() {
        let crowd = Crowd::default();
        let (school, flood) = (
            crowd.mark("10.0.0.7", 0).unwrap(),
            crowd.mark("10.9.9.9", 0).unwrap(),
        );
        for _ in 0..60 {
            crowd.pass(Gate::Raise, flood, 600, 0).unwrap();
        }
        assert!(crowd.pass(Gate::Raise, flood, 600, 0).is_err());
        crowd.pass(Gate::Raise, school, 600, 0).unwrap();
        crowd.pass(Gate::WrongCode, flood, 600, 0).unwrap();
        // One every six seconds.
        crowd.pass(Gate::Raise, flood, 600, 6_000).unwrap();
        assert!(crowd.pass(Gate::Raise, flood, 600, 6_000).is_err());
    }

    #[test]
    fn all_networks_together_have_a_limit_too() {
        let crowd = Crowd::default();
        let mut passed = 0;
        for n in 0..30 {
            let mark = crowd.mark(&format!("10.0.{n}.1"), 0).unwrap();
            passed += (0..60)
                .filter(|_| crowd.pass(Gate::Raise, mark, 600, 0).is_ok())
                .count();
        }
        assert_eq!(passed, 600);
    }

    #[test]
    fn marks_change_with_the_hour_and_neighbours_share_one() {
        let crowd = Crowd::default();
        let first = crowd.mark("10.0.0.7", 0).unwrap();
        assert_eq!(first, crowd.mark("10.0.0.200", 1).unwrap());
        assert_ne!(first, crowd.mark("10.0.1.7", 1).unwrap());
        assert_ne!(first, crowd.mark("10.0.0.7", 3_600_000).unwrap());
        assert_eq!(wider("2001:db8:1:2::/64"), wider("2001:db8:1:9::/64"));
    }
}
