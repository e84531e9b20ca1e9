/**
 * The job server: takes pipelines of any SDK over Beam's Job API and runs them. Its gRPC threads
 * answer at once; each job has a thread that submits and follows it.
 */
@NullMarked
package dev.beamflink.runner.jobserver;

import org.jspecify.annotations.NullMarked;
