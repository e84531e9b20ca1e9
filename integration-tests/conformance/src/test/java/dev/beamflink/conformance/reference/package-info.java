/** Beam's own runner in the form that makes its results comparable. */
@NullMarked
package dev.beamflink.conformance.reference;

import org.jspecify.annotations.NullMarked;
