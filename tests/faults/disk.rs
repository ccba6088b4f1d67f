//! Disk: no room, no right, something else in the place of the store: an error, and nothing lost.

use std::fs;
use std::io::BufRead as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::verbs::{CHANGE, at};
use super::{NOW, TABLES, evening, rows};
use crate::support::{Bench, Ran, json_of, rounds, say};

fn ran(command: &mut Command) -> (Ran, Option<i32>) {
    let output = command.output().unwrap();
    let told = Ran {
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
        status: output.status.code(),
    };
    (told, output.status.signal())
}

#[track_caller]
fn code_of(ran: &Ran) -> String {
    assert_eq!(ran.status, Some(1), "{ran:?}");
    let error = json_of(ran.err.lines().last().unwrap_or_default());
    error["error"]["code"].as_str().unwrap().to_owned()
}

/// Whether this process is root's, for whom modes of files mean nothing.
fn is_root(bench: &Bench) -> bool {
    fs::metadata(bench.path("")).unwrap().uid() == 0
}

/// A user without any rights.
const NOBODY: u32 = 65534;

/// A command line of a user who is not root: this one, or one without any rights.
fn plain(bench: &Bench, words: &[&str]) -> Command {
    let mut command = bench.command(words);
    if is_root(bench) {
        // The program itself may lie where nobody else may look.
        let program = bench.path("mm");
        if !program.exists() {
            // By another process: what this one has open to write, a test beside this one may
            // hold open for a moment, and then it cannot be executed.
            let copy = Command::new("cp").arg(env!("CARGO_BIN_EXE_mm")).arg(&program).status();
            assert!(copy.unwrap().success());
        }
        let mut other = Command::new(&program);
        other.args(words).env_clear().envs(command.get_envs().filter_map(|(k, v)| Some((k, v?))));
        other.current_dir(bench.path("")).stdin(Stdio::null()).uid(NOBODY).gid(NOBODY);
        command = other;
    }
    command
}

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// A store in a folder of its own, both of the user whose command lines are plain.
fn kept() -> (Bench, PathBuf) {
    let bench = evening();
    let folder = bench.path("kept");
    fs::create_dir(&folder).unwrap();
    let store = folder.join("mm.db");
    fs::rename(bench.path("mm.db"), &store).unwrap();
    mode(&bench.path(""), 0o755);
    for path in [&folder, &store] {
        if is_root(&bench) {
            chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
        }
    }
    (bench, store)
}

#[test]
fn who_may_not_read_or_write_is_told_so_and_nothing_is_changed() {
    /// What the folder and the file allow, and what a look and a change say then: `None`: done.
    #[track_caller]
    fn case(folder: u32, file: u32, look: Option<&str>, change: Option<&str>) {
        let (bench, store) = kept();
        mode(&store, file);
        mode(store.parent().unwrap(), folder);
        let path = store.to_str().unwrap();
        for (words, want) in [
            (&["--now", NOW, "status"][..], look),
            (&["--now", NOW, "store", "check"], look),
            (&["--now", NOW, "history"], look),
            (&["--now", NOW, "enable"], change),
            (&["--now", NOW, "tenants", "add", "New"], change),
        ] {
            let words = [words, &["--json", "--store", path]].concat();
            let (ran, signal) = ran(&mut plain(&bench, &words));
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
        bench.done(&["--now", NOW, "--store", path, "store", "check"]);
    }
    case(0o700, 0o600, None, None);
    case(0o755, 0o644, None, None);
    case(0o700, 0o400, None, Some("read-only"));
    case(0o500, 0o600, None, Some("read-only"));
    case(0o555, 0o444, None, Some("read-only"));
    case(0o700, 0o000, Some("not-readable"), Some("not-readable"));
    case(0o700, 0o200, Some("not-readable"), Some("not-readable"));
    case(0o000, 0o600, Some("not-readable"), Some("not-writable"));
}

#[test]
fn where_no_store_may_be_made_it_is_said() {
    let bench = Bench::new();
    mode(&bench.path(""), 0o755);
    fs::create_dir(bench.path("locked")).unwrap();
    mode(&bench.path("locked"), 0o555);
    fs::write(bench.path("file"), "").unwrap();
    for store in ["locked/mm.db", "locked/below/mm.db", "file/mm.db"] {
        let (ran, _) = ran(&mut plain(&bench, &["--json", "--store", store, "init"]));
        assert_eq!(code_of(&ran), "not-writable", "{store}");
        assert!(ran.err.contains(store), "{ran:?}");
    }
}

/// No file may grow beyond so many blocks of 512 bytes. The signal for that is ignored, as where
/// the disk is full, or not.
fn limited(bench: &Bench, blocks: usize, is_caught: bool, words: &[&str]) -> Command {
    let mm = bench.command(words);
    let mut shell = Command::new("sh");
    let catch = if is_caught { "trap '' XFSZ; " } else { "" };
    let script = format!("{catch}ulimit -c 0; ulimit -f {blocks}; exec \"$0\" \"$@\"");
    shell.args(["-c", &script]).arg(mm.get_program()).args(words);
    shell.env_clear().envs(mm.get_envs().filter_map(|(k, v)| Some((k, v?))));
    shell.current_dir(bench.path("")).stdin(Stdio::null());
    shell
}

/// The change that needs the most room, and one that needs little.
const GROWING: [&str; 3] = ["jobs import", "enable", "tenants add"];

/// Tries a change with less and less room until it cannot be made, and looks at what is left.
fn with_less_room(
    mut attempt: impl FnMut(&Bench, usize, &[&str]) -> (Ran, Option<i32>),
    room: &[usize],
    codes: &[&str],
) {
    let mut refused = 0;
    for change in CHANGE.iter().filter(|change| GROWING.contains(&change.verb)) {
        for room in room {
            let bench = change.bench();
            let store = bench.path("mm.db");
            let before = rows(&store, TABLES);
            let line = change.line();
            let (ran, signal) = attempt(&bench, *room, &line);
            let how = format!("{} with {room}: {ran:?}, signal {signal:?}", change.verb);
            let check = bench.run(&["--now", NOW, "store", "check"]);
            assert_eq!(check.status, Some(0), "{how}: {check:?}");
            let is = rows(&store, TABLES);
            if ran.status == Some(0) {
                assert_ne!(is, before, "{how}: acknowledged and lost");
            } else {
                refused += 1;
                assert_eq!(is, before, "{how}: something was changed");
                if signal.is_none() {
                    assert!(codes.contains(&code_of(&ran).as_str()), "{how}");
                }
                bench.done(&line);
            }
            bench.done(&at(&["set-message", "went on"]));
        }
    }
    assert!(refused > 0, "there was room for everything");
}

#[test]
fn a_file_that_may_not_grow_loses_nothing() {
    for is_caught in [true, false] {
        let room: Vec<usize> = (0..=240).step_by(rounds(40, 8)).collect();
        let attempt = |bench: &Bench, blocks: usize, words: &[&str]| {
            ran(&mut limited(bench, blocks, is_caught, words))
        };
        with_less_room(attempt, &room, &["input-output", "disk-full"]);
    }
}

#[test]
fn a_copy_for_which_there_is_no_room_is_taken_away() {
    let bench = evening();
    for words in [&["store", "backup", "copy.db"][..], &["rehearse", "copy.db"]] {
        let words = [&["--now", NOW, "--json"], words].concat();
        for blocks in [0, 8, 64] {
            let (ran, signal) = ran(&mut limited(&bench, blocks, true, &words));
            assert_eq!(signal, None);
            assert!(["input-output", "disk-full"].contains(&code_of(&ran).as_str()), "{ran:?}");
            let left = crate::support::files_below(&bench.path(""));
            let left: Vec<_> =
                left.iter().filter(|path| path.display().to_string().contains("copy")).collect();
            assert!(left.is_empty(), "{left:?}");
        }
    }
}

/// A small disk of its own, where this process may make one.
struct Disk(PathBuf);

impl Disk {
    fn mount(at: PathBuf, bytes: usize) -> Option<Disk> {
        fs::create_dir_all(&at).unwrap();
        let size = format!("size={bytes},mode=700");
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(&at).output();
        mounted.is_ok_and(|output| output.status.success()).then_some(Disk(at))
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).output();
    }
}

/// Root fills a real disk. Who is not root is limited by `ulimit` alone, as above.
#[test]
fn a_full_disk_loses_nothing() {
    let probe = Bench::new();
    if Disk::mount(probe.path("disk"), 1 << 16).is_none() {
        say("no disk can be mounted here: ulimit alone is tried");
        return;
    }
    let room: Vec<usize> = (0..=40).step_by(rounds(5, 1)).collect();
    let attempt = |bench: &Bench, pages: usize, words: &[&str]| {
        let folder = bench.path("disk");
        let disk = Disk::mount(folder.clone(), 1 << 20).unwrap();
        let store = folder.join("mm.db");
        fs::copy(bench.path("mm.db"), &store).unwrap();
        // All but so many pages are taken.
        let ballast = folder.join("ballast");
        let mut size = 1 << 20;
        while size > 0 && fs::write(&ballast, vec![1; size]).is_err() {
            size -= 4096;
        }
        fs::write(&ballast, vec![1; size.saturating_sub(pages * 4096)]).unwrap();
        let mut words = words.to_vec();
        words.extend(["--store", store.to_str().unwrap()]);
        let told = ran(&mut bench.command(&words));
        // With the disk as full as it is, it can still be looked at.
        let status = bench.run(&["--now", NOW, "--store", store.to_str().unwrap(), "status"]);
        assert_eq!(status.status, Some(0), "{status:?}");
        fs::remove_file(&ballast).unwrap();
        for name in ["mm.db", "mm.db-journal"] {
            let _ = fs::copy(folder.join(name), bench.path(name));
        }
        drop(disk);
        told
    };
    with_less_room(attempt, &room, &["disk-full", "input-output"]);
}

/// The same for root, whom no mode keeps out: only a file system that is read-only does.
#[test]
fn a_read_only_file_system_is_read_and_not_written() {
    let bench = evening();
    let Some(disk) = Disk::mount(bench.path("disk"), 1 << 20) else {
        say("no disk can be mounted here: modes alone are tried");
        return;
    };
    let store = disk.0.join("mm.db");
    fs::copy(bench.path("mm.db"), &store).unwrap();
    let remount = ["-o", "remount,ro"];
    assert!(Command::new("mount").args(remount).arg(&disk.0).status().unwrap().success());
    let store = ["--now", NOW, "--json", "--store", store.to_str().unwrap()];
    for words in [&["status"][..], &["jobs", "status"], &["store", "check"]] {
        bench.done(&[&store[..], words].concat());
    }
    assert_eq!(code_of(&bench.run(&[&store[..], &["enable"]].concat())), "read-only");
    let other = ["--json", "--store", "disk/below/mm.db", "init"];
    assert_eq!(code_of(&bench.run(&other)), "not-writable");
}

/// Waits for maintenance, and returns how that ends once the store was done something to.
fn waiting(harm: impl FnOnce(&Bench)) -> (Ran, Bench) {
    let bench = evening();
    let mut waits = bench
        .command(&["--now", NOW, "--json", "wait", "maintenance", "--poll", "1s"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = std::io::BufReader::new(waits.stdout.take().unwrap()).lines();
    assert_eq!(json_of(&lines.next().unwrap().unwrap())["reached"], false);
    harm(&bench);
    let output = waits.wait_with_output().unwrap();
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    (Ran { out: String::new(), err, status: output.status.code() }, bench)
}

#[test]
fn a_store_that_goes_while_it_is_waited_for_ends_the_wait() {
    #[track_caller]
    fn case(harm: impl FnOnce(&Bench), code: &str) {
        let (ran, bench) = waiting(harm);
        assert_eq!(code_of(&ran), code, "{ran:?}");
        assert!(ran.err.contains(bench.path("mm.db").to_str().unwrap()), "{ran:?}");
    }
    let gone = |bench: &Bench| fs::rename(bench.path("mm.db"), bench.path("away.db")).unwrap();
    case(gone, "no-store");
    case(
        |bench| {
            fs::write(bench.path("other"), "no store at all".repeat(99)).unwrap();
            fs::rename(bench.path("other"), bench.path("mm.db")).unwrap();
        },
        "not-a-store",
    );
    case(
        |bench| {
            gone(bench);
            fs::create_dir(bench.path("mm.db")).unwrap();
        },
        "not-a-store",
    );
    // In another store maintenance is on: that is no answer about this one.
    case(
        |bench| {
            let other = ["--now", NOW, "--store", "other.db"];
            bench.done(&[&other[..], &["init", "--rehearsal"]].concat());
            bench.done(&[&other[..], &["enable"]].concat());
            fs::rename(bench.path("other.db"), bench.path("mm.db")).unwrap();
        },
        "other-store",
    );
}

#[test]
fn a_backup_put_in_place_while_it_is_waited_for_is_the_same_store() {
    let (ran, _) = waiting(|bench| {
        bench.done(&["--now", NOW, "store", "backup", "copy.db"]);
        bench.done(&["--now", NOW, "--store", "copy.db", "enable"]);
        fs::rename(bench.path("copy.db"), bench.path("mm.db")).unwrap();
    });
    assert_eq!(ran.status, Some(0), "{ran:?}");
}
