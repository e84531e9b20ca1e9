package dev.beamflink.model.graph;

/**
 * A PCollection of the graph.
 *
 * @param id its id in the proto
 * @param uniqueName its name as the SDK gave it, for example {@code Words/Split.out}
 * @param coder the coder of its elements
 * @param windowing the windowing strategy of its elements
 * @param bounded whether the number of its elements is finite
 */
public record CollectionNode(
    CollectionId id, String uniqueName, CoderId coder, WindowingId windowing, boolean bounded) {}
