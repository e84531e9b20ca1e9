package dev.beamflink.translation.translate;

import dev.beamflink.model.fuse.ExecutionPlan;
import dev.beamflink.model.fuse.PlanNode;
import dev.beamflink.model.fuse.PrimitiveNode;
import dev.beamflink.model.fuse.StageNode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Translates a whole plan, node by node, producers first. */
public final class PipelineTranslator {

  private static final Logger LOG = LoggerFactory.getLogger(PipelineTranslator.class);

  private PipelineTranslator() {}

  /**
   * Adds the plan's nodes to a fresh environment.
   *
   * @throws dev.beamflink.model.problem.InvalidPipelineException when the pipeline asks for
   *     something that can't run
   */
  public static void translate(
      ExecutionPlan plan, StreamExecutionEnvironment environment, TranslationSettings settings) {
    if (plan.nodes().isEmpty()) {
      EmptyPipeline.translate(environment);
    }
    TranslationContext context = new TranslationContext(plan, environment, settings);
    StableInputCheck.check(context);
    for (PlanNode node : plan.nodes()) {
      LOG.debug("Translating {}", node);
      if (node instanceof StageNode stage) {
        StageTranslator.translate(stage, context);
      } else if (node instanceof PrimitiveNode primitive) {
        TranslatorRegistry.translate(primitive.transform(), context);
      }
    }
    context.drive().finish();
  }
}
