# Sourced by fault-tests, soak and leak-test: runs a program of integration-tests/cluster, in the repository's directory.

# Builds what the program needs unless an argument is --no-build, and becomes the program. Its clusters are in target/NAME.
run_cluster_program() { # NAME MAIN-CLASS [ARGUMENT...]
  local module=$PWD/integration-tests/cluster kit=$PWD/target/$1 main=$2 build=true flink_home argument
  local class_path_file=$module/target/cluster-tests.classpath arguments=()
  shift 2
  for argument in "$@"; do
    case $argument in
      --no-build) build=false ;;
      *) arguments+=("$argument") ;;
    esac
  done
  if $build; then
    mvn -B -q -Dquick -DskipTests -pl integration-tests/cluster -am package
  elif [[ ! -f $class_path_file ]]; then
    echo "Nothing is built yet: leave --no-build out once." >&2
    exit 2
  fi
  # Copies of what a run uses, so that it may go on beside the next build
  rm -rf "$kit/lib"
  mkdir -p "$kit/lib"
  cp "$module"/target/cluster-*-jobs.jar "$kit/lib/jobs.jar"
  cp integration-tests/examples/target/examples.jar "$kit/lib"
  cp -r "$module/target/test-classes" "$kit/lib/classes"
  flink_home=$(scripts/flink-home)
  exec java -Duser.language=en \
    "-Dcluster.scripts=$PWD/scripts" \
    "-Dcluster.flink.home=$flink_home" \
    "-Dcluster.examples.jar=$kit/lib/examples.jar" \
    "-Dcluster.flink.version=none" \
    "-Dcluster.directory=$kit" \
    "-Dcluster.jobs.jar=$kit/lib/jobs.jar" \
    -cp "$kit/lib/classes:$(<"$class_path_file")" "$main" ${arguments[@]+"${arguments[@]}"}
}
