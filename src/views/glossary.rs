//! The glossary: the words of tables and headlines, with what they mean.

use serde::Serialize;

/// A word of the glossary.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Term {
    pub word: &'static str,
    #[serde(skip)]
    /// Other forms of the word, such as its plural.
    pub also: &'static [&'static str],
    pub meaning: &'static str,
}

/// Declares the words: each with its other forms in parentheses, and its meaning.
macro_rules! terms {
    ($($word:literal $(($($also:literal),+))?: $meaning:literal;)*) => {
        /// All words, in alphabetical order.
        pub const TERMS: &[Term] = &[
            $(Term { word: $word, also: &[$($($also),+)?], meaning: $meaning },)*
        ];
    };
}

terms! {
    "access": "A tenant is `enabled`, or disabled by `mm tenants disable` and cannot use the cloud. Maintenance does not change that.";
    "active": "The mode while there is no maintenance. Tenants back up and restore as usual.";
    "affected" ("tenants affected", "jobs affected"): "A run is affected if maintenance refuses one of its tasks that would not have failed by itself. Each affected run is cut or refused, and is recovered, lost or pending. A job is affected if the present maintenance, or one that began now, takes something from it.";
    "apply" ("applied"): "To bring the real server to the recorded state, through the hook `apply`. Without that hook `mm` only records what you do to the server yourself.";
    "at end": "At its planned end the mode switches itself off (`disable`), or stays on and is overdue until somebody switches it off (`alarm`).";
    "at once": "Without any delay: when maintenance begins, no session that it waits for is running, so the server is drained already.";
    "attempt" ("retry", "retries"): "One session of a run: 0 is the first, 1 the first automatic retry.";
    "cdp" ("policy", "policies", "cdp policy"): "A policy for continuous data protection. It never ends, so it has no runs. Maintenance pauses it if it replicates to the cloud.";
    "cloud": "The provider's resources, as a job's target.";
    "code": "Why a session failed: `maintenance`, `tenant-disabled`, or `task-failed` if a task failed by itself.";
    "complete": "An observation is complete if its source lists everything that can run against the cloud, or every running session. Only a complete observation shows that nothing is running.";
    "covered" ("not covered"): "A job is covered if it writes to the cloud and its type is one that maintenance treats (`mm explain` lists the rules). For other jobs the mode changes nothing.";
    "cut": "A run that was working when maintenance began, and lost tasks: running tasks finish, tasks that would start later are refused.";
    "disabled": "Switched off by hand. A disabled job does not start by itself, a disabled policy processes nothing, and a disabled tenant cannot use the cloud, with or without maintenance.";
    "drained" ("drain", "drained after"): "The server is drained when no session that maintenance waits for is running any more. DRAINED and DRAINED AFTER tell how long that takes from the start of the maintenance.";
    "drift": "The real server is not in the recorded state, as the hook `observe` reports.";
    "durations" ("duration"): "The source of a job's planned durations: `given` by you or by an export, `recorded` from past sessions, the `average` of whole sessions, or `default`: assumed. An assumed duration does not tell when a session ends.";
    "effect": "The effect of the maintenance on a session: refused at its start, or cut while it was running. Unknown: no source reports how the session ended.";
    "ended": "The time at which a session or a task ended.";
    "entry" ("entries"): "One change in the history, with its number. `mm undo --entry` takes that number.";
    "estimate" ("estimated"): "The time at which the server will be drained, with the earliest and the latest one. It follows from the recorded and the planned durations of the remaining tasks, and is unknown if some task has neither.";
    "expected": "The present state of a session as `mm` computes it from planned durations. It was not observed.";
    "failed otherwise" ("other"): "A run that fails for a reason of its own, with or without maintenance. It is not affected, unless maintenance refuses another of its tasks.";
    "failover" ("failback", "replica", "replicas"): "A replica in failover runs in the cloud in place of the tenant's own machine. Maintenance does not stop it; `mm enable` warns of it.";
    "fails" ("fail", "failed"): "A session fails if one of its tasks fails, whatever the reason. A task marked in FAILS fails in simulations, with or without maintenance.";
    "for": "The length of a window.";
    "from": "The time at which a window opens.";
    "gate": "`mm run` and `mm can`, which decide whether a command may start.";
    "healed" ("heal"): "A session that failed because of maintenance is healed once a later session of the same job succeeds.";
    "hook" ("hooks"): "A program of yours that `mm` runs to switch, ask or observe the real server.";
    "id": "The number of a window or a session in this store. Commands take it.";
    "idle": "A job is idle while it has no running session. The server is idle when nothing at all is running against the cloud, covered or not.";
    "imported" ("import"): "The origin of a session that an export of the real server lists. `mm` shows it as it was last seen.";
    "in failover": "Replicas of a tenant that run in the cloud at present, as `mm tenants failover` records them.";
    "job" ("jobs"): "Something that backs up or replicates on a schedule or by hand. Commands take its name, or TENANT/JOB if several tenants have a job of that name.";
    "last": "The result of the job's latest session, and its age.";
    "listing" ("listings"): "What a source says about jobs or sessions at one time.";
    "live": "A store that keeps the state of a real server.";
    "local": "A repository of the tenant, as a job's target.";
    "look-ahead" ("looking ahead"): "The time that a preview covers after the end of the maintenance, so that retries can recover what was refused. Runs that start in it count, too.";
    "lost": "An affected run that is over, and in which no retry made up for what was refused. If the job has a next run, that one does the work.";
    "maintenance" ("mode", "maintenance mode"): "The mode in which the server refuses new sessions of covered jobs, so that you can work on it. What runs may finish, as its rule says. Restores go on.";
    "next" ("next window", "next start"): "The time at which a planned window opens next, or a job starts next.";
    "not known": "No source reports it. `mm` never treats that as zero, as a yes or as a no, and names what is missing.";
    "notification" ("message"): "The text that tenants read when one of their sessions fails because of maintenance.";
    "now": "What has become of an affected run since: recovered, pending, or lost. Of a lost run it also says whether a later run succeeded or works, or whether to run the job again.";
    "observed" ("observation"): "The time at which a source last reported: an import, the hook `refresh`, or the gate. What happened since then is only expected.";
    "on expiry" ("expiry", "alarm", "disable"): "What happens at the planned end (`--on-expiry`): the mode switches itself off (`disable`), or stays on and is overdue (`alarm`).";
    "opens": "How a planned window opens: once, or repeatedly by a cron expression. NEXT is the time.";
    "origin": "The source of a session: imported from the server, run by `mm run`, or simulated in a rehearsal.";
    "overdue": "A maintenance is overdue if it is still on after its planned end. In `mm sessions`, a session is overdue if a task has run longer than planned; for the drain estimate, if it has also run longer than any recorded duration.";
    "p50" ("p90", "p99", "drain p50", "affected p50", "lost p50"): "Of a hundred simulated draws, 50 (90, 99) came to this value or less.";
    "paused" ("on hold"): "Maintenance stops a CDP policy until the mode is off. A policy that is created meanwhile is on hold until then.";
    "pending": "An affected run that is not over at the end of the look-ahead: it is still working, or a retry is due.";
    "planned": "The duration that a task is planned to have.";
    "planned end": "The time at which the maintenance should end. Without one it stays on until somebody disables it.";
    "reason" ("why"): "The reason for a change, as given with `--reason`. The notification can contain it.";
    "recorded": "The durations that a task had in past sessions.";
    "recovered" ("recover", "recovers"): "An affected run in which a retry within the look-ahead makes up for everything that was refused. You need not do anything.";
    "refused" ("refuse"): "A run that was to start, or to retry, while maintenance was on, and failed at once. A task is refused if it would start during maintenance.";
    "rehearsal": "A store with simulated sessions, to try things out. It never touches a real server, and never runs the hooks of this machine.";
    "result": "How a session ended: `success`, `failed`, or `unknown` if no source tells.";
    "revision": "The number of changes that operators made. Observations do not count. With `--if-revision N` a command fails if anything was changed since.";
    "rule": "A rule decides how maintenance treats a job. `mm explain RULE` shows its text and its source.";
    "run" ("runs"): "One start of a job with all its automatic retries. Every table, headline and limit counts runs.";
    "run again" ("to run again"): "A session that failed because of maintenance, and whose job has not started again or not succeeded since.";
    "service": "The Cloud Connect Service of the server. While it is stopped, tenants whose sessions fail read no notification.";
    "session" ("sessions"): "One attempt of a job to do its tasks. A run has one session for its start and one for each retry.";
    "simulated" ("simulation"): "The origin of a session that `mm` plays in a rehearsal, by the schedules and durations of the jobs. No server ran it.";
    "site": "The part of the console that a server is, as `mm init --site` names it.";
    "slots": "The number of tasks of a tenant, or of a session, that may run at the same time.";
    "started": "The time at which a session or a task started.";
    "state": "The present activity of a job, a session or a task, or its result.";
    "store": "The file in which `mm` keeps what it knows of one server.";
    "succeeds" ("succeed", "succeeded", "success"): "A session succeeds if all of its tasks do.";
    "syncing" ("sync", "initial sync", "initial-sync"): "The state of a CDP policy that replicates. During `initial-sync` it copies everything once; afterwards it sends what changes.";
    "target": "The place to which a job writes: the cloud, or a repository of the tenant (`local`), which maintenance does not cover.";
    "task" ("tasks", "tasks lost", "tasks refused"): "A machine, disk or database that a session processes. TASKS LOST and TASKS REFUSED are those that maintenance refused.";
    "tenant" ("tenants"): "A customer of the provider.";
    "time zone": "The zone in which a tenant reads times in `mm notice`: its own, or that of the machine.";
    "treatment": "The effect of maintenance on a job: of the present one, or of one that began now.";
    "type": "The kind of a job, which decides how maintenance treats it: `mm explain` lists the rules.";
    "undecided": "A store that was created with neither `--live` nor `--rehearsal`. It behaves as a live store until a command that needs one kind decides.";
    "undocumented": "The vendor's page neither allows nor forbids it.";
    "unknown": "A session that ended while maintenance was on, and of which no source reports how or why. `mm` never counts it as failed or as succeeded.";
    "unmanaged": "No `apply` hook is installed; you switch the real server yourself.";
    "until": "The time at which a window closes.";
    "what": "The change that an entry of the history records.";
    "when": "The time of a change, or the condition under which a rule applies.";
    "who": "The person or program that made a change.";
    "window": "A planned maintenance. It opens by itself, and closes by itself unless its end is `alarm`.";
    "working" ("running"): "A session is working while it has tasks that have not ended. A job is working while one of its sessions is.";
}

/// The term with this word or one of its other forms, in upper or lower case.
pub fn term_named(text: &str) -> Option<&'static Term> {
    let plain = |text: &str| text.trim().to_lowercase().replace(['-', '_'], " ");
    let wanted = plain(text);
    let mut terms = TERMS.iter();
    terms
        .find(|term| std::iter::once(&term.word).chain(term.also).any(|form| plain(form) == wanted))
}

/// `docs/glossary.md`, below its introduction.
pub fn glossary_page() -> String {
    let lines = TERMS.iter().map(|term| format!("**{}**: {}\n", term.word, term.meaning));
    lines.collect::<Vec<_>>().join("\n")
}
