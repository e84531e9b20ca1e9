/**
 * Formats of values on edges: the bytes of their coders, written and read without a stream in
 * between.
 */
@NullMarked
package dev.beamflink.translation.runtime.wire;

import org.jspecify.annotations.NullMarked;
