/**
 * Restrictions of splittable DoFns that are still to be processed: kept, run in turn, and saved.
 *
 * <pre>
 *   arrival ──▶ ready ──▶ a slice of processing ──▶ done
 *                 ▲               │ residual
 *                 │               ├────────────────▶ ready again
 *                 └── waiting ◀───┘ with a delay
 * </pre>
 *
 * Everything here belongs to one subtask and is used in its task's thread.
 */
@NullMarked
package dev.beamflink.translation.runtime.splittable;

import org.jspecify.annotations.NullMarked;
