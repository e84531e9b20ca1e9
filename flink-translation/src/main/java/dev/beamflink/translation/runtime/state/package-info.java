/**
 * Beam's keyed state on Flink's keyed state backends.
 *
 * <p>{@link dev.beamflink.translation.runtime.state.KeyedStateInternals} is the way in. A state
 * cell of Beam is one keyed state of Flink, whose namespace is the window. What is stored are
 * encoded bytes or values that never change ({@link
 * dev.beamflink.translation.runtime.state.StoredValue}), so that a backend can be restored without
 * any coder and compatibility is decided by comparing {@link
 * dev.beamflink.translation.runtime.format.CoderDescription}s.
 */
@NullMarked
package dev.beamflink.translation.runtime.state;

import org.jspecify.annotations.NullMarked;
