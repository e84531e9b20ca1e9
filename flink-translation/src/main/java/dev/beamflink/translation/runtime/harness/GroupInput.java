package dev.beamflink.translation.runtime.harness;

import java.io.IOException;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleDescriptor;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.RemoteGrpcPort;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.Environment;
import org.apache.beam.model.pipeline.v1.RunnerApi.PTransform;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.IterableCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.fn.data.RemoteGrpcPortRead;
import org.apache.beam.sdk.util.construction.ModelCoders;
import org.apache.beam.sdk.values.WindowedValues.FullWindowedValueCoder;

/**
 * The input of a stage that takes groups: pairs of a key and an iterable. Where the SDK can do so,
 * it asks for the values of long ones, as what is sent to it has to be in memory as a whole.
 */
final class GroupInput {

  private static final String SUFFIX = "-by-request";

  private GroupInput() {}

  /** Whether elements of a coder are groups, and their SDK can ask for values. */
  static boolean is(Coder<?> coder, Environment environment) {
    return environment.getCapabilitiesList().contains(ModelCoders.STATE_BACKED_ITERABLE_CODER_URN)
        && coder instanceof FullWindowedValueCoder<?> windowed
        && windowed.getValueCoder() instanceof KvCoder<?, ?> pair
        && pair.getValueCoder() instanceof IterableCoder<?>;
  }

  /** The coder of groups that keeps back what is long. */
  @SuppressWarnings("unchecked") // values are whatever they are
  static Coder<?> coder(Coder<?> ofGroups, UnsentValues unsent) {
    FullWindowedValueCoder<?> windowed = (FullWindowedValueCoder<?>) ofGroups;
    KvCoder<?, ?> pair = (KvCoder<?, ?>) windowed.getValueCoder();
    Coder<Object> values =
        (Coder<Object>) ((IterableCoder<?>) (Coder<?>) pair.getValueCoder()).getElemCoder();
    return FullWindowedValueCoder.of(
        KvCoder.of(pair.getKeyCoder(), new LongIterableCoder(values, unsent)),
        windowed.getWindowCoder());
  }

  /**
   * Tells the harness of a stage that its groups come so.
   *
   * @param readId of the transform that reads the stage's input
   */
  static ProcessBundleDescriptor descriptor(ProcessBundleDescriptor stage, String readId) {
    PTransform read = stage.getTransformsOrThrow(readId);
    RemoteGrpcPort port = port(read);
    ProcessBundleDescriptor.Builder changed = stage.toBuilder();
    RunnerApi.Coder windowed = stage.getCodersOrThrow(port.getCoderId());
    RunnerApi.Coder pair = stage.getCodersOrThrow(windowed.getComponentCoderIds(0));
    String iterableId = pair.getComponentCoderIds(1);
    RunnerApi.Coder.Builder iterable = stage.getCodersOrThrow(iterableId).toBuilder();
    iterable.getSpecBuilder().setUrn(ModelCoders.STATE_BACKED_ITERABLE_CODER_URN);
    String pairId = windowed.getComponentCoderIds(0) + SUFFIX;
    String windowedId = port.getCoderId() + SUFFIX;
    PTransform.Builder changedRead = read.toBuilder();
    changedRead
        .getSpecBuilder()
        .setPayload(port.toBuilder().setCoderId(windowedId).build().toByteString());
    return changed
        .putCoders(iterableId + SUFFIX, iterable.build())
        .putCoders(pairId, pair.toBuilder().setComponentCoderIds(1, iterableId + SUFFIX).build())
        .putCoders(windowedId, windowed.toBuilder().setComponentCoderIds(0, pairId).build())
        .putTransforms(readId, changedRead.build())
        .build();
  }

  private static RemoteGrpcPort port(PTransform read) {
    try {
      return RemoteGrpcPortRead.fromPTransform(read).getPort();
    } catch (IOException e) {
      throw new IllegalStateException(
          "What reads the input of a stage can't be read itself: a bug of the runner", e);
    }
  }
}
