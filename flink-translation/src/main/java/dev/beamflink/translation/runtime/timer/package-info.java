/** Timers of keyed operators: setting, keeping and firing them in Beam's order. */
@NullMarked
package dev.beamflink.translation.runtime.timer;

import org.jspecify.annotations.NullMarked;
