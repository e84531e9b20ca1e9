package dev.beamflink.translation.translate;

import dev.beamflink.model.graph.CollectionId;
import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.translation.runtime.group.GroupByKeyOperatorFactory;
import dev.beamflink.translation.runtime.group.GroupSpec;
import dev.beamflink.translation.runtime.group.GroupStrategy;
import dev.beamflink.translation.runtime.group.Reduction;
import dev.beamflink.translation.runtime.keyed.BatchOrder;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.WindowingStrategy;

/**
 * Adds the nodes of GroupByKey and Combine per key.
 *
 * <pre>
 *   input ─▶ encode-key ═keyBy═▶ group ─▶ output
 * </pre>
 *
 * The windowing is the input's. The node that groups holds the transform's state.
 */
final class GroupStreams {

  private GroupStreams() {}

  /** Groups the transform's main input and defines its output. */
  static void group(TransformNode transform, Reduction reduction, TranslationContext context) {
    CollectionId output = transform.outputs().values().iterator().next();
    GroupSpec spec = spec(transform, reduction, context);
    context.define(
        output,
        Uids.assign(
            KeyedStreams.keyed(transform, BatchOrder.NONE, context)
                .transform(
                    transform.fullName(),
                    context.type(output),
                    new GroupByKeyOperatorFactory(spec)),
            Uids.of(transform.fullName()),
            transform.fullName(),
            context.settings().parallelism()));
  }

  @SuppressWarnings("unchecked") // a group doesn't care what its windows are
  private static GroupSpec spec(
      TransformNode transform, Reduction reduction, TranslationContext context) {
    return new GroupSpec(
        transform.fullName(),
        KeyedStreams.kvCoder(transform, context).getKeyCoder(),
        (WindowingStrategy<?, BoundedWindow>) context.windowing(transform.mainInput()),
        reduction,
        context.isBatch() ? GroupStrategy.BATCH : GroupStrategy.STREAMING,
        context.settings().options());
  }
}
