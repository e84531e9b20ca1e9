/**
 * Turns an execution plan into a DataStream topology: one translator per primitive, one for stages.
 * Runs in the client.
 */
@NullMarked
package dev.beamflink.translation.translate;

import org.jspecify.annotations.NullMarked;
