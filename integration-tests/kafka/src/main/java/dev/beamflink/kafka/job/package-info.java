/** The job that the Kafka tests submit: from a topic to a topic, with state in between. */
@NullMarked
package dev.beamflink.kafka.job;

import org.jspecify.annotations.NullMarked;
