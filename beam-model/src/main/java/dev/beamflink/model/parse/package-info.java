/** From {@code RunnerApi.Pipeline} to the typed graph. */
@NullMarked
package dev.beamflink.model.parse;

import org.jspecify.annotations.NullMarked;
