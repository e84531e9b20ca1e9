/**
 * One measurement: a JVM of its own that runs one workload on one subject. Knows neither Beam nor
 * Flink, as the subjects have different versions of both.
 */
@NullMarked
package dev.beamflink.benchmarks.fork;

import org.jspecify.annotations.NullMarked;
