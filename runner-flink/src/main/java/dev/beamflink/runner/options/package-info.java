/**
 * The options of {@code FlinkPipelineOptions}, one interface per concern, and the checks that
 * refuse wrong values before anything is submitted. Client side; knows neither clusters nor graphs.
 */
@NullMarked
package dev.beamflink.runner.options;

import org.jspecify.annotations.NullMarked;
