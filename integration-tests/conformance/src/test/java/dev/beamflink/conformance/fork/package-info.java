/**
 * Runs single JUnit 4 tests in forked JVMs that may hang or die.
 *
 * <p>{@link dev.beamflink.conformance.fork.SuiteRun} is the parent's side, {@link
 * dev.beamflink.conformance.fork.SuiteFork} the child's.
 */
@NullMarked
package dev.beamflink.conformance.fork;

import org.jspecify.annotations.NullMarked;
