/** Runs Java pipelines as those of another SDK come: as protos, through a job server. */
@NullMarked
package dev.beamflink.conformance.portable;

import org.jspecify.annotations.NullMarked;
