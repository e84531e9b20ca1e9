/**
 * Sorting by key within a subtask, for operators that work on one key at a time in BATCH.
 *
 * <p>Flink can sort the input of a keyed operator by itself, but decodes and encodes every element
 * once more for it, compares whole keys byte by byte, and fails on elements that are larger than
 * its sort buffer.
 */
@NullMarked
package dev.beamflink.translation.runtime.sort;

import org.jspecify.annotations.NullMarked;
