#!/bin/sh
# Cleans up after a launcher that could not do it itself (killed with -9, crashed).
# Its one argument is the directory of the run; its standard input ends with the launcher. If the launcher cleaned up, nothing is found.
directory=$1
trap '' HUP INT TERM
while read -r _; do :; done

# processes of the run: those with its directory in their command line, but not this one and its own children
processes()
{
    if [ -d /proc/self ]; then
        grep -laF "$directory" /proc/[0-9]*/cmdline 2> /dev/null | xargs -r grep -LaF trino-fdw-reaper 2> /dev/null | cut -d / -f 3
    else
        ps -A -o pid=,args= | awk -v directory="$directory" 'index($0, directory) && !/trino-fdw-reaper/ && !/awk -v/ { print $1 }'
    fi
}

# INT is an orderly end for a JVM and for PostgreSQL (its fast shutdown)
attempt=0
while [ "$attempt" -lt 40 ]; do
    pids=$(processes)
    [ -n "$pids" ] || break
    case $attempt in
        0) signal=INT ;;
        30) signal=KILL ;;
        *) signal=0 ;;
    esac
    for pid in $pids; do
        kill -"$signal" "$pid" 2> /dev/null
    done
    attempt=$((attempt + 1))
    sleep 0.5
done
rm -rf "$directory"
