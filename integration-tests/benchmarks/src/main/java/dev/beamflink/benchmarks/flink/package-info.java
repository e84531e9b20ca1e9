/** The workloads as a Flink engineer writes them by hand, with the DataStream API. */
@NullMarked
package dev.beamflink.benchmarks.flink;

import org.jspecify.annotations.NullMarked;
