/**
 * Samples of elements: asks SDK harnesses for those that they have taken, says what they are, and
 * which one a bundle has failed at. Only where the pipeline's options ask for it.
 */
@NullMarked
package dev.beamflink.translation.runtime.harness.sampling;

import org.jspecify.annotations.NullMarked;
