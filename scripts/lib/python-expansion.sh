# Sourced by portable-tests: the expansion service of the stock Python SDK.

expansion_pid=

# Starts an expansion service with the SDK's test transforms, and workers for them; sets expansion_port to where it listens.
start_python_expansion() { # VENV LOG
  local venv=$1 log=$2 seconds=0
  mkdir -p "$(dirname "$log")"
  # What a transform of the tests imports, as the SDK's test service says.
  "$venv/bin/pip" install --quiet 'beautifulsoup4>=4.9,<5.0'
  expansion_port=$("$venv/bin/python" -c 'import socket; s = socket.socket(); s.bind(("localhost", 0)); print(s.getsockname()[1])')
  PYTHONDONTWRITEBYTECODE=1 "$venv/bin/python" integration-tests/portable/python/expansion_service.py --port="$expansion_port" \
    --fully_qualified_name_glob='apache_beam.*' >"$log" 2>&1 &
  expansion_pid=$!
  until (: >"/dev/tcp/localhost/$expansion_port") 2>/dev/null; do
    if ! kill -0 "$expansion_pid" 2>/dev/null || ((seconds++ >= 60)); then
      echo "The expansion service does not start, see $log:" >&2
      tail -n 20 "$log" >&2
      return 1
    fi
    sleep 1
  done
}

stop_python_expansion() {
  if [[ -n $expansion_pid ]]; then
    kill "$expansion_pid" 2>/dev/null || true
    wait "$expansion_pid" 2>/dev/null || true
    expansion_pid=
  fi
}
