/** Finds jars that were put together without merging the service files of Beam's jars. */
@NullMarked
package dev.beamflink.runner.services;

import org.jspecify.annotations.NullMarked;
