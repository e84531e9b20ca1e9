/**
 * The sources of a job as FLIP-27 sources: Impulse, bounded and unbounded Read.
 *
 * <p>A source is split once in the life of a job; the enumerator's state says so. Readers run
 * Beam's readers in the task thread. Where a source must outlive its last element, see {@link
 * dev.beamflink.translation.runtime.source.EndPolicy}.
 *
 * <pre>
 *   enumerator (JobManager)                           reader (TaskManager, task thread)
 *   splits --assign--------------------------------> reads its splits
 *   nothing left --NoSplitsLeftEvent---------------> when done: last watermark, stays alive
 *                &lt;---------------ReaderDoneEvent--
 *   readers may end --NoMoreSplits (Flink's)-------> when done: end of input
 * </pre>
 */
@NullMarked
package dev.beamflink.translation.runtime.source;

import org.jspecify.annotations.NullMarked;
