# Sourced by portable-tests: Beam's ValidatesRunner suite of Java through the job server, and with it the tests of transforms of Python.

modules=integration-tests/conformance
goal=test-compile
built=(integration-tests/conformance/target/conformance.classpath)

run_suites() { # CONFORMANCE-ARGUMENT...
  local status=0
  make_python_environment "$work/venv"
  start_python_expansion "$work/venv" "$work/java/expansion.log"
  # Its profile has Java's options.
  env -u JAVA_TOOL_OPTIONS scripts/conformance portable --no-build --expansion-port "$expansion_port" "$@" || status=1
  stop_python_expansion
  return "$status"
}
