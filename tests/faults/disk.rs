//! Disk faults: no room, no permission, or another file in place of the store.

use std::fs;
use std::io::BufRead as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::commands::{CHANGE, at_now};
use super::{NOW, TABLES, rehearsal, rows};
#[cfg(target_os = "linux")]
use crate::support::ran_as_root;
use crate::support::{Finished, Sandbox, parse_json, rounds};

fn ran(command: &mut Command) -> (Finished, Option<i32>) {
    let output = command.output().unwrap();
    let finished = Finished {
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
        status: output.status.code(),
    };
    (finished, output.status.signal())
}

#[track_caller]
fn code_of(ran: &Finished) -> String {
    assert_eq!(ran.status, Some(1), "{ran:?}");
    let error = parse_json(ran.err.lines().last().unwrap_or_default());
    error["error"]["code"].as_str().unwrap().to_owned()
}

/// Whether this process runs as root, who may read and write any file.
fn is_root(sandbox: &Sandbox) -> bool {
    fs::metadata(sandbox.path("")).unwrap().uid() == 0
}

/// A user without permissions.
const NOBODY: u32 = 65534;

/// A command of a user who is not root: the current one, or one without permissions.
fn plain(sandbox: &Sandbox, words: &[&str]) -> Command {
    let mut command = sandbox.command(words);
    if is_root(sandbox) {
        // Other users may not be able to read the program where it is.
        let mut other = Command::new(sandbox.copy_program());
        other.args(words).env_clear().envs(command.get_envs().filter_map(|(k, v)| Some((k, v?))));
        other.current_dir(sandbox.path("")).stdin(Stdio::null()).uid(NOBODY).gid(NOBODY);
        command = other;
    }
    command
}

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// A store in a folder of its own; both belong to the user of `plain`.
fn store_in_folder() -> (Sandbox, PathBuf) {
    let sandbox = rehearsal();
    let folder = sandbox.path("store_in_folder");
    fs::create_dir(&folder).unwrap();
    let store = folder.join("mm.db");
    fs::rename(sandbox.path("mm.db"), &store).unwrap();
    mode(&sandbox.path(""), 0o755);
    for path in [&folder, &store] {
        if is_root(&sandbox) {
            chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
        }
    }
    (sandbox, store)
}

#[test]
fn missing_permissions_are_reported_and_nothing_changes() {
    /// The permissions of folder and file, and the error codes of reading and changing.
    #[track_caller]
    fn case(folder: u32, file: u32, read: Option<&str>, change: Option<&str>) {
        let (sandbox, store) = store_in_folder();
        mode(&store, file);
        mode(store.parent().unwrap(), folder);
        let path = store.to_str().unwrap();
        for (words, want) in [
            (&["--now", NOW, "status"][..], read),
            (&["--now", NOW, "store", "check"], read),
            (&["--now", NOW, "history"], read),
            (&["--now", NOW, "enable"], change),
            (&["--now", NOW, "tenants", "add", "New"], change),
        ] {
            let words = [words, &["--json", "--store", path]].concat();
            let (ran, signal) = ran(&mut plain(&sandbox, &words));
            assert_eq!(signal, None, "{words:?}: {ran:?}");
            match want {
                None => assert_eq!(ran.status, Some(0), "{words:?}: {ran:?}"),
                Some(want) => {
                    assert_eq!(code_of(&ran), want, "{folder:o} {file:o} {words:?}: {ran:?}");
                    assert!(ran.err.contains(path), "{words:?}: {ran:?}");
                }
            }
        }
        mode(store.parent().unwrap(), 0o700);
        mode(&store, 0o600);
        sandbox.succeed(&["--now", NOW, "--store", path, "store", "check"]);
    }
    case(0o700, 0o600, None, None);
    case(0o755, 0o644, None, None);
    case(0o700, 0o400, None, Some("read-only"));
    case(0o500, 0o600, None, Some("read-only"));
    case(0o555, 0o444, None, Some("read-only"));
    case(0o700, 0o000, Some("not-readable"), Some("not-readable"));
    case(0o700, 0o200, Some("not-readable"), Some("not-readable"));
    case(0o000, 0o600, Some("not-readable"), Some("not-readable"));
}

#[test]
fn init_reports_a_folder_it_cannot_write() {
    let sandbox = Sandbox::new();
    mode(&sandbox.path(""), 0o755);
    fs::create_dir(sandbox.path("locked")).unwrap();
    mode(&sandbox.path("locked"), 0o555);
    fs::write(sandbox.path("file"), "").unwrap();
    for store in ["locked/mm.db", "locked/below/mm.db", "file/mm.db"] {
        let (ran, _) = ran(&mut plain(&sandbox, &["--json", "--store", store, "init"]));
        assert_eq!(code_of(&ran), "not-writable", "{store}");
        assert!(ran.err.contains(store), "{ran:?}");
    }
}

/// A command whose files cannot grow beyond some blocks of 512 bytes. Beyond that, writing fails as
/// on a full disk if `is_caught`, or a signal kills the process.
fn limited(sandbox: &Sandbox, blocks: usize, is_caught: bool, words: &[&str]) -> Command {
    let mm = sandbox.command(words);
    let mut shell = Command::new("sh");
    let catch = if is_caught { "trap '' XFSZ; " } else { "" };
    let script = format!("{catch}ulimit -c 0; ulimit -f {blocks}; exec \"$0\" \"$@\"");
    shell.args(["-c", &script]).arg(mm.get_program()).args(words);
    shell.env_clear().envs(mm.get_envs().filter_map(|(k, v)| Some((k, v?))));
    shell.current_dir(sandbox.path("")).stdin(Stdio::null());
    shell
}

/// Changes that need much and little room.
const GROWING: [&str; 3] = ["jobs import", "enable", "tenants add"];

/// Tries changes with different amounts of room, and checks the store afterwards.
fn with_less_room(
    mut attempt: impl FnMut(&Sandbox, usize, &[&str]) -> (Finished, Option<i32>),
    room: &[usize],
    codes: &[&str],
) {
    let mut refused = 0;
    for change in CHANGE.iter().filter(|change| GROWING.contains(&change.verb)) {
        for room in room {
            let sandbox = change.sandbox();
            let store = sandbox.path("mm.db");
            let before = rows(&store, TABLES);
            let line = change.line();
            let (ran, signal) = attempt(&sandbox, *room, &line);
            let how = format!("{} with {room}: {ran:?}, signal {signal:?}", change.verb);
            let check = sandbox.run(&["--now", NOW, "store", "check"]);
            assert_eq!(check.status, Some(0), "{how}: {check:?}");
            let is = rows(&store, TABLES);
            if ran.status == Some(0) {
                assert_ne!(is, before, "{how}: acknowledged and lost");
            } else {
                refused += 1;
                assert_eq!(is, before, "{how}: the store changed");
                if signal.is_none() {
                    assert!(codes.contains(&code_of(&ran).as_str()), "{how}");
                }
                sandbox.succeed(&line);
            }
            sandbox.succeed(&at_now(&["set-message", "continued"]));
        }
    }
    assert!(refused > 0, "every change had room");
}

#[test]
fn file_size_limit_loses_nothing() {
    for is_caught in [true, false] {
        let room: Vec<usize> = (0..=240).step_by(rounds(40, 8)).collect();
        let attempt = |sandbox: &Sandbox, blocks: usize, words: &[&str]| {
            ran(&mut limited(sandbox, blocks, is_caught, words))
        };
        with_less_room(attempt, &room, &["input-output", "disk-full"]);
    }
}

#[test]
fn copy_without_room_is_removed() {
    let sandbox = rehearsal();
    for words in [&["store", "backup", "copy.db"][..], &["rehearse", "copy.db"]] {
        let words = [&["--now", NOW, "--json"], words].concat();
        for blocks in [0, 8, 64] {
            let (ran, signal) = ran(&mut limited(&sandbox, blocks, true, &words));
            assert_eq!(signal, None);
            assert!(["input-output", "disk-full"].contains(&code_of(&ran).as_str()), "{ran:?}");
            let left = crate::support::files_below(&sandbox.path(""));
            let left: Vec<_> =
                left.iter().filter(|path| path.display().to_string().contains("copy")).collect();
            assert!(left.is_empty(), "{left:?}");
        }
    }
}

/// A small disk. Only root can mount one.
#[cfg(target_os = "linux")]
struct Disk(PathBuf);

#[cfg(target_os = "linux")]
impl Disk {
    #[track_caller]
    fn mount(at: PathBuf, bytes: usize) -> Disk {
        fs::create_dir_all(&at).unwrap();
        let size = format!("size={bytes},mode=700");
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(&at).output();
        let mounted = mounted.unwrap();
        assert!(mounted.status.success(), "root cannot mount a disk here: {mounted:?}");
        Disk(at)
    }
}

#[cfg(target_os = "linux")]
impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).output();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn full_disk_loses_nothing() {
    if ran_as_root("faults::disk::full_disk_loses_nothing") {
        return;
    }
    let room: Vec<usize> = (0..=40).step_by(rounds(5, 1)).collect();
    let attempt = |sandbox: &Sandbox, pages: usize, words: &[&str]| {
        let folder = sandbox.path("disk");
        let disk = Disk::mount(folder.clone(), 1 << 20);
        let store = folder.join("mm.db");
        fs::copy(sandbox.path("mm.db"), &store).unwrap();
        // Only some pages are left.
        let ballast = folder.join("ballast");
        let mut size = 1 << 20;
        while size > 0 && fs::write(&ballast, vec![1; size]).is_err() {
            size -= 4096;
        }
        fs::write(&ballast, vec![1; size.saturating_sub(pages * 4096)]).unwrap();
        let mut words = words.to_vec();
        words.extend(["--store", store.to_str().unwrap()]);
        let finished = ran(&mut sandbox.command(&words));
        // The store on the full disk can still be read.
        let status = sandbox.run(&["--now", NOW, "--store", store.to_str().unwrap(), "status"]);
        assert_eq!(status.status, Some(0), "{status:?}");
        fs::remove_file(&ballast).unwrap();
        for name in ["mm.db", "mm.db-journal"] {
            let _ = fs::copy(folder.join(name), sandbox.path(name));
        }
        drop(disk);
        finished
    };
    with_less_room(attempt, &room, &["disk-full", "input-output"]);
}

#[cfg(target_os = "linux")]
#[test]
fn read_only_file_system_can_be_read() {
    if ran_as_root("faults::disk::read_only_file_system_can_be_read") {
        return;
    }
    let sandbox = rehearsal();
    let disk = Disk::mount(sandbox.path("disk"), 1 << 20);
    let store = disk.0.join("mm.db");
    fs::copy(sandbox.path("mm.db"), &store).unwrap();
    // In a user namespace, only the flags of the mount can change.
    let remount = ["-o", "remount,bind,ro"];
    assert!(Command::new("mount").args(remount).arg(&disk.0).status().unwrap().success());
    let store = ["--now", NOW, "--json", "--store", store.to_str().unwrap()];
    for words in [&["status"][..], &["jobs", "status"], &["store", "check"]] {
        sandbox.succeed(&[&store[..], words].concat());
    }
    assert_eq!(code_of(&sandbox.run(&[&store[..], &["enable"]].concat())), "read-only");
    let other = ["--json", "--store", "disk/below/mm.db", "init"];
    assert_eq!(code_of(&sandbox.run(&other)), "not-writable");
}

/// Harms a store while a process waits for maintenance, and returns how the wait ends.
fn waiting(harm: impl FnOnce(&Sandbox)) -> (Finished, Sandbox) {
    let sandbox = rehearsal();
    let mut waits = sandbox
        .command(&["--now", NOW, "--json", "wait", "maintenance", "--poll", "1s"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = std::io::BufReader::new(waits.stdout.take().unwrap()).lines();
    assert_eq!(parse_json(&lines.next().unwrap().unwrap())["reached"], false);
    harm(&sandbox);
    let output = waits.wait_with_output().unwrap();
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    (Finished { out: String::new(), err, status: output.status.code() }, sandbox)
}

#[test]
fn wait_ends_when_the_store_disappears() {
    #[track_caller]
    fn case(harm: impl FnOnce(&Sandbox), code: &str) {
        let (ran, sandbox) = waiting(harm);
        assert_eq!(code_of(&ran), code, "{ran:?}");
        assert!(ran.err.contains(sandbox.path("mm.db").to_str().unwrap()), "{ran:?}");
    }
    let gone =
        |sandbox: &Sandbox| fs::rename(sandbox.path("mm.db"), sandbox.path("away.db")).unwrap();
    case(gone, "no-store");
    case(
        |sandbox| {
            fs::write(sandbox.path("other"), "no store at all".repeat(99)).unwrap();
            fs::rename(sandbox.path("other"), sandbox.path("mm.db")).unwrap();
        },
        "not-a-store",
    );
    case(
        |sandbox| {
            gone(sandbox);
            fs::create_dir(sandbox.path("mm.db")).unwrap();
        },
        "not-a-store",
    );
    // The other store is in maintenance, but that says nothing about this one.
    case(
        |sandbox| {
            let other = ["--now", NOW, "--store", "other.db"];
            sandbox.succeed(&[&other[..], &["init", "--rehearsal"]].concat());
            sandbox.succeed(&[&other[..], &["enable"]].concat());
            fs::rename(sandbox.path("other.db"), sandbox.path("mm.db")).unwrap();
        },
        "other-store",
    );
}

#[test]
fn wait_continues_on_a_restored_backup() {
    let (ran, _) = waiting(|sandbox| {
        sandbox.succeed(&["--now", NOW, "store", "backup", "copy.db"]);
        sandbox.succeed(&["--now", NOW, "--store", "copy.db", "enable"]);
        fs::rename(sandbox.path("copy.db"), sandbox.path("mm.db")).unwrap();
    });
    assert_eq!(ran.status, Some(0), "{ran:?}");
}
