/** What a graph, and the plan made from it, must satisfy: one invariant per class. */
@NullMarked
package dev.beamflink.model.check;

import org.jspecify.annotations.NullMarked;
