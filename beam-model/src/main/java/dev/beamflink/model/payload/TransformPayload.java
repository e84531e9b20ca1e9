package dev.beamflink.model.payload;

import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.ImmutableSortedSet;

/**
 * What a transform does, parsed from its spec. Closed: a URN without a record here is refused when
 * the pipeline is parsed, so whoever switches over the payloads needs no default branch.
 */
public sealed interface TransformPayload
    permits AssignWindows,
        CombinePart,
        CombinePerKey,
        Flatten,
        GroupByKey,
        Impulse,
        ParDoLike,
        Read,
        Redistribute,
        Reshuffle,
        TestStream,
        Transcode {

  /** Returns the ids of the coders that the payload names, beside those of its PCollections. */
  default ImmutableSortedSet<String> coderIds() {
    return ImmutableSortedSet.of();
  }
}
