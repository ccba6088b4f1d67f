#!/bin/sh
# An emergency: everything against the cloud must end, soon.
#
# usage: emergency-stop.sh REASON
#
# First gracefully: running tasks complete, nothing new starts. Who still works after PATIENCE is
# disabled, which ends running tasks, too. It prints who was, so that they can be enabled again.
set -eu

: "${PATIENCE:=15m}"
: "${POLL:=5s}"
reason=${1:?usage: emergency-stop.sh REASON}

mm enable --quiet --reason "$reason" \
    --message "Service provider had to stop because of: {reason}. We are sorry, and will tell when it is over."

status=0
mm wait drained --timeout "$PATIENCE" --poll "$POLL" || status=$?
case "$status" in
    0)
        echo "drained: nobody had to be disabled"
        exit 0
        ;;
    124) ;;
    *) exit "$status" ;;
esac

# Each line is JSON: names stand in quotes, with \" and \\ for those letters.
mm sessions --working --output jsonl |
    sed -nE 's/.*"tenant":"(([^"\\]|\\.)*)".*/\1/p' | sed 's/\\\(.\)/\1/g' | sort -u |
    while IFS= read -r tenant; do
        mm tenants disable "$tenant" --yes --quiet
        printf 'disabled: %s\n' "$tenant"
    done

mm is idle || echo "what still works is told by: mm sessions --working" >&2
