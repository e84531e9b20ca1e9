/**
 * What the options mean for Flink: one class per concern, each writes its keys into the
 * configuration of a job. Only what a user set is written, so that Flink's own configuration
 * decides the rest.
 */
@NullMarked
package dev.beamflink.runner.settings;

import org.jspecify.annotations.NullMarked;
