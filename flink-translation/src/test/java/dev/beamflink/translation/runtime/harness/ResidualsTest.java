package dev.beamflink.translation.runtime.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.beam.model.fnexecution.v1.BeamFnApi.BundleApplication;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.DelayedBundleApplication;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleResponse;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Duration;
import org.junit.jupiter.api.Test;

class ResidualsTest {

  private static final Coder<WindowedValue<String>> CODER =
      WindowedValues.getFullCoder(StringUtf8Coder.of(), GlobalWindow.Coder.INSTANCE);

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"}) // what elements are does not matter
  void earliestComesFirst() throws Exception {
    Residuals residuals = new Residuals();
    assertTrue(residuals.isEmpty());
    residuals.add(
        ProcessBundleResponse.newBuilder()
            .addResidualRoots(residual("later", 3600))
            .addResidualRoots(residual("now", 0))
            .build(),
        (Coder) CODER);
    residuals.due().join();
    assertEquals("now", residuals.remove().getValue());
    assertFalse(residuals.due().isDone());
    assertEquals("later", residuals.remove().getValue());
    assertTrue(residuals.isEmpty());
  }

  private static DelayedBundleApplication residual(String element, long delaySeconds)
      throws Exception {
    ByteString.Output encoded = ByteString.newOutput();
    CODER.encode(WindowedValues.valueInGlobalWindow(element), encoded);
    return DelayedBundleApplication.newBuilder()
        .setApplication(BundleApplication.newBuilder().setElement(encoded.toByteString()))
        .setRequestedTimeDelay(Duration.newBuilder().setSeconds(delaySeconds))
        .build();
  }
}
