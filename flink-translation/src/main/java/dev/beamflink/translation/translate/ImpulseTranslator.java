package dev.beamflink.translation.translate;

import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.payload.Impulse;
import java.util.List;
import org.apache.beam.sdk.values.WindowedValue;
import org.apache.beam.sdk.values.WindowedValues;

/** Translates Impulse to a source of one element. */
final class ImpulseTranslator implements TransformTranslator<Impulse> {

  @Override
  public Class<Impulse> payloadType() {
    return Impulse.class;
  }

  @Override
  public void translate(TransformNode transform, Impulse payload, TranslationContext context) {
    var output = transform.outputs().values().iterator().next();
    List<WindowedValue<Object>> elements = List.of(WindowedValues.valueInGlobalWindow(new byte[0]));
    context.define(
        output,
        Uids.assign(
            context.environment().fromData(elements, context.type(output)),
            Uids.of(transform.fullName()),
            transform.fullName(),
            1));
  }
}
