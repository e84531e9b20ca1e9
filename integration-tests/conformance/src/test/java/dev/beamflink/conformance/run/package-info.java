/** Runs a profile and reports on it. */
@NullMarked
package dev.beamflink.conformance.run;

import org.jspecify.annotations.NullMarked;
