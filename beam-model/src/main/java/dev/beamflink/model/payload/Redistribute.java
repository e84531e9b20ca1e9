package dev.beamflink.model.payload;

/**
 * Redistributes elements and breaks fusion; elements keep timestamp, windows and pane. A composite
 * of the SDK that the graph has as one leaf.
 *
 * @param byKey whether elements of one key go to one worker; otherwise they go anywhere
 * @param allowDuplicates whether the user tolerates elements that arrive more than once
 */
public record Redistribute(boolean byKey, boolean allowDuplicates) implements TransformPayload {}
