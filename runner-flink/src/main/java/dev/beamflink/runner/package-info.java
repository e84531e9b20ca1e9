/** Runs a pipeline: options, plan, environment, submission, result. */
@NullMarked
package dev.beamflink.runner;

import org.jspecify.annotations.NullMarked;
