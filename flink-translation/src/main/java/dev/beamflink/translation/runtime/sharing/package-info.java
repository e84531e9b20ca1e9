/**
 * How subtasks that have nothing left to do get restrictions from those that have.
 *
 * <pre>
 *   busy subtask                    JobManager                      idle subtask
 *        │ ◀──── SplitRequest ───────── │ ◀────── Progress (nothing left) ── │
 *        │ ───── Offer ───────────────▶ │                                    │
 *        │ ◀──── OfferAnswer ────────── │ ─────── Handover ────────────────▶ │
 *        │ ───── Settled ─────────────▶ │ ◀────── Settled ────────────────── │
 * </pre>
 *
 * <p><b>Why nothing is late.</b> Only who has seen the end of its input gets restrictions. It has
 * then not passed on the last watermark: it goes no further than the least that a restriction of
 * any subtask holds, which the coordinator tells all when the input of all is at the end ({@code
 * Agreed}). While a restriction is on its way, the coordinator counts it as the receiver's. Who was
 * told that there is no such least any more gets nothing from then on.
 *
 * <p><b>Why nothing is lost or doubled in STREAMING.</b> What has been offered stays in the giver's
 * checkpoints, unprocessed, until the answer comes. The answer and the handover leave the
 * coordinator together, and both have been handled, or neither, when a subtask takes its part of a
 * checkpoint: before, as the coordinator's part of a checkpoint, which comes first, waits until
 * every subtask has said that it has settled what it was sent; after, as Flink then holds back what
 * the coordinator sends until the subtask has taken its part. That Flink delivered an event would
 * not be enough: barriers of unaligned checkpoints overtake events in a task's mailbox. So neither
 * the coordinator nor the subtasks have anything to save for this, and a restore simply forgets
 * what was on its way.
 *
 * <p><b>Why nothing is lost or doubled in BATCH.</b> There a subtask that fails, or whose result is
 * lost, starts again from its input, by itself. If it has given or got something, the coordinator,
 * which outlives tasks, has the whole job start again. No subtask may have a second attempt at the
 * same time.
 *
 * <p><b>Why BATCH comes to an end.</b> Who has nothing left stays at the end of its input until it
 * is told {@code Agreed} with nothing left. It keeps a slot meanwhile, which a subtask that has not
 * started may need. So all that are idle are let go, and those that follow get no chance to share,
 * when one has waited for a while and not all have started, or when one has to start again.
 */
@NullMarked
package dev.beamflink.translation.runtime.sharing;

import org.jspecify.annotations.NullMarked;
