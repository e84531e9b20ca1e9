/** The elements that travel between operators, and their wire format. */
@NullMarked
package dev.beamflink.translation.runtime.element;

import org.jspecify.annotations.NullMarked;
