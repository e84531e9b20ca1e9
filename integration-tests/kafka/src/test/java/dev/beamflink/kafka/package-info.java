/** Runs the job between topics of a real broker, kills what runs it, and judges what came out. */
@NullMarked
package dev.beamflink.kafka;

import org.jspecify.annotations.NullMarked;
