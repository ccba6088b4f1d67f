//! Permissions of files on systems that guard them by means that `mm` does not read.

use std::fs::{DirBuilder, OpenOptions};
use std::io;
use std::path::Path;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckedFolders {
    All,
    Own,
}

#[derive(Debug, PartialEq, Eq)]
pub enum HookFault {
    Unreadable(String),
    NotExecutable(String),
    Unsafe(String),
}

pub const SHARED_FOLDER: u32 = 0;
pub const SHARED_FILE: u32 = 0;

pub fn refuse_foreign_links(_: &Path) -> io::Result<()> {
    Ok(())
}

pub fn names_of(_: &Path) -> Option<u64> {
    None
}

pub fn other_writers(_: &Path, _: bool) -> Option<&'static str> {
    None
}

pub fn check_hook(path: &Path, _: CheckedFolders) -> Result<(), HookFault> {
    if path.is_file() {
        return Ok(());
    }
    Err(HookFault::NotExecutable(format!("{} is not a file", path.display())))
}

pub fn is_shared_folder(_: &Path) -> bool {
    false
}

pub fn is_shared_with(_: &Path, _: u32, _: u32) -> bool {
    true
}

pub fn share_with(_: &Path, _: u32, _: u32) -> io::Result<()> {
    Ok(())
}

pub fn copy_permissions(_: &Path, _: &Path, _: &Path) -> io::Result<()> {
    Ok(())
}

pub fn permit_as(_: &std::fs::File, _: &Path) -> io::Result<()> {
    Ok(())
}

pub fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    options
}

pub fn private_folder() -> DirBuilder {
    DirBuilder::new()
}
