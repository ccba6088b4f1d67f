//! Trust: whether nobody but the owner can put another program in the place of a hook.

use std::path::Path;

#[cfg(unix)]
use crate::platform::permissions::{self, Met, Writers};

/// How much of the path of a hook is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// The file and every folder on the way to it.
    Whole,
    /// The file and its folder, for a rehearsal, which changes no real server.
    Nearest,
}

/// What is wrong with a hook.
#[derive(Debug, PartialEq, Eq)]
pub enum UnsafePath {
    /// It is not there, or may not be looked at.
    Unreadable(String),
    /// It is no file, or nobody may execute it.
    NotExecutable(String),
    /// Somebody else could change it.
    Unsafe(String),
}

/// Looks at a hook. Links are followed; what they lead through is looked at, too.
#[cfg(unix)]
pub fn check(path: &Path, extent: Extent) -> Result<(), UnsafePath> {
    check_for(path, extent, crate::platform::effective_uid())
}

/// Looks at a hook: other systems guard folders by means that are not looked at.
#[cfg(not(unix))]
pub fn check(path: &Path, _: Extent) -> Result<(), UnsafePath> {
    if path.is_file() {
        return Ok(());
    }
    Err(UnsafePath::NotExecutable(format!("{} is no file", path.display())))
}

#[cfg(unix)]
fn check_for(path: &Path, extent: Extent, own: u32) -> Result<(), UnsafePath> {
    use std::os::unix::fs::MetadataExt as _;
    let unreadable = |error: std::io::Error| {
        UnsafePath::Unreadable(format!("{} cannot be looked at: {error}", path.display()))
    };
    let mut passed = passed(path).map_err(unreadable)?;
    let Some(file) = passed.last().cloned() else {
        return Err(UnsafePath::NotExecutable(format!("{} is no file", path.display())));
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
                Writers::Everybody => "may be written by everybody".to_owned(),
                Writers::Group(_) => "may be written by its group".to_owned(),
                Writers::Owner => continue,
            }
        };
        return Err(UnsafePath::Unsafe(format!("{} {wrong}", place.display())));
    }
    let is = file.metadata().map_err(unreadable)?;
    if !is.is_file() || is.mode() & 0o111 == 0 {
        let what = if is.is_file() { "is not executable" } else { "is no file" };
        return Err(UnsafePath::NotExecutable(format!("{} {what}", file.display())));
    }
    Ok(())
}

/// Every place on the way to a file, the root first and the file last, links followed one by one.
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

        /// What is wrong, without the path of the folder.
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
    fn what_others_can_change_is_named() {
        #[track_caller]
        fn case(name: &str, mode: u32, want: Option<&str>) {
            let place = Place::new();
            place.mode(name, mode);
            assert_eq!(place.wrong("hooks/apply", Extent::Nearest, own()).as_deref(), want);
        }
        case("hooks", 0o755, None);
        case("hooks", 0o775, Some("hooks may be written by its group"));
        case("hooks", 0o1777, Some("hooks may be written by everybody"));
        case("hooks/apply", 0o700, None);
        case("hooks/apply", 0o720, Some("hooks/apply may be written by its group"));
        case("hooks/apply", 0o702, Some("hooks/apply may be written by everybody"));
        case("hooks/apply", 0o644, Some("hooks/apply is not executable"));
    }

    #[test]
    fn a_live_store_wants_every_folder_on_the_way_safe() {
        let place = Place::new();
        place.mode("", 0o777);
        assert_eq!(place.wrong("hooks/apply", Extent::Nearest, own()), None);
        let wrong = place.wrong("hooks/apply", Extent::Whole, own()).unwrap();
        assert!(wrong.ends_with("may be written by everybody"), "{wrong}");
    }

    #[test]
    fn a_link_is_looked_at_where_it_leads() {
        let place = Place::new();
        fs::create_dir(place.path("other")).unwrap();
        fs::rename(place.path("hooks/apply"), place.path("other/real")).unwrap();
        symlink("../other/real", place.path("hooks/apply")).unwrap();
        place.mode("other", 0o755);
        assert_eq!(place.wrong("hooks/apply", Extent::Nearest, own()), None);
        place.mode("other", 0o775);
        let want = Some("other may be written by its group".to_owned());
        assert_eq!(place.wrong("hooks/apply", Extent::Nearest, own()), want);
        place.mode("other", 0o755);
        place.mode("hooks", 0o775);
        let want = Some("hooks may be written by its group".to_owned());
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
