# Sourced by quickstart: the jar of the example pipelines, and the text that they read unless told otherwise.
#
# EXAMPLES_JAR names a jar that is built already.

EXAMPLES_MODULE=$REPOSITORY/integration-tests/examples
BUILT_JAR=$EXAMPLES_MODULE/target/examples.jar
BUILD_LOG=$REPOSITORY/target/examples-build.log
# The sources of the Beam SDK: the build fetches them.
DEFAULT_TEXT=$EXAMPLES_MODULE/target/text

# Builds the jar, unless it is there and newer than its sources.
build_examples_jar() {
  if [ -n "${EXAMPLES_JAR:-}" ]; then
    [ -f "$EXAMPLES_JAR" ] || fail "EXAMPLES_JAR=$EXAMPLES_JAR does not exist. Unset the variable to have it built."
    return
  fi
  EXAMPLES_JAR=$BUILT_JAR
  ! examples_jar_is_current || return 0
  echo "Building $BUILT_JAR (about a minute; the first time Maven downloads what it needs)" >&2
  mkdir -p "${BUILD_LOG%/*}"
  if ! mvn -B -f "$REPOSITORY/pom.xml" -Dquick -DskipTests -pl integration-tests/examples -am package \
    >"$BUILD_LOG" 2>&1; then
    tail -n 40 "$BUILD_LOG" >&2
    fail "Maven could not build the examples. Its messages are above, all of them in $BUILD_LOG."
  fi
}

examples_jar_is_current() {
  local module
  local inputs=("$REPOSITORY/pom.xml" "$REPOSITORY/integration-tests/pom.xml")
  for module in "$REPOSITORY"/{beam-model,flink-translation,runner-flink} "$EXAMPLES_MODULE"; do
    inputs+=("$module/pom.xml" "$module/src/main")
  done
  [ -f "$BUILT_JAR" ] && [ -d "$DEFAULT_TEXT" ] && [ -z "$(find "${inputs[@]}" -type f -newer "$BUILT_JAR")" ]
}
