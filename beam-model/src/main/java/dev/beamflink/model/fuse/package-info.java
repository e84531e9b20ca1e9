/** Groups transforms into stages; a stage becomes one operator. */
@NullMarked
package dev.beamflink.model.fuse;

import org.jspecify.annotations.NullMarked;
