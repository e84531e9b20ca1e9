/**
 * Runs the fused transforms of a stage: Java DoFns directly in the task's thread, one plain method
 * call from output to input.
 */
@NullMarked
package dev.beamflink.translation.runtime.stage;

import org.jspecify.annotations.NullMarked;
