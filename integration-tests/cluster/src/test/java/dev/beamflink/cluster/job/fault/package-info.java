/**
 * Pipelines with known content for the fault tests, and what they are made of: a source that can be
 * read again, user code that fails on order, and a tally that shows what was lost or came twice.
 */
@NullMarked
package dev.beamflink.cluster.job.fault;

import org.jspecify.annotations.NullMarked;
