package dev.beamflink.model.fuse;

import dev.beamflink.model.graph.PipelineGraph;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.ImmutableList;

/**
 * What is to be executed: the final graph, each of its transforms in exactly one node. Immutable;
 * lives in the client only.
 *
 * @param graph the graph after all rewrites
 * @param nodes the nodes, producers before consumers; side inputs count
 */
public record ExecutionPlan(PipelineGraph graph, ImmutableList<PlanNode> nodes) {}
