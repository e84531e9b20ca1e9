/**
 * How subtasks that have nothing left to do get restrictions from those that have, in STREAMING.
 *
 * <pre>
 *   busy subtask                    JobManager                      idle subtask
 *        │ ◀──── SplitRequest ───────── │ ◀────── Progress (nothing left) ── │
 *        │ ───── Offer ───────────────▶ │                                    │
 *        │ ◀──── OfferAnswer ────────── │ ─────── Handover ────────────────▶ │
 *        │ ───── Settled ─────────────▶ │ ◀────── Settled ────────────────── │
 * </pre>
 *
 * <p><b>Why nothing is lost or doubled.</b> What has been offered stays in the giver's checkpoints,
 * unprocessed, until the answer comes. The answer and the handover leave the coordinator together,
 * and both have been handled, or neither, when a subtask takes its part of a checkpoint: before, as
 * the coordinator's part of a checkpoint, which comes first, waits until every subtask has said
 * that it has settled what it was sent; after, as Flink then holds back what the coordinator sends
 * until the subtask has taken its part. That Flink delivered an event would not be enough: barriers
 * of unaligned checkpoints overtake events in a task's mailbox. So neither the coordinator nor the
 * subtasks have anything to save for this, and a restore simply forgets what was on its way.
 *
 * <p><b>Why nothing is late.</b> Only who has seen the end of its input gets restrictions. It has
 * then not passed on the last watermark: it goes no further than the least that a restriction of
 * any subtask holds, which the coordinator tells all ({@code Agreed}). While a restriction is on
 * its way, the coordinator counts it as the receiver's.
 */
@NullMarked
package dev.beamflink.translation.runtime.sharing;

import org.jspecify.annotations.NullMarked;
