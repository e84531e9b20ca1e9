/**
 * Restarts every job of a suite: the runner under test with faults in its sources.
 *
 * <pre>
 *   FaultRunner ──▶ PipelineExecution ──▶ FaultSubmitter ──▶ the cluster of TestFlinkRunner
 *                                          FaultEnvironment: fromSource wraps each source
 *                                                 │
 *                    FaultySource ──▶ FaultyReader │ FaultyStepReader ──▶ JobFaults
 * </pre>
 *
 * The runner knows nothing of it: its sources are wrapped when it hands them to Flink.
 */
@NullMarked
package dev.beamflink.conformance.fault;

import org.jspecify.annotations.NullMarked;
