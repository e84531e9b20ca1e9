/**
 * What a savepoint says of the states in it, and what a new job makes of that: descriptions of
 * coders, of Flink's serializers around them and of states, and how they compare.
 *
 * <p>The same descriptions are in a job's plan, so that two plans, or a savepoint and a plan, can
 * be compared before a job is stopped.
 */
@NullMarked
package dev.beamflink.translation.runtime.format;

import org.jspecify.annotations.NullMarked;
