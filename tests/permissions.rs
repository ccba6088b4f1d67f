//! Permissions: of stores and their folders, recorded users, and links.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown, symlink};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

#[cfg(target_os = "linux")]
use crate::support::ran_as_root;
use crate::support::{Finished, Sandbox, parse_json};

/// A user id that nobody has.
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

/// A sandbox, the folder of its store, and the path of the store.
fn sandbox() -> (Sandbox, PathBuf, String) {
    let sandbox = Sandbox::new();
    let folder = sandbox.path("state");
    let store = folder.join("mm.db").to_str().unwrap().to_owned();
    (sandbox, folder, store)
}

#[track_caller]
fn assert_unsafe(ran: &Finished, why: &str) {
    assert_eq!(ran.status, Some(1), "{ran:?}");
    let error = parse_json(&ran.err);
    assert_eq!(error["error"]["code"], "store-unsafe", "{error}");
    assert!(error["error"]["message"].as_str().unwrap().contains(why), "{error}");
}

#[test]
fn store_is_private_under_any_umask() {
    for umask in ["000", "077", "027"] {
        let (sandbox, folder, store) = sandbox();
        let line =
            format!("umask {umask}; \"$0\" --store \"$1\" init && \"$0\" --store \"$1\" enable");
        let mut shell = Command::new("sh");
        shell.args(["-c", &line, crate::support::MM, &store]).current_dir(sandbox.path(""));
        assert!(shell.output().unwrap().status.success());
        assert_eq!(mode(&folder), 0o700, "{umask}");
        for entry in fs::read_dir(&folder).unwrap() {
            assert_eq!(mode(&entry.unwrap().path()), 0o600, "{umask}");
        }
        sandbox.succeed(&["--store", &store, "store", "backup", "copy.db"]);
        assert_eq!(mode(&sandbox.path("copy.db")), 0o600, "{umask}");
        sandbox.succeed(&["--store", &store, "rehearse", "rehearsal.db"]);
        assert_eq!(mode(&sandbox.path("rehearsal.db")), 0o600, "{umask}");
    }
}

#[test]
fn shared_store_is_writable_by_its_group() {
    let (sandbox, folder, store) = sandbox();
    let group = nix::unistd::getgid().to_string();
    sandbox.succeed(&["--store", &store, "init", "--group", &group]);
    sandbox.succeed(&["--store", &store, "enable"]);
    assert_eq!(mode(&folder), 0o2770);
    for entry in fs::read_dir(&folder).unwrap() {
        assert_eq!(mode(&entry.unwrap().path()), 0o660);
    }
    sandbox.succeed(&["--store", &store, "store", "backup", "copy.db"]);
    assert_eq!(mode(&sandbox.path("copy.db")), 0o640);
    sandbox.succeed(&["--store", &store, "rehearse", "rehearsal.db"]);
    sandbox.succeed(&["--store", "rehearsal.db", "enable"]);
}

/// A store of which a part has these bits, or its folder if the part has no name.
#[track_caller]
fn assert_writable_is_refused(part: &str, bits: u32, why: &str) {
    let (sandbox, folder, store) = sandbox();
    sandbox.succeed(&["--store", &store, "init"]);
    sandbox.succeed(&["--store", &store, "enable"]);
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
        assert_unsafe(&sandbox.run(&[&["--json", "--store", &store], words].concat()), why);
    }
    assert!(fs::read(&store).unwrap() == bytes && !sandbox.path("copy.db").exists());
    set_mode(&path, before);
    sandbox.succeed(&["--store", &store, "disable"]);
}

#[test]
fn store_writable_by_others_is_refused() {
    let case = assert_writable_is_refused;
    case("", 0o777, "is writable by everybody");
    case("", 0o1777, "is writable by everybody");
    case("", 0o702, "is writable by everybody");
    case("mm.db", 0o606, "is writable by everybody");
    case("mm.db-journal", 0o666, "is writable by everybody");
}

#[cfg(target_os = "linux")]
#[test]
fn store_of_root_writable_by_its_group_is_refused() {
    if ran_as_root("permissions::store_of_root_writable_by_its_group_is_refused") {
        return;
    }
    // The group of root can have other members.
    assert_writable_is_refused("", 0o770, "is writable by its group");
    assert_writable_is_refused("mm.db", 0o660, "is writable by its group");
}

#[test]
fn init_refuses_a_folder_writable_by_others() {
    let (sandbox, folder, store) = sandbox();
    fs::create_dir(&folder).unwrap();
    set_mode(&folder, 0o777);
    assert_unsafe(&sandbox.run(&["--json", "--store", &store, "init"]), "is writable");
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
    let group = nix::unistd::getgid().to_string();
    sandbox.succeed(&["--store", &store, "init", "--group", &group]);
    assert_eq!(mode(&folder), 0o2770);
    sandbox.succeed(&["--store", &store, "enable"]);
}

#[test]
fn foreign_journal_is_refused() {
    let (sandbox, folder, store) = sandbox();
    sandbox.succeed(&["--store", &store, "init"]);
    let bytes = fs::read(&store).unwrap();
    // The journal would truncate the store to nothing.
    let mut journal = vec![0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7];
    journal.extend([0, 0, 0, 0, 1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 16, 0]);
    journal.resize(512, 0);
    fs::write(folder.join("mm.db-journal"), journal).unwrap();
    set_mode(&folder.join("mm.db-journal"), 0o666);
    assert_unsafe(&sandbox.run(&["--json", "--store", &store, "status"]), "mm.db-journal");
    assert_unsafe(&sandbox.run(&["--json", "--store", &store, "enable"]), "mm.db-journal");
    assert!(fs::read(&store).unwrap() == bytes);
}

#[test]
fn files_are_written_through_own_links_only() {
    let sandbox = Sandbox::new();
    let example = crate::support::project("docs/examples/night.json");
    let chart = |to: &str| {
        sandbox.run(&["simulate", "--scenario", example.to_str().unwrap(), "--chart", to])
    };
    fs::write(sandbox.path("real.svg"), "").unwrap();
    symlink("real.svg", sandbox.path("own.svg")).unwrap();
    assert_eq!(chart("own.svg").status, Some(0));
    assert!(sandbox.path("real.svg").is_file() && sandbox.path("own.svg").is_symlink());
    sandbox.succeed(&["init"]);
    symlink("elsewhere.db", sandbox.path("link.db")).unwrap();
    assert_eq!(sandbox.run(&["store", "backup", "link.db"]).status, Some(1));
    assert!(!sandbox.path("elsewhere.db").exists(), "a backup never goes through a link");
}

#[cfg(target_os = "linux")]
#[test]
fn root_follows_no_links_of_others() {
    if ran_as_root("permissions::root_follows_no_links_of_others") {
        return;
    }
    let sandbox = Sandbox::new();
    let example = crate::support::project("docs/examples/night.json");
    let chart = |to: &str| {
        sandbox.run(&["simulate", "--scenario", example.to_str().unwrap(), "--chart", to])
    };
    sandbox.succeed(&["init"]);
    let theirs = sandbox.path("theirs");
    fs::create_dir(&theirs).unwrap();
    fs::create_dir(sandbox.path("precious")).unwrap();
    fs::write(sandbox.path("precious/file"), "precious").unwrap();
    symlink(sandbox.path("precious/file"), theirs.join("night.svg")).unwrap();
    symlink(sandbox.path("precious"), theirs.join("folder")).unwrap();
    symlink(sandbox.path("mm.db"), theirs.join("mm.db")).unwrap();
    // In the folder of another user, if root may give one away here, and in one that everybody may write.
    for (owner, bits) in [(SOMEBODY, 0o755), (0, 0o1777)] {
        if chown(&theirs, Some(owner), None).is_err() {
            assert_eq!(owner, SOMEBODY, "root of a namespace owns what it creates");
            continue;
        }
        set_mode(&theirs, bits);
        for to in ["theirs/night.svg", "theirs/folder/new.svg"] {
            let ran = chart(to);
            assert!(ran.status == Some(1) && ran.err.contains("root does not follow"), "{ran:?}");
        }
        for words in [
            &["store", "backup", "theirs/folder/new.db"][..],
            &["rehearse", "theirs/folder/new.db"],
        ] {
            let ran = sandbox.run(words);
            assert!(ran.status == Some(1) && ran.err.contains("root does not follow"), "{ran:?}");
        }
        for words in [&["status"][..], &["enable"], &["store", "check"]] {
            let ran = sandbox.run(&[&["--json", "--store", "theirs/mm.db"], words].concat());
            assert_unsafe(&ran, "root does not follow");
        }
    }
    assert_eq!(fs::read_to_string(sandbox.path("precious/file")).unwrap(), "precious");
    assert_eq!(fs::read_dir(sandbox.path("precious")).unwrap().count(), 1);
}

/// The last entry of the history.
fn last_entry(sandbox: &Sandbox) -> (String, u64) {
    let history = parse_json(&sandbox.succeed(&["history", "--json"]));
    let entries = history["history"].as_array().unwrap();
    let last = entries.iter().max_by_key(|entry| entry["id"].as_u64()).unwrap();
    (last["actor"].as_str().unwrap().to_owned(), last["uid"].as_u64().unwrap())
}

#[test]
fn history_records_the_real_user() {
    let sandbox = Sandbox::new();
    sandbox.succeed(&["init", "-q"]);
    let own = u64::from(nix::unistd::getuid().as_raw());
    let act = |variables: &[(&str, &str)], words: &[&str]| {
        let mut command = sandbox.command(words);
        command.envs(variables.iter().copied());
        assert!(command.output().unwrap().status.success());
        last_entry(&sandbox)
    };
    let sudo = [("SUDO_USER", "eve"), ("SUDO_UID", "4711")];
    let believed = if is_root() { "eve" } else { "operator" };
    assert_eq!(act(&sudo, &["enable"]), (believed.to_owned(), own));
    assert_eq!(act(&[], &["disable"]), ("operator".to_owned(), own));
    assert_eq!(act(&sudo, &["--as", "mallory", "enable"]), ("mallory".to_owned(), own));
    assert_eq!(act(&[("MM_ACTOR", "trent")], &["disable"]), ("trent".to_owned(), own));
    // Without a claim, it is the name that the system has for that user.
    let mut command = sandbox.command(&["enable"]);
    assert!(command.env_remove("USER").output().unwrap().status.success());
    let user = nix::unistd::User::from_uid(nix::unistd::getuid()).unwrap();
    let name = user.map_or_else(|| format!("uid {own}"), |user| user.name);
    assert_eq!(last_entry(&sandbox), (name, own));
}

#[test]
fn sudo_variables_of_plain_users_are_ignored() {
    let sandbox = Sandbox::new();
    let uid = if is_root() { SOMEBODY } else { nix::unistd::getuid().as_raw() };
    set_mode(&sandbox.path(""), 0o755);
    let program = sandbox.copy_program();
    fs::create_dir(sandbox.path("home")).unwrap();
    chown(sandbox.path("home"), Some(uid), is_root().then_some(uid)).unwrap();
    let run = |words: &[&str]| {
        let mut command = Command::new(&program);
        command.args(words).current_dir(sandbox.path("home")).env_clear();
        command.env("SUDO_USER", "root").env("USER", "somebody").env("MM_STORE", "state/mm.db");
        if is_root() {
            command.uid(uid).gid(uid);
        }
        command.output().unwrap()
    };
    let made = run(&["init"]);
    assert!(made.status.success(), "{made:?}");
    let history = parse_json(&String::from_utf8(run(&["history", "--json"]).stdout).unwrap());
    let entry = &history["history"][0];
    assert_eq!(
        (entry["actor"].as_str(), entry["uid"].as_u64()),
        (Some("somebody"), Some(uid.into()))
    );
}
