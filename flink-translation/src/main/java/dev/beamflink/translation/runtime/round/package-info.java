/** State and timers of many keys at once, in BATCH, so that they share the bundles of a harness. */
@NullMarked
package dev.beamflink.translation.runtime.round;

import org.jspecify.annotations.NullMarked;
