/** What users and Beam's tools look up by name: the runner, its registrar and its options. */
@NullMarked
package org.apache.beam.runners.flink;

import org.jspecify.annotations.NullMarked;
