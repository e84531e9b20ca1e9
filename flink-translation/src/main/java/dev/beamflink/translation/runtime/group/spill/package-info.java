/** The values of one key in BATCH: in memory while they are few, on disk when they are many. */
@NullMarked
package dev.beamflink.translation.runtime.group.spill;

import org.jspecify.annotations.NullMarked;
