package dev.beamflink.translation.translate;

import dev.beamflink.translation.runtime.teststream.UnionOperatorFactory;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.Lists;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.MultipleConnectedStreams;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.transformations.MultipleInputTransformation;

/**
 * Unions in a pipeline with TestStreams: an operator with an input for each stream, or a tree of
 * them, where Flink's union is nothing but more channels of the next operator.
 */
final class TestStreamUnion {

  /** Flink allows an operator 63 inputs. */
  private static final int MAX_INPUTS = 63;

  private TestStreamUnion() {}

  static <T> DataStream<T> of(
      List<DataStream<T>> streams,
      String name,
      int parallelism,
      StreamExecutionEnvironment environment) {
    if (streams.size() == 1) {
      return streams.get(0);
    }
    List<DataStream<T>> inputs = new ArrayList<>(streams);
    if (streams.size() > MAX_INPUTS) {
      inputs.clear();
      for (List<DataStream<T>> part : Lists.partition(streams, MAX_INPUTS)) {
        inputs.add(of(part, name + "/" + inputs.size(), parallelism, environment));
      }
    }
    return inputs.size() > MAX_INPUTS
        ? of(inputs, name, parallelism, environment)
        : node(inputs, name, parallelism, environment);
  }

  private static <T> DataStream<T> node(
      List<DataStream<T>> inputs,
      String name,
      int parallelism,
      StreamExecutionEnvironment environment) {
    MultipleInputTransformation<T> union =
        new MultipleInputTransformation<>(
            name, new UnionOperatorFactory<>(inputs.size()), inputs.get(0).getType(), parallelism);
    inputs.forEach(input -> union.addInput(input.getTransformation()));
    environment.addOperator(union);
    return Uids.assign(
        new MultipleConnectedStreams(environment).transform(union),
        Uids.of(name, "union"),
        name,
        parallelism);
  }
}
