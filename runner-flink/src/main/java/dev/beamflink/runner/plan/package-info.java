/** Jobs on paper: what a translated pipeline consists of, as JSON. */
@NullMarked
package dev.beamflink.runner.plan;

import org.jspecify.annotations.NullMarked;
