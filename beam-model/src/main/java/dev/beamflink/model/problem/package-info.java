/** What is wrong with a pipeline, told to its author. */
@NullMarked
package dev.beamflink.model.problem;

import org.jspecify.annotations.NullMarked;
