package dev.beamflink.translation.translate;

import dev.beamflink.model.graph.CoderId;
import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.payload.CombinePerKey;
import dev.beamflink.model.problem.InvalidPipelineException;
import dev.beamflink.model.problem.Problem;
import dev.beamflink.translation.runtime.group.Reduction;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.transforms.Combine.CombineFn;
import org.apache.beam.sdk.transforms.CombineFnBase.GlobalCombineFn;
import org.apache.beam.sdk.util.SerializableUtils;

/** Translates Combine per key to a group that keeps accumulators. */
final class CombinePerKeyTranslator implements TransformTranslator<CombinePerKey> {

  /** The payload of the function is a Java-serialized {@link GlobalCombineFn}. */
  private static final String JAVA_COMBINE_FN = "beam:combinefn:javasdk:v1";

  @Override
  public Class<CombinePerKey> payloadType() {
    return CombinePerKey.class;
  }

  @Override
  public void translate(
      TransformNode transform, CombinePerKey payload, TranslationContext context) {
    Coder<Object> accumulatorCoder =
        context.coder(
            new CoderId(payload.proto().getAccumulatorCoderId()),
            "the accumulators of '%s'".formatted(transform.fullName()));
    GlobalCombineFn<Object, Object, Object> fn = combineFn(transform, payload);
    if (CombineLifting.isPossible(
        fn, context.windowing(transform.mainInput()), context.isBatch())) {
      CombineLifting.translate(
          transform, (CombineFn<Object, Object, Object>) fn, accumulatorCoder, context);
    } else {
      GroupStreams.group(transform, new Reduction.Combining(fn, accumulatorCoder), context);
    }
  }

  @SuppressWarnings("unchecked") // its types are those of the input and the accumulator coder
  private static GlobalCombineFn<Object, Object, Object> combineFn(
      TransformNode transform, CombinePerKey payload) {
    String urn = payload.proto().getCombineFn().getUrn();
    if (!urn.equals(JAVA_COMBINE_FN)) {
      throw new InvalidPipelineException(
          List.of(
              Problem.ofTransform(
                  transform.fullName(),
                  transform.urn(),
                  "has a combine function of another SDK (%s), expected %s"
                      .formatted(urn, JAVA_COMBINE_FN),
                  "Write it in Java, or group by key and combine in a ParDo")));
    }
    return (GlobalCombineFn<Object, Object, Object>)
        SerializableUtils.deserializeFromByteArray(
            payload.proto().getCombineFn().getPayload().toByteArray(),
            "combine function of '" + transform.fullName() + "'");
  }
}
