/** Transforms and libraries that users build on Beam's core, on this runner in both modes. */
@NullMarked
package dev.beamflink.libraries;

import org.jspecify.annotations.NullMarked;
