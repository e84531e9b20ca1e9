/** Flink operators: thin shells that hand each callback to plain parts. */
@NullMarked
package dev.beamflink.translation.runtime.operator;

import org.jspecify.annotations.NullMarked;
