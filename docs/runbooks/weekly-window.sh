#!/bin/sh
# A weekly window for work that a script does.
#
# usage: weekly-window.sh plan         once: plan the window
#        weekly-window.sh work         from cron or a timer, within the window: do the work
#
# The window opens and closes by itself: no daemon runs, because the mode follows from store and clock.
set -eu

: "${CRON:=0 22 * * sat}"
: "${ZONE:=Europe/Berlin}"
: "${LENGTH:=3h}"
: "${WORK:=true}"                      # what is to be done while nothing runs
: "${REFRESH:=}"                       # prints all running sessions; without it: the hook refresh
: "${COMPLETE:=}"                      # yes: you vouch that REFRESH prints everything, though it does not count it
: "${HOOKS:=/etc/mm/hooks}"            # the hooks of a live store
: "${POLL:=5s}"

stop() {
    echo "stopped: $1" >&2
    exit "${2:-1}"
}

plan() {
    if [ -e "$(mm store path)" ] && mm schedule list --output csv | grep -qF ",$CRON,"; then
        echo "planned already"
        exit 0
    fi
    mm schedule add --cron "$CRON" --timezone "$ZONE" --for "$LENGTH" --reason "weekly maintenance"
}

work() {
    code=0
    mm is maintenance || code=$?
    case "$code" in
        0) ;;
        3) echo "no window is open" >&2 && exit 0 ;;
        *) stop "the mode is not known: nothing was done" "$code" ;;
    esac
    status=$(mm status --json) || stop "the state is not known: nothing was done"
    case "$status" in
        *'"store":"rehearsal"'*) ;;
        *)
            # The window opened by itself: the real server has to be told.
            [ ! -e "$HOOKS/apply" ] || mm apply --quiet ||
                stop "the real server was not told, or differs: nothing was done"
            [ -n "$REFRESH" ] || [ -e "$HOOKS/refresh" ] ||
                stop "nothing tells mm which sessions run: install the hook refresh, or set REFRESH; see docs/hooks.md"
            ;;
    esac
    # Half of the window is for the drain; without it the work waits for next week.
    mm wait drained --timeout "${DRAIN:-90m}" --poll "$POLL" ${REFRESH:+--refresh "$REFRESH"} ${COMPLETE:+--complete} ||
        stop "the server is not known to be drained: nothing was done" "$?"
    mm is drained || stop "the server is no longer drained: nothing was done"
    sh -c "$WORK"
    # Done early: tenants need not wait for the end of the window.
    mm disable --quiet --reason "weekly maintenance: done"
    echo "done"
}

case "${1:-}" in
    plan) plan ;;
    work) work ;;
    *)
        echo "usage: $0 plan|work" >&2
        exit 2
        ;;
esac
