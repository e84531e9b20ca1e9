package dev.beamflink.model.text;

import dev.beamflink.model.graph.PipelineGraph;
import dev.beamflink.model.parse.GraphParser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.model.pipeline.v1.RunnerApi.IsBounded;

/**
 * Writes pipeline protos as a few lines of text, for tests that need a certain shape and no SDK.
 *
 * <pre>
 *   Impulse I -&gt; bytes: bytes
 *   ParDo 'Some/Name' &lt;- bytes, side other, state count, env java -&gt; small -&gt; large: varint
 *   GroupByKey G &lt;- small -&gt; grouped: kv&lt;bytes, iterable&lt;bytes&gt;&gt; fixed unbounded
 *   requires beam:requirement:example:v1
 * </pre>
 *
 * <p>A line is a transform: kind (the simple name of the payload record, or a URN), full name,
 * inputs and facts, outputs. An output is a PCollection with its coder (pairs of bytes if left
 * out), windows ({@link WindowingText}) and boundedness. Ids in the proto are the names.
 */
public final class PipelineText {
  /** Also the coder of restrictions. */
  static final String PAIRS_OF_BYTES = "kv<bytes, bytes>";

  private final RunnerApi.Pipeline.Builder pipeline = RunnerApi.Pipeline.newBuilder();
  private final CoderText coders = new CoderText(pipeline.getComponentsBuilder());

  private PipelineText() {
    coders.add(PAIRS_OF_BYTES);
    for (String environment : List.of("java", "python")) {
      pipeline
          .getComponentsBuilder()
          .putEnvironments(environment, RunnerApi.Environment.getDefaultInstance());
    }
  }

  /** Parses the text of a pipeline. */
  public static RunnerApi.Pipeline parse(String text) {
    PipelineText parser = new PipelineText();
    text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .forEach(parser::addLine);
    return parser.pipeline.build();
  }

  /** Parses the text of a pipeline to its graph. */
  public static PipelineGraph graph(String text) {
    return GraphParser.parse(parse(text));
  }

  private void addLine(String line) {
    if (line.startsWith("requires ")) {
      pipeline.addRequirements(line.substring("requires ".length()));
      return;
    }
    List<String> arrows = new ArrayList<>(Arrays.asList(line.split(" -> ", -1)));
    String[] sides = arrows.remove(0).split(" <- ", -1);
    String[] kindAndName = sides[0].split(" ", 2);
    TransformText transform = new TransformText(kindAndName[0], kindAndName[1].replace("'", ""));
    if (sides.length > 1) {
      Arrays.stream(sides[1].split(",", -1)).map(String::strip).forEach(transform::addFact);
    }
    for (String output : arrows) {
      transform.addOutput(addCollection(output));
    }
    pipeline.getComponentsBuilder().putTransforms(transform.id(), transform.build());
    pipeline.addRootTransformIds(transform.id());
  }

  private String addCollection(String output) {
    String[] parts = output.split(": ", 2);
    String facts = parts.length > 1 ? parts[1] : PAIRS_OF_BYTES;
    boolean unbounded = facts.endsWith(" unbounded");
    if (unbounded) {
      facts = facts.substring(0, facts.length() - " unbounded".length());
    }
    int coderEnd = CoderText.end(facts);
    pipeline
        .getComponentsBuilder()
        .putPcollections(
            parts[0],
            RunnerApi.PCollection.newBuilder()
                .setUniqueName(parts[0])
                .setCoderId(coders.add(facts.substring(0, coderEnd)))
                .setWindowingStrategyId(
                    WindowingText.add(facts.substring(coderEnd).strip(), pipeline, coders))
                .setIsBounded(unbounded ? IsBounded.Enum.UNBOUNDED : IsBounded.Enum.BOUNDED)
                .build());
    return parts[0];
  }
}
