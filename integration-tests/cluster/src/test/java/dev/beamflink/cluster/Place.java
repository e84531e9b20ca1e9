package dev.beamflink.cluster;

/** Where users run a jar of Beam pipelines. It is the same jar each time. */
enum Place {
  EMBEDDED {
    @Override
    void run(String mainClass, String... options) {
      EmbeddedFlink.run(TestSettings.EXAMPLES_JAR, mainClass, options).succeeded();
    }
  },
  ATTACHED {
    @Override
    void run(String mainClass, String... options) {
      SharedCluster.flink().runAttached(TestSettings.EXAMPLES_JAR, mainClass, options);
    }
  },
  DETACHED {
    @Override
    void run(String mainClass, String... options) throws Exception {
      String job = SharedCluster.flink().runDetached(TestSettings.EXAMPLES_JAR, mainClass, options);
      SharedCluster.get().awaitStatus(job, "FINISHED");
    }
  };

  /** Runs a pipeline and returns when it has written everything. */
  abstract void run(String mainClass, String... options) throws Exception;
}
