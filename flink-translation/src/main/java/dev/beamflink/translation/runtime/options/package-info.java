/** The pipeline's options on their way to user code. */
@NullMarked
package dev.beamflink.translation.runtime.options;

import org.jspecify.annotations.NullMarked;
