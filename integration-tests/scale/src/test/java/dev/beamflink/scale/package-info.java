/** Pipelines with more data than memory, each in a JVM of its own. */
@NullMarked
package dev.beamflink.scale;

import org.jspecify.annotations.NullMarked;
