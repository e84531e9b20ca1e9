/**
 * Pipelines whose user code is not in this process: what is changed about them before they are
 * planned as any other.
 */
@NullMarked
package dev.beamflink.model.foreign;

import org.jspecify.annotations.NullMarked;
