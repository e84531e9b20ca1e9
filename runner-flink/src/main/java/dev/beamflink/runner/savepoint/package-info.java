/** Savepoints and retained checkpoints, as far as they can be read from the client. */
@NullMarked
package dev.beamflink.runner.savepoint;

import org.jspecify.annotations.NullMarked;
