# Arguments: initdb, postgres, a directory, a free port, the port of the server to follow or nothing, and what
# else the server is started with.
#
# Makes a cluster in the directory and serves it. Standard input is a pipe whose other end the
# tests hold: however they end, `kill -9` included, it closes, the server stops and the directory
# goes. A server that is ended while there is a file `again` is started again.
# Standard output gets the end of the log, for when the server did not come up.
initdb=$1 postgres=$2 directory=$3 port=$4 primary=$5
shift 5
exec 3<&0 </dev/null
cd "$directory" || exit

make() {
    if [ -n "$primary" ]; then
        "${initdb%initdb}pg_basebackup" --pgdata=data --write-recovery-conf --checkpoint=fast --no-sync \
            --dbname="postgres://postgres@127.0.0.1:$primary/postgres"
    else
        "$initdb" --pgdata=data --username=postgres --auth=trust --encoding=UTF8 --no-locale --no-sync
    fi
}

start() {
    "$postgres" -D data -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
        -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal \
        -c max_wal_senders=0 -c max_prepared_transactions=8 -c max_connections=300 -c jit=off "$@" >>log 2>&1 3<&- &
    server=$!
    echo $server >server
}

make >log 2>&1 3<&- && {
    start "$@"
    # SIGQUIT is an immediate shutdown. Repeated, because a server that is only just starting
    # ignores it: the shell starts background commands so.
    { cat <&3; touch over; while :; do kill -QUIT "$(cat server)"; sleep 0.1; done; } >/dev/null 2>&1 &
    watch=$!
    wait $server
    while [ -e again ] && [ ! -e over ]; do
        rm again
        start "$@"
        wait $server
    done
    kill $watch
} 2>/dev/null

tail -n 20 log
cd / && rm -rf "$directory"
