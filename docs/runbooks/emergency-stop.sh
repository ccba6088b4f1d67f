#!/bin/sh
# An emergency: everything that runs against the cloud must end soon.
#
# usage: emergency-stop.sh REASON
#
# First gracefully: running tasks finish, and nothing new starts. After PATIENCE the script disables
# each tenant that still works, which ends running tasks as well. It prints their names, so that you
# can enable them again. It ends with 0 only if nothing is known to run, and that can be known.
set -eu

: "${PATIENCE:=15m}"
: "${AFTER:=5m}"                       # time for sessions of disabled tenants to end
: "${REFRESH:=}"                       # prints all running sessions; without it: the hook refresh
: "${COMPLETE:=}"                      # yes: you vouch that REFRESH prints everything, though it does not count it
: "${POLL:=5s}"
reason=${1:?usage: emergency-stop.sh REASON}

mm enable --quiet --reason "$reason" \
    --message "Service provider had to stop because of: {reason}. We are sorry, and will tell you when it is over."

code=0
mm wait drained --timeout "$PATIENCE" --poll "$POLL" ${REFRESH:+--refresh "$REFRESH"} ${COMPLETE:+--complete} || code=$?
case "$code" in
    0)
        echo "drained: no tenant had to be disabled"
        exit 0
        ;;
    124) ;;
    *)
        # The server may still be disabled tenant by tenant.
        echo "the drain is not known (status $code)" >&2
        ;;
esac

working=$(mm sessions --working --output jsonl)
# Each line is JSON: names are in quotes, and these letters are written as \" and \\.
printf '%s\n' "$working" |
    sed -nE 's/.*"tenant":"(([^"\\]|\\.)*)".*/\1/p' | sed 's/\\\(.\)/\1/g' | sort -u |
    while IFS= read -r tenant; do
        if mm tenants disable "$tenant" --yes --quiet; then
            printf 'disabled: %s\n' "$tenant"
        else
            printf 'NOT disabled: %s; disable it on the server\n' "$tenant" >&2
        fi
    done

code=0
mm wait idle --timeout "$AFTER" --poll "$POLL" ${REFRESH:+--refresh "$REFRESH"} ${COMPLETE:+--complete} || code=$?
if [ "$code" -ne 0 ]; then
    echo "it is not known that nothing runs any more: mm sessions --working lists what was seen;" >&2
    echo "without a complete list of running sessions (hook refresh, or REFRESH) mm cannot know" >&2
    exit "$code"
fi
