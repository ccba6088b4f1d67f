//! Way: every place on the way to a file, and who besides its owner could change what lies there.

use std::fs::Metadata;
use std::io;
use std::path::{Path, PathBuf};

/// What is met on the way to a file, in order.
#[derive(Debug, PartialEq, Eq)]
pub enum Met {
    /// A folder, or at last the file.
    Place(PathBuf),
    /// A link, which is followed.
    Link(PathBuf),
}

/// All that is met on the way to a file, the root first, links followed one by one; and why the way
/// ends early, if it does.
#[cfg(unix)]
pub fn to(path: &Path) -> (Vec<Met>, io::Result<()>) {
    let mut met = Vec::new();
    let ended = walk(path, &mut met);
    (met, ended)
}

#[cfg(unix)]
fn walk(path: &Path, met: &mut Vec<Met>) -> io::Result<()> {
    use std::path::Component;
    const MOST_LINKS: usize = 40;
    let own = |path: &Path| -> Vec<PathBuf> {
        path.components().rev().map(|part| PathBuf::from(part.as_os_str())).collect()
    };
    let mut left = own(&std::path::absolute(path)?);
    let mut at = PathBuf::from("/");
    met.push(Met::Place(at.clone()));
    let mut links = 0;
    while let Some(part) = left.pop() {
        match part.components().next() {
            Some(Component::RootDir) => at = PathBuf::from("/"),
            Some(Component::ParentDir) => {
                at.pop();
            }
            Some(Component::Normal(name)) => {
                let next = at.join(name);
                if next.symlink_metadata()?.is_symlink() {
                    links += 1;
                    if links > MOST_LINKS {
                        return Err(io::Error::other("too many links"));
                    }
                    left.extend(own(&next.read_link()?));
                    met.push(Met::Link(next));
                } else {
                    at = next;
                    met.push(Met::Place(at.clone()));
                }
            }
            Some(Component::CurDir | Component::Prefix(_)) | None => {}
        }
    }
    Ok(())
}

/// Who besides the owner of a place may write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writers {
    /// Nobody.
    Owner,
    /// A group of users.
    Group(u32),
    /// Everybody.
    Everybody,
}

impl Writers {
    /// What the modes of a place say.
    #[cfg(unix)]
    pub fn of(is: &Metadata) -> Writers {
        use std::os::unix::fs::MetadataExt as _;
        if is.mode() & 0o002 != 0 {
            Writers::Everybody
        } else if is.mode() & 0o020 != 0 {
            Writers::Group(is.gid())
        } else {
            Writers::Owner
        }
    }
}

/// Makes sure, for root, that no link leads a file elsewhere that somebody else could have put
/// there. Others can harm no more than themselves.
pub fn must_not_lead_astray(path: &Path) -> io::Result<()> {
    if crate::platform::is_root()
        && let Some(link) = astray(path)
    {
        let what = format!(
            "{} is a link in a folder that others may write, which root does not follow",
            link.display()
        );
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, what));
    }
    Ok(())
}

/// The first link on the way to a file that others than root could have put there.
#[cfg(unix)]
fn astray(path: &Path) -> Option<PathBuf> {
    use std::os::unix::fs::MetadataExt as _;
    let others_may = |link: &Path| {
        let is = link.parent().and_then(|folder| folder.metadata().ok());
        is.is_none_or(|is| is.uid() != 0 || Writers::of(&is) != Writers::Owner)
    };
    // The file need not be there yet.
    let (met, _) = to(path);
    met.into_iter().find_map(|met| match met {
        Met::Link(link) if others_may(&link) => Some(link),
        Met::Link(_) | Met::Place(_) => None,
    })
}

#[cfg(not(unix))]
fn astray(_: &Path) -> Option<PathBuf> {
    None
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::*;

    #[test]
    fn a_link_in_a_folder_of_others_is_found_wherever_it_lies_on_the_way() {
        #[track_caller]
        fn case(folder: &Path, path: &str, want: Option<&str>) {
            let found = astray(&folder.join(path));
            assert_eq!(found, want.map(|want| folder.join(want)), "{path}");
        }
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().canonicalize().unwrap();
        fs::create_dir(folder.join("theirs")).unwrap();
        fs::set_permissions(folder.join("theirs"), Permissions::from_mode(0o1777)).unwrap();
        symlink("/etc", folder.join("theirs/etc")).unwrap();
        symlink("nowhere", folder.join("theirs/night.svg")).unwrap();
        case(&folder, "theirs/plain.svg", None);
        case(&folder, "theirs/night.svg", Some("theirs/night.svg"));
        case(&folder, "theirs/etc/night.svg", Some("theirs/etc"));
        case(&folder, "theirs/../theirs/etc/cron.d/night", Some("theirs/etc"));
    }

    #[test]
    fn who_may_write_is_told_by_the_modes() {
        #[track_caller]
        fn case(mode: u32, everybody: bool, group: bool) {
            let folder = tempfile::tempdir().unwrap();
            fs::set_permissions(folder.path(), Permissions::from_mode(mode)).unwrap();
            let writers = Writers::of(&folder.path().metadata().unwrap());
            assert_eq!(writers == Writers::Everybody, everybody, "{mode:o}");
            assert_eq!(matches!(writers, Writers::Group(_)), group, "{mode:o}");
        }
        case(0o755, false, false);
        case(0o775, false, true);
        case(0o757, true, false);
        case(0o1777, true, false);
    }
}
