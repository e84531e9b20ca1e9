# Sourced by local-cluster: what the JobManager tells over REST. Needs no curl.

# Prints the body of an answer.
rest_get() { # PORT PATH
  (
    exec 3<>"/dev/tcp/localhost/$1" || exit 1
    printf 'GET %s HTTP/1.1\r\nHost: localhost:%s\r\nConnection: close\r\n\r\n' "$2" "$1" >&3
    body=false
    while IFS= read -r -t 5 line <&3 || [ -n "$line" ]; do
      if $body; then
        printf '%s\n' "$line"
      elif [ "$line" = $'\r' ]; then
        body=true
      fi
      line=
    done
    $body
  ) 2>/dev/null
}

# Prints a number out of the cluster's overview, such as taskmanagers or slots-total.
overview_number() { # PORT FIELD
  rest_get "$1" /overview | sed -n "s/.*\"$2\":\([0-9]*\).*/\1/p"
}

# Prints the port that the JobManager took for TaskManagers. It stands in the configuration that it serves.
rpc_port() { # REST-PORT
  rest_get "$1" /jobmanager/config | sed -n 's/.*"key":"jobmanager.rpc.port","value":"\([0-9]*\)".*/\1/p'
}

# The process id in the name tells a TaskManager from a dead one whose place it takes.
taskmanager_is_registered() { # REST-PORT NAME
  case $(rest_get "$1" /taskmanagers) in
    *"\"id\":\"$2-$(pid_of "$2")\""*) return 0 ;;
    *) return 1 ;;
  esac
}

# Prints the port of the web UI once the JobManager listens on it.
rest_port_from_log() {
  sed -n 's/.*Rest endpoint listening at .*:\([0-9][0-9]*\)$/\1/p' "$LOG_DIR/jobmanager.log" 2>/dev/null | tail -n 1
}
