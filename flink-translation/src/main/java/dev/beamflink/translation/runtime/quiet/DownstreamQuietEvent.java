package dev.beamflink.translation.runtime.quiet;

import org.apache.flink.api.connector.source.SourceEvent;

/**
 * Tells a source's enumerator about an operator downstream of it. Stays in the JobManager.
 *
 * @param operatorId the operator, as in its {@link QuietSpec}
 * @param quiet whether all subtasks are quiet; false takes an earlier true back, because a subtask
 *     has failed
 */
public record DownstreamQuietEvent(String operatorId, boolean quiet) implements SourceEvent {}
