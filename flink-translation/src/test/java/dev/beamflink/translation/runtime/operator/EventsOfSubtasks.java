package dev.beamflink.translation.runtime.operator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.runtime.executiongraph.ExecutionAttemptID;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.messages.Acknowledge;
import org.apache.flink.runtime.operators.coordination.MockOperatorCoordinatorContext;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator.SubtaskGateway;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.apache.flink.runtime.operators.coordination.OperatorEventDispatcher;
import org.apache.flink.runtime.operators.coordination.OperatorEventGateway;
import org.apache.flink.runtime.operators.coordination.OperatorEventHandler;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.CoordinatedOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/**
 * The coordinator of an operator and the events between it and the subtasks, which travel one by
 * one when the test says so; those of one sender to one receiver stay in order.
 */
final class EventsOfSubtasks {

  private final OperatorCoordinator coordinator;
  private final Map<Integer, OperatorEventHandler> handlers = new HashMap<>();
  private final Map<Integer, Deque<OperatorEvent>> toCoordinator = new HashMap<>();
  private final Map<Integer, Deque<OperatorEvent>> toSubtask = new HashMap<>();

  EventsOfSubtasks(CoordinatedOperatorFactory<?> factory, int parallelism) throws Exception {
    OperatorID id = new OperatorID();
    coordinator =
        factory
            .getCoordinatorProvider("operator", id)
            .create(new MockOperatorCoordinatorContext(id, parallelism));
    for (int subtask = 0; subtask < parallelism; subtask++) {
      toCoordinator.put(subtask, new ArrayDeque<>());
      toSubtask.put(subtask, new ArrayDeque<>());
      coordinator.executionAttemptReady(subtask, 0, new Gateway(subtask));
    }
  }

  /** Makes a subtask's operators as {@code factory} does, with these events. */
  OneInputStreamOperatorFactory<WindowedValue<Object>, WindowedValue<Object>> factory(
      SplittableStageOperatorFactory factory, int subtask) {
    return new Factory(factory, new Dispatcher(subtask));
  }

  /** Lets everything arrive, and what follows from it. */
  void deliverAll() throws Exception {
    while (deliverOne(new Random(0))) {}
  }

  /** Whether a restriction is on its way to the coordinator. */
  boolean isOffered() {
    return toCoordinator.values().stream()
        .flatMap(Deque::stream)
        .anyMatch(event -> event.getClass().getSimpleName().equals("OfferEvent"));
  }

  /** Lets any one event arrive; answers whether there was one. */
  boolean deliverOne(Random random) throws Exception {
    List<Integer> ways = new ArrayList<>(); // n: from subtask n, -1 - n: to subtask n
    toCoordinator.forEach((subtask, events) -> addUnlessEmpty(subtask, events, ways));
    toSubtask.forEach((subtask, events) -> addUnlessEmpty(-1 - subtask, events, ways));
    if (ways.isEmpty()) {
      return false;
    }
    int way = ways.get(random.nextInt(ways.size()));
    if (way >= 0) {
      coordinator.handleEventFromOperator(way, 0, toCoordinator.get(way).remove());
    } else {
      handlers.get(-1 - way).handleOperatorEvent(toSubtask.get(-1 - way).remove());
    }
    return true;
  }

  private static void addUnlessEmpty(int way, Deque<OperatorEvent> events, List<Integer> ways) {
    if (!events.isEmpty()) {
      ways.add(way);
    }
  }

  /**
   * Takes the coordinator's part of a checkpoint, ahead of that of the subtasks. Events arrive
   * until the coordinator says that it has it; what is on its way then counts as sent after it.
   */
  void checkpoint(long id, Random random) throws Exception {
    CompletableFuture<byte[]> done = new CompletableFuture<>();
    coordinator.checkpointCoordinator(id, done);
    while (!done.isDone()) {
      if (!deliverOne(random)) {
        throw new AssertionError("The coordinator waits for nothing");
      }
    }
  }

  private final class Gateway implements SubtaskGateway {

    private final int subtask;

    private Gateway(int subtask) {
      this.subtask = subtask;
    }

    @Override
    public CompletableFuture<Acknowledge> sendEvent(OperatorEvent event) {
      toSubtask.get(subtask).add(event);
      return CompletableFuture.completedFuture(Acknowledge.get());
    }

    @Override
    public ExecutionAttemptID getExecution() {
      return ExecutionAttemptID.randomId();
    }

    @Override
    public int getSubtask() {
      return subtask;
    }
  }

  private final class Dispatcher implements OperatorEventDispatcher {

    private final int subtask;

    private Dispatcher(int subtask) {
      this.subtask = subtask;
    }

    @Override
    public void registerEventHandler(OperatorID operator, OperatorEventHandler handler) {
      handlers.put(subtask, handler);
    }

    @Override
    public OperatorEventGateway getOperatorEventGateway(OperatorID operator) {
      return toCoordinator.get(subtask)::add;
    }
  }

  private static final class Factory extends AbstractStreamOperatorFactory<WindowedValue<Object>>
      implements OneInputStreamOperatorFactory<WindowedValue<Object>, WindowedValue<Object>> {

    private static final long serialVersionUID = 1L;

    private final SplittableStageOperatorFactory factory;
    private final transient OperatorEventDispatcher dispatcher;

    private Factory(SplittableStageOperatorFactory factory, OperatorEventDispatcher dispatcher) {
      this.factory = factory;
      this.dispatcher = dispatcher;
    }

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // the interface's own signature
    public <T extends StreamOperator<WindowedValue<Object>>> T createStreamOperator(
        StreamOperatorParameters<WindowedValue<Object>> parameters) {
      return factory.createStreamOperator(
          new StreamOperatorParameters<>(
              parameters.getContainingTask(),
              parameters.getStreamConfig(),
              parameters.getOutput(),
              parameters::getProcessingTimeService,
              dispatcher,
              parameters.getMailboxExecutor()));
    }

    @Override
    @SuppressWarnings("rawtypes") // the interface's own signature
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
      return factory.getStreamOperatorClass(classLoader);
    }
  }
}
