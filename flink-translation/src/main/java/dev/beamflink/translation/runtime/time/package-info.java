/** Where Beam time and Flink time meet. */
@NullMarked
package dev.beamflink.translation.runtime.time;

import org.jspecify.annotations.NullMarked;
