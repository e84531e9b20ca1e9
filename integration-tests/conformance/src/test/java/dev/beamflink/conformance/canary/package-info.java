/**
 * Proves that the suite can fail: the runner under test with pipelines broken on purpose.
 *
 * <p>A runner that executes nothing passes most of Beam's suite as long as nobody counts the
 * assertions that ran.
 */
@NullMarked
package dev.beamflink.conformance.canary;

import org.jspecify.annotations.NullMarked;
