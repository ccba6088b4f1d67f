#!/bin/sh
# A planned upgrade of one night, with a reboot in it.
#
# usage: planned-upgrade.sh begin      before the reboot: look, switch on, wait, upgrade
#        planned-upgrade.sh finish     after it: check the server, switch off, report
#
# UPGRADE, CHECK and REFRESH are commands of yours; the others may be left as they are.
set -eu

: "${WINDOW:=2h}"                      # how long it is planned to take
: "${MAX_LOST:=5}"                     # no more sessions than this may fail for good
: "${MAX_DRAIN:=1h}"                   # no longer than this may tenants' sessions run on
: "${REASON:=upgrade of the backup server}"
: "${UPGRADE:=true}"                   # upgrades and reboots
: "${CHECK:=true}"                     # 0 if the server is well again
: "${REFRESH:=}"                       # prints the sessions that run now, for mm jobs import
: "${POLL:=5s}"

begin() {
    # Whoever looks first decides on what is seen: nobody may change it in between.
    revision=$(mm status --json | sed 's/.*"revision":\([0-9]*\).*/\1/')
    mm enable --dry-run --for "$WINDOW" --max-failed "$MAX_LOST" --max-drain "$MAX_DRAIN" || {
        status=$?
        [ "$status" -ne 6 ] || echo "too many would be hurt; see mm plan for a better time" >&2
        exit "$status"
    }
    mm enable --quiet --for "$WINDOW" --reason "$REASON" --if-revision "$revision" \
        --max-failed "$MAX_LOST" --max-drain "$MAX_DRAIN"
    if [ -n "$REFRESH" ]; then
        mm wait drained --timeout "$MAX_DRAIN" --poll "$POLL" --refresh "$REFRESH"
    else
        mm wait drained --timeout "$MAX_DRAIN" --poll "$POLL"
    fi
    sh -c "$UPGRADE"
    echo "upgraded; after the reboot run: $0 finish"
}

finish() {
    # A reboot ends no maintenance: the mode is what the store says.
    if mm is active; then
        echo "the mode is off already; see mm history" >&2
        exit 0
    fi
    until sh -c "$CHECK"; do
        if mm is overdue; then
            mm extend 30m --quiet
            echo "the server is not well yet; 30 minutes more" >&2
        fi
        sleep 30
    done
    mm disable --reason "$REASON: done"
}

case "${1:-}" in
    begin) begin ;;
    finish) finish ;;
    *)
        echo "usage: $0 begin|finish" >&2
        exit 2
        ;;
esac
