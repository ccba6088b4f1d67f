//! Place: the folder and file of a store, with the modes that keep others out.

use std::fs::{self, OpenOptions};
use std::io;
use std::path::Path;

use super::trouble::Result;
use crate::exit::Problem;

/// Creates a folder and an empty file where there are none: for the owner alone (0700, 0600) or,
/// if it is `shared`, for its group (2770, 0660).
pub fn create(path: &Path, shared: bool) -> Result<()> {
    let failed = |error: io::Error| {
        Problem::failed("not-writable", format!("cannot be created: {error}"))
            .hint("--store PATH or MM_STORE names another place")
    };
    if path.is_file() {
        return Ok(());
    }
    if path.is_dir() {
        return Err(Problem::failed("not-a-store", "it is a folder"));
    }
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        if !folder.is_dir() {
            let mut builder = fs::DirBuilder::new();
            builder.recursive(true);
            mode_of_folder(&mut builder, shared);
            builder.create(folder).map_err(failed)?;
        }
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    mode_of_file(&mut options, shared);
    match options.open(path) {
        Ok(_) => Ok(()),
        // Another process was faster.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(failed(error)),
    }
}

#[cfg(unix)]
fn mode_of_folder(builder: &mut fs::DirBuilder, shared: bool) {
    use std::os::unix::fs::DirBuilderExt as _;
    builder.mode(if shared { 0o2770 } else { 0o700 });
}

#[cfg(unix)]
fn mode_of_file(options: &mut OpenOptions, shared: bool) {
    use std::os::unix::fs::OpenOptionsExt as _;
    options.mode(if shared { 0o660 } else { 0o600 });
}

#[cfg(not(unix))]
fn mode_of_folder(_: &mut fs::DirBuilder, _: bool) {}

#[cfg(not(unix))]
fn mode_of_file(_: &mut OpenOptions, _: bool) {}
