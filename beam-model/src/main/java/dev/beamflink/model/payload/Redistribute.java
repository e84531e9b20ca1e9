package dev.beamflink.model.payload;

import org.apache.beam.sdk.util.construction.PTransformTranslation;

/**
 * Redistributes elements and breaks fusion; elements keep timestamp, windows and pane. A composite
 * of the SDK that the graph has as one leaf.
 *
 * @param byKey whether elements of one key go to one worker; otherwise they go anywhere
 * @param allowDuplicates whether the user tolerates elements that arrive more than once
 */
public record Redistribute(boolean byKey, boolean allowDuplicates) implements TransformPayload {

  /** The URN if by key. */
  public static final String BY_KEY_URN = PTransformTranslation.REDISTRIBUTE_BY_KEY_URN;

  /** The URN if not by key. */
  public static final String ARBITRARILY_URN = PTransformTranslation.REDISTRIBUTE_ARBITRARILY_URN;
}
