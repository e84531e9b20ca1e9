/**
 * Side inputs: how their elements reach the operators that read them, and how those keep and read
 * them.
 *
 * <pre>
 *   producer ─▶ SideInputBlocksOperator ══broadcast══▶ SideInputs ─▶ one SideInputContent
 *               (elements of a window                   per operator    per PCollection
 *                packed into blocks)                                      ─▶ one WindowContent
 *                                                                            per window
 * </pre>
 *
 * Blocks stay encoded in state; a window's elements are decoded once, and each view of them is made
 * once, however often it is read.
 */
@NullMarked
package dev.beamflink.translation.runtime.sideinput;

import org.jspecify.annotations.NullMarked;
