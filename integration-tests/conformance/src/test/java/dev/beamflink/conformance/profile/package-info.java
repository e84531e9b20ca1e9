/**
 * What a conformance profile runs: data from text files below {@code
 * src/test/resources/conformance}.
 */
@NullMarked
package dev.beamflink.conformance.profile;

import org.jspecify.annotations.NullMarked;
