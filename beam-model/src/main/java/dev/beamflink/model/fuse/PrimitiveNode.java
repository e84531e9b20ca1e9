package dev.beamflink.model.fuse;

import dev.beamflink.model.graph.TransformNode;

/**
 * A transform that the runner executes itself, without user code called element by element in a
 * stage: Impulse, Read, GroupByKey, Combine, Flatten, Reshuffle, Redistribute, TestStream.
 *
 * @param transform the transform
 */
public record PrimitiveNode(TransformNode transform) implements PlanNode {}
