package dev.beamflink.model.parse;

import dev.beamflink.model.payload.AssignWindows;
import dev.beamflink.model.payload.CombinePart;
import dev.beamflink.model.payload.CombinePerKey;
import dev.beamflink.model.payload.Flatten;
import dev.beamflink.model.payload.GroupByKey;
import dev.beamflink.model.payload.Impulse;
import dev.beamflink.model.payload.ParDo;
import dev.beamflink.model.payload.Read;
import dev.beamflink.model.payload.Redistribute;
import dev.beamflink.model.payload.Reshuffle;
import dev.beamflink.model.payload.SdfPairWithRestriction;
import dev.beamflink.model.payload.SdfProcess;
import dev.beamflink.model.payload.SdfSplitAndSize;
import dev.beamflink.model.payload.SdfTruncate;
import dev.beamflink.model.payload.TestStream;
import dev.beamflink.model.payload.Transcode;
import dev.beamflink.model.payload.TransformPayload;
import java.util.Optional;
import org.apache.beam.model.pipeline.v1.RunnerApi.CombinePayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.FunctionSpec;
import org.apache.beam.model.pipeline.v1.RunnerApi.IsBounded;
import org.apache.beam.model.pipeline.v1.RunnerApi.ParDoPayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.ReadPayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.RedistributePayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.TestStreamPayload;
import org.apache.beam.model.pipeline.v1.RunnerApi.WindowIntoPayload;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;

/** Parses the spec of a transform to the payload record of its URN. */
final class PayloadParser {
  private static final String JAVA_BOUNDED_SOURCE_URN = "beam:java:boundedsource:v1";
  private static final String JAVA_UNBOUNDED_SOURCE_URN = "beam:java:unboundedsource:v1";

  private PayloadParser() {}

  /**
   * Parses a spec.
   *
   * @return nothing if the runner does not know the URN, or cannot execute it in this form
   * @throws InvalidProtocolBufferException if the payload is not what the URN says
   */
  static Optional<TransformPayload> parse(FunctionSpec spec) throws InvalidProtocolBufferException {
    ByteString payload = spec.getPayload();
    return Optional.ofNullable(
        switch (spec.getUrn()) {
          case Impulse.URN -> new Impulse();
          case Flatten.URN -> new Flatten();
          case GroupByKey.URN -> new GroupByKey();
          case Reshuffle.URN -> new Reshuffle();
          case Redistribute.BY_KEY_URN -> redistribute(true, payload);
          case Redistribute.ARBITRARILY_URN -> redistribute(false, payload);
          case Read.URN -> isJavaSource(spec) ? read(ReadPayload.parseFrom(payload)) : null;
          case Transcode.URN -> new Transcode();
          case TestStream.URN -> new TestStream(TestStreamPayload.parseFrom(payload));
          case AssignWindows.URN -> new AssignWindows(WindowIntoPayload.parseFrom(payload));
          case CombinePerKey.URN -> new CombinePerKey(CombinePayload.parseFrom(payload));
          case ParDo.URN -> new ParDo(ParDoPayload.parseFrom(payload));
          case SdfPairWithRestriction.URN ->
              new SdfPairWithRestriction(ParDoPayload.parseFrom(payload));
          case SdfSplitAndSize.URN -> new SdfSplitAndSize(ParDoPayload.parseFrom(payload));
          case SdfTruncate.URN -> new SdfTruncate(ParDoPayload.parseFrom(payload));
          case SdfProcess.URN -> new SdfProcess(ParDoPayload.parseFrom(payload));
          default ->
              CombinePart.URNS.contains(spec.getUrn())
                  ? new CombinePart(CombinePayload.parseFrom(payload))
                  : null;
        });
  }

  /** Returns whether a Read has a source of the Java SDK, the only ones that run in the runner. */
  static boolean isJavaSource(FunctionSpec read) {
    try {
      String urn = ReadPayload.parseFrom(read.getPayload()).getSource().getUrn();
      return urn.equals(JAVA_BOUNDED_SOURCE_URN) || urn.equals(JAVA_UNBOUNDED_SOURCE_URN);
    } catch (InvalidProtocolBufferException e) {
      return false;
    }
  }

  private static Read read(ReadPayload payload) {
    return new Read(payload, payload.getIsBounded() == IsBounded.Enum.BOUNDED);
  }

  private static Redistribute redistribute(boolean byKey, ByteString payload)
      throws InvalidProtocolBufferException {
    return new Redistribute(byKey, RedistributePayload.parseFrom(payload).getAllowDuplicates());
  }
}
