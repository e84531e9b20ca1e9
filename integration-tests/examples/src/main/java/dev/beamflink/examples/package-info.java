/** Pipelines as users write them: against the Beam SDK only, with no word of the runner. */
@NullMarked
package dev.beamflink.examples;

import org.jspecify.annotations.NullMarked;
