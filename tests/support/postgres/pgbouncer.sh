# Arguments: pgbouncer, a directory with its configuration.
#
# Serves until standard input closes, which it does however the tests end. Then it removes the directory.
# Standard output gets the end of the log, for when it did not come up.
pgbouncer=$1 directory=$2
exec 3<&0 </dev/null
cd "$directory" || exit

"$pgbouncer" --quiet pgbouncer.ini >>log 2>&1 3<&- &
bouncer=$!
{ cat <&3; kill -KILL $bouncer; } >/dev/null 2>&1 &
watch=$!
wait $bouncer
kill $watch 2>/dev/null

tail -n 20 log
cd / && rm -rf "$directory"
