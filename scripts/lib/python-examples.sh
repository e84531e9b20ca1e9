# Sourced by portable-python.sh: the examples in Python, and what they need beside the job server.

# Runs them with that script's run_pytest, in its virtual environment. What can't be made here is said, and fails the tests that need it.
run_python_examples() { # VENV DIRECTORY-OF-JAVA-TRANSFORMS
  local venv=$1 java_transforms=$2
  local examples=$PWD/integration-tests/portable/python/examples
  local broker=$PWD/integration-tests/kafka-broker/target/lib
  local boot=$PWD/target/portable/boot
  if [[ $examples/requirements.txt -nt $venv/installed-examples ]]; then
    "$venv/bin/pip" install --quiet -r "$examples/requirements.txt"
    touch "$venv/installed-examples"
  fi
  [[ -d $broker ]] || mvn -B -q -f integration-tests/kafka-broker process-resources ||
    echo "There is no Kafka broker: the tests that need one will fail." >&2
  build_python_boot "$boot" ||
    echo "There is no boot program: the tests that need it will fail. It takes Go 1.26 or later, and a module proxy." >&2
  run_pytest "$examples" --java-transforms="$java_transforms" --kafka-broker="$broker" --boot="$boot"
}

# The program that sets up a worker in the SDK's container, of the Go module that the container's image is built from
build_python_boot() { # TARGET
  command -v go >/dev/null &&
    (cd integration-tests/portable/python/boot && go build -mod=readonly -o "$1" github.com/apache/beam/sdks/v2/python/container)
}
