//! Files that are written as a whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

use crate::platform::permissions::refuse_foreign_links;

/// Writes a file through a draft beside it, so that readers never find half of it. Fails if
/// something else than a plain file is there, or if root would follow a link of another user.
pub fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    refuse_foreign_links(path)?;
    // A link stays a link.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    if let Ok(known) = fs::metadata(&target) {
        let what = if known.is_dir() { "it is a folder" } else { "it is not a plain file" };
        if !known.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, what));
        }
    }
    let Some(name) = target.file_name() else {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "the path names no file"));
    };
    let mut draft = std::ffi::OsString::from(".");
    draft.push(name);
    draft.push(format!(".{}.part", std::process::id()));
    let draft = target.with_file_name(draft);
    let written = File::create_new(&draft)
        .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&draft, &target));
    if written.is_err() {
        // The first error is the one to report.
        let _ = fs::remove_file(&draft);
    }
    written
}

#[cfg(test)]
mod tests {
    use crate::output::file::write_whole;
    use std::fs;

    #[test]
    fn a_file_is_replaced_without_leftovers() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("picture.svg");
        write_whole(&path, "one").unwrap();
        write_whole(&path, "two").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn folders_and_missing_folders_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert!(write_whole(folder.path(), "text").is_err());
        assert!(write_whole(&folder.path().join("no/picture.svg"), "text").is_err());
        assert!(write_whole(std::path::Path::new("/"), "text").is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
