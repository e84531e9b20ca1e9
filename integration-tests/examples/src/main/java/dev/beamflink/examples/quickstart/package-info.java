/** What {@code scripts/quickstart} runs: the examples with something to see on the terminal. */
@NullMarked
package dev.beamflink.examples.quickstart;

import org.jspecify.annotations.NullMarked;
