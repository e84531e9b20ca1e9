package dev.beamflink.model.fuse;

/** A node of the plan: what becomes one or more connected Flink nodes. */
public sealed interface PlanNode permits PrimitiveNode, StageNode {}
