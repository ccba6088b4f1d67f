//! Whether other users could replace a hook by a program of theirs.

use std::path::Path;

#[cfg(unix)]
use crate::platform::permissions::{self, Met, Writers};

/// How much of the path to a hook is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// The file and every folder above it.
    Whole,
    /// The file and its folder: a rehearsal changes no real server.
    Nearest,
}

/// What is wrong with a hook.
#[derive(Debug, PartialEq, Eq)]
pub enum UnsafePath {
    Unreadable(String),
    NotExecutable(String),
    Unsafe(String),
}

/// Checks a hook. Links are followed, and each folder on their way is checked as well.
#[cfg(unix)]
pub fn check(path: &Path, extent: Extent) -> Result<(), UnsafePath> {
    check_for(path, extent, crate::platform::effective_uid())
}

/// Checks a hook. `mm` does not examine the access lists of other systems.
#[cfg(not(unix))]
pub fn check(path: &Path, _: Extent) -> Result<(), UnsafePath> {
    if path.is_file() {
        return Ok(());
    }
    Err(UnsafePath::NotExecutable(format!("{} is not a file", path.display())))
}

#[cfg(unix)]
fn check_for(path: &Path, extent: Extent, own: u32) -> Result<(), UnsafePath> {
    use std::os::unix::fs::MetadataExt as _;
    let unreadable = |error: std::io::Error| {
        UnsafePath::Unreadable(format!("{} cannot be examined: {error}", path.display()))
    };
    let mut passed = passed(path).map_err(unreadable)?;
    let Some(file) = passed.last().cloned() else {
        return Err(UnsafePath::NotExecutable(format!("{} is not a file", path.display())));
    };
    if extent == Extent::Nearest {
        let folder = path.parent().and_then(|folder| folder.canonicalize().ok());
        let near = |place: &std::path::PathBuf| {
            *place == file || file.parent() == Some(place) || folder.as_ref() == Some(place)
        };
        passed.retain(near);
    }
    for place in &passed {
        let is = place.metadata().map_err(unreadable)?;
        let wrong = if is.uid() != 0 && is.uid() != own {
            let whose = crate::platform::user(is.uid());
            let whose = whose.map(|name| format!(" ({name})")).unwrap_or_default();
            let or_yours = if own == 0 { "" } else { " or you" };
            format!("belongs to uid {}{whose}, not to root{or_yours}", is.uid())
        } else {
            match Writers::of(&is) {
                Writers::Everybody => "is writable by everybody".to_owned(),
                Writers::Group(_) => "is writable by its group".to_owned(),
                Writers::Owner => continue,
            }
        };
        return Err(UnsafePath::Unsafe(format!("{} {wrong}", place.display())));
    }
    let is = file.metadata().map_err(unreadable)?;
    if !is.is_file() || is.mode() & 0o111 == 0 {
        let what = if is.is_file() { "is not executable" } else { "is not a file" };
        return Err(UnsafePath::NotExecutable(format!("{} {what}", file.display())));
    }
    Ok(())
}

/// Every path on the way to a file, from the root to the file, with links followed one by one.
#[cfg(unix)]
fn passed(path: &Path) -> std::io::Result<Vec<std::path::PathBuf>> {
    let (met, ended) = permissions::to(path);
    ended?;
    let place = |met| match met {
        Met::Place(place) => Some(place),
        Met::Link(_) => None,
    };
    Ok(met.into_iter().filter_map(place).collect())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    use std::path::PathBuf;

    use super::*;

    struct Place {
        folder: tempfile::TempDir,
    }

    impl Place {
        /// A folder `hooks` with an executable `apply`, safe so far.
        fn new() -> Place {
            let place = Place { folder: tempfile::tempdir().unwrap() };
            fs::create_dir(place.path("hooks")).unwrap();
            fs::write(place.path("hooks/apply"), "#!/bin/sh\n").unwrap();
            place.mode("hooks", 0o755);
            place.mode("hooks/apply", 0o755);
            place
        }

        fn path(&self, name: &str) -> PathBuf {
            self.folder.path().canonicalize().unwrap().join(name)
        }

        fn mode(&self, name: &str, mode: u32) {
            fs::set_permissions(self.path(name), Permissions::from_mode(mode)).unwrap();
        }

        /// What is wrong, without the path of the temporary folder.
        fn wrong(&self, name: &str, extent: Extent, own: u32) -> Option<String> {
            let wrong = match check_for(&self.path(name), extent, own).err()? {
                UnsafePath::Unreadable(what)
                | UnsafePath::NotExecutable(what)
                | UnsafePath::Unsafe(what) => what,
            };
            Some(wrong.replace(&format!("{}/", self.path("").display()).replace("//", "/"), ""))
        }
    }

    fn own() -> u32 {
        crate::platform::effective_uid()
    }

    #[test]
    fn a_path_that_others_can_change_is_named() {
        #[track_caller]
        fn case(name: &str, mode: u32, want: Option<&str>) {
            let place = Place::new();
            place.mode(name, mode);
            assert_eq!(place.wrong("hooks/apply", Extent::Nearest, own()).as_deref(), want);
        }
        case("hooks", 0o755, None);
        case("hooks", 0o775, Some("hooks is writable by its group"));
        case("hooks", 0o1777, Some("hooks is writable by everybody"));
        case("hooks/apply", 0o700, None);
        case("hooks/apply", 0o720, Some("hooks/apply is writable by its group"));
        case("hooks/apply", 0o702, Some("hooks/apply is writable by everybody"));
        case("hooks/apply", 0o644, Some("hooks/apply is not executable"));
    }

    #[test]
    fn live_stores_need_every_folder_above_a_hook_safe() {
        let place = Place::new();
        place.mode("", 0o777);
        assert_eq!(place.wrong("hooks/apply", Extent::Nearest, own()), None);
        let wrong = place.wrong("hooks/apply", Extent::Whole, own()).unwrap();
        assert!(wrong.ends_with("is writable by everybody"), "{wrong}");
    }

    #[test]
    fn the_target_of_a_link_is_checked() {
        let place = Place::new();
        fs::create_dir(place.path("other")).unwrap();
        fs::rename(place.path("hooks/apply"), place.path("other/real")).unwrap();
        symlink("../other/real", place.path("hooks/apply")).unwrap();
        place.mode("other", 0o755);
        assert_eq!(place.wrong("hooks/apply", Extent::Nearest, own()), None);
        place.mode("other", 0o775);
        let want = Some("other is writable by its group".to_owned());
        assert_eq!(place.wrong("hooks/apply", Extent::Nearest, own()), want);
        place.mode("other", 0o755);
        place.mode("hooks", 0o775);
        let want = Some("hooks is writable by its group".to_owned());
        assert_eq!(place.wrong("hooks/apply", Extent::Nearest, own()), want);
        symlink("loop", place.path("loop")).unwrap();
        assert!(place.wrong("loop", Extent::Nearest, own()).unwrap().contains("too many links"));
    }

    #[test]
    fn a_hook_of_somebody_else_is_refused() {
        let place = Place::new();
        if own() == 0 {
            std::os::unix::fs::chown(place.path("hooks/apply"), Some(65_533), None).unwrap();
        }
        // Somebody else than the owner looks.
        let wrong = place.wrong("hooks/apply", Extent::Nearest, 65_532);
        assert!(wrong.is_some_and(|wrong| wrong.contains("belongs to uid")));
    }
}
