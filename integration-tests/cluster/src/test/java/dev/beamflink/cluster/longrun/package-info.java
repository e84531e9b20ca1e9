/**
 * What runs for long: a job that fails now and then for half an hour, and hundreds of jobs one
 * after another on one cluster. The memory of the cluster's processes must stay flat.
 */
@NullMarked
package dev.beamflink.cluster.longrun;

import org.jspecify.annotations.NullMarked;
