/** What each primitive transform does: one record per URN, parsed from the transform's proto. */
@NullMarked
package dev.beamflink.model.payload;

import org.jspecify.annotations.NullMarked;
