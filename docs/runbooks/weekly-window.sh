#!/bin/sh
# A window of every week, for work that a script does.
#
# usage: weekly-window.sh plan         once: plan the window
#        weekly-window.sh work         from cron or a timer, within the window: do the work
#
# The window opens and closes by itself: no daemon runs, the mode follows from store and clock.
set -eu

: "${CRON:=0 22 * * sat}"
: "${ZONE:=Europe/Berlin}"
: "${LENGTH:=3h}"
: "${WORK:=true}"                      # what is to be done while nothing runs
: "${POLL:=5s}"

plan() {
    if [ -e "$(mm store path)" ] && mm schedule list --output csv | grep -qF ",$CRON,"; then
        echo "planned already"
        exit 0
    fi
    mm schedule add --cron "$CRON" --timezone "$ZONE" --for "$LENGTH" --reason "weekly maintenance"
}

work() {
    if ! mm is maintenance; then
        echo "no window is open" >&2
        exit 0
    fi
    # Half of the window is for the drain; without it the work waits for next week.
    mm wait drained --timeout "${DRAIN:-90m}" --poll "$POLL" || {
        status=$?
        echo "not drained in time: nothing was done" >&2
        exit "$status"
    }
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
