package dev.beamflink.model.fuse;

import dev.beamflink.model.graph.PipelineGraph;
import dev.beamflink.model.text.PipelineText;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Random pipelines without loops, and random changes that leave state where it is. */
final class RandomPipeline {
  private static final List<String> KINDS =
      List.of("ParDo", "ParDo", "ParDo", "GroupByKey", "Flatten", "Reshuffle", "CombinePerKey");
  private static final List<String> ROOT_FACTS = List.of("state s", "timer t", "stable", "sorted");

  /** A transform; it makes one PCollection of its own name in lower case. */
  private record Transform(String kind, String name, List<String> inputs, List<String> facts) {
    boolean isStateless() {
      return kind.equals("ParDo") && facts.isEmpty();
    }

    Transform reading(String from, String to) {
      return new Transform(
          kind,
          name,
          inputs.stream().map(input -> input.equals(from) ? to : input).toList(),
          facts.stream().map(fact -> fact.equals("side " + from) ? "side " + to : fact).toList());
    }

    String text() {
      List<String> all = new ArrayList<>(inputs);
      all.addAll(facts);
      return "%s %s%s -> %s"
          .formatted(
              kind, name, all.isEmpty() ? "" : " <- " + String.join(", ", all), output(name));
    }
  }

  private final List<Transform> transforms;

  private RandomPipeline(List<Transform> transforms) {
    this.transforms = transforms;
  }

  /** Makes a pipeline of up to 30 transforms. */
  static RandomPipeline create(Random random) {
    List<Transform> transforms = new ArrayList<>();
    transforms.add(new Transform("Read", "R", List.of(), List.of()));
    int size = 2 + random.nextInt(28);
    for (int i = 0; i < size; i++) {
      String kind = KINDS.get(random.nextInt(KINDS.size()));
      List<String> inputs = new ArrayList<>(List.of(anyOutput(transforms, random)));
      List<String> facts = new ArrayList<>();
      if (kind.equals("Flatten")) {
        inputs.add(anyOutput(transforms, random));
      } else if (kind.equals("ParDo") && random.nextInt(3) == 0) {
        facts.add(
            random.nextBoolean()
                ? "side " + anyOutput(transforms, random)
                : ROOT_FACTS.get(random.nextInt(ROOT_FACTS.size())));
      }
      transforms.add(new Transform(kind, "T" + i, inputs, facts));
    }
    return new RandomPipeline(transforms);
  }

  /** Puts a stateless ParDo between a transform and some of those that read it. */
  RandomPipeline withInserted(Random random, String name) {
    int position = random.nextInt(transforms.size());
    String read = output(transforms.get(position).name());
    List<Transform> changed = new ArrayList<>(transforms.subList(0, position + 1));
    changed.add(new Transform("ParDo", name, List.of(read), List.of()));
    transforms.stream()
        .skip(position + 1L)
        .map(transform -> random.nextBoolean() ? transform.reading(read, output(name)) : transform)
        .forEach(changed::add);
    return new RandomPipeline(changed);
  }

  /** Takes a stateless ParDo out, if there is one; who read it reads its input then. */
  RandomPipeline withDeleted(Random random) {
    List<Transform> stateless = transforms.stream().filter(Transform::isStateless).toList();
    if (stateless.isEmpty()) {
      return this;
    }
    Transform deleted = stateless.get(random.nextInt(stateless.size()));
    return new RandomPipeline(
        transforms.stream()
            .filter(transform -> transform != deleted)
            .map(transform -> transform.reading(output(deleted.name()), deleted.inputs().get(0)))
            .toList());
  }

  PipelineGraph graph() {
    return PipelineText.graph(toString());
  }

  @Override
  public String toString() {
    return transforms.stream().map(Transform::text).collect(Collectors.joining("\n"));
  }

  private static String anyOutput(List<Transform> transforms, Random random) {
    return output(transforms.get(random.nextInt(transforms.size())).name());
  }

  private static String output(String name) {
    return "of" + name;
  }
}
