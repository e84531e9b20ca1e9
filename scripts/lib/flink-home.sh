# Sourced by the scripts: where this checkout's Flink home is, and how it comes to be.
#
# A home has lib, bin and conf like a Flink download. It is made from Maven artifacts by the module
# integration-tests/flink-home. LOCAL_CLUSTER_HOME names one that is complete already.

REPOSITORY=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
FLINK_HOME=${LOCAL_CLUSTER_HOME:-$REPOSITORY/target/local-cluster}
FLINK_HOME_MODULE=$REPOSITORY/integration-tests/flink-home
# Where a cluster keeps its configuration, logs and checkpoints.
CLUSTER_DIR=${LOCAL_CLUSTER_DIR:-$FLINK_HOME}
case $CLUSTER_DIR in /*) ;; *) CLUSTER_DIR=$PWD/$CLUSTER_DIR ;; esac
. "$REPOSITORY/scripts/lib/cluster-processes.sh"

# Makes the home, unless it is there and newer than what it is made from. Nothing changes under a running cluster.
assemble_flink_home() {
  if [ -n "${LOCAL_CLUSTER_HOME:-}" ]; then
    [ -x "$FLINK_HOME/bin/flink" ] && [ -d "$FLINK_HOME/lib" ] && return
    fail "LOCAL_CLUSTER_HOME=$FLINK_HOME is not a Flink home: it has no bin/flink or no lib." \
      "Build one with scripts/flink-home, or unset the variable."
  fi
  if flink_home_is_current || pid_of jobmanager >/dev/null; then
    return
  fi
  echo "Assembling a Flink home in $FLINK_HOME (downloads up to 190 MB the first time)" >&2
  mkdir -p "$FLINK_HOME"
  if ! mvn -q -B -f "$FLINK_HOME_MODULE/pom.xml" "-Dflink.home=$FLINK_HOME" process-resources \
    >"$FLINK_HOME/.assembly.log" 2>&1; then
    cat "$FLINK_HOME/.assembly.log" >&2
    fail "Maven could not assemble a Flink home in $FLINK_HOME, see its messages above."
  fi
  touch "$FLINK_HOME/.assembled"
}

flink_home_is_current() {
  local stamp=$FLINK_HOME/.assembled
  [ -d "$FLINK_HOME/lib" ] && [ -f "$stamp" ] || return 1
  [ -z "$(find "$FLINK_HOME_MODULE/pom.xml" "$FLINK_HOME_MODULE/src" -type f -newer "$stamp")" ]
}

# Ends the script: what went wrong, then what to do.
fail() {
  printf '%s\n' "$@" >&2
  exit 1
}
