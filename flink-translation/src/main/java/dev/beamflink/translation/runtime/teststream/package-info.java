/**
 * How a TestStream drives a pipeline: one event at a time, each only after everything that the one
 * before has caused is done, with a processing time of its own.
 *
 * <pre>
 *   StepSource ──markers──▶ RootOperator ──elements, watermarks, markers──▶ ... ──▶ StepReporter
 *       ▲                   (each TestStream, Impulse and Read)                        │
 *       └───────────────── StepEnumerator ◀── step is done ── StepReporterCoordinator ◀┘
 * </pre>
 *
 * A pipeline with a TestStream has one source, which emits markers and nothing else; all its roots
 * are operators behind that source. A marker says which step it is (the event of that position in
 * each TestStream) and what time it is. It travels in band, in every channel, behind all that was
 * sent before it; an operator takes it when it has come from all channels of all inputs, fires the
 * processing-time timers that are due, ends its bundle and only then passes it on. So when it has
 * come out at each end of the pipeline, the step is done, and the source emits the next one.
 *
 * <p>The markers are Flink's generalized watermarks (FLIP-467), which nothing else of ours uses: a
 * job without TestStream has none of this. They do not survive a union, whose channels Flink counts
 * wrongly for them, so {@link dev.beamflink.translation.runtime.teststream.UnionOperatorFactory an
 * operator} takes its place.
 */
@NullMarked
package dev.beamflink.translation.runtime.teststream;

import org.jspecify.annotations.NullMarked;
