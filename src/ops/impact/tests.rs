//! Tests of the aftermath: what is not known is told as such.

use crate::domain::KnownResult;
use crate::domain::facts::{Ended, Origin};
use crate::testing::{TestStore, at};

#[test]
fn a_result_that_nobody_tells_is_told_as_unknown() {
    #[track_caller]
    fn case(ended: &str, result: KnownResult, want: &[&str]) {
        let trial = TestStore::new();
        let add = ["jobs", "add", "j", "--tenant", "t", "--type", "vm-backup", "--task", "a=30m"];
        trial.run("20:00", &add).unwrap();
        trial.works("20:05", 1, Origin::Imported, &[("a", Some("20:00"))]);
        trial.run("20:10", &["enable"]).unwrap();
        trial.run("20:40", &["disable"]).unwrap();
        trial.ends("20:50", 1, Ended { at: at(ended), result, code: None });
        let report = trial.run("21:00", &["report"]).unwrap();
        let tenants = report["maintenances"][0]["tenants"].as_array().unwrap().iter();
        let sessions = tenants.flat_map(|tenant| tenant["sessions"].as_array().unwrap());
        let told: Vec<&str> = sessions
            .flat_map(|each| [each["hit"].as_str().unwrap(), each["standing"].as_str().unwrap()])
            .collect();
        assert_eq!(told, want, "{ended} {result}");
    }
    case("20:30", KnownResult::Unknown, &["unknown", "unknown"]);
    case("20:30", KnownResult::Failed, &["unknown", "run-again"]);
    case("20:30", KnownResult::Success, &[]);
    case("20:09", KnownResult::Unknown, &[]);
    case("20:45", KnownResult::Unknown, &[]);
}
