/**
 * How sources learn that nothing downstream has work left.
 *
 * <pre>
 *   TaskManager                        JobManager
 *   operator --QuietReporter--> QuietCoordinator     (one per operator, all subtasks quiet?)
 *                                       |
 *                                       | CoordinatorStore.get(listening id)
 *                                       v
 *   source reader &lt;--NoMoreSplits-- SourceCoordinator --DownstreamQuietEvent--> enumerator
 * </pre>
 *
 * A source that has nothing more to read emits the last watermark but stays alive while an operator
 * downstream has work of its own left, such as a processing-time timer or a restriction: a task
 * that ends takes its downstream tasks' inputs with it, and after that no checkpoint barrier, no
 * {@code stop} reaches them.
 */
@NullMarked
package dev.beamflink.translation.runtime.quiet;

import org.jspecify.annotations.NullMarked;
