package dev.beamflink.translation.translate;

import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.payload.GroupByKey;
import dev.beamflink.translation.runtime.group.Reduction;

/** Translates GroupByKey to a group that buffers the values. */
final class GroupByKeyTranslator implements TransformTranslator<GroupByKey> {

  @Override
  public Class<GroupByKey> payloadType() {
    return GroupByKey.class;
  }

  @Override
  public void translate(TransformNode transform, GroupByKey payload, TranslationContext context) {
    GroupStreams.group(
        transform,
        new Reduction.Buffering(KeyedStreams.kvCoder(transform, context).getValueCoder()),
        context);
  }
}
