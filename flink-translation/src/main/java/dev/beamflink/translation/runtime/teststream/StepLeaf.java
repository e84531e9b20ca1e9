package dev.beamflink.translation.runtime.teststream;

import java.io.Serializable;

/**
 * An end of a pipeline: a node of the job whose output nobody reads.
 *
 * @param number which of them, from 0
 * @param count how many there are
 */
public record StepLeaf(int number, int count) implements Serializable {}
