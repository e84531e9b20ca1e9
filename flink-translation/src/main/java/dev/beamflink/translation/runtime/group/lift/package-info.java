/**
 * Combining ahead of the exchange, where it does not change what a Combine emits: what a subtask
 * has of a key and window crosses the exchange as one accumulator.
 */
@NullMarked
package dev.beamflink.translation.runtime.group.lift;

import org.jspecify.annotations.NullMarked;
