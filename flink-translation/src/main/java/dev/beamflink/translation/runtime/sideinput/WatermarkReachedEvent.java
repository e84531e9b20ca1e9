package dev.beamflink.translation.runtime.sideinput;

import org.apache.flink.runtime.operators.coordination.OperatorEvent;

/**
 * A subtask tells its {@link WatermarkAgreement} how far its main input is.
 *
 * @param watermark the main input's, behind which the subtask has no element left; Flink's terms
 */
record WatermarkReachedEvent(long watermark) implements OperatorEvent {}
