package dev.beamflink.model.payload;

/**
 * What a transform does, parsed from its spec. Closed: a URN without a record here is refused when
 * the pipeline is parsed, so whoever switches over the payloads needs no default branch.
 */
public sealed interface TransformPayload
    permits AssignWindows,
        CombinePerKey,
        Flatten,
        GroupByKey,
        Impulse,
        ParDoLike,
        Read,
        Redistribute,
        Reshuffle,
        TestStream {}
