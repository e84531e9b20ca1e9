package dev.beamflink.translation.runtime.sort;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.execution.Environment;
import org.apache.flink.runtime.io.disk.iomanager.IOManager;
import org.apache.flink.runtime.jobgraph.tasks.TaskInvokable;
import org.apache.flink.runtime.memory.MemoryManager;
import org.apache.flink.streaming.runtime.tasks.StreamTask;

/**
 * What a {@link PairSorter} gets from its task.
 *
 * @param owner whose memory it is
 * @param memory managed memory of the slot
 * @param fraction the sorter's share of it
 * @param disk where the sorter spills
 * @param configuration the TaskManager's
 */
public record SorterMemory(
    TaskInvokable owner,
    MemoryManager memory,
    double fraction,
    IOManager disk,
    Configuration configuration) {

  /** The task's resources for one operator. */
  public static SorterMemory of(StreamTask<?, ?> task, double fraction) {
    Environment environment = task.getEnvironment();
    return new SorterMemory(
        task,
        environment.getMemoryManager(),
        fraction,
        environment.getIOManager(),
        environment.getTaskManagerInfo().getConfiguration());
  }

  /** Bytes of the share. */
  long bytes() {
    return (long) memory.computeNumberOfPages(fraction) * memory.getPageSize();
  }
}
