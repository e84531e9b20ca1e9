/**
 * Beam's own suites against our runner: in the build as integration tests, by hand through {@link
 * dev.beamflink.conformance.Conformance}.
 */
@NullMarked
package dev.beamflink.conformance;

import org.jspecify.annotations.NullMarked;
