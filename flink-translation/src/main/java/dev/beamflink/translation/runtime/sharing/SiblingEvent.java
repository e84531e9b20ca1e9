package dev.beamflink.translation.runtime.sharing;

import org.apache.flink.runtime.operators.coordination.OperatorEvent;

/**
 * What the coordinator of subtasks that share restrictions tells one of them.
 *
 * <p>May get lost when the subtask does not run any more: it has failed then, and starts again from
 * what is known to all. Were it not so, Flink would report the loss in place of the failure.
 */
public sealed interface SiblingEvent extends OperatorEvent
    permits AgreedEvent, HandoverEvent, OfferAnswerEvent, SplitRequestEvent {

  @Override
  default boolean isLossTolerant() {
    return true;
  }
}
