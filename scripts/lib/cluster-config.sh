# Sourced by local-cluster: writes the cluster's conf/config.yaml.

# Writes the configuration. Settings given as -Dkey=value on the command line replace these.
write_config() { # REST-PORT RPC-PORT (0: not known yet)
  local file=$CLUSTER_DIR/conf/config.yaml override key
  {
    echo "# Written by scripts/local-cluster start; the next start writes it again."
    echo "# Other settings: scripts/local-cluster start -Dkey=value ..."
    default_settings "$1" "$2"
  } >"$file.new"
  for override in ${OVERRIDES[@]+"${OVERRIDES[@]}"}; do
    key=${override%%=*}
    grep -vF -e "$key: " "$file.new" >"$file.kept" || true
    mv "$file.kept" "$file.new"
    setting "$key" "${override#*=}" >>"$file.new"
  done
  mv "$file.new" "$file"
}

default_settings() { # REST-PORT RPC-PORT
  setting jobmanager.rpc.address localhost
  setting jobmanager.rpc.port "$2"
  setting jobmanager.bind-host localhost
  setting jobmanager.memory.process.size "${LOCAL_CLUSTER_JOBMANAGER_MEMORY:-1024m}"
  setting rest.address localhost
  setting rest.port "$1"
  setting rest.bind-address localhost
  setting rest.bind-port "${LOCAL_CLUSTER_REST_PORT:-8081-8180}"
  setting taskmanager.host localhost
  setting taskmanager.bind-host localhost
  setting taskmanager.memory.process.size "${LOCAL_CLUSTER_TASKMANAGER_MEMORY:-1536m}"
  setting taskmanager.numberOfTaskSlots "${LOCAL_CLUSTER_SLOTS:-2}"
  setting execution.checkpointing.dir "file://$CLUSTER_DIR/checkpoints"
  setting execution.checkpointing.savepoint-dir "file://$CLUSTER_DIR/savepoints"
  setting io.tmp.dirs "$CLUSTER_DIR/tmp"
  setting web.tmpdir "$CLUSTER_DIR/tmp"
}

setting() { # KEY VALUE
  local quote="'"
  printf "%s: '%s'\n" "$1" "${2//$quote/$quote$quote}"
}
