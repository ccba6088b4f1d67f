//! The real server, as it was last observed, compared with what is recorded.

use crate::domain::Mode;
use crate::domain::maintenance::Maintenance;
use crate::error::{Code, Error, Result};
use crate::store::{AppliedMode, ServerObservation, Snapshot};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServerComparison {
    NotKnown,
    Same,
    /// In which way it differs.
    Different(String),
}

impl ServerComparison {
    /// Compares the server's last report with what it has to be told.
    pub fn of(observation: Option<&ServerObservation>, wanted: &AppliedMode) -> ServerComparison {
        let is_current =
            |each: &&ServerObservation| each.is_current && each.recorded_mode == wanted.mode;
        let Some(observation) = observation.filter(is_current) else {
            return ServerComparison::NotKnown;
        };
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let wanted_texts = [wanted.text(), &wanted.message].map(words);
        let is_wanted = |text: &str| wanted_texts.contains(&words(text));
        let is_for_all = !["{tenant}", "{job}"].iter().any(|word| wanted.message.contains(word));
        match (observation.mode, &observation.notification) {
            (Some(mode), _) if mode != wanted.mode => {
                let recorded = wanted.mode;
                let text = format!("the server's mode is {mode}, but {recorded} is recorded");
                ServerComparison::Different(text)
            }
            (_, Some(text)) if is_for_all && !is_wanted(text) => {
                let text = "the server shows another notification than the recorded one";
                ServerComparison::Different(text.to_owned())
            }
            (Some(_), _) => ServerComparison::Same,
            (None, _) => ServerComparison::NotKnown,
        }
    }

    pub fn difference(self) -> Option<String> {
        match self {
            ServerComparison::Different(text) => Some(text),
            ServerComparison::Same | ServerComparison::NotKnown => None,
        }
    }
}

/// Whether the last that is known of the real server is that this maintenance was off there.
pub fn is_off_on_server(
    snapshot: &Snapshot<'_>,
    maintenance: Option<&Maintenance>,
) -> Result<bool> {
    let (Some(maintenance), Some(observation)) = (maintenance, snapshot.server_observation()?)
    else {
        return Ok(false);
    };
    if (observation.mode, observation.recorded_mode) != (Some(Mode::Active), Mode::Maintenance) {
        return Ok(false);
    }
    // A report that is out of date still says more than nothing, until the server is told again.
    let told = snapshot.applied()?.success.map(|success| success.at);
    let is_last =
        || observation.at >= maintenance.since && told.is_none_or(|told| told <= observation.at);
    Ok(observation.is_current || is_last())
}

/// The error if the real server differs although it was told.
pub fn drift(difference: &str) -> Error {
    Error::new(Code::Drift, difference).hint(
        "if somebody changed it elsewhere, `mm apply --force` makes the server what is recorded",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{ApplyRecord, Success};
    use crate::testing::{TestStore, at};

    fn report(mode: Option<Mode>, notification: Option<&str>) -> ServerObservation {
        ServerObservation {
            at: at("21:00"),
            mode,
            notification: notification.map(str::to_owned),
            service: None,
            recorded_mode: Mode::Maintenance,
            is_current: true,
        }
    }

    /// Another user may have told it in another zone.
    #[test]
    fn what_the_server_was_told_in_any_zone_is_what_it_shows() {
        let wanted = AppliedMode {
            mode: Mode::Maintenance,
            message: "back at 2026-11-23T22:00:00Z".to_owned(),
            shown: Some("back at 2026-11-23 23:00 CET".to_owned()),
        };
        let told = AppliedMode { shown: None, ..wanted.clone() };
        assert!(told.says_the_same(&wanted));
        assert!(!told.says_the_same(&AppliedMode { mode: Mode::Active, ..wanted.clone() }));
        assert_eq!((told.text(), wanted.text()), (&*told.message, "back at 2026-11-23 23:00 CET"));
        for text in [told.text(), wanted.text()] {
            let report = report(Some(Mode::Maintenance), Some(text));
            assert_eq!(ServerComparison::of(Some(&report), &wanted), ServerComparison::Same);
        }
    }

    #[test]
    fn a_server_differs_in_its_mode_or_in_the_words_that_all_tenants_read() {
        #[track_caller]
        fn case(message: &str, report: &ServerObservation, want: std::result::Result<bool, &str>) {
            let wanted =
                AppliedMode { mode: Mode::Maintenance, message: message.to_owned(), shown: None };
            match (ServerComparison::of(Some(report), &wanted), want) {
                (ServerComparison::Same, Ok(true)) | (ServerComparison::NotKnown, Ok(false)) => {}
                (ServerComparison::Different(text), Err(word)) if text.contains(word) => {}
                (found, want) => panic!("{found:?} instead of {want:?}: {report:?}"),
            }
        }
        let (on, off) = (Some(Mode::Maintenance), Some(Mode::Active));
        let (same, not_known) = (Ok(true), Ok(false));
        case("Back soon", &report(on, None), same);
        case("Back soon", &report(on, Some(" Back\nsoon")), same);
        case("Back soon", &report(on, Some("Back later")), Err("notification"));
        case("Back soon", &report(off, None), Err("mode is active"));
        case("Back soon", &report(off, Some("Back soon")), Err("mode is active"));
        // Without its mode, a report can show a difference, and never that there is none.
        case("Back soon", &report(None, None), not_known);
        case("Back soon", &report(None, Some("Back soon")), not_known);
        case("Back soon", &report(None, Some("Back later")), Err("notification"));
        // Each tenant reads another text, so that one of the server says nothing.
        for each in ["Dear {tenant}", "{job} waits"] {
            case(each, &report(on, Some("Dear Ash")), same);
        }
        // A report from before the last change.
        let outdated = ServerObservation { is_current: false, ..report(off, None) };
        case("Back soon", &outdated, not_known);
        let before = ServerObservation { recorded_mode: Mode::Active, ..report(off, None) };
        case("Back soon", &before, not_known);
        let wanted = AppliedMode { mode: Mode::Active, message: String::new(), shown: None };
        assert_eq!(ServerComparison::of(None, &wanted), ServerComparison::NotKnown);
    }

    #[test]
    fn a_maintenance_is_off_on_the_server_by_the_last_that_is_known_of_it() {
        let store = TestStore::new();
        store.run("21:00", &["enable"]).unwrap();
        let case = |report: &ServerObservation, told: Option<&str>, want: bool| {
            let success =
                told.map(|told| Success { at: at(told), maintenance: None, observation: 0 });
            store.observe("22:00", |observer| {
                observer.set_applied(&ApplyRecord { success, ..ApplyRecord::default() }).unwrap();
                observer.set_server_observation(report).unwrap();
            });
            let found = store.look(|snapshot| {
                let maintenance = snapshot.in_force(at("22:00")).unwrap();
                is_off_on_server(snapshot, maintenance.as_ref()).unwrap()
            });
            assert_eq!(found, want, "{report:?}, told at {told:?}");
        };
        let off = |time, is_current| ServerObservation {
            at: at(time),
            is_current,
            ..report(Some(Mode::Active), None)
        };
        case(&off("21:30", true), None, true);
        case(&off("21:30", true), Some("21:40"), true);
        case(&report(Some(Mode::Maintenance), None), None, false);
        case(&report(None, None), None, false);
        // A window that began since: the server was not told yet.
        case(&ServerObservation { recorded_mode: Mode::Active, ..off("21:30", true) }, None, false);
        // A report that is out of date, of this maintenance or of the time before.
        case(&off("21:30", false), None, true);
        case(&off("21:00", false), None, true);
        case(&off("20:59", false), None, false);
        // It was told before the report, or after it.
        case(&off("21:30", false), Some("21:20"), true);
        case(&off("21:30", false), Some("21:30"), true);
        case(&off("21:30", false), Some("21:40"), false);
        let is_off = store.look(|snapshot| is_off_on_server(snapshot, None));
        assert!(!is_off.unwrap(), "the mode is off");
    }
}
