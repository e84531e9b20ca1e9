package dev.beamflink.translation.runtime.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.translation.runtime.options.DeferredOptions;
import dev.beamflink.translation.testkit.Journal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.junit.jupiter.api.Test;

/** The bytes of splits and enumerators in state. */
class SplitFormatTest {

  private static final ListSource SOURCE = new ListSource(List.of(1L, 2L), 2);

  private static BoundedSplit<Long> bounded(long emitted) throws IOException {
    return new BoundedSplit<>("7", SerializedSource.of(Specs.READ, SOURCE), emitted);
  }

  private static SerializedSource<BoundedSource<Long>> envelope(
      String className, long uid, byte[] source) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeUTF(className);
    out.writeLong(uid);
    out.writeInt(source.length);
    out.write(source);
    return SerializedSource.readFrom(
        new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
  }

  private static void assertNames(String expected, Exception failure) {
    assertTrue(failure.getMessage().contains("'My/Read'"), failure.getMessage());
    assertTrue(failure.getMessage().contains(expected), failure.getMessage());
  }

  @Test
  void boundedSplitKeepsSourceAndPosition() throws IOException {
    BoundedSplit<Long> copy = SplitCodec.copy(new BoundedSplitSerializer<>(Specs.READ), bounded(1));
    assertEquals("7", copy.splitId());
    assertEquals(1, copy.emitted());
    ListSource source = (ListSource) copy.source().get(Specs.READ);
    assertEquals(List.of(1L, 2L), source.numbers);
  }

  @Test
  void unboundedSplitKeepsSourceAndMark() throws IOException {
    ScriptedSource source =
        ScriptedSource.of(
            new ScriptedSource.Script(0, false, false, false, Journal.create()), List.of());
    SimpleVersionedSerializer<UnboundedSplit<Long>> serializer =
        new UnboundedSplitSerializer<>(Specs.READ);
    UnboundedSplit<Long> fresh =
        new UnboundedSplit<>("3", SerializedSource.of(Specs.READ, source), null);
    UnboundedSplit<Long> copy = SplitCodec.copy(serializer, fresh);
    assertEquals("3", copy.splitId());
    assertNull(copy.mark());
    assertEquals("all", ((ScriptedSource) copy.source().get(Specs.READ)).name);
    byte[] mark = {1, 2};
    assertArrayEquals(mark, SplitCodec.copy(serializer, fresh.readUpTo(mark)).mark());
  }

  @Test
  void enumeratorKeepsWhetherItHasSplit() throws IOException {
    EnumeratorStateSerializer<BoundedSplit<Long>> serializer =
        new EnumeratorStateSerializer<>(Specs.READ, new BoundedSplitSerializer<>(Specs.READ));
    assertFalse(SplitCodec.copy(serializer, EnumeratorState.initial()).split());
    EnumeratorState<BoundedSplit<Long>> copy =
        SplitCodec.copy(serializer, new EnumeratorState<>(true, List.of(bounded(0), bounded(1))));
    assertTrue(copy.split());
    assertEquals(2, copy.unassigned().size());
  }

  @Test
  void changedClassIsRefusedByName() throws IOException {
    SerializedSource<BoundedSource<Long>> changed =
        envelope(ListSource.class.getName(), 42, new byte[0]);
    IOException failure = assertThrows(IOException.class, () -> changed.get(Specs.READ));
    assertNames(ListSource.class.getName() + " with serialVersionUID 42", failure);
  }

  @Test
  void missingClassIsRefusedByName() throws IOException {
    SerializedSource<BoundedSource<Long>> missing = envelope("gone.Source", 1, new byte[0]);
    IOException failure = assertThrows(IOException.class, () -> missing.get(Specs.READ));
    assertNames("class gone.Source", failure);
  }

  @Test
  void sourceThatIsNotSerializableIsNamed() {
    ListSource local =
        new ListSource(List.of(), 1) {
          final Object notSerializable = new Object();

          @Override
          public String toString() {
            return notSerializable.toString();
          }
        };
    IOException failure =
        assertThrows(IOException.class, () -> SerializedSource.of(Specs.READ, local));
    assertNames(local.getClass().getName(), failure);
  }

  @Test
  void unknownFormatIsRefused() throws IOException {
    List<SimpleVersionedSerializer<?>> serializers =
        List.of(
            new BoundedSplitSerializer<>(Specs.READ),
            new UnboundedSplitSerializer<>(Specs.READ),
            new ImpulseSplitSerializer(Specs.READ),
            new EnumeratorStateSerializer<>(Specs.READ, new ImpulseSplitSerializer(Specs.READ)));
    for (SimpleVersionedSerializer<?> serializer : serializers) {
      IOException failure =
          assertThrows(IOException.class, () -> serializer.deserialize(99, new byte[0]));
      assertNames("format 99", failure);
    }
  }

  @Test
  void pipelineOptionsAreNotInState() throws Exception {
    PipelineOptions options = PipelineOptionsFactory.create();
    options.setTempLocation("/tmp/do-not-keep-me");
    BoundedReadSpec<Long> spec =
        new BoundedReadSpec<>(
            Specs.READ,
            new ListSource(List.of(1L, 2L, 3L), 1),
            DeferredOptions.of(options),
            new BundleSize.Fixed(1),
            Specs.WHEN_DONE);
    BoundedReadSource<Long> source = new BoundedReadSource<>(spec);
    SourceSimulation<Long, BoundedSplit<Long>> job =
        new SourceSimulation<>(
            source, context -> new BoundedSourceReader<>(context, Specs.userCode(), options), 1);
    job.step();
    byte[] state =
        source.getEnumeratorCheckpointSerializer().serialize(job.snapshot().enumerator());
    String text = new String(state, StandardCharsets.ISO_8859_1);
    assertTrue(text.contains(ListSource.class.getName()));
    assertFalse(text.contains("do-not-keep-me"));
  }
}
