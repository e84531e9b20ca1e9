/** Beam's capability matrix, with the tests that prove each row: {@code docs/capabilities.md}. */
@NullMarked
package dev.beamflink.conformance.capability;

import org.jspecify.annotations.NullMarked;
