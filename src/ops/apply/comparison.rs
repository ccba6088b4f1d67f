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
            |each: &&ServerObservation| each.is_current && each.recorded == wanted.mode;
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
    if (observation.mode, observation.recorded) != (Some(Mode::Active), Mode::Maintenance) {
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
