//! The secret of an installation: what is derived from it names and seals without being stored.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::{Error, Result, token};

/// Bytes of the secret.
const BYTES: usize = 32;
/// Bytes of the number that is used once with each sealed text.
const NONCE_BYTES: usize = 24;

/// 256 random bits that stand beside the data, never in the database. Cheap to clone.
#[derive(Clone)]
pub struct Secret {
    bytes: Arc<[u8; BYTES]>,
}

impl Secret {
    /// A secret for one process, forgotten with it: for tests.
    pub fn passing() -> Result<Self> {
        Ok(Self {
            bytes: Arc::new(token::random_bytes()?),
        })
    }

    /// A secret written as 64 hexadecimal characters. Fails for anything else.
    pub fn from_text(text: &str) -> Result<Self> {
        let wrong = || Error::internal("the secret must be 64 hexadecimal characters");
        let bytes = hex::decode(text.trim()).map_err(|_| wrong())?;
        let bytes: [u8; BYTES] = bytes.try_into().map_err(|_| wrong())?;
        Ok(Self {
            bytes: Arc::new(bytes),
        })
    }

    /// The secret in this file, which only its owner may read; made when it is not there. Of two that start together one
    /// makes it and the other reads it.
    pub fn in_file(path: &Path) -> Result<Self> {
        if let Ok(text) = std::fs::read_to_string(path) {
            return Self::from_text(&text);
        }
        let text = token::random()?;
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(Error::internal)?;
        }
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt as _;
            options.mode(0o600);
        }
        let draft = path.with_extension(text.split_at(16).0);
        let mut file = options.open(&draft).map_err(Error::internal)?;
        file.write_all(text.as_bytes()).map_err(Error::internal)?;
        file.sync_all().map_err(Error::internal)?;
        // A link fails where the file is there already; a rename would replace it.
        let linked = std::fs::hard_link(&draft, path);
        std::fs::remove_file(&draft).map_err(Error::internal)?;
        if linked.is_err() && !path.exists() {
            return Err(Error::internal(format!("cannot write {}", path.display())));
        }
        Self::from_text(&std::fs::read_to_string(path).map_err(Error::internal)?)
    }

    /// A keyed digest of `parts` for one purpose, 32 bytes: without the secret nobody can make or check it.
    pub fn digest(&self, purpose: &str, parts: &[&[u8]]) -> Result<[u8; 32]> {
        let mut mac =
            <Hmac<Sha256> as KeyInit>::new_from_slice(&*self.bytes).map_err(Error::internal)?;
        for part in std::iter::once(purpose.as_bytes()).chain(parts.iter().copied()) {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        Ok(mac.finalize().into_bytes().into())
    }

    /// The same as 64 hexadecimal characters.
    pub fn digest_text(&self, purpose: &str, parts: &[&[u8]]) -> Result<String> {
        self.digest(purpose, parts).map(hex::encode)
    }

    /// Seals a text so that only this installation opens it, and only for the same purpose: hexadecimal.
    pub fn seal(&self, purpose: &str, text: &str) -> Result<String> {
        let nonce: [u8; NONCE_BYTES] = token::random_bytes()?;
        let sealed = self
            .cipher(purpose)?
            .encrypt(&XNonce::from(nonce), text.as_bytes());
        let sealed = sealed.map_err(|_| Error::internal("cannot seal"))?;
        Ok(format!("{}{}", hex::encode(nonce), hex::encode(sealed)))
    }

    /// Opens what [`Secret::seal`] sealed for the same purpose; anything else is an internal error.
    pub fn open(&self, purpose: &str, sealed: &str) -> Result<String> {
        let wrong =
            || Error::internal("a sealed text does not open: is it another installation's secret?");
        let bytes = hex::decode(sealed).map_err(|_| wrong())?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE_BYTES).ok_or_else(wrong)?;
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().map_err(|_| wrong())?;
        let text = self.cipher(purpose)?.decrypt(&XNonce::from(nonce), sealed);
        String::from_utf8(text.map_err(|_| wrong())?).map_err(|_| wrong())
    }

    fn cipher(&self, purpose: &str) -> Result<XChaCha20Poly1305> {
        let key = self.digest("seal", &[purpose.as_bytes()])?;
        XChaCha20Poly1305::new_from_slice(&key).map_err(Error::internal)
    }
}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn what_is_sealed_opens_here_and_for_its_purpose_only() {
        let (ours, theirs) = (Secret::passing().unwrap(), Secret::passing().unwrap());
        let sealed = ours.seal("voice", "张三 13800000000").unwrap();
        assert_eq!(ours.open("voice", &sealed).unwrap(), "张三 13800000000");
        assert!(!sealed.contains("张三"));
        assert!(ours.open("other", &sealed).is_err());
        assert!(theirs.open("voice", &sealed).is_err());
        let cut = sealed.get(..sealed.len() - 2).unwrap();
        assert!(ours.open("voice", cut).is_err() && ours.open("voice", "zz").is_err());
        assert_ne!(sealed, ours.seal("voice", "张三 13800000000").unwrap());
    }

    #[test]
    fn parts_cannot_be_moved_over_their_border() {
        let secret = Secret::passing().unwrap();
        let of = |parts: &[&[u8]]| secret.digest("p", parts).unwrap();
        assert_ne!(of(&[b"ab", b"c"]), of(&[b"a", b"bc"]));
        assert_eq!(of(&[b"ab", b"c"]), of(&[b"ab", b"c"]));
    }

    #[test]
    fn a_secret_file_is_made_once_and_read_by_its_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep").join("secret");
        let first = Secret::in_file(&path).unwrap();
        let second = Secret::in_file(&path).unwrap();
        assert_eq!(
            first.digest("p", &[]).unwrap(),
            second.digest("p", &[]).unwrap()
        );
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        std::fs::write(&path, "short").unwrap();
        assert!(Secret::in_file(&path).is_err());
    }
}
