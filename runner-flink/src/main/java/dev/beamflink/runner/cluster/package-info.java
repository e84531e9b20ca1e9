/**
 * The places where a job can run, and how it gets there. Client side; the only package that makes
 * Flink environments and clusters.
 */
@NullMarked
package dev.beamflink.runner.cluster;

import org.jspecify.annotations.NullMarked;
