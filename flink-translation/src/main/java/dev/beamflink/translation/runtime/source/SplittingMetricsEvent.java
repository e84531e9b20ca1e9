package dev.beamflink.translation.runtime.source;

import org.apache.beam.runners.core.metrics.MetricsContainerImpl;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * Enumerator to reader: what the source has counted while it was split.
 *
 * @param metrics of the Read transform; not to be changed
 */
record SplittingMetricsEvent(MetricsContainerImpl metrics) implements SourceEvent {

  private static final long serialVersionUID = 1L;
}
