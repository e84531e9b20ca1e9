/**
 * The workloads as Beam pipelines, for any runner. They are compiled against the Beam of this
 * project and against that of the existing runner.
 */
@NullMarked
package dev.beamflink.benchmarks.beam;

import org.jspecify.annotations.NullMarked;
