package dev.beamflink.translation.runtime.sideinput;

/**
 * Where a block stands among those of its PCollection.
 *
 * @param collection unique name of the PCollection
 * @param sequence how many of its blocks had come before
 */
record BlockKey(String collection, long sequence) {}
