/** Output watermark of an operator and what holds it back. */
@NullMarked
package dev.beamflink.translation.runtime.watermark;

import org.jspecify.annotations.NullMarked;
