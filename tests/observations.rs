//! Observations: what a live store needs before `mm is drained` says yes.

use std::fs;

use crate::support::Sandbox;

/// A live store in maintenance with the jobs `nightly` and `weekly`. Imports `text` as a file with
/// this name, and returns the exit status of `mm is drained`.
#[track_caller]
fn drained_after(name: &str, text: &str) -> Option<i32> {
    let sandbox = Sandbox::new();
    sandbox.succeed(&["init", "--live", "-q"]);
    for job in ["nightly", "weekly"] {
        let add = ["jobs", "add", job, "--tenant", "Acme", "--type", "vm-backup", "--task", "x=1m"];
        sandbox.succeed(&add);
    }
    sandbox.succeed(&["enable", "-q"]);
    let file = sandbox.path(name);
    fs::write(&file, text).unwrap();
    let file = file.to_str().unwrap();
    sandbox.succeed(&["jobs", "import", file, "-q", "--observed-at", "2999-01-01T00:00:00Z"]);
    let future = sandbox.run(&["is", "drained"]).status;
    assert_ne!(future, Some(0), "an observation in the future proves nothing");
    // Instants count in milliseconds: the next observation must lie after the switch.
    std::thread::sleep(std::time::Duration::from_millis(5));
    let mut import = sandbox.command(&["jobs", "import", "-", "-q"]);
    import.stdin(fs::File::open(file).unwrap());
    assert!(import.status().unwrap().success());
    sandbox.run(&["is", "drained"]).status
}

#[test]
fn drained_needs_a_complete_consistent_observation() {
    #[track_caller]
    fn case(rows: &[&str], want: i32) {
        let text = format!("Tenant,Name,IsRunning,Target\n{}\n", rows.join("\n"));
        assert_eq!(drained_after("jobs.csv", &text), Some(want), "{rows:?}");
    }
    let (nightly, weekly) = ("Acme,nightly,False,cloud", "Acme,weekly,False,cloud");
    case(&[nightly, weekly], 0);
    // A job is missing.
    case(&[nightly], 1);
    // A row cannot be used: an unquoted comma.
    case(&[nightly, "Acme,weekly,True,cloud,trailing"], 1);
    case(&[nightly, weekly, "Acme,,True,cloud"], 1);
    // Two rows disagree: running counts, in either order.
    case(&[nightly, weekly, "Acme,weekly,True,cloud"], 3);
    case(&[nightly, "Acme,weekly,True,cloud", weekly], 3);
}
