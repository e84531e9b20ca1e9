/** Temporary files of values that are too large for memory, and how long they live. */
@NullMarked
package dev.beamflink.translation.runtime.spill;

import org.jspecify.annotations.NullMarked;
