package dev.beamflink.runner.sharding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.FileIO;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.io.WriteFiles;
import org.apache.beam.sdk.io.WriteFilesResult;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShardedWritesTest {

  private static Pipeline pipeline(
      IsBounded bounded, PTransform<PCollection<String>, WriteFilesResult<Void>> write) {
    PipelineOptions options = PipelineOptionsFactory.create();
    options.setRunner(FlinkRunner.class);
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply(Create.of("a", "b"))
        .setIsBoundedInternal(bounded)
        .apply(Window.into(FixedWindows.of(Duration.standardMinutes(1))))
        .apply("Write", write);
    return pipeline;
  }

  private static FileIO.Write<Void, String> files() {
    return FileIO.<String>write().via(TextIO.sink()).to("/tmp/out");
  }

  /** The only file write of the pipeline. */
  private static WriteFiles<?, ?, ?> write(Pipeline pipeline) {
    List<WriteFiles<?, ?, ?>> found = new ArrayList<>();
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public CompositeBehavior enterCompositeTransform(TransformHierarchy.Node node) {
            if (node.getTransform() instanceof WriteFiles<?, ?, ?> files) {
              found.add(files);
            }
            return CompositeBehavior.ENTER_TRANSFORM;
          }
        });
    assertEquals(1, found.size());
    return found.get(0);
  }

  private static void checkUnchanged(Pipeline pipeline) {
    WriteFiles<?, ?, ?> before = write(pipeline);
    assertFalse(ShardedWrites.place(pipeline, 2, 128));
    assertEquals(before, write(pipeline));
  }

  @Test
  void shardsOfAWriteArePlaced() {
    Pipeline pipeline = pipeline(IsBounded.BOUNDED, files().withNumShards(3));
    assertTrue(ShardedWrites.place(pipeline, 2, 128));
    WriteFiles<?, ?, ?> write = write(pipeline);
    assertTrue(write.getShardingFunction() instanceof PlacedSharding, "" + write);
    assertEquals(3, write.getNumShardsProvider().get());
    assertFalse(ShardedWrites.place(pipeline, 2, 128), "placed once");
  }

  @Test
  void shardsOfUnboundedInputAreChosen() {
    Pipeline pipeline = pipeline(IsBounded.UNBOUNDED, files());
    assertTrue(ShardedWrites.place(pipeline, 2, 128));
    WriteFiles<?, ?, ?> write = write(pipeline);
    assertTrue(write.getShardingFunction() instanceof PlacedSharding, "" + write);
    assertEquals(4, write.getNumShardsProvider().get());
  }

  @Test
  void writeOfBoundedInputHasAFilePerBundle() {
    checkUnchanged(pipeline(IsBounded.BOUNDED, files()));
  }

  @Test
  void whoAsksForBeamsAutomaticShardsGetsThem() {
    checkUnchanged(pipeline(IsBounded.UNBOUNDED, files().withAutoSharding()));
  }

  @ParameterizedTest
  @CsvSource({"1,2", "2,4", "3,8", "4,8", "5,16", "64,128"})
  void twiceAsManyShardsAsSubtasks(int parallelism, int shards) {
    assertEquals(shards, ShardedWrites.shards(parallelism));
  }
}
