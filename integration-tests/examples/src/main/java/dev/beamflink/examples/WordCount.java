package dev.beamflink.examples;

import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.Validation.Required;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.TypeDescriptors;

/** Counts the words of text files. An output line is a word, a colon, a blank and its count. */
public final class WordCount {

  /** What to read and where to write. */
  public interface Options extends PipelineOptions {
    @Description("Files to read: paths or patterns, separated by commas.")
    @Required
    List<String> getInput();

    void setInput(List<String> input);

    @Description("Files to write: what their paths begin with.")
    @Required
    String getOutput();

    void setOutput(String output);
  }

  // tag::main[]
  public static void main(String[] arguments) {
    Options options = PipelineOptionsFactory.fromArgs(arguments).withValidation().as(Options.class);
    pipeline(options).run().waitUntilFinish();
  }

  public static Pipeline pipeline(Options options) {
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply("Read", new ReadLines(options.getInput()))
        .apply("Words", ParDo.of(new ExtractWords()))
        .apply("Count", Count.perElement())
        .apply(
            "Format",
            MapElements.into(TypeDescriptors.strings())
                .via(count -> count.getKey() + ": " + count.getValue()))
        .apply("Write", TextIO.write().to(options.getOutput()).withSuffix(".txt"));
    return pipeline;
  }

  // end::main[]

  private WordCount() {}
}
