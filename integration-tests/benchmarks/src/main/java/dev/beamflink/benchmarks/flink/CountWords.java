package dev.beamflink.benchmarks.flink;

import dev.beamflink.benchmarks.fork.Words;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Counts the words of lines, as far as its table has room for them. */
final class CountWords extends AbstractStreamOperator<Tuple2<String, Long>>
    implements OneInputStreamOperator<Long, Tuple2<String, Long>>, BoundedOneInput {

  private static final long serialVersionUID = 1L;
  private static final int ROOM = 100_000;

  private transient Map<String, Long> counts = new HashMap<>();
  private transient Words words = Words.all();

  @Override
  public void open() throws Exception {
    super.open();
    counts = new HashMap<>();
    words = Words.all();
  }

  @Override
  public void processElement(StreamRecord<Long> line) {
    for (String word : words.line(line.getValue()).split(" ", -1)) {
      counts.merge(word, 1L, Long::sum);
    }
    if (counts.size() > ROOM) {
      putOut();
    }
  }

  @Override
  public void endInput() {
    putOut();
  }

  private void putOut() {
    counts.forEach((word, count) -> output.collect(new StreamRecord<>(Tuple2.of(word, count))));
    counts.clear();
  }
}
