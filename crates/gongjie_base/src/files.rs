//! Evidence files on disk: named by their content, written and synced before any row speaks of them.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tokio::fs;
use tokio::io::AsyncWriteExt;

use crate::{Error, Result};

/// A folder of immutable files, each named by the SHA-256 of its bytes.
#[derive(Clone)]
pub struct Files {
    root: PathBuf,
}

impl Files {
    /// The folder is made when the first file comes.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The folder itself, for backup.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Writes, syncs and returns the SHA-256 (64 hexadecimal characters). The same bytes twice are one file.
    pub async fn put(&self, bytes: &[u8]) -> Result<String> {
        let hash = hex::encode(Sha256::digest(bytes));
        let path = self.path(&hash)?;
        if fs::try_exists(&path).await.map_err(Error::internal)? {
            return Ok(hash);
        }
        let folder = path.parent().ok_or(Error::NotFound)?;
        fs::create_dir_all(folder).await.map_err(Error::internal)?;
        let draft = folder.join(format!(".{}", crate::token::random()?));
        let mut file = fs::File::create(&draft).await.map_err(Error::internal)?;
        file.write_all(bytes).await.map_err(Error::internal)?;
        file.sync_all().await.map_err(Error::internal)?;
        fs::rename(&draft, &path).await.map_err(Error::internal)?;
        let folder = fs::File::open(folder).await.map_err(Error::internal)?;
        folder.sync_all().await.map_err(Error::internal)?;
        Ok(hash)
    }

    /// The bytes, checked against their name. A damaged or missing file is an internal error.
    pub async fn get(&self, hash: &str) -> Result<Vec<u8>> {
        let bytes = fs::read(self.path(hash)?).await.map_err(Error::internal)?;
        if hex::encode(Sha256::digest(&bytes)) == hash {
            Ok(bytes)
        } else {
            Err(Error::internal(format!("file {hash} is damaged")))
        }
    }

    fn path(&self, hash: &str) -> Result<PathBuf> {
        let plain = hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit());
        let (head, _) = hash.split_at_checked(2).ok_or(Error::NotFound)?;
        if plain {
            Ok(self.root.join(head).join(hash))
        } else {
            Err(Error::NotFound)
        }
    }
}
