# Sourced by the commands beside it: where this Flink home is, which Java runs it, and with what.
#
# FLINK_CONF_DIR         configuration directory (default: the home's conf)
# FLINK_LOG_DIR          where the client logs (default: the home's log)
# FLINK_ENV_JAVA_OPTS    more JVM options for every process

FLINK_HOME=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
export FLINK_CONF_DIR=${FLINK_CONF_DIR:-$FLINK_HOME/conf}
export FLINK_LOG_DIR=${FLINK_LOG_DIR:-$FLINK_HOME/log}
# Flink warns about a plugins directory that is missing.
export FLINK_PLUGINS_DIR=${FLINK_PLUGINS_DIR:-$FLINK_HOME/plugins}
mkdir -p "$FLINK_PLUGINS_DIR"

if [ -n "${JAVA_HOME:-}" ]; then
  JAVA=$JAVA_HOME/bin/java
else
  JAVA=java
fi
if ! command -v "$JAVA" >/dev/null 2>&1; then
  echo "Java was not found as '$JAVA'. Install a JDK 17 and set JAVA_HOME, or put java on the PATH." >&2
  exit 1
fi

CLASS_PATH="$FLINK_HOME/lib/*"
# Split on blanks on purpose: it is a list of options.
# shellcheck disable=SC2206
EXTRA_JAVA_OPTIONS=(${FLINK_ENV_JAVA_OPTS:-})

# Runs Java with Flink's module options; the shell becomes the JVM, so its process id stays.
exec_java() {
  exec "$JAVA" "@$FLINK_HOME/conf/java-options" ${EXTRA_JAVA_OPTIONS[@]+"${EXTRA_JAVA_OPTIONS[@]}"} "$@"
}

# Sets JVM_PARAMETERS and DYNAMIC_SETTINGS to what Flink's memory model makes of the configuration.
# $1: GET_JM_RESOURCE_PARAMS or GET_TM_RESOURCE_PARAMS
compute_memory() {
  local output result
  if ! output=$("$JAVA" -XX:TieredStopAtLevel=1 -cp "$CLASS_PATH" \
      "-Dlog4j.configurationFile=$FLINK_HOME/conf/log4j-errors.properties" \
      org.apache.flink.runtime.util.bash.BashJavaUtils "$1" --configDir "$FLINK_CONF_DIR" 2>&1); then
    printf '%s\n' "$output" "Flink cannot lay out its memory from $FLINK_CONF_DIR/config.yaml." >&2
    exit 1
  fi
  result=$(printf '%s\n' "$output" | sed -n 's/^BASH_JAVA_UTILS_EXEC_RESULT://p')
  # shellcheck disable=SC2206
  JVM_PARAMETERS=($(printf '%s\n' "$result" | sed -n 1p))
  # shellcheck disable=SC2206
  DYNAMIC_SETTINGS=($(printf '%s\n' "$result" | sed -n 2p))
}
