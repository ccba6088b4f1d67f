//! What `mm` asks the operating system: users, paths, processes and permissions of files.

pub mod child;
pub mod interruption;
pub mod lock;
pub mod output;
#[cfg(unix)]
pub mod permissions;
#[cfg(not(unix))]
#[path = "no_permissions.rs"]
pub mod permissions;

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

fn variable(name: &str) -> Option<String> {
    std::env::var_os(name)
        .and_then(|value: OsString| value.into_string().ok())
        .filter(|value| !value.trim().is_empty())
}

/// The real user of this process, if the system has users with numbers.
#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems have none")]
pub fn real_uid() -> Option<u32> {
    Some(nix::unistd::getuid().as_raw())
}

#[cfg(not(unix))]
pub fn real_uid() -> Option<u32> {
    None
}

/// The user whose rights this process has.
#[cfg(unix)]
pub fn effective_uid() -> u32 {
    nix::unistd::geteuid().as_raw()
}

#[cfg(unix)]
pub fn is_root() -> bool {
    effective_uid() == 0
}

#[cfg(not(unix))]
pub fn is_root() -> bool {
    false
}

/// The name of the user who runs `mm`; under `sudo` as root, of the user who called `sudo`.
pub fn actor() -> String {
    let sudo = if is_root() { variable("SUDO_USER") } else { None };
    sudo.or_else(|| variable("USER"))
        .or_else(|| variable("LOGNAME"))
        .or_else(|| variable("USERNAME"))
        .or_else(|| real_uid().map(|uid| user(uid).unwrap_or_else(|| format!("uid {uid}"))))
        .unwrap_or_else(|| "unknown".to_owned())
}

/// The number of a group, by its name or as digits.
#[cfg(unix)]
pub fn group(name: &str) -> Option<u32> {
    let known = nix::unistd::Group::from_name(name).ok().flatten();
    known.map(|group| group.gid.as_raw()).or_else(|| name.parse().ok())
}

#[cfg(not(unix))]
pub fn group(_: &str) -> Option<u32> {
    None
}

/// Whether a group is a user's own: it has the name of the user, no other member, and is the primary
/// group of no other account in `/etc/passwd`. Root has none, because several system accounts belong
/// to the group of root. A list of accounts that cannot be read proves nothing.
#[cfg(unix)]
pub fn is_own_group(gid: u32, uid: u32) -> bool {
    let group = nix::unistd::Group::from_gid(gid.into()).ok().flatten();
    match (group, user(uid)) {
        (Some(group), Some(name)) if uid != 0 => {
            group.name == name
                && group.mem.iter().all(|member| *member == name)
                && std::fs::read_to_string("/etc/passwd")
                    .is_ok_and(|accounts| !is_primary_group_of_another(gid, uid, &accounts))
        }
        _ => false,
    }
}

/// Whether an account with another number than `uid` has the primary group `gid`.
#[cfg(unix)]
fn is_primary_group_of_another(gid: u32, uid: u32, accounts: &str) -> bool {
    accounts.lines().any(|line| {
        let mut numbers = line.split(':').skip(2).map(|field| field.parse::<u32>().ok());
        let (account, group) = (numbers.next().flatten(), numbers.next().flatten());
        group == Some(gid) && account != Some(uid)
    })
}

/// Whether this process acts with rights that it borrowed: the effective user is not the real one,
/// or `sudo`, `doas` or `pkexec` started it.
pub fn has_borrowed_rights() -> bool {
    #[cfg(unix)]
    let differs = nix::unistd::getuid() != nix::unistd::geteuid();
    #[cfg(not(unix))]
    let differs = false;
    differs || ["SUDO_UID", "DOAS_USER", "PKEXEC_UID"].iter().any(|name| variable(name).is_some())
}

/// The name of a user.
#[cfg(unix)]
pub fn user(uid: u32) -> Option<String> {
    nix::unistd::User::from_uid(uid.into()).ok().flatten().map(|user| user.name)
}

#[cfg(not(unix))]
pub fn user(_: u32) -> Option<String> {
    None
}

/// The name of this host.
pub fn host() -> String {
    #[cfg(unix)]
    let name = nix::sys::utsname::uname()
        .ok()
        .and_then(|system| system.nodename().to_str().map(str::to_owned));
    #[cfg(not(unix))]
    let name = variable("COMPUTERNAME");
    name.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| "server".to_owned())
}

/// The path of the store if no option names one.
pub fn expected_store() -> PathBuf {
    std::env::var_os("MM_STORE")
        .filter(|path| !path.is_empty())
        .map_or_else(default_store, PathBuf::from)
}

/// The path of the store if neither an option nor `MM_STORE` names one: the same for all users.
pub fn default_store() -> PathBuf {
    #[cfg(target_os = "macos")]
    let path = PathBuf::from("/Library/Application Support/mm/mm.db");
    #[cfg(windows)]
    let path = {
        let data = std::env::var_os("ProgramData").unwrap_or_else(|| r"C:\ProgramData".into());
        PathBuf::from(data).join("mm").join("mm.db")
    };
    #[cfg(not(any(target_os = "macos", windows)))]
    let path = PathBuf::from("/var/lib/mm/mm.db");
    path
}

/// The folder of hooks for live stores.
pub fn default_hooks() -> PathBuf {
    #[cfg(windows)]
    let path = {
        let data = std::env::var_os("ProgramData").unwrap_or_else(|| r"C:\ProgramData".into());
        PathBuf::from(data).join("mm").join("hooks")
    };
    #[cfg(not(windows))]
    let path = PathBuf::from("/etc/mm/hooks");
    path
}

/// The environment of every hook: language and time zone, and a fixed `PATH`.
pub fn for_hooks() -> Vec<(&'static str, OsString)> {
    #[cfg(unix)]
    let path = OsString::from("/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    #[cfg(not(unix))]
    let path = std::env::var_os("PATH").unwrap_or_default();
    let passed = if cfg!(windows) {
        &["LANG", "LC_ALL", "TZ", "SystemRoot", "PATHEXT", "TEMP"][..]
    } else {
        &["LANG", "LC_ALL", "TZ"]
    };
    let passed = passed.iter().filter_map(|name| Some((*name, std::env::var_os(name)?)));
    [("PATH", path)].into_iter().chain(passed).collect()
}

/// Renames a file, unless its new name is taken. At no time does the file have two names, so a process
/// that is killed here leaves one of them.
pub fn rename_to_new(from: &Path, to: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        use rustix::io::Errno;
        match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
            // Not every file system can do this.
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {}
            renamed => return Ok(renamed?),
        }
    }
    if to.symlink_metadata().is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    std::fs::rename(from, to)
}

/// Whether a hook started this process.
pub fn is_within_a_hook() -> bool {
    variable("MM_HOOK").is_some()
}

/// A process number as the system takes it. Zero and negative numbers would mean groups.
#[cfg(unix)]
fn number(pid: u32) -> Option<nix::unistd::Pid> {
    i32::try_from(pid).ok().filter(|pid| *pid > 0).map(nix::unistd::Pid::from_raw)
}

/// Starts a command in a process group of its own, which can be killed as a whole.
#[cfg(unix)]
pub fn in_a_group_of_its_own(command: &mut std::process::Command) {
    std::os::unix::process::CommandExt::process_group(command, 0);
}

#[cfg(not(unix))]
pub fn in_a_group_of_its_own(_: &mut std::process::Command) {}

/// Kills a process group, by the number of its first process.
#[cfg(unix)]
pub fn kill_group(first: u32) {
    if let Some(first) = number(first) {
        // It may have ended in the meantime.
        let _ = nix::sys::signal::killpg(first, nix::sys::signal::Signal::SIGKILL);
    }
}

#[cfg(not(unix))]
pub fn kill_group(_: u32) {}

/// Sends a signal to a process.
#[cfg(unix)]
pub fn send(pid: u32, signal: i32) {
    let signal = nix::sys::signal::Signal::try_from(signal);
    if let (Some(pid), Ok(signal)) = (number(pid), signal) {
        // It may have ended in the meantime.
        let _ = nix::sys::signal::kill(pid, signal);
    }
}

/// Sends a signal to a process group, by the number of its first process.
#[cfg(unix)]
pub fn send_to_group(first: u32, signal: i32) {
    let signal = nix::sys::signal::Signal::try_from(signal);
    if let (Some(first), Ok(signal)) = (number(first), signal) {
        // It may have ended in the meantime.
        let _ = nix::sys::signal::killpg(first, signal);
    }
}

#[cfg(test)]
mod tests {
    #[cfg(unix)]
    #[test]
    fn a_group_is_shared_if_it_is_the_primary_group_of_another_account() {
        let accounts = "root:x:0:0::/root:/bin/sh\nann:x:1000:1000::/home/ann:/bin/sh\n";
        let case = |more: &str, want: bool| {
            let accounts = format!("{accounts}{more}");
            assert_eq!(super::is_primary_group_of_another(1000, 1000, &accounts), want, "{more}");
        };
        case("", false);
        case("bob:x:1001:1001::/home/bob:/bin/sh\n", false);
        case("bob:x:1001:1000::/home/bob:/bin/sh\n", true);
        // A second name of the same account.
        case("ann2:x:1000:1000::/home/ann:/bin/sh\n", false);
        case("bob:x:?:1000:\n", true);
    }
}
