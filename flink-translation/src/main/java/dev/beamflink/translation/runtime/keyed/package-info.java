/** How elements get onto keyed edges. */
@NullMarked
package dev.beamflink.translation.runtime.keyed;

import org.jspecify.annotations.NullMarked;
