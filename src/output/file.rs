//! File: written as a whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

use crate::platform::permissions::refuse_foreign_links;

/// Writes a file beside its place and moves it there, so that nobody ever finds half of it. What
/// stands there and is no plain file is left alone; root follows no link of somebody else's.
pub fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    refuse_foreign_links(path)?;
    // Through a link, so that the link stays.
    let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    if let Ok(known) = fs::metadata(&place) {
        let what = if known.is_dir() { "it is a folder" } else { "it is no plain file" };
        if !known.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, what));
        }
    }
    let Some(name) = place.file_name() else {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it names no file"));
    };
    let mut beside = std::ffi::OsString::from(".");
    beside.push(name);
    beside.push(format!(".{}.part", std::process::id()));
    let beside = place.with_file_name(beside);
    let written = File::create_new(&beside)
        .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&beside, &place));
    if written.is_err() {
        // Nothing more can be done where this fails, too.
        let _ = fs::remove_file(&beside);
    }
    written
}

#[cfg(test)]
mod tests {
    use crate::output::file::write_whole;
    use std::fs;

    #[test]
    fn a_file_is_written_and_replaced_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("night.svg");
        write_whole(&path, "one").unwrap();
        write_whole(&path, "two").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn folders_and_places_that_are_not_there_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert!(write_whole(folder.path(), "text").is_err());
        assert!(write_whole(&folder.path().join("no/night.svg"), "text").is_err());
        assert!(write_whole(std::path::Path::new("/"), "text").is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
