package dev.beamflink.translation.runtime.teststream;

/** What a {@link StepEnumerator} keeps in checkpoints. */
record NoState() {}
