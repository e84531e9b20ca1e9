/** The pipelines of the fault tests, one per class. */
@NullMarked
package dev.beamflink.cluster.job.fault.pipeline;

import org.jspecify.annotations.NullMarked;
