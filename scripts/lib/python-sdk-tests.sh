# Sourced by portable-python.sh: tests of the SDK that are written for any runner, on one job server.

# In the directory and environment of run_suites.
run_sdk_tests() {
  local log=$work/python/server.log examples=$suite/examples status=0
  local game=$examples/complete/game
  mkdir -p "$work/python/files"
  start_job_server "$log" || return
  echo "The SDK's transcripts of triggers:"
  run_on_server "$suite/transforms/trigger_test.py::TriggerPipelineTest" \
    "$suite/transforms/trigger_test.py::"{TestStream,WeakTestStream,Batch}TranscriptTest \
    --exclusions="$here/trigger-exclusions.txt" || status=1
  echo "The SDK's examples:"
  run_on_server "$examples/"{wordcount,wordcount_minimal,wordcount_debugging}_test.py \
    "$game/"{user_score,hourly_team_score,leader_board,game_stats}_test.py \
    "$examples/complete/"{autocomplete,estimate_pi,tfidf,top_wikipedia_sessions}_test.py \
    "$examples/cookbook/"{coders,combiners,custom_ptransform,filters,group_with_coder,mergecontacts,multiple_output_pardo}_test.py \
    --exclusions="$here/example-exclusions.txt" || status=1
  stop_job_server
  return "$status"
}

run_on_server() { # PYTEST-ARGUMENT...
  run_pytest --every-pipeline \
    --test-pipeline-options="--runner=FlinkRunner --job_endpoint=$job_endpoint --environment_type=LOOPBACK --temp_location=$work/python/files" "$@"
}
