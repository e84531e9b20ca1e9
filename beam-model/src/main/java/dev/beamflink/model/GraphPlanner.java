package dev.beamflink.model;

import dev.beamflink.model.check.BrokenPlanException;
import dev.beamflink.model.check.GraphChecks;
import dev.beamflink.model.check.PlanChecks;
import dev.beamflink.model.fuse.ExecutionPlan;
import dev.beamflink.model.fuse.Fuser;
import dev.beamflink.model.fuse.PlanMode;
import dev.beamflink.model.graph.PipelineGraph;
import dev.beamflink.model.parse.GraphParser;
import dev.beamflink.model.print.GraphPrinter;
import dev.beamflink.model.problem.InvalidPipelineException;
import dev.beamflink.model.problem.Problems;
import dev.beamflink.model.rewrite.Rewrites;
import org.apache.beam.model.pipeline.v1.RunnerApi;

/**
 * The way from a pipeline to the plan of its execution: parse, check, rewrite, check, fuse, check.
 *
 * <p>Whatever is wrong with the pipeline is found by the first checks; later ones guard the runner.
 */
public final class GraphPlanner {
  private GraphPlanner() {}

  /**
   * Plans a pipeline. The same pipeline always gives the same plan.
   *
   * @throws InvalidPipelineException if it cannot run, with every reason
   * @throws BrokenPlanException if the runner has a defect
   */
  public static ExecutionPlan plan(RunnerApi.Pipeline pipeline, PlanMode mode) {
    PipelineGraph rewritten = rewrite(parse(pipeline));
    ExecutionPlan plan = Fuser.fuse(rewritten, mode);
    PlanChecks.checkAll(plan, mode);
    return plan;
  }

  /**
   * Parses and checks a pipeline, for who must look at it before it knows the mode.
   *
   * @throws InvalidPipelineException if it cannot run, with every reason
   */
  public static PipelineGraph parse(RunnerApi.Pipeline pipeline) {
    Problems problems = new Problems();
    PipelineGraph graph = GraphParser.parse(pipeline, problems);
    GraphChecks.checkAll(graph, problems);
    problems.throwIfAny();
    return graph;
  }

  private static PipelineGraph rewrite(PipelineGraph graph) {
    Problems problems = new Problems();
    try {
      PipelineGraph rewritten = Rewrites.applyAll(graph);
      GraphChecks.checkAll(rewritten, problems);
      problems.throwIfAny();
      return rewritten;
    } catch (InvalidPipelineException e) {
      // The graph was sound before, so the rewrites are to blame.
      throw new BrokenPlanException(
          "Rewriting broke the graph: " + e.getMessage(), GraphPrinter.print(graph));
    }
  }
}
