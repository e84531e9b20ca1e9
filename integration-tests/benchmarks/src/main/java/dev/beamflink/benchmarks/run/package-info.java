/** Runs the forks of all subjects in turns, compares what they put out, and reports their times. */
@NullMarked
package dev.beamflink.benchmarks.run;

import org.jspecify.annotations.NullMarked;
