/** A submitted job, as Beam's PipelineResult shows it to users. Client side. */
@NullMarked
package dev.beamflink.runner.result;

import org.jspecify.annotations.NullMarked;
