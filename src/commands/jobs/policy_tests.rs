//! CDP policies show the same in lists, in simulations of the store and of its export, and in the rules.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::scenario::random::Draw;
use crate::testing::TestStore;

/// Statuses by the names of policies.
type Statuses = BTreeMap<String, String>;

fn time(minute: i64) -> String {
    format!("{:02}:{:02}", 20 + minute / 60, minute % 60)
}

fn instant(minute: i64) -> String {
    format!("2026-11-23T{}:00Z", time(minute))
}

fn listed(store: &TestStore, minute: i64) -> Statuses {
    let list = store.run(&time(minute), &["jobs", "status"]).unwrap();
    let jobs = list["jobs"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    jobs.map(|job| (text(&job["name"]), text(&job["state"]))).collect()
}

/// The statuses in a simulation at a minute.
fn simulated(simulation: &Value, minute: i64) -> Statuses {
    let now = instant(minute);
    let policies = simulation["policies"].as_array().unwrap().iter();
    policies
        .filter_map(|policy| {
            let mut changes = policy["changes"].as_array().unwrap().iter();
            let last = changes.rfind(|change| change["at"].as_str().unwrap() <= &*now)?;
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            Some((text(&policy["job"]), text(&last["status"])))
        })
        .collect()
}

/// A store with its history as a scenario.
struct History {
    store: TestStore,
    policies: Vec<Value>,
    enabled: Vec<bool>,
    events: Vec<Value>,
}

impl History {
    fn new() -> History {
        let store = TestStore::new();
        store.run("20:00", &["init", "--rehearsal"]).unwrap();
        store.run("20:00", &["tenants", "add", "t"]).unwrap();
        History { store, policies: Vec::new(), enabled: Vec::new(), events: Vec::new() }
    }

    /// Does something at a minute, in the store and in the scenario.
    fn step(&mut self, draw: &mut Draw, minute: i64) {
        let (at, now) = (time(minute), instant(minute));
        let policy = draw.below(i64::try_from(self.policies.len().max(1)).unwrap());
        let place = usize::try_from(policy).unwrap();
        let name = format!("p{policy}");
        let mut event = |event: Value| self.events.push(event);
        match draw.below(7) {
            0 | 1 if self.policies.len() < 4 => {
                let name = format!("p{}", self.policies.len());
                let sync = format!("{}m", 5 + draw.below(30));
                let add = ["jobs", "add", &name, "--tenant", "t", "--type", "cdp-policy"];
                let target = if draw.chance(80) { "cloud" } else { "local" };
                let more = ["--initial-sync", &sync, "--target", target];
                self.store.run(&at, &[&add[..], &more].concat()).unwrap();
                event(json!({"at": now, "event": "create-policy", "job": name}));
                self.policies.push(json!({"name": name, "tenant": "t", "type": "cdp-policy",
                    "initial_sync": sync, "target": target, "created_by_event": true}));
                self.enabled.push(true);
            }
            2 | 3 => {
                let length = draw.chance(40).then(|| 2 + draw.below(20));
                if self.store.run(&at, &["is", "active"]).unwrap()["answer"] != true {
                    self.store.run(&at, &["disable"]).unwrap();
                    event(json!({"at": now, "event": "disable"}));
                } else if let Some(length) = length {
                    // At half a minute: maintenances that touch are one, and events are two.
                    let text = format!("{length}m30s");
                    let until = instant(minute + length).replace(":00Z", ":30Z");
                    let words = ["enable", "--for", &text, "--on-expiry", "disable"];
                    self.store.run(&at, &words).unwrap();
                    event(json!({"at": now, "event": "enable", "until": until}));
                } else {
                    self.store.run(&at, &["enable"]).unwrap();
                    event(json!({"at": now, "event": "enable"}));
                }
            }
            4 => {
                self.store.run(&at, &["tenants", "disable", "t", "--yes"]).unwrap();
                event(json!({"at": now, "event": "disable-tenant", "tenant": "t"}));
            }
            5 => {
                self.store.run(&at, &["tenants", "enable", "t"]).unwrap();
                event(json!({"at": now, "event": "enable-tenant", "tenant": "t"}));
            }
            _ if !self.policies.is_empty() => {
                let (option, what) = if self.enabled[place] {
                    ("--disabled", "disable-policy")
                } else {
                    ("--enabled", "enable-policy")
                };
                self.enabled[place] = !self.enabled[place];
                self.store.run(&at, &["jobs", "edit", &name, option]).unwrap();
                event(json!({"at": now, "event": what, "job": name}));
            }
            _ => {}
        }
    }

    /// The whole history, simulated up to the end.
    fn simulation(&self) -> Value {
        let scenario = json!({"scenario": 1, "start": instant(0), "end": "2026-11-23T23:59:00Z",
            "tenants": [{"name": "t"}], "jobs": self.policies, "events": self.events});
        let file = self.store.file("history.json", &scenario.to_string());
        self.store.run("20:00", &["simulate", "--scenario", &file]).unwrap()
    }
}

#[test]
fn policies_show_the_same_everywhere_at_every_instant() {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for seed in 0..60 {
        let mut draw = Draw::new(seed);
        let mut history = History::new();
        let mut minute = 0;
        for _ in 0..12 {
            minute += 1 + draw.below(9);
            history.step(&mut draw, minute);
            if history.policies.is_empty() {
                continue;
            }
            let store = &history.store;
            let whole = history.simulation();
            let exported = text_of_export(store, minute);
            let file = store.file("export.json", &exported);
            let of_export = store.run(&time(minute), &["simulate", "--scenario", &file]).unwrap();
            for later in [minute, minute + draw.below(40)] {
                let listed = listed(store, later);
                let events = &history.events;
                let place = format!("seed {seed}, {} to {}: {events:?}", time(minute), time(later));
                assert_eq!(listed, simulated(&whole, later), "{place}: the whole history");
                assert_eq!(listed, simulated(&of_export, later), "{place}: the export");
                let far = ["simulate", "--at", "2026-11-23T23:58:00Z", "--horizon", "5h"];
                let of_store = store.run(&time(later), &far).unwrap();
                assert_eq!(listed, simulated(&of_store, later), "{place}: the store");
                for status in listed.into_values() {
                    *seen.entry(status).or_default() += 1;
                }
            }
        }
    }
    for status in ["initial-sync", "syncing", "disabled"] {
        assert!(seen[status] > 100, "{seen:?}");
    }
}

fn text_of_export(store: &TestStore, minute: i64) -> String {
    let mut export = store.run(&time(minute), &["jobs", "export"]).unwrap();
    export["end"] = json!("2026-11-23T23:59:00Z");
    export.to_string()
}
