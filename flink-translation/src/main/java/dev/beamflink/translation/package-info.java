/** From the graph of a Beam pipeline to a Flink DataStream job. */
@NullMarked
package dev.beamflink.translation;

import org.jspecify.annotations.NullMarked;
