/** How hot keys are spread where Beam leaves that to the runner. */
@NullMarked
package dev.beamflink.runner.sharding;

import org.jspecify.annotations.NullMarked;
