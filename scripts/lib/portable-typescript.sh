# Sourced by portable-tests: the suite of primitives of the TypeScript SDK.

run_suites() { # MOCHA-ARGUMENT...
  local here=$PWD/integration-tests/portable/typescript place=$work/typescript status=0
  mkdir -p "$place"
  if ! cmp -s "$here/package-lock.json" "$place/package-lock.json"; then
    cp "$here/package.json" "$here/package-lock.json" "$place"
    (cd "$place" && npm ci --no-audit --no-fund --silent) || { rm "$place/package-lock.json" && return 1; }
  fi
  start_job_server "$place/server.log"
  # The suite asks for the Python SDK's job server by this name, and gets ours.
  export BEAM_SERVICE_OVERRIDES="{\"python:apache_beam.runners.portability.local_job_service_main\": \"$job_endpoint\"}"
  (cd "$place" && EXCLUSIONS=$here/exclusions.txt npx --no-install mocha --timeout 60000 --exit --require "$here/exclusions.cjs" \
    --grep @ulr "$@" node_modules/apache-beam/dist/test/primitives_test.js) || status=1
  stop_job_server
  return "$status"
}
