/** The typed, immutable graph of a Beam pipeline. No Flink here. */
@NullMarked
package dev.beamflink.model;

import org.jspecify.annotations.NullMarked;
