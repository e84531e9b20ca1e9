/**
 * What an element costs in single parts of the runner: nanoseconds and bytes. Each part is an
 * operator as the translator makes it of a pipeline, in Flink's test harness.
 */
@NullMarked
package dev.beamflink.benchmarks.parts;

import org.jspecify.annotations.NullMarked;
