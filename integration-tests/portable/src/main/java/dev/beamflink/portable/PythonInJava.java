package dev.beamflink.portable;

import org.apache.beam.model.pipeline.v1.ExternalTransforms.ExternalConfigurationPayload;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.PortablePipelineOptions;
import org.apache.beam.sdk.options.Validation.Required;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.SchemaTranslation;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.util.construction.External;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;

/**
 * An example: a pipeline of Java with a transform of Python, which an expansion service of the
 * Python SDK makes, by the name of its class.
 */
public final class PythonInJava {

  private static final String BY_NAME = "beam:transforms:python:fully_qualified_named";

  private PythonInJava() {}

  /** What the command line says. */
  public interface Options extends PortablePipelineOptions {

    /** Host and port of the Python SDK's expansion service. */
    @Required
    String getExpansionService();

    void setExpansionService(String value);

    /** Where the lines go. */
    @Required
    String getOutput();

    void setOutput(String value);
  }

  /** Runs the pipeline at {@code --jobEndpoint}. */
  public static void main(String[] arguments) throws Exception {
    Options options = PipelineOptionsFactory.fromArgs(arguments).withValidation().as(Options.class);
    options.setDefaultEnvironmentType("EMBEDDED");
    try (JobServerClient client = new JobServerClient(options.getJobEndpoint())) {
      client.run(pipeline(options));
    }
  }

  private static Pipeline pipeline(Options options) throws Exception {
    Pipeline pipeline = Pipeline.create(options);
    PCollection<String> names =
        pipeline
            .apply("Names", Create.of("ada lovelace", "grace hopper"))
            .apply("Trim", MapElements.into(TypeDescriptors.strings()).via(String::trim));
    names
        .apply(
            "Greet in Python",
            External.<PCollection<String>, String>of(
                    BY_NAME, payload("greet.Greet", "Hello"), options.getExpansionService())
                .withOutputCoder(StringUtf8Coder.of()))
        .apply("Shout", MapElements.into(TypeDescriptors.strings()).via(line -> line + "!"))
        .apply("Write", TextIO.write().to(options.getOutput()));
    return pipeline;
  }

  /** A class, and what its constructor is given as {@code word}. */
  private static byte[] payload(String className, String word) throws Exception {
    Schema words = Schema.builder().addStringField("word").build();
    Schema call =
        Schema.builder().addStringField("constructor").addRowField("kwargs", words).build();
    Row row =
        Row.withSchema(call)
            .addValues(className, Row.withSchema(words).addValue(word).build())
            .build();
    return ExternalConfigurationPayload.newBuilder()
        .setSchema(SchemaTranslation.schemaToProto(call, true))
        .setPayload(ByteString.copyFrom(CoderUtils.encodeToByteArray(RowCoder.of(call), row)))
        .build()
        .toByteArray();
  }
}
