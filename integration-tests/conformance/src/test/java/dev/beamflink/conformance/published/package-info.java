/** The results of full runs as the repository keeps them: {@code docs/conformance/*.csv}. */
@NullMarked
package dev.beamflink.conformance.published;

import org.jspecify.annotations.NullMarked;
