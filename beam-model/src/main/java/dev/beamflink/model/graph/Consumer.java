package dev.beamflink.model.graph;

/**
 * One use of a PCollection as an input of a transform. A transform that uses the same PCollection
 * under two local names is two consumers.
 *
 * @param transform the transform that reads the PCollection
 * @param localName the name of the input at that transform
 * @param sideInput whether it is read as a side input, not element by element
 */
public record Consumer(TransformNode transform, String localName, boolean sideInput) {}
