/** How hot keys and the shards of files are spread where Beam leaves that to the runner. */
@NullMarked
package dev.beamflink.runner.sharding;

import org.jspecify.annotations.NullMarked;
