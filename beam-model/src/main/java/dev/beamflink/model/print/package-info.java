/** Deterministic text for graphs and plans. */
@NullMarked
package dev.beamflink.model.print;

import org.jspecify.annotations.NullMarked;
