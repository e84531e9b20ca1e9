package dev.beamflink.runner.result;

import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;

/**
 * The metrics of a job at one moment.
 *
 * @param attempted what has been counted
 * @param committed what of it is durable
 */
public record MetricSnapshot(
    MetricsContainerStepMap attempted, MetricsContainerStepMap committed) {}
