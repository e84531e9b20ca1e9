package dev.beamflink.translation.runtime.teststream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.beamflink.translation.runtime.source.FakeEnumeratorContext;
import dev.beamflink.translation.runtime.source.FakeEnumeratorContext.Message;
import java.util.List;
import org.apache.flink.api.connector.source.SourceEvent;
import org.junit.jupiter.api.Test;

class StepEnumeratorTest {

  private static final StepLeaf A = new StepLeaf(0, 2);
  private static final StepLeaf B = new StepLeaf(1, 2);

  private final FakeEnumeratorContext<StepSplit> context = new FakeEnumeratorContext<>(1);
  private final StepEnumerator enumerator = new StepEnumerator(context);

  private void readerRegisters() {
    context.register(0);
    enumerator.addReader(0);
  }

  private void done(StepLeaf leaf, long step) {
    enumerator.handleSourceEvent(0, new LeafDoneEvent(leaf, step));
  }

  private static Message toReader(SourceEvent event) {
    return new Message(0, event);
  }

  @Test
  void stepIsDoneWhenItIsDoneAtEveryLeaf() {
    readerRegisters();
    assertEquals(List.of(toReader(new StartEvent())), context.takeSent());
    done(B, 0);
    assertEquals(List.of(), context.takeSent());
    done(A, 0);
    assertEquals(List.of(toReader(new StepDoneEvent(0))), context.takeSent());
    done(A, 1);
    assertEquals(List.of(), context.takeSent());
    done(B, 1);
    assertEquals(List.of(toReader(new StepDoneEvent(1))), context.takeSent());
  }

  @Test
  void newReaderStartsAnew() {
    readerRegisters();
    done(A, 0);
    done(B, 0);
    done(A, 1);
    context.takeSent();
    readerRegisters();
    assertEquals(List.of(toReader(new StartEvent())), context.takeSent());
    done(B, 0);
    assertEquals(List.of(), context.takeSent(), "what A was at does not count any more");
    done(A, 0);
    assertEquals(List.of(toReader(new StepDoneEvent(0))), context.takeSent());
  }

  @Test
  void otherEventIsRefused() {
    assertThrows(
        IllegalStateException.class, () -> enumerator.handleSourceEvent(0, new StartEvent()));
  }
}
