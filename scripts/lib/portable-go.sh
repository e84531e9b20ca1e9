# Sourced by portable-tests: the integration tests of the Go SDK.

go_tests=github.com/apache/beam/sdks/v2/go/test

run_suites() { # GO-TEST-ARGUMENT...
  local here=$PWD/integration-tests/portable/go log=$work/go/suites.log packages status=0
  packages=("$go_tests/integration/primitives" "$go_tests/integration/synthetic" "$go_tests/integration/wordcount"
    "$go_tests/regression" "$go_tests/integration/xlang" "$go_tests/integration/transforms/xlang/dataframe"
    "$go_tests/integration/transforms/xlang/inference")
  mkdir -p "$work/go"
  check_exclusions
  make_python_environment "$work/venv"
  start_python_expansion "$work/venv" "$work/go/expansion.log"
  start_job_server "$work/go/server.log"
  # "universal" is the runner whose tests leave out nothing.
  run_go_tests "${packages[@]}" -skip "^($(excluded_tests "$here/exclusions.txt" | paste -s -d '|'))\$" "$@" >"$log" 2>&1 || status=1
  if [[ $# -eq 0 ]]; then
    run_drained >>"$log" 2>&1 || status=1
  fi
  stop_job_server
  stop_python_expansion
  report || status=1
  return "$status"
}

run_go_tests() { # PACKAGE... GO-TEST-FLAG...
  (cd "$here" && go test -v -count=1 -p 1 -timeout 60m "$@" \
    -args --runner=universal --endpoint="$job_endpoint" --environment_type=LOOPBACK \
    --expansion_addr="test:localhost:$expansion_port" --expansion_addr="python_transform:localhost:$expansion_port")
}

# TestDrain ends when somebody drains its job, for which the SDK has no command.
run_drained() {
  local drain_status=0
  (cd "$here" && exec go run ./drain --endpoint="$job_endpoint" --job_prefix=go-testdrain- --timeout=5m) &
  run_go_tests "$go_tests/integration/primitives" -run '^TestDrain$' -timeout 5m || drain_status=1
  wait $! || drain_status=1
  return "$drain_status"
}

# A test that is gone must not stay excluded.
check_exclusions() {
  local test known
  known=$(cd "$here" && go test -list . "${packages[@]}")
  for test in $(excluded_tests "$here/exclusions.txt"); do
    if ! grep -qx "$test" <<<"$known"; then
      echo "exclusions.txt names $test, which is no test." >&2
      return 1
    fi
  done
}

# Also fails if a package ended before its tests did, such as by a panic.
report() {
  local passed failed skipped
  passed=$(grep -c '^--- PASS: ' "$log" || true)
  failed=$(grep -c '^--- FAIL: ' "$log" || true)
  skipped=$(grep -c '^--- SKIP: ' "$log" || true)
  sed -n 's/^--- FAIL: /FAILED /p; /^FAIL\t/p; /^panic: /p' "$log"
  echo "$passed passed, $failed failed, $skipped skipped, $(excluded_tests "$here/exclusions.txt" | grep -c . || true) excluded: $log"
  ! grep -q '^FAIL' "$log"
}
