# Sourced by portable-tests: the suites of the Python SDK. Most of them start job servers by themselves.

. scripts/lib/python-examples.sh
. scripts/lib/python-sdk-tests.sh

run_suites() { # [--quick] PYTEST-ARGUMENT...
  local here=$PWD/integration-tests/portable/python environment=$work/venv suite class quick=false argument status=0
  local -a arguments=()
  for argument in "$@"; do
    [[ $argument == --quick ]] && quick=true || arguments+=("$argument")
  done
  make_python_environment "$environment"
  suite=$("$environment/bin/python" -c 'import apache_beam, os; print(os.path.dirname(apache_beam.__file__))' 2>/dev/null)
  if $quick; then
    run_quick ${arguments[@]+"${arguments[@]}"}
    return
  fi
  echo "Pipelines of ours:"
  run_pytest "$here/first_steps_test.py" "$here/large_values_test.py" "$here/state_cache_test.py" "$here/process_test.py" \
    "$here/packed_test.py" || status=1
  echo "Examples:"
  run_python_examples "$environment" "$java_transforms" || status=1
  run_sdk_tests || status=1
  echo "What the SDK's suite leaves out or shortens:"
  run_pytest "$here/whole_test.py" || status=1
  for class in FlinkRunnerTest FlinkRunnerTestOptimized FlinkRunnerTestStreaming; do
    echo "The SDK's $class:"
    run_pytest "$suite/runners/portability/flink_runner_test.py::$class" \
      --exclusions="$here/exclusions.txt" --java-transforms="$java_transforms" ${arguments[@]+"${arguments[@]}"} || status=1
  done
  return "$status"
}

# A part of it that takes few minutes, all in one; its results are in python-quick.xml too.
run_quick() { # PYTEST-ARGUMENT...
  local flink=$suite/runners/portability/flink_runner_test.py
  echo "A part of the SDK's FlinkRunnerTest and FlinkRunnerTestStreaming, and of what they leave out:"
  run_pytest "$here/whole_test.py" "$flink::FlinkRunnerTest" "$flink::FlinkRunnerTestStreaming" \
    --only="$here/quick.txt" --junit-xml="$work/python-quick.xml" "$@" || return 1 # pytest's own 3 is no lack of Python
}

# In the directory and environment of run_suites.
run_pytest() {
  (cd "$here" && "$environment/bin/python" -m pytest -p portable_plugin -p no:cacheprovider --rootdir="$here" -q \
    --test-pipeline-options="--flink_job_server_jar=$jar --environment_type=LOOPBACK" "$@")
}
