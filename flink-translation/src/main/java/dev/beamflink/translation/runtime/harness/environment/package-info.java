/**
 * Starts the SDK harnesses of environments of every kind, shares them among a job's stages, notices
 * when one is lost, and ends them.
 */
@NullMarked
package dev.beamflink.translation.runtime.harness.environment;

import org.jspecify.annotations.NullMarked;
