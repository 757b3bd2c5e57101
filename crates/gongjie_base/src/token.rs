//! Random references and their stored form: what is handed out is never what is stored.

use sha2::{Digest, Sha256};

use crate::{Error, Result};

/// 256 random bits as 64 hexadecimal characters.
pub fn random() -> Result<String> {
    random_bytes::<32>().map(hex::encode)
}

/// `N` random bytes from the operating system.
pub fn random_bytes<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0_u8; N];
    getrandom::fill(&mut bytes).map_err(|e| Error::internal(format!("no randomness: {e}")))?;
    Ok(bytes)
}

/// The form in which a random reference is stored: SHA-256 in hexadecimal. Enough for 256 random bits; passwords use Argon2id.
pub fn stored(reference: &str) -> String {
    hex::encode(Sha256::digest(reference.as_bytes()))
}
