//! Place: the folder and file of a store, with the modes that keep others out.

use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use crate::error::{Code, Error, Result};
use crate::platform::permissions::must_not_lead_astray;

/// A group of users that shares a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// Its number.
    pub gid: u32,
}

/// Creates a folder and an empty file where there are none: for the owner alone (0700, 0600) or
/// for a group too (2770, 0660).
pub fn create(path: &Path, group: Option<&Group>) -> Result<()> {
    let failed = |error: io::Error| {
        Error::new(Code::NotWritable, format!("cannot be created: {error}"))
            .hint("--store PATH or MM_STORE names another place")
    };
    if path.is_file() {
        return Ok(());
    }
    if path.is_dir() {
        return Err(Error::new(Code::NotAStore, "it is a folder"));
    }
    if path.exists() {
        return Err(Error::new(Code::NotAStore, "it is no file"));
    }
    let mut missing: Vec<&Path> = Vec::new();
    missing.extend(folder_of(path).ancestors().take_while(|folder| !folder.is_dir()));
    for folder in missing.into_iter().rev().filter(|folder| !folder.as_os_str().is_empty()) {
        let mut builder = fs::DirBuilder::new();
        private_folder(&mut builder);
        match builder.create(folder) {
            // Another process was faster.
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                return Err(failed(error));
            }
            Ok(()) | Err(_) => {}
        }
        if let Some(group) = group {
            give(folder, group, FOLDER)?;
        }
    }
    match create_new(path) {
        Ok(()) => {}
        // Another process was faster.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(failed(error)),
    }
    group.map_or(Ok(()), |group| give(path, group, FILE).map(|_| ()))
}

/// Creates an empty file for the owner alone; one that exists is an error.
pub fn create_new(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    private_file(&mut options);
    options.open(path).map(|_| ())
}

/// Makes sure that a new name in a folder survives a loss of power, where the system can.
pub fn sync_folder(path: &Path) {
    // Some file systems cannot, and the file is whole all the same.
    let _ = fs::File::open(folder_of(path)).and_then(|folder| folder.sync_all());
}

/// Makes sure that nobody else could have written a store, or can put another file in its place:
/// its folder and its file are its owner's alone, or were given to a group as `mm init --group`
/// gives them. Who is about to give them to a group takes the others' rights away by that. Root
/// follows no link of somebody else's.
pub fn guard(path: &Path, group: Option<&Group>) -> Result<()> {
    must_not_lead_astray(path).map_err(|error| {
        Error::new(Code::StoreUnsafe, error.to_string())
            .hint("name the place that the link leads to, if that is the one you mean")
    })?;
    if group.is_some() {
        return Ok(());
    }
    // Where a link leads, the place that counts is there.
    let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = folder_of(&place);
    let shared = is_shared(folder);
    // Whoever can write the journal decides what the next one who opens the store takes back.
    for place in [folder, &place, &journal_of(&place)] {
        if let Some(whom) = written_by(place, shared) {
            let message = format!("{} may be written by {whom}", place.display());
            let problem = Error::new(Code::StoreUnsafe, message);
            return Err(if place == folder {
                problem.hint("a store needs a folder of its own: name one that does not exist yet with --store FOLDER/mm.db, or take that right away (chmod go-w), or share it with mm init --group GROUP")
            } else {
                problem.hint("take that right away (chmod go-w), name another place with --store, or share it with mm init --group GROUP")
            });
        }
    }
    Ok(())
}

/// Who else may write a place of a store, if anybody may who should not.
#[cfg(unix)]
fn written_by(place: &Path, shared: bool) -> Option<&'static str> {
    use crate::platform::permissions::Writers;
    use std::os::unix::fs::MetadataExt as _;
    let is = fs::metadata(place).ok()?;
    match Writers::of(&is) {
        Writers::Everybody => Some("everybody"),
        Writers::Group(gid) if !shared && !crate::platform::is_own_group(gid, is.uid()) => {
            Some("its group")
        }
        Writers::Group(_) | Writers::Owner => None,
    }
}

#[cfg(not(unix))]
fn written_by(_: &Path, _: bool) -> Option<&'static str> {
    None
}

/// Whether a folder is made as a shared one is. Only its owner can make it so.
#[cfg(unix)]
fn is_shared(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    const GROUP_WRITES_AND_KEEPS: u32 = 0o2020;
    fs::metadata(folder)
        .is_ok_and(|is| is.mode() & GROUP_WRITES_AND_KEEPS == GROUP_WRITES_AND_KEEPS)
}

#[cfg(not(unix))]
fn is_shared(_: &Path) -> bool {
    false
}

/// The folder that a file lies in.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes sure that the folder of a store holds nothing else that sharing it would open to a group.
pub fn may_be_shared(path: &Path, with: &Group) -> Result<()> {
    let folder = folder_of(path);
    if is_given(folder, with, FOLDER) {
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
                "the folder {} holds other things too, as {}: --group would open them to the group {}",
                folder.display(),
                name.display(),
                with.name
            );
            return Err(Error::new(Code::FolderInUse, message)
                .hint("give the store a folder of its own with --store PATH"));
        }
    }
    Ok(())
}

/// Gives the folder and the file of a store to a group. Returns whether anything was otherwise.
pub fn share(path: &Path, with: &Group) -> Result<bool> {
    let folder = give(folder_of(path), with, FOLDER)?;
    let file = give(path, with, FILE)?;
    // SQLite keeps the file beside it that an earlier, private store left.
    let journal = journal_of(path);
    if journal.exists() {
        give(&journal, with, FILE)?;
    }
    Ok(folder || file)
}

/// Where SQLite keeps what takes a change back that was not finished.
fn journal_of(path: &Path) -> PathBuf {
    let mut journal = path.as_os_str().to_owned();
    journal.push("-journal");
    journal.into()
}

/// The mode of a shared folder: what is created in it belongs to its group.
const FOLDER: u32 = 0o2770;
/// The mode of a shared file.
const FILE: u32 = 0o660;

#[cfg(unix)]
fn is_given(path: &Path, with: &Group, mode: u32) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata(path).is_ok_and(|is| is.gid() == with.gid && is.mode() & 0o7777 == mode)
}

#[cfg(not(unix))]
fn is_given(_: &Path, _: &Group, _: u32) -> bool {
    true
}

#[cfg(unix)]
fn give(path: &Path, with: &Group, mode: u32) -> Result<bool> {
    use std::os::unix::fs::PermissionsExt as _;
    if is_given(path, with, mode) {
        return Ok(false);
    }
    // A change of the group takes the setgid bit away, so the mode comes last.
    std::os::unix::fs::chown(path, None, Some(with.gid))
        .and_then(|()| fs::set_permissions(path, fs::Permissions::from_mode(mode)))
        .map_err(|error| {
            let (path, group) = (path.display(), &with.name);
            Error::new(Code::NotShared, format!("{path} cannot be given to {group}: {error}"))
                .hint("do it as root, or as the owner with a group of the owner's")
        })?;
    Ok(true)
}

#[cfg(not(unix))]
fn give(_: &Path, _: &Group, _: u32) -> Result<bool> {
    Ok(false)
}

/// Gives a copy the mode of the original, and its group where that is allowed. Only in a folder that
/// is shared, too, may the group write the copy.
#[cfg(unix)]
pub fn alike(original: &Path, copy: &Path) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    let is = fs::metadata(original)?;
    // Without its group the copy is still the owner's.
    let _ = std::os::unix::fs::chown(copy, None, Some(is.gid()));
    let taken = if is_shared(folder_of(copy)) { 0 } else { 0o022 };
    fs::set_permissions(copy, fs::Permissions::from_mode(is.mode() & 0o7777 & !taken))
}

/// Gives a copy the mode of the original, and its group where that is allowed.
#[cfg(not(unix))]
pub fn alike(_: &Path, _: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn private_folder(builder: &mut fs::DirBuilder) {
    use std::os::unix::fs::DirBuilderExt as _;
    builder.mode(0o700);
}

#[cfg(unix)]
fn private_file(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt as _;
    options.mode(0o600);
}

#[cfg(not(unix))]
fn private_folder(_: &mut fs::DirBuilder) {}

#[cfg(not(unix))]
fn private_file(_: &mut OpenOptions) {}
