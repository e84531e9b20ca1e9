# Sourced by portable-tests: a job server for suites that start none.

server_pid=

# Starts the jar; sets job_endpoint to where it listens.
start_job_server() { # LOG
  local log=$1 directory seconds=0
  directory=$(dirname "$log")
  mkdir -p "$directory"
  : >"$log" # at once: that of an earlier server names another port
  java -jar "$jar" --job-port=0 --artifact-port=0 --expansion-port=-1 \
    --artifacts-dir="$directory/artifacts" >"$log" 2>&1 &
  server_pid=$!
  job_endpoint=
  until job_endpoint=$(sed -n 's/.*Job server at \([^ ]*\).*/\1/p' "$log") && [[ -n $job_endpoint ]]; do
    if ! kill -0 "$server_pid" 2>/dev/null || ((seconds++ >= 60)); then
      echo "The job server does not start, see $log:" >&2
      tail -n 20 "$log" >&2
      return 1
    fi
    sleep 1
  done
}

stop_job_server() {
  if [[ -n $server_pid ]]; then
    kill "$server_pid" 2>/dev/null || true
    wait "$server_pid" 2>/dev/null || true
    server_pid=
  fi
}

# Prints the tests of an exclusion file, whose lines are: test | reason.
excluded_tests() { # FILE
  sed -n '/^#/d; s/ *|.*//p' "$1"
}
