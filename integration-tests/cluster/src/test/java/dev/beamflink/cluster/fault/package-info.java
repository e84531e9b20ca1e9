/** Injects faults into running pipelines on a cluster of processes, and judges what came out. */
@NullMarked
package dev.beamflink.cluster.fault;

import org.jspecify.annotations.NullMarked;
