//! Permissions of files: who could change a store or a hook, and how a store is shared with a group.

use std::fs::{self, DirBuilder, Metadata, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{
    DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _, chown, fchown,
};
use std::path::{Component, Path, PathBuf};

use crate::platform::{effective_uid, is_own_group, is_root, user};

/// What the path to a file passes, in order.
enum Step {
    /// A folder, or at last the file.
    Entry(PathBuf),
    /// A symbolic link, which is followed.
    Link(PathBuf),
}

/// Follows a path from the root, link by link. If it ends early, the second value says why.
fn steps(path: &Path) -> (Vec<Step>, io::Result<()>) {
    let mut steps = Vec::new();
    let ended = follow(path, &mut steps);
    (steps, ended)
}

fn follow(path: &Path, steps: &mut Vec<Step>) -> io::Result<()> {
    const MOST_LINKS: usize = 40;
    let components = |path: &Path| -> Vec<PathBuf> {
        path.components().rev().map(|part| PathBuf::from(part.as_os_str())).collect()
    };
    let mut left = components(&std::path::absolute(path)?);
    let mut at = PathBuf::from("/");
    steps.push(Step::Entry(at.clone()));
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
                    left.extend(components(&next.read_link()?));
                    steps.push(Step::Link(next));
                } else {
                    at = next;
                    steps.push(Step::Entry(at.clone()));
                }
            }
            Some(Component::CurDir | Component::Prefix(_)) | None => {}
        }
    }
    Ok(())
}

/// Who besides the owner may write a file or folder, by its mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Writers {
    Nobody,
    /// The group with this number.
    Group(u32),
    Everybody,
}

impl Writers {
    fn of(metadata: &Metadata) -> Writers {
        match metadata.mode() {
            mode if mode & 0o002 != 0 => Writers::Everybody,
            mode if mode & 0o020 != 0 => Writers::Group(metadata.gid()),
            _ => Writers::Nobody,
        }
    }
}

/// For root, refuses a path through a link that another user could have put there. Other users can
/// harm only themselves.
pub fn refuse_foreign_links(path: &Path) -> io::Result<()> {
    if is_root()
        && let Some(link) = foreign_link(path)
    {
        let message = format!(
            "{} is a link in a folder that others can write, which root does not follow",
            link.display()
        );
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, message));
    }
    Ok(())
}

/// The first link in a path that a user other than root could have made. The file need not exist.
fn foreign_link(path: &Path) -> Option<PathBuf> {
    let is_foreign = |link: &Path| {
        let folder = link.parent().and_then(|folder| folder.metadata().ok());
        folder.is_none_or(|is| is.uid() != 0 || Writers::of(&is) != Writers::Nobody)
    };
    steps(path).0.into_iter().find_map(|step| match step {
        Step::Link(link) if is_foreign(&link) => Some(link),
        Step::Link(_) | Step::Entry(_) => None,
    })
}

/// The other users who may write part of a store but should not. A group may write only a shared
/// store, or if it is the owner's own group.
pub fn other_writers(path: &Path, is_shared: bool) -> Option<&'static str> {
    let is = fs::metadata(path).ok()?;
    match Writers::of(&is) {
        Writers::Everybody => Some("everybody"),
        Writers::Group(gid) if !is_shared && !is_own_group(gid, is.uid()) => Some("its group"),
        Writers::Group(_) | Writers::Nobody => None,
    }
}

/// How many names a file has.
pub fn names_of(path: &Path) -> Option<u64> {
    Some(fs::metadata(path).ok().filter(Metadata::is_file)?.nlink())
}

/// Which folders above a hook are checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckedFolders {
    /// All of them, links followed: for a live store.
    All,
    /// The one that holds it: for a rehearsal, which changes no real server.
    Own,
}

/// Why a hook is not run.
#[derive(Debug, PartialEq, Eq)]
pub enum HookFault {
    Unreadable(String),
    NotExecutable(String),
    /// Another user could change it.
    Unsafe(String),
}

/// Checks that a hook is executable, and that only root and the user could change it.
pub fn check_hook(path: &Path, folders: CheckedFolders) -> Result<(), HookFault> {
    check_hook_for(path, folders, effective_uid())
}

fn check_hook_for(path: &Path, folders: CheckedFolders, own: u32) -> Result<(), HookFault> {
    let unreadable = |error: io::Error| {
        HookFault::Unreadable(format!("cannot read the permissions of {}: {error}", path.display()))
    };
    let (steps, ended) = steps(path);
    ended.map_err(unreadable)?;
    let mut entries: Vec<PathBuf> = steps
        .into_iter()
        .filter_map(|step| match step {
            Step::Entry(entry) => Some(entry),
            Step::Link(_) => None,
        })
        .collect();
    let Some(file) = entries.last().cloned() else {
        return Err(HookFault::NotExecutable(format!("{} is not a file", path.display())));
    };
    if folders == CheckedFolders::Own {
        let folder = path.parent().and_then(|folder| folder.canonicalize().ok());
        entries.retain(|entry| {
            *entry == file || file.parent() == Some(entry) || folder.as_ref() == Some(entry)
        });
    }
    for entry in &entries {
        let is = entry.metadata().map_err(unreadable)?;
        let fault = if is.uid() != 0 && is.uid() != own {
            let name = user(is.uid()).map(|name| format!(" ({name})")).unwrap_or_default();
            let or_you = if own == 0 { "" } else { " or you" };
            format!("belongs to uid {}{name}, not to root{or_you}", is.uid())
        } else {
            match Writers::of(&is) {
                Writers::Everybody => "is writable by everybody".to_owned(),
                Writers::Group(_) => "is writable by its group".to_owned(),
                Writers::Nobody => continue,
            }
        };
        return Err(HookFault::Unsafe(format!("{} {fault}", entry.display())));
    }
    let is = file.metadata().map_err(unreadable)?;
    if !is.is_file() || is.mode() & 0o111 == 0 {
        let fault = if is.is_file() { "is not executable" } else { "is not a file" };
        return Err(HookFault::NotExecutable(format!("{} {fault}", file.display())));
    }
    Ok(())
}

/// The mode of a shared folder: files that are created in it belong to its group.
pub const SHARED_FOLDER: u32 = 0o2770;
pub const SHARED_FILE: u32 = 0o660;

/// Whether a folder is shared with its group: the group may write, and new files belong to it. Only
/// the owner can set this mode.
pub fn is_shared_folder(folder: &Path) -> bool {
    const GROUP_WRITES_AND_STAYS: u32 = 0o2020;
    fs::metadata(folder)
        .is_ok_and(|is| is.mode() & GROUP_WRITES_AND_STAYS == GROUP_WRITES_AND_STAYS)
}

pub fn is_shared_with(path: &Path, gid: u32, mode: u32) -> bool {
    fs::metadata(path).is_ok_and(|is| is.gid() == gid && is.mode() & 0o7777 == mode)
}

/// Gives a file or folder to a group, with a mode.
pub fn share_with(path: &Path, gid: u32, mode: u32) -> io::Result<()> {
    // Changing the group clears the setgid bit, so the mode comes last.
    chown(path, None, Some(gid))?;
    fs::set_permissions(path, Permissions::from_mode(mode))
}

/// Gives a copy the mode of the original, and its group where that is allowed. The group may write
/// the copy only in a shared folder.
pub fn copy_permissions(original: &Path, copy: &Path, folder: &Path) -> io::Result<()> {
    let is = fs::metadata(original)?;
    // Without the group, the copy still belongs to its owner.
    let _ = chown(copy, None, Some(is.gid()));
    let removed = if is_shared_folder(folder) { 0 } else { 0o022 };
    fs::set_permissions(copy, Permissions::from_mode(is.mode() & 0o7777 & !removed))
}

/// Gives a new file the owner, the group and the rights of another, as far as that is allowed. The
/// group may write it only in a shared folder.
pub fn permit_as(file: &fs::File, model: &Path) -> io::Result<()> {
    let is = fs::metadata(model)?;
    // Only root can give a file away; without the group, it still belongs to its owner.
    let _ = fchown(file, Some(is.uid()), None);
    let _ = fchown(file, None, Some(is.gid()));
    let folder = model.parent().unwrap_or(Path::new("."));
    let removed = if is_shared_folder(folder) { 0 } else { 0o022 };
    file.set_permissions(Permissions::from_mode(is.mode() & 0o666 & !removed))
}

/// Options that create a file which only its owner can read and write.
pub fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true).mode(0o600);
    options
}

/// A builder of a folder that only its owner can use.
pub fn private_folder() -> DirBuilder {
    let mut builder = DirBuilder::new();
    builder.mode(0o700);
    builder
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_link_in_a_folder_of_others_is_found_wherever_it_lies_on_the_way() {
        #[track_caller]
        fn case(folder: &Path, path: &str, want: Option<&str>) {
            let found = foreign_link(&folder.join(path));
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

    struct HookFolder {
        folder: tempfile::TempDir,
    }

    impl HookFolder {
        /// A folder `hooks` with an executable `apply`, safe so far.
        fn new() -> HookFolder {
            let place = HookFolder { folder: tempfile::tempdir().unwrap() };
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
        fn wrong(&self, name: &str, extent: CheckedFolders, own: u32) -> Option<String> {
            let wrong = match check_hook_for(&self.path(name), extent, own).err()? {
                HookFault::Unreadable(what)
                | HookFault::NotExecutable(what)
                | HookFault::Unsafe(what) => what,
            };
            Some(wrong.replace(&format!("{}/", self.path("").display()).replace("//", "/"), ""))
        }
    }

    fn own() -> u32 {
        effective_uid()
    }

    #[test]
    fn what_others_can_change_is_named() {
        #[track_caller]
        fn case(name: &str, mode: u32, want: Option<&str>) {
            let place = HookFolder::new();
            place.mode(name, mode);
            assert_eq!(place.wrong("hooks/apply", CheckedFolders::Own, own()).as_deref(), want);
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
    fn a_live_store_wants_every_folder_on_the_way_safe() {
        let place = HookFolder::new();
        place.mode("", 0o777);
        assert_eq!(place.wrong("hooks/apply", CheckedFolders::Own, own()), None);
        let wrong = place.wrong("hooks/apply", CheckedFolders::All, own()).unwrap();
        assert!(wrong.ends_with("is writable by everybody"), "{wrong}");
    }

    #[test]
    fn a_link_is_looked_at_where_it_leads() {
        let place = HookFolder::new();
        fs::create_dir(place.path("other")).unwrap();
        fs::rename(place.path("hooks/apply"), place.path("other/real")).unwrap();
        symlink("../other/real", place.path("hooks/apply")).unwrap();
        place.mode("other", 0o755);
        assert_eq!(place.wrong("hooks/apply", CheckedFolders::Own, own()), None);
        place.mode("other", 0o775);
        let want = Some("other is writable by its group".to_owned());
        assert_eq!(place.wrong("hooks/apply", CheckedFolders::Own, own()), want);
        place.mode("other", 0o755);
        place.mode("hooks", 0o775);
        let want = Some("hooks is writable by its group".to_owned());
        assert_eq!(place.wrong("hooks/apply", CheckedFolders::Own, own()), want);
        symlink("loop", place.path("loop")).unwrap();
        assert!(
            place.wrong("loop", CheckedFolders::Own, own()).unwrap().contains("too many links")
        );
    }

    #[test]
    fn a_hook_of_somebody_else_is_refused() {
        let place = HookFolder::new();
        if own() == 0 {
            chown(place.path("hooks/apply"), Some(65_533), None).unwrap();
        }
        // Somebody else than the owner looks.
        let wrong = place.wrong("hooks/apply", CheckedFolders::Own, 65_532);
        assert!(wrong.is_some_and(|wrong| wrong.contains("belongs to uid")));
    }
}
