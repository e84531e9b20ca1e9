/** Changes from graph to graph that keep what the pipeline means: one per class. */
@NullMarked
package dev.beamflink.model.rewrite;

import org.jspecify.annotations.NullMarked;
