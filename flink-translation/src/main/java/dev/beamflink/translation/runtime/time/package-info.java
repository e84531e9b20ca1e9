/** Where Beam time and Flink time meet, and when windows expire. */
@NullMarked
package dev.beamflink.translation.runtime.time;

import org.jspecify.annotations.NullMarked;
