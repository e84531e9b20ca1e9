package dev.beamflink.translation.runtime.teststream;

import java.io.Serializable;

/**
 * What a root operator does; shipped in its factory.
 *
 * @param transformName full name of the transform, which names the state
 * @param script what it emits
 */
public record RootSpec(String transformName, RootScript script) implements Serializable {}
