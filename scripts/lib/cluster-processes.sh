# Sourced by the scripts: the processes of the cluster in $CLUSTER_DIR.
#
# A process belongs to the cluster if its command line names the cluster's log directory. So a stale pid
# file whose number went to another program does no harm, and a process whose pid file is gone
# (mvn clean) is still found.

PID_DIR=$CLUSTER_DIR/run
LOG_DIR=$CLUSTER_DIR/log
# What this call of the script has started.
STARTED=()

log_option() { # NAME
  printf -- '-Dlog.file=%s/%s.log' "$LOG_DIR" "$1"
}

command_line_of() { # PID
  if [ -d /proc/self ]; then
    { tr '\0' ' ' <"/proc/$1/cmdline"; } 2>/dev/null
  else
    ps -p "$1" -o args= 2>/dev/null
  fi
}

# Prints the process id of the named process if it is alive.
pid_of() { # NAME
  local file=$PID_DIR/$1.pid pid
  [ -f "$file" ] || return 1
  read -r pid <"$file" || return 1
  case $(command_line_of "$pid") in
    *"$(log_option "$1")"*) echo "$pid" ;;
    *) return 1 ;;
  esac
}

# Prints the ids of all processes of this cluster, with or without pid file.
all_pids() {
  local marker pid
  marker="-Dlog.file=$LOG_DIR/"
  if [ -d /proc/self ]; then
    for pid in $(cd /proc && grep -lasF -e "$marker" [0-9]*/cmdline | cut -d/ -f1 || true); do
      # grep's own command line holds the marker too, but its process is gone by now.
      case $(command_line_of "$pid") in *"$marker"*) echo "$pid" ;; esac
    done
  else
    ps -axo pid=,args= | grep -F -e "$marker" | grep -v 'grep -F' | awk '{print $1}'
  fi
}

# Prints the names of the TaskManagers that are alive, one per line.
live_taskmanagers() {
  local file name
  for file in "$PID_DIR"/taskmanager-*.pid; do
    [ -f "$file" ] || continue
    name=$(basename "$file" .pid)
    pid_of "$name" >/dev/null && echo "$name"
  done
  return 0
}

# Starts a command of the home in the background. The shell behind it becomes the JVM.
launch() { # NAME COMMAND [ARGUMENT...]
  local name=$1
  shift
  rm -f "$LOG_DIR/$name.log.1"
  [ ! -f "$LOG_DIR/$name.log" ] || mv "$LOG_DIR/$name.log" "$LOG_DIR/$name.log.1"
  FLINK_CONF_DIR=$CLUSTER_DIR/conf nohup "$@" "$(log_option "$name")" \
    "-Djava.io.tmpdir=$CLUSTER_DIR/tmp" </dev/null >"$LOG_DIR/$name.out" 2>&1 &
  echo $! >"$PID_DIR/$name.pid"
  STARTED+=($!)
  # For a moment it still has this script's command line, by which nobody would take it for the named process.
  until pid_of "$name" >/dev/null || ! any_alive $!; do
    sleep 0.05
  done
}

# Ends the processes given by id: politely, and after ten seconds for certain. Returns when they are gone.
end_processes() { # PID...
  local deadline=$((SECONDS + 10)) last_deadline=$((SECONDS + 30)) signal=TERM
  [ $# -gt 0 ] || return 0
  kill "$@" 2>/dev/null || true
  while any_alive "$@"; do
    if [ $SECONDS -ge $last_deadline ]; then
      fail "Processes $* do not end, not even by kill -9."
    elif [ $SECONDS -ge $deadline ] && [ $signal = TERM ]; then
      signal=KILL
      kill -KILL "$@" 2>/dev/null || true
    fi
    sleep 0.1
  done
}

# A zombie has ended: in a container, nobody may ever ask for its exit code.
any_alive() { # PID...
  local pid
  for pid in "$@"; do
    if kill -0 "$pid" 2>/dev/null && ! is_zombie "$pid"; then
      return 0
    fi
  done
  return 1
}

is_zombie() { # PID
  if [ -d /proc/self ]; then
    grep -qs '^State:[[:space:]]*Z' "/proc/$1/status"
  else
    case $(ps -p "$1" -o stat=) in Z*) return 0 ;; *) return 1 ;; esac
  fi
}

# Prints the end of what the named process has written.
show_log_end() { # NAME
  local file
  for file in "$LOG_DIR/$1.out" "$LOG_DIR/$1.log"; do
    [ -s "$file" ] || continue
    echo "--- end of $file"
    tail -n 25 "$file"
  done
}
