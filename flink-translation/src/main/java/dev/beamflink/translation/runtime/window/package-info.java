/** Windows of functions that only another SDK has: the runner knows when they end, no more. */
@NullMarked
package dev.beamflink.translation.runtime.window;

import org.jspecify.annotations.NullMarked;
