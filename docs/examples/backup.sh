#!/bin/sh
# A backup script that asks before it begins. Cron or a timer runs it; mm decides whether it may.
#
# usage: backup.sh JOB FOLDER...
set -eu

job=${1:?usage: backup.sh JOB FOLDER...}
shift

# Refused is no failure: what is due is run again later. Anything else is for a person to see.
status=0
mm run "$job" -- tar -cf "${TARGET:-backup.tar}" "$@" || status=$?
case "$status" in
    0) echo "backed up: $*" ;;
    75) echo "not now, as the provider is under maintenance" ;;
    *) exit "$status" ;;
esac
