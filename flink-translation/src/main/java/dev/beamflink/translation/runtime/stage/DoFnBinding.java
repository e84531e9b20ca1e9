package dev.beamflink.translation.runtime.stage;

import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.DoFnSchemaInformation;

/**
 * One DoFn with everything its calls may ask for. Made once per operator; the argument providers of
 * the different calls share it.
 */
record DoFnBinding(
    DoFn<Object, Object> doFn,
    StageServices services,
    DoFnOutputs outputs,
    OutputReceivers receivers,
    UserStates states,
    UserTimers timers,
    UserSideInputs sideInputs,
    DoFnSchemaInformation schema) {}
