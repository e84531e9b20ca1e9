/**
 * Stable input in STREAMING: elements that a DoFn gets only when a checkpoint holds them, so that
 * it gets the same ones again after a failure.
 */
@NullMarked
package dev.beamflink.translation.runtime.stable;

import org.jspecify.annotations.NullMarked;
