/**
 * What users import, or what Beam and its clients look up by name. Everything else is elsewhere.
 */
@NullMarked
package org.apache.beam.runners.flink;

import org.jspecify.annotations.NullMarked;
