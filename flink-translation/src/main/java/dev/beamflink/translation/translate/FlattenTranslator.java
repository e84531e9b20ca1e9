package dev.beamflink.translation.translate;

import dev.beamflink.model.graph.CollectionId;
import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.payload.Flatten;
import dev.beamflink.translation.runtime.element.WindowedValueCoder;
import dev.beamflink.translation.runtime.source.EmptyBoundedSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Translates Flatten to a union.
 *
 * <pre>
 *   input 0 ──[recode if its coder is another]──┐
 *   input 1 ────────────────────────────────────┼─ union ─▶ output
 *   the same input again ──[pass on]────────────┘
 * </pre>
 *
 * A union reads all its inputs with one serializer, so an input with another coder passes through a
 * node that writes with the output's.
 */
final class FlattenTranslator implements TransformTranslator<Flatten> {

  @Override
  public Class<Flatten> payloadType() {
    return Flatten.class;
  }

  @Override
  public void translate(TransformNode transform, Flatten payload, TranslationContext context) {
    CollectionId output = transform.outputs().values().iterator().next();
    List<CollectionId> inputs = transform.mainInputs();
    if (inputs.isEmpty()) {
      context.drive().bounded(transform, new EmptyBoundedSource<>());
      return;
    }
    WindowedValueCoder<Object> outputCoder = context.elementCoder(output);
    List<CollectionId> seen = new ArrayList<>();
    List<DataStream<WindowedValue<Object>>> streams = new ArrayList<>();
    List<StreamPart> parts = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      CollectionId input = inputs.get(i);
      boolean again = seen.contains(input);
      seen.add(input);
      if (again || !context.elementCoder(input).equals(outputCoder)) {
        DataStream<WindowedValue<Object>> recoded = recoded(transform, i, context);
        streams.add(recoded);
        parts.add(new StreamPart(recoded, context.consumerParallelism(input)));
      } else {
        streams.add(context.stream(input));
        parts.addAll(context.parts(input));
      }
    }
    int parallelism = inputs.stream().mapToInt(context::consumerParallelism).max().orElseThrow();
    context.defineUnion(
        output, context.drive().union(streams, Uids.of(transform.fullName()), parallelism), parts);
  }

  private static DataStream<WindowedValue<Object>> recoded(
      TransformNode transform, int index, TranslationContext context) {
    DataStream<WindowedValue<Object>> input = context.stream(transform.mainInputs().get(index));
    return Uids.assign(
        input
            .map(element -> element)
            .returns(context.type(transform.outputs().values().iterator().next())),
        Uids.of(transform.fullName(), "input-" + index),
        transform.fullName(),
        context.consumerParallelism(transform.mainInputs().get(index)));
  }
}
