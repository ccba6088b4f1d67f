//! The folder and file of a store: how they are created, checked and shared with a group.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::error::{Code, Error, Result};
use crate::platform::permissions::{
    SHARED_FILE, SHARED_FOLDER, is_shared_folder, is_shared_with, names_of, other_writers,
    private_file, private_folder, refuse_foreign_links, share_with,
};

/// A group of users that shares a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub name: String,
    pub gid: u32,
}

/// Creates the folder and an empty file if they do not exist: for the owner alone (0700, 0600), or
/// for a group too (2770, 0660).
pub fn create(path: &Path, group: Option<&Group>) -> Result<()> {
    let failed = |error: io::Error| {
        Error::from_cause(Code::NotWritable, error)
            .context("cannot be created")
            .hint("--store PATH or MM_STORE names another place")
    };
    // Another process may create the same folder or file at the same time.
    let unless_exists = |created: io::Result<()>| match created {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(failed(error)),
        Ok(()) | Err(_) => Ok(()),
    };
    if path.is_file() {
        return Ok(());
    }
    if path.exists() {
        let what = if path.is_dir() { "it is a folder" } else { "it is not a regular file" };
        return Err(Error::new(Code::NotAStore, what));
    }
    let missing: Vec<&Path> =
        folder_of(path).ancestors().take_while(|folder| !folder.is_dir()).collect();
    for folder in missing.into_iter().rev().filter(|folder| !folder.as_os_str().is_empty()) {
        unless_exists(private_folder().create(folder))?;
        if let Some(group) = group {
            give(folder, group, SHARED_FOLDER)?;
        }
    }
    unless_exists(create_new(path))?;
    if let Some(group) = group {
        give(path, group, SHARED_FILE)?;
    }
    Ok(())
}

/// Creates an empty file for the owner alone; one that exists is an error.
pub fn create_new(path: &Path) -> io::Result<()> {
    private_file().open(path).map(|_| ())
}

/// Makes sure that a new name in a folder survives a loss of power, where the system can.
pub fn sync_folder(path: &Path) {
    // Some file systems cannot do this, and the file itself is complete all the same.
    let _ = fs::File::open(folder_of(path)).and_then(|folder| folder.sync_all());
}

/// Refuses a store that other users could have written, or whose file they could replace. `group`
/// is the group that the store is about to be shared with: sharing removes the rights of others.
pub fn refuse_unsafe(path: &Path, group: Option<&Group>) -> Result<()> {
    refuse_foreign_links(path).map_err(|error| {
        Error::new(Code::StoreUnsafe, error.to_string())
            .hint("if you mean the place that the link leads to, name that place")
    })?;
    refuse_second_name(path)?;
    if group.is_some() {
        return Ok(());
    }
    // If the path leads through a link, the place at its end counts.
    let file = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = folder_of(&file);
    let is_shared = is_shared_folder(folder);
    // SQLite rolls back what the journal says, so whoever writes the journal changes the store.
    for place in [folder, &file, &journal_of(&file)] {
        if let Some(writers) = other_writers(place, is_shared) {
            let message = format!("{} is writable by {writers}", place.display());
            let remedy = if place == folder {
                "give the store a folder of its own (--store FOLDER/mm.db), remove that right (chmod go-w), or share the store with `mm init --group GROUP`"
            } else {
                "remove that right (chmod go-w), name another place with --store, or share the store with `mm init --group GROUP`"
            };
            return Err(Error::new(Code::StoreUnsafe, message).hint(remedy));
        }
    }
    Ok(())
}

/// Refuses a store with more than one hard link. SQLite keeps the journal beside the name that it
/// was opened by, so a crash under one name is not rolled back under another.
fn refuse_second_name(path: &Path) -> Result<()> {
    match names_of(path) {
        Some(names) if names > 1 => {
            let message = format!("the file has {names} names (hard links)");
            Err(Error::new(Code::StoreUnsafe, message)
                .hint("remove the other names; `mm store backup` makes copies"))
        }
        Some(_) | None => Ok(()),
    }
}

/// The folder that holds a file.
pub fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes sure that the folder of a store holds nothing else that a group would get access to.
pub fn refuse_shared_folder_in_use(path: &Path, group: &Group) -> Result<()> {
    let folder = folder_of(path);
    if is_shared_with(folder, group.gid, SHARED_FOLDER) {
        return Ok(());
    }
    let Ok(entries) = fs::read_dir(folder) else {
        return Ok(());
    };
    let own = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    for entry in entries.flatten() {
        let name = entry.file_name();
        if !name.to_string_lossy().starts_with(&own) {
            let message = format!(
                "the folder {} also holds {}, which --group would open to the group {}",
                folder.display(),
                name.display(),
                group.name
            );
            return Err(Error::new(Code::FolderInUse, message)
                .hint("give the store a folder of its own with --store PATH"));
        }
    }
    Ok(())
}

/// Gives the folder and the file of a store to a group. Returns whether that changed anything.
pub fn share(path: &Path, group: &Group) -> Result<bool> {
    let folder = give(folder_of(path), group, SHARED_FOLDER)?;
    let file = give(path, group, SHARED_FILE)?;
    // SQLite keeps the journal that an earlier, private store left.
    let journal = journal_of(path);
    if journal.exists() {
        give(&journal, group, SHARED_FILE)?;
    }
    Ok(folder || file)
}

/// The rollback journal of SQLite.
pub fn journal_of(path: &Path) -> PathBuf {
    let mut journal = path.as_os_str().to_owned();
    journal.push("-journal");
    journal.into()
}

fn give(path: &Path, group: &Group, mode: u32) -> Result<bool> {
    if is_shared_with(path, group.gid, mode) {
        return Ok(false);
    }
    share_with(path, group.gid, mode).map_err(|error| {
        let (path, group) = (path.display(), &group.name);
        Error::from_cause(Code::NotShared, error)
            .context(format!("{path} cannot be given to the group {group}"))
            .hint("do it as root, or as the owner with a group that you belong to")
    })?;
    Ok(true)
}
