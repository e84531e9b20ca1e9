/** Plain Flink jobs, packed into a jar of their own, which the tests submit. */
@NullMarked
package dev.beamflink.cluster.job;

import org.jspecify.annotations.NullMarked;
