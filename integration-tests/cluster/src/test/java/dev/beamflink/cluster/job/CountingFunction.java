package dev.beamflink.cluster.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;

/**
 * Counts its elements in operator state. Every 100 elements it writes the count to file {@value
 * #COUNT_FILE}; when it was restored it writes the count that it found to file {@value
 * #RESTORED_FILE}. Both appear whole or not at all.
 */
public final class CountingFunction implements MapFunction<Long, Long>, CheckpointedFunction {
  public static final String COUNT_FILE = "count";
  public static final String RESTORED_FILE = "restored";
  private static final int REPORT_INTERVAL = 100;

  private static final long serialVersionUID = 1L;

  private final String directory;
  private transient ListState<Long> state;
  private transient long count;

  CountingFunction(String directory) {
    this.directory = directory;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    state =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("count", Types.LONG));
    for (long part : state.get()) {
      count += part;
    }
    if (context.isRestored()) {
      report(RESTORED_FILE);
    }
  }

  @Override
  public Long map(Long element) throws IOException {
    count++;
    if (count % REPORT_INTERVAL == 0) {
      report(COUNT_FILE);
    }
    return element;
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    state.update(List.of(count));
  }

  private void report(String name) throws IOException {
    Path file = Path.of(directory, name);
    Path whole = Files.writeString(file.resolveSibling(name + ".new"), Long.toString(count));
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
