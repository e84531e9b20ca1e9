/** The tests of a JUnit 4 suite: how they are named, found and selected. */
@NullMarked
package dev.beamflink.conformance.suite;

import org.jspecify.annotations.NullMarked;
