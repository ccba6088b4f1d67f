//! Damaged values for every option and argument, new ones included.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::Resettable;
use clap::{Arg, ArgAction, Command};

use crate::cli::Cli;
use crate::error::Code;
use crate::output::Format;
use crate::scenario::damage::damaged;
use crate::scenario::random::Draw;
use crate::testing::hostile::texts::SCRAPS;
use crate::testing::hostile::{Watch, rounds};
use crate::testing::{TestStore, text_of};

/// An option or argument with a value.
struct Slot {
    /// The command.
    path: Vec<String>,
    argument: Arg,
    /// Other words that the command needs.
    needs: Vec<String>,
}

impl Slot {
    fn is_path(&self) -> bool {
        self.argument.get_value_parser().type_id() == std::any::TypeId::of::<PathBuf>()
    }

    /// Whether the command may run with a damaged value: it writes no file, runs no program and does
    /// not wait.
    fn may_run(&self) -> bool {
        let verb = self.path.first().map(String::as_str);
        !self.is_path()
            && !self.is("refresh")
            && !matches!(verb, Some("run" | "wait"))
            && !self.is("store")
            && !self.is("now")
    }

    fn is(&self, id: &str) -> bool {
        self.argument.get_id() == id
    }

    fn name(&self) -> String {
        let name = self
            .argument
            .get_long()
            .map_or_else(|| format!("<{}>", self.argument.get_id()), |long| format!("--{long}"));
        format!("{} {name}", self.path.join(" "))
    }

    /// The command line with a value for the slot.
    fn line(&self, value: &str) -> Vec<String> {
        let mut line = self.path.clone();
        line.extend(self.needs.iter().cloned());
        match self.argument.get_long() {
            Some(long) => line.push(format!("--{long}={value}")),
            None => line.extend(["--".to_owned(), value.to_owned()]),
        }
        line
    }
}

/// Every option and argument that takes a value, those of every command once.
fn slots() -> Vec<Slot> {
    let mut command = crate::command_line();
    command.build();
    let mut slots = Vec::new();
    let mut global = BTreeSet::new();
    gather(&command, &[], &mut global, &mut slots);
    slots
}

fn gather(command: &Command, path: &[String], global: &mut BTreeSet<String>, to: &mut Vec<Slot>) {
    let takes_value =
        |argument: &&Arg| matches!(argument.get_action(), ArgAction::Set | ArgAction::Append);
    for argument in command.get_arguments().filter(takes_value) {
        let is_global = argument.is_global_set();
        if is_global && !global.insert(argument.get_id().to_string()) {
            continue;
        }
        let path =
            if is_global && path.is_empty() { vec!["status".to_owned()] } else { path.to_vec() };
        let needs = needed(&path, command, argument);
        to.push(Slot { path, argument: argument.clone(), needs });
    }
    for below in command.get_subcommands().filter(|below| below.get_name() != "help") {
        let path: Vec<String> = path.iter().cloned().chain([below.get_name().to_owned()]).collect();
        gather(below, &path, global, to);
    }
}

/// What an option of a command goes with: the command, the option or nothing for all of them, and
/// the words, the first of which is not given twice.
const COMPANIONS: [(&str, &str, &[&str]); 14] = [
    ("jobs add", "", &["--task", "vm=10m"]),
    ("jobs add", "timezone", &["--cron", "0 22 * * *"]),
    ("jobs add", "retry", &["--retry-wait", "10m"]),
    ("jobs add", "retry-wait", &["--retry", "3"]),
    ("jobs edit", "timezone", &["--cron", "0 22 * * *"]),
    ("jobs edit", "retry", &["--retry-wait", "10m"]),
    ("jobs edit", "retry-wait", &["--retry", "3"]),
    ("can", "", &["--tenant", "Aalto Legal"]),
    ("schedule add", "at", &[]),
    ("schedule add", "cron", &[]),
    ("schedule add", "timezone", &["--cron", "0 22 * * *"]),
    ("schedule add", "", &["--at", "+1h"]),
    ("set-message", "if-revision", &["text"]),
    ("simulate", "seed", &["--runs", "3"]),
];

/// Words without which a command does nothing with the argument that is tried.
fn needed(path: &[String], command: &Command, tried: &Arg) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let (path, long) = (path.join(" "), tried.get_long().unwrap_or("<>"));
    let goes_with =
        |option: &str| COMPANIONS.iter().find(|(of, with, _)| *of == path && *with == option);
    let own = goes_with(long).filter(|_| path == "schedule add");
    let all = goes_with("").filter(|_| own.is_none());
    for (_, _, more) in own.into_iter().chain(all).chain(goes_with(long)) {
        let is_tried = more.first().is_some_and(|word| *word == format!("--{long}"));
        if !is_tried && !more.iter().all(|word| words.contains(&(*word).to_owned())) {
            words.extend(more.iter().map(|word| (*word).to_owned()));
        }
    }
    let has = |id: &str| command.get_arguments().any(|each| each.get_id() == id);
    if has("yes") {
        words.push("--yes".to_owned());
    }
    for argument in command.get_arguments().filter(|each| each.is_required_set()) {
        if argument.get_id() == tried.get_id() {
            continue;
        }
        let value = example(argument);
        match argument.get_long() {
            Some(long) => words.push(format!("--{long}={value}")),
            None => words.push(value),
        }
    }
    words
}

/// A value that fits.
fn example(argument: &Arg) -> String {
    if let Some(value) = argument.get_possible_values().first() {
        return value.get_name().to_owned();
    }
    let name =
        argument.get_value_names().and_then(|names| names.first()).map_or("", |name| name.as_str());
    let value = match name {
        "JOB" => "Press archive",
        "TENANT" | "T" => "Aalto Legal",
        "DUR" | "DURATION" => "1h",
        "TIME" => "+1h",
        "N" | "ID" => "1",
        "FILE" => concat!(env!("CARGO_MANIFEST_DIR"), "/docs/examples/evening.json"),
        "FIELDS" => "0 22 * * *",
        "ZONE" => "Europe/Berlin",
        "HH:MM-HH:MM" => "20:00-06:00",
        "OPERATION" => "restore-vm",
        "TIMES" => "3",
        name if name.contains("=DUR") => "vm=10m",
        _ => "text",
    };
    value.to_owned()
}

const SEEDS: [&str; 24] = [
    "text",
    "1",
    "0",
    "4000000000",
    "1h",
    "90m",
    "3652500d",
    "+1h",
    "-8h",
    "22:00",
    "tomorrow 22:00",
    "2026-11-23T22:00:00Z",
    "0 22 * * *",
    "*/5 * * * *",
    "Europe/Berlin",
    "20:00-06:00",
    "Aalto Legal",
    "Backup Job 1",
    "Aalto Legal/Backup Job 1",
    "vm=10m",
    "vm=10m,12m",
    "Back at {until}, {tenant}/{job}: {reason}",
    "refuse-new-session",
    "mm.db",
];

fn seeds_of(slot: &Slot) -> Vec<Vec<u8>> {
    let values = slot.argument.get_possible_values();
    let own = values.iter().map(|value| value.get_name().as_bytes().to_vec());
    SEEDS.iter().map(|seed| seed.as_bytes().to_vec()).chain(own).collect()
}

#[test]
fn every_value_of_every_option_is_read_or_refused() {
    let slots = slots();
    assert!(slots.len() > 100, "{}", slots.len());
    let mut watch = Watch::new("values of options, read");
    for (number, slot) in slots.iter().enumerate() {
        // The option alone, without the rest of the command line, which takes longer to build.
        let argument = (slot.argument.clone().required(false).global(false))
            .conflicts_with(Resettable::Reset)
            .requires(Resettable::Reset)
            .overrides_with(Resettable::Reset)
            .required_unless_present(Resettable::Reset);
        let argument =
            if slot.argument.get_long().is_none() { argument.index(1) } else { argument };
        let mut command =
            Command::new("one").no_binary_name(true).disable_help_flag(true).arg(argument);
        let seeds = seeds_of(slot);
        let mut draw = Draw::new(number as u64);
        for _ in 0..rounds(60, 100_000) {
            let value = damaged(&mut draw, &seeds, &SCRAPS);
            let words = match slot.argument.get_long() {
                Some(long) => vec![OsString::from(format!("--{long}")), text(value.clone())],
                None => vec!["--".into(), text(value.clone())],
            };
            watch.on(&value, || drop(command.try_get_matches_from_mut(words)));
        }
    }
}

/// The bytes as an argument, whether they are valid text or not.
#[cfg(unix)]
fn text(bytes: Vec<u8>) -> OsString {
    std::os::unix::ffi::OsStringExt::from_vec(bytes)
}

#[cfg(not(unix))]
fn text(bytes: Vec<u8>) -> OsString {
    String::from_utf8_lossy(&bytes).into_owned().into()
}

/// A valid value, half of the time one that fits the slot.
fn valid(draw: &mut Draw, seeds: &[Vec<u8>]) -> Vec<u8> {
    let from = if draw.chance(50) { SEEDS.len().min(seeds.len() - 1) } else { 0 };
    let some = i64::try_from(seeds.len() - from).unwrap();
    seeds[from + usize::try_from(draw.below(some)).unwrap()].clone()
}

/// A rehearsal with an imported scenario.
fn evening() -> TestStore {
    let trial = TestStore::new();
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/examples/evening.json");
    trial.run("21:00", &["jobs", "import", file]).unwrap();
    trial
}

#[test]
fn every_command_runs_or_says_what_is_wrong() {
    let slots: Vec<Slot> = slots().into_iter().filter(Slot::may_run).collect();
    let mut watch = Watch::new("values of options, run");
    let mut draw = Draw::new(20_261_126);
    let mut reached: BTreeMap<String, usize> = BTreeMap::new();
    let each = rounds(2_000, 100_000).div_ceil(slots.len());
    for slot in &slots {
        let seeds = seeds_of(slot);
        // Earlier values may have changed the store, which is part of the test.
        let mut trial = evening();
        for round in 0..each {
            if round % 100 == 99 {
                trial = evening();
            }
            let value = match round {
                0 => example(&slot.argument).into_bytes(),
                _ if draw.chance(30) => valid(&mut draw, &seeds),
                _ => damaged(&mut draw, &seeds, &SCRAPS),
            };
            let value = String::from_utf8_lossy(&value).replace('\0', "\u{1}");
            let words = slot.line(&value);
            let shown = words.join(" ");
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let came = watch.on(shown.as_bytes(), || has_run(&trial, &words));
            *reached.entry(slot.name()).or_default() += usize::from(came);
        }
    }
    let never: Vec<&String> =
        reached.iter().filter(|(_, times)| **times == 0).map(|(name, _)| name).collect();
    assert!(never.len() * 4 < slots.len(), "never run: {never:#?}");
}

/// Whether clap accepted a command line and the command started.
fn has_run(trial: &TestStore, words: &[&str]) -> bool {
    let line: Vec<OsString> = trial.line("21:10", words).into_iter().map(OsString::from).collect();
    let Ok(cli) = Cli::read(&line) else {
        return false;
    };
    match cli.execute() {
        Ok(response) => {
            text_of(&response, Format::Json);
            let page = text_of(&response, Format::Table);
            assert!(!page.chars().any(|letter| letter.is_control() && letter != '\n'), "{page:?}");
            true
        }
        Err(error) => {
            let message = &error.message();
            assert!(!message.is_empty() && message.len() < 8_000, "{message}");
            error.code != Code::Usage
        }
    }
}
