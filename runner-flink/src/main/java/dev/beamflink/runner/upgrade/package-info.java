/** What a job would make of the state of an older one, told before the older one is stopped. */
@NullMarked
package dev.beamflink.runner.upgrade;

import org.jspecify.annotations.NullMarked;
