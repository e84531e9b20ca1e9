/**
 * Runs stages in SDK harnesses: processes of any SDK that speak the Fn API. The same operators as
 * for in-process stages give them bundles, side inputs and metrics; elements travel encoded, and
 * what the runner has no coder for is bytes to it.
 */
@NullMarked
package dev.beamflink.translation.runtime.harness;

import org.jspecify.annotations.NullMarked;
