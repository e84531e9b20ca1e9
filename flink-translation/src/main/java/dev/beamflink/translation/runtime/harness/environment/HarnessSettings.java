package dev.beamflink.translation.runtime.harness.environment;

import java.io.Serializable;
import java.time.Duration;

/**
 * How many SDK harnesses there are, and how long they may take to come up.
 *
 * @param startTimeout from the start of a harness until it has connected
 * @param workerParallelism as SDKs define it: the harnesses of an environment in one TaskManager, 0
 *     for one less than it has cores; 1, which SDKs send unless they are told otherwise, is one per
 *     slot for SDKs that use one core only, else one for all slots
 */
public record HarnessSettings(Duration startTimeout, int workerParallelism)
    implements Serializable {}
