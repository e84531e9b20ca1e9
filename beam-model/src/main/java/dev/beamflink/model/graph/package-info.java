/** The pipeline as a typed, immutable graph of executable transforms and their PCollections. */
@NullMarked
package dev.beamflink.model.graph;

import org.jspecify.annotations.NullMarked;
