package dev.beamflink.translation.runtime.teststream;

import org.apache.flink.api.connector.source.SourceEvent;

/**
 * Tells a {@link StepEnumerator} that a step is done at one end of the pipeline. Stays in the
 * JobManager.
 *
 * @param leaf which end
 */
record LeafDoneEvent(StepLeaf leaf, long step) implements SourceEvent {}
