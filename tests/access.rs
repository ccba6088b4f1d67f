//! Access: who can read and write what, who is recorded, and what is not followed.
//!
//! As root more is tried: what other users do, and links of theirs.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown, symlink};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{Bench, Ran, json_of};

/// Somebody who is nobody else.
const SOMEBODY: u32 = 65_531;

fn is_root() -> bool {
    nix::unistd::geteuid().is_root()
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().mode() & 0o7777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

/// A bench with a folder of its own for the store.
fn bench() -> (Bench, PathBuf, String) {
    let bench = Bench::new();
    let folder = bench.path("state");
    let store = folder.join("mm.db").to_str().unwrap().to_owned();
    (bench, folder, store)
}

#[track_caller]
fn unsafe_store(ran: &Ran, why: &str) {
    assert_eq!(ran.status, Some(1), "{ran:?}");
    let error = json_of(&ran.err);
    assert_eq!(error["error"]["code"], "store-unsafe", "{error}");
    assert!(error["error"]["message"].as_str().unwrap().contains(why), "{error}");
}

#[test]
fn a_store_is_its_owners_alone_whatever_the_umask() {
    for umask in ["000", "077", "027"] {
        let (bench, folder, store) = bench();
        let line =
            format!("umask {umask}; \"$0\" --store \"$1\" init && \"$0\" --store \"$1\" enable");
        let mut shell = Command::new("sh");
        shell.args(["-c", &line, env!("CARGO_BIN_EXE_mm"), &store]).current_dir(bench.path(""));
        assert!(shell.output().unwrap().status.success());
        assert_eq!(mode(&folder), 0o700, "{umask}");
        for entry in fs::read_dir(&folder).unwrap() {
            assert_eq!(mode(&entry.unwrap().path()), 0o600, "{umask}");
        }
        bench.done(&["--store", &store, "store", "backup", "copy.db"]);
        assert_eq!(mode(&bench.path("copy.db")), 0o600, "{umask}");
        bench.done(&["--store", &store, "rehearse", "rehearsal.db"]);
        assert_eq!(mode(&bench.path("rehearsal.db")), 0o600, "{umask}");
    }
}

#[test]
fn a_shared_store_is_the_groups_and_its_copies_are_not() {
    let (bench, folder, store) = bench();
    let group = nix::unistd::getgid().to_string();
    bench.done(&["--store", &store, "init", "--group", &group]);
    bench.done(&["--store", &store, "enable"]);
    assert_eq!(mode(&folder), 0o2770);
    for entry in fs::read_dir(&folder).unwrap() {
        assert_eq!(mode(&entry.unwrap().path()), 0o660);
    }
    bench.done(&["--store", &store, "store", "backup", "copy.db"]);
    assert_eq!(mode(&bench.path("copy.db")), 0o640);
    bench.done(&["--store", &store, "rehearse", "rehearsal.db"]);
    bench.done(&["--store", "rehearsal.db", "enable"]);
}

#[test]
fn a_store_that_others_may_write_is_refused() {
    #[track_caller]
    fn case(part: &str, bits: u32, why: &str) {
        let (bench, folder, store) = bench();
        bench.done(&["--store", &store, "init"]);
        bench.done(&["--store", &store, "enable"]);
        let path = if part.is_empty() { folder.clone() } else { folder.join(part) };
        let before = mode(&path);
        set_mode(&path, bits);
        let bytes = fs::read(&store).unwrap();
        for words in [
            &["status"][..],
            &["is", "maintenance"],
            &["disable"],
            &["store", "check"],
            &["rehearse", "copy.db"],
        ] {
            unsafe_store(&bench.run(&[&["--json", "--store", &store], words].concat()), why);
        }
        assert!(fs::read(&store).unwrap() == bytes && !bench.path("copy.db").exists());
        set_mode(&path, before);
        bench.done(&["--store", &store, "disable"]);
    }
    case("", 0o777, "may be written by everybody");
    case("", 0o1777, "may be written by everybody");
    case("", 0o702, "may be written by everybody");
    case("mm.db", 0o606, "may be written by everybody");
    case("mm.db-journal", 0o666, "may be written by everybody");
    if is_root() {
        // Others than root may be of root's group.
        case("", 0o770, "may be written by its group");
        case("mm.db", 0o660, "may be written by its group");
    }
}

#[test]
fn no_store_is_made_where_others_may_write_unless_it_is_shared() {
    let (bench, folder, store) = bench();
    fs::create_dir(&folder).unwrap();
    set_mode(&folder, 0o777);
    for words in [&["init"][..], &["enable"]] {
        unsafe_store(
            &bench.run(&[&["--json", "--store", &store], words].concat()),
            "may be written",
        );
    }
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
    let group = nix::unistd::getgid().to_string();
    bench.done(&["--store", &store, "init", "--group", &group]);
    assert_eq!(mode(&folder), 0o2770);
    bench.done(&["--store", &store, "enable"]);
}

#[test]
fn a_journal_that_somebody_else_left_changes_nothing() {
    let (bench, folder, store) = bench();
    bench.done(&["--store", &store, "init"]);
    let bytes = fs::read(&store).unwrap();
    // It says that this store was cut off; whoever believes it loses all of it.
    let mut journal = vec![0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7];
    journal.extend([0, 0, 0, 0, 1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 16, 0]);
    journal.resize(512, 0);
    fs::write(folder.join("mm.db-journal"), journal).unwrap();
    set_mode(&folder.join("mm.db-journal"), 0o666);
    unsafe_store(&bench.run(&["--json", "--store", &store, "status"]), "mm.db-journal");
    unsafe_store(&bench.run(&["--json", "--store", &store, "enable"]), "mm.db-journal");
    assert!(fs::read(&store).unwrap() == bytes);
}

#[test]
fn files_are_written_whole_and_through_own_links_only() {
    let bench = Bench::new();
    let example = crate::support::project("docs/examples/night.json");
    let chart =
        |to: &str| bench.run(&["simulate", "--scenario", example.to_str().unwrap(), "--chart", to]);
    fs::write(bench.path("real.svg"), "").unwrap();
    symlink("real.svg", bench.path("own.svg")).unwrap();
    assert_eq!(chart("own.svg").status, Some(0));
    assert!(bench.path("real.svg").is_file() && bench.path("own.svg").is_symlink());
    bench.done(&["init"]);
    symlink("elsewhere.db", bench.path("link.db")).unwrap();
    assert_eq!(bench.run(&["store", "backup", "link.db"]).status, Some(1));
    assert!(!bench.path("elsewhere.db").exists(), "a backup never goes through a link");
    if !is_root() {
        return;
    }
    let theirs = bench.path("theirs");
    fs::create_dir(&theirs).unwrap();
    fs::create_dir(bench.path("precious")).unwrap();
    fs::write(bench.path("precious/file"), "precious").unwrap();
    symlink(bench.path("precious/file"), theirs.join("night.svg")).unwrap();
    symlink(bench.path("precious"), theirs.join("folder")).unwrap();
    symlink(bench.path("mm.db"), theirs.join("mm.db")).unwrap();
    // In somebody else's folder, and in one that everybody may write.
    for (owner, bits) in [(SOMEBODY, 0o755), (0, 0o1777)] {
        chown(&theirs, Some(owner), None).unwrap();
        set_mode(&theirs, bits);
        for to in ["theirs/night.svg", "theirs/folder/new.svg"] {
            let ran = chart(to);
            assert!(ran.status == Some(1) && ran.err.contains("root does not follow"), "{ran:?}");
        }
        for words in [
            &["store", "backup", "theirs/folder/new.db"][..],
            &["rehearse", "theirs/folder/new.db"],
        ] {
            let ran = bench.run(words);
            assert!(ran.status == Some(1) && ran.err.contains("root does not follow"), "{ran:?}");
        }
        for words in [&["status"][..], &["enable"], &["store", "check"]] {
            let ran = bench.run(&[&["--json", "--store", "theirs/mm.db"], words].concat());
            unsafe_store(&ran, "root does not follow");
        }
    }
    assert_eq!(fs::read_to_string(bench.path("precious/file")).unwrap(), "precious");
    assert_eq!(fs::read_dir(bench.path("precious")).unwrap().count(), 1);
}

/// The last entry of the history.
fn last_entry(bench: &Bench) -> (String, u64) {
    let history = json_of(&bench.done(&["history", "--json"]));
    let entries = history["history"].as_array().unwrap();
    let last = entries.iter().max_by_key(|entry| entry["id"].as_u64()).unwrap();
    (last["actor"].as_str().unwrap().to_owned(), last["uid"].as_u64().unwrap())
}

#[test]
fn the_real_user_is_recorded_whatever_is_claimed() {
    let bench = Bench::new();
    let own = u64::from(nix::unistd::getuid().as_raw());
    let act = |variables: &[(&str, &str)], words: &[&str]| {
        let mut command = bench.command(words);
        command.envs(variables.iter().copied());
        assert!(command.output().unwrap().status.success());
        last_entry(&bench)
    };
    let sudo = [("SUDO_USER", "eve"), ("SUDO_UID", "4711")];
    let believed = if is_root() { "eve" } else { "operator" };
    assert_eq!(act(&sudo, &["enable"]), (believed.to_owned(), own));
    assert_eq!(act(&[], &["disable"]), ("operator".to_owned(), own));
    assert_eq!(act(&sudo, &["--as", "mallory", "enable"]), ("mallory".to_owned(), own));
    assert_eq!(act(&[("MM_ACTOR", "trent")], &["disable"]), ("trent".to_owned(), own));
}

#[test]
fn a_user_cannot_pass_for_one_who_used_sudo() {
    if !is_root() {
        // The test above tried it as that user.
        return;
    }
    let bench = Bench::new();
    set_mode(&bench.path(""), 0o755);
    let program = bench.path("mm");
    fs::copy(env!("CARGO_BIN_EXE_mm"), &program).unwrap();
    fs::create_dir(bench.path("home")).unwrap();
    chown(bench.path("home"), Some(SOMEBODY), Some(SOMEBODY)).unwrap();
    let run = |words: &[&str]| {
        let mut command = Command::new(&program);
        command.args(words).current_dir(bench.path("home")).env_clear();
        command.env("SUDO_USER", "root").env("USER", "somebody").env("MM_STORE", "state/mm.db");
        command.uid(SOMEBODY).gid(SOMEBODY).output().unwrap()
    };
    let made = run(&["enable"]);
    assert!(made.status.success(), "{made:?}");
    let history = json_of(&String::from_utf8(run(&["history", "--json"]).stdout).unwrap());
    let entry = &history["history"][0];
    assert_eq!(
        (entry["actor"].as_str(), entry["uid"].as_u64()),
        (Some("somebody"), Some(SOMEBODY.into()))
    );
}
