/** Beam metrics inside tasks, and their way to the client. */
@NullMarked
package dev.beamflink.translation.runtime.metrics;

import org.jspecify.annotations.NullMarked;
