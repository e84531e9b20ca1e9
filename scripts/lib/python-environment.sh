# Sourced by portable-tests: the virtual environment with the stock SDK.

# Makes it unless it is there. Without Python or its package index it ends the script with 3 and a line that says so, which
# callers and .ci/run know; any other failure is one.
make_python_environment() { # DIRECTORY
  local directory=$1 version=2.73.0
  [[ ! -f $directory/installed-$version ]] || return 0
  python3 -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 10))' 2>/dev/null ||
    skip_python "there is no python3 from 3.10 on that has venv"
  python3 -m venv --clear "$directory"
  if ! "$directory/bin/pip" install --quiet "apache-beam[test]==$version"; then
    package_index_answers "$directory/bin/pip" || skip_python "pip does not reach a package index"
    echo "The package index answers, but pip can't install the SDK." >&2
    exit 1
  fi
  touch "$directory/installed-$version"
}

skip_python() { # WHY
  echo "SKIPPED: Python tests: $1."
  exit 3
}

# By what pip itself says of an index: one that does not have the package has answered.
package_index_answers() { # PIP
  local said
  said=$("$1" index versions --retries 1 apache-beam 2>&1) || [[ $said != *"connection broken by"* ]]
}
