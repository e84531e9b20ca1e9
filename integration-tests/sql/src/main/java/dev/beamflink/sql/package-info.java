/** Beam SQL, on this runner in both modes. */
@NullMarked
package dev.beamflink.sql;

import org.jspecify.annotations.NullMarked;
