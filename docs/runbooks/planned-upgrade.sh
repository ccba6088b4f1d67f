#!/bin/sh
# A planned upgrade in one night, with a reboot.
#
# usage: planned-upgrade.sh begin      before the reboot: check, switch on, wait, upgrade
#        planned-upgrade.sh finish     after it: check the server, switch off, report
#
# UPGRADE, CHECK and REFRESH are your own commands; you can leave the others as they are.
set -eu

: "${WINDOW:=2h}"                      # planned length
: "${MAX_LOST:=5}"                     # no more runs than this may fail without recovering
: "${MAX_DRAIN:=1h}"                   # no longer than this may sessions run on
: "${REASON:=upgrade of the backup server}"
: "${UPGRADE:=true}"                   # upgrades and reboots
: "${CHECK:=true}"                     # ends with 0 if the server works again
: "${REFRESH:=}"                       # prints all running sessions; without it: the hook refresh
: "${COMPLETE:=}"                      # yes: you vouch that REFRESH prints everything, though it does not count it
: "${HOOKS:=/etc/mm/hooks}"            # the hooks of a live store
: "${POLL:=5s}"
: "${RETRY:=30}"                       # seconds between two runs of CHECK

stop() {
    echo "stopped: $1" >&2
    exit "${2:-1}"
}

# Stops unless something tells mm which sessions run on a real server.
need_source() {
    status=$(mm status --json) || stop "the state is not known"
    case "$status" in *'"store":"rehearsal"'*) return ;; esac
    [ -n "$REFRESH" ] || [ -e "$HOOKS/refresh" ] ||
        stop "nothing tells mm which sessions run: install the hook refresh, or set REFRESH; see docs/hooks.md"
}

# Reads which sessions run: a limit cannot hold back what nobody observed in the last five minutes.
look() {
    case "$status" in *'"store":"rehearsal"'*) return ;; esac
    if [ -n "$REFRESH" ]; then sh -c "$REFRESH"; else MM_HOOK=refresh "$HOOKS/refresh" </dev/null; fi |
        mm jobs import - --quiet ${COMPLETE:+--complete} || stop "the running sessions could not be read"
    status=$(mm status --json) || stop "the state is not known"
}

# Stops if the real server is not in the recorded mode. Without the hook observe nobody can say.
check_server() {
    [ -e "$HOOKS/observe" ] || return 0
    case "$status" in *'"store":"rehearsal"'*) return ;; esac
    mm apply --check --quiet || stop "the real server is not known to be in the recorded mode; see mm status"
}

begin() {
    need_source
    look
    # What you check first must still hold when the mode is switched on.
    revision=$(printf '%s' "$status" | sed 's/.*"revision":\([0-9]*\).*/\1/')
    mm enable --dry-run --for "$WINDOW" --max-failed "$MAX_LOST" --max-drain "$MAX_DRAIN" || {
        code=$?
        [ "$code" -ne 6 ] || stop "a limit would be exceeded; the message above says which" 6
        exit "$code"
    }
    mm enable --quiet --for "$WINDOW" --reason "$REASON" --if-revision "$revision" \
        --max-failed "$MAX_LOST" --max-drain "$MAX_DRAIN"
    mm wait drained --timeout "$MAX_DRAIN" --poll "$POLL" ${REFRESH:+--refresh "$REFRESH"} ${COMPLETE:+--complete} || {
        code=$?
        [ "$code" -ne 124 ] || stop "the server is not known to be drained; nothing was upgraded" 124
        stop "the drain is not known; nothing was upgraded" "$code"
    }
    check_server
    # The answer may have changed since: somebody may have switched the mode off.
    mm is drained || stop "the server is no longer drained; nothing was upgraded"
    sh -c "$UPGRADE"
    echo "upgraded; after the reboot run: $0 finish"
}

finish() {
    # A reboot does not end maintenance: the mode is in the store.
    code=0
    mm is active || code=$?
    case "$code" in
        0) echo "the mode is off already; see mm history" >&2 && exit 0 ;;
        3) ;;
        *) stop "the mode is not known" "$code" ;;
    esac
    until sh -c "$CHECK"; do
        if mm is overdue; then
            mm enable --until +30m --quiet || echo "the planned end could not be moved" >&2
            echo "the server does not work yet; check it" >&2
        fi
        sleep "$RETRY"
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
