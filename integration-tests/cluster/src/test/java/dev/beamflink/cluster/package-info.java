/**
 * Tests against a real Flink cluster: separate processes, started and driven by the commands that
 * users type. Nothing here knows the runner; what is submitted is named by jar and class.
 */
@NullMarked
package dev.beamflink.cluster;

import org.jspecify.annotations.NullMarked;
