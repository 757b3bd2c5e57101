//! `gongjie backup`: a consistent copy of database and evidence in one file, made while the server runs, and verified.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use gongjie_base::{Db, token};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Place;
use crate::journal::queries as journal;
use crate::migrations;

/// Name of the list of contents inside a backup.
const MANIFEST: &str = "manifest.json";
/// Name of the database inside a backup.
pub const DATABASE: &str = "gongjie.db";
/// Folder of evidence inside a backup.
pub const FILES: &str = "files";

/// Copy database and evidence while the server runs, and verify the copy.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    place: Place,
    /// The new file; an existing one is never overwritten.
    #[arg(short, long, value_name = "FILE.tar")]
    output: PathBuf,
    #[arg(long)]
    json: bool,
}

/// What a backup holds.
#[derive(Debug, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the program that wrote it.
    pub version: String,
    /// Schema changes that the database has seen.
    pub migrations: Vec<String>,
    /// SHA-256 of every file, by its path.
    pub files: BTreeMap<String, String>,
}

pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let settings = arguments.place.settings(None)?;
    if settings.database.is_some() {
        bail!(
            "this command copies SQLite; for PostgreSQL use pg_dump or pg_basebackup, and copy the folder {}",
            settings.files().display()
        );
    }
    if arguments.output.exists() {
        bail!("{} exists; choose another name", arguments.output.display());
    }
    let db = super::open(&settings, false).await?;
    let parent = arguments
        .output
        .parent()
        .filter(|p| !p.as_os_str().is_empty());
    let work = parent
        .unwrap_or(Path::new("."))
        .join(format!(".gongjie-{}", token::random()?));
    std::fs::create_dir_all(&work)?;
    let made = make(&db, &settings.files(), &work, &arguments.output).await;
    std::fs::remove_dir_all(&work)?;
    let manifest = made?;
    let bytes = std::fs::metadata(&arguments.output)?.len();
    let files = manifest.files.len() - 1;
    if arguments.json {
        println!(
            "{}",
            serde_json::json!({ "file": arguments.output, "bytes": bytes, "evidence_files": files, "verified": true })
        );
    } else {
        println!(
            "{}: {bytes} bytes, {files} evidence files, verified",
            arguments.output.display()
        );
    }
    Ok(ExitCode::SUCCESS)
}

async fn make(db: &Db, files: &Path, work: &Path, output: &Path) -> anyhow::Result<Manifest> {
    // The database first: every file that it names was synced before its row was written.
    let copy = work.join(DATABASE);
    db.copy_sqlite(&copy)
        .await
        .context("copying the database")?;
    let mut manifest = Manifest {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        migrations: applied(&copy).await?,
        files: BTreeMap::new(),
    };
    let draft = work.join("backup.tar");
    let mut tar = tar::Builder::new(File::create(&draft)?);
    add(&mut tar, &mut manifest, &copy, DATABASE)?;
    if files.exists() {
        for folder in std::fs::read_dir(files)? {
            for file in std::fs::read_dir(folder?.path())? {
                let path = file?.path();
                let name = path
                    .file_name()
                    .map(|n| n.to_string_lossy().into_owned())
                    .unwrap_or_default();
                if !name.starts_with('.') {
                    let head = name.get(..2).unwrap_or_default();
                    add(
                        &mut tar,
                        &mut manifest,
                        &path,
                        &format!("{FILES}/{head}/{name}"),
                    )?;
                }
            }
        }
    }
    let list = serde_json::to_vec_pretty(&manifest)?;
    let mut header = tar::Header::new_gnu();
    header.set_size(list.len() as u64);
    header.set_mode(0o600);
    header.set_cksum();
    tar.append_data(&mut header, MANIFEST, list.as_slice())?;
    let mut file = tar.into_inner()?;
    file.flush()?;
    file.sync_all()?;
    let check = work.join("check");
    unpack(&draft, &check)?;
    verify(&check).await.context("the copy does not verify")?;
    std::fs::rename(&draft, output)?;
    Ok(manifest)
}

/// What the copied database itself says that it has seen.
async fn applied(copy: &Path) -> anyhow::Result<Vec<String>> {
    let db = Db::sqlite(copy).await?;
    let names = db.applied().await;
    // Closed before it is hashed: what stands beside the file goes back into it.
    db.close().await?;
    Ok(names?)
}

fn add(
    tar: &mut tar::Builder<File>,
    manifest: &mut Manifest,
    path: &Path,
    name: &str,
) -> anyhow::Result<()> {
    manifest.files.insert(name.to_owned(), digest(path)?);
    tar.append_path_with_name(path, name)?;
    Ok(())
}

fn digest(path: &Path) -> anyhow::Result<String> {
    let mut file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0_u8; 1 << 16];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok(hex::encode(hash.finalize()));
        }
        hash.update(buffer.get(..read).unwrap_or_default());
    }
}

/// Unpacks a backup into a new folder. Names that lead out of the folder are refused by the reader.
pub fn unpack(file: &Path, to: &Path) -> anyhow::Result<()> {
    // Nobody else on the machine may read what is unpacked.
    let mut private = std::fs::DirBuilder::new();
    private.recursive(true).mode(0o700).create(to)?;
    let opened = File::open(file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut archive = tar::Archive::new(opened);
    archive.set_overwrite(false);
    archive
        .unpack(to)
        .with_context(|| format!("{} is damaged or no backup", file.display()))
}

/// Checks an unpacked backup: every file against the list, the database, its schema, its journal, its evidence.
pub async fn verify(folder: &Path) -> anyhow::Result<Manifest> {
    let list = std::fs::read(folder.join(MANIFEST)).context("the list of contents is missing")?;
    let manifest: Manifest =
        serde_json::from_slice(&list).context("the list of contents is damaged")?;
    for (name, wanted) in &manifest.files {
        if digest(&folder.join(name))? != *wanted {
            bail!("{name} is damaged");
        }
    }
    if let Some(newer) = manifest
        .migrations
        .iter()
        .find(|m| migrations::ALL.iter().all(|k| k.name != m.as_str()))
    {
        bail!(
            "it was written by a newer version ({}; schema {newer}); restore it with that version",
            manifest.version
        );
    }
    let db = Db::sqlite(&folder.join(DATABASE)).await?;
    if db.applied().await? != manifest.migrations {
        bail!("the database is not the one that the list of contents describes");
    }
    let complaints = db.complaints().await?;
    if let Some(first) = complaints.first() {
        bail!("the database is damaged: {first}");
    }
    for verdict in journal::verify(db.read()).await? {
        if let Some(fault) = verdict.fault {
            bail!("the journal of {} is broken: {fault}", verdict.organization);
        }
    }
    let of_evidence = "SELECT DISTINCT file_hash FROM evidence WHERE file_hash IS NOT NULL";
    let mut hashes: Vec<String> = db.read().column(of_evidence, []).await?;
    // A copy of an older database has not all tables yet.
    for (migration, table) in [
        ("0022_import", "import_batch"),
        ("0023_office_template", "office_template"),
    ] {
        if manifest.migrations.iter().any(|name| name == migration) {
            let sql = format!("SELECT DISTINCT file_hash FROM {table}");
            hashes.extend(db.read().column::<String>(&sql, []).await?);
        }
    }
    db.close().await?;
    for hash in hashes {
        let name = format!("{FILES}/{}/{hash}", hash.get(..2).unwrap_or_default());
        if !manifest.files.contains_key(&name) {
            bail!("the file {hash} is missing");
        }
    }
    Ok(manifest)
}
