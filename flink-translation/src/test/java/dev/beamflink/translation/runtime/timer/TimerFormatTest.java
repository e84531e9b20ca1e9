package dev.beamflink.translation.runtime.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.translation.runtime.state.EncodedNamespace;
import dev.beamflink.translation.runtime.state.EncodedNamespaceSerializer;
import dev.beamflink.translation.runtime.state.NamespaceEncoder;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.apache.beam.runners.core.StateNamespace;
import org.apache.beam.runners.core.StateNamespaces;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

/** Pins what savepoints contain of timers: the bytes here must be readable for ever. */
class TimerFormatTest {

  private static final Coder<IntervalWindow> WINDOWS = IntervalWindow.getCoder();
  private static final StateNamespace WINDOW =
      StateNamespaces.window(WINDOWS, new IntervalWindow(new Instant(0), Duration.millis(1_000)));
  private static final StateNamespace TRIGGER =
      StateNamespaces.windowAndTrigger(
          WINDOWS, new IntervalWindow(new Instant(0), Duration.millis(1_000)), 3);

  private final NamespaceEncoder scopes = new NamespaceEncoder(WINDOWS);
  private final TimerNamespaceSerializer namespaces =
      new TimerNamespaceSerializer(EncodedNamespaceSerializer.of(WINDOWS));

  @Test
  void namespacesArePinned() throws Exception {
    assertBytes(
        "01" + "0a" + "80000000000003e8e807" + "00" + "01" + "05" + "61626364",
        namespaces,
        new TimerNamespace(scopes.encode(WINDOW), TimeDomain.EVENT_TIME, "", "abcd"));
    assertBytes(
        "02" + "0a" + "80000000000003e8e807" + "03" + "01" + "0474732d" + "026b",
        namespaces,
        new TimerNamespace(scopes.encode(TRIGGER), TimeDomain.PROCESSING_TIME, "ts-", "k"));
    assertBytes(
        "00" + "02" + "01" + "026b",
        namespaces,
        new TimerNamespace(
            scopes.encode(StateNamespaces.global()),
            TimeDomain.SYNCHRONIZED_PROCESSING_TIME,
            "",
            "k"));
  }

  @Test
  void scopesAreDecodedAsTheyWere() {
    for (StateNamespace namespace : List.of(WINDOW, TRIGGER, StateNamespaces.global(), WINDOW)) {
      assertEquals(namespace, scopes.decode(scopes.encode(namespace)));
    }
  }

  @Test
  void setTimersArePinned() throws Exception {
    assertBytes(
        "0000000000000064" + "fffffffffffffffe" + "0000000000000050" + "0000000000000007",
        SetTimerSerializer.INSTANCE,
        new SetTimer(100, -2, 80, 7));
  }

  @Test
  void restoredSerializerNeedsNoWindowCoder() throws Exception {
    TypeSerializerSnapshot<TimerNamespace> restored = writtenAndRead(namespaces);
    assertEquals(namespaces, restored.restoreSerializer());
    assertTrue(
        namespaces.snapshotConfiguration().resolveSchemaCompatibility(restored).isCompatibleAsIs());
  }

  @Test
  void otherWindowsAreIncompatible() throws Exception {
    TypeSerializerSnapshot<TimerNamespace> restored = writtenAndRead(namespaces);
    assertTrue(
        new TimerNamespaceSerializer(EncodedNamespaceSerializer.of(GlobalWindow.Coder.INSTANCE))
            .snapshotConfiguration()
            .resolveSchemaCompatibility(restored)
            .isIncompatible());
  }

  @Test
  void laterFormatIsRefused() {
    var error =
        assertThrows(
            IOException.class,
            () ->
                new TimerNamespaceSerializer.Snapshot()
                    .readOuterSnapshot(
                        2, new DataInputDeserializer(), getClass().getClassLoader()));
    assertEquals(
        "The savepoint has format version 2 of timers, this runner knows version 1. Restore it with"
            + " the release of the runner that wrote it.",
        error.getMessage());
  }

  @Test
  void namespacesDifferInEachPart() {
    EncodedNamespace scope = scopes.encode(WINDOW);
    TimerNamespace one = new TimerNamespace(scope, TimeDomain.EVENT_TIME, "f", "t");
    assertEquals(
        one,
        new TimerNamespace(
            new NamespaceEncoder(WINDOWS).encode(WINDOW), TimeDomain.EVENT_TIME, "f", "t"));
    assertFalse(one.equals(new TimerNamespace(scope, TimeDomain.PROCESSING_TIME, "f", "t")));
    assertFalse(one.equals(new TimerNamespace(scope, TimeDomain.EVENT_TIME, "g", "t")));
    assertFalse(one.equals(new TimerNamespace(scope, TimeDomain.EVENT_TIME, "f", "u")));
    assertFalse(
        one.equals(
            new TimerNamespace(
                scopes.encode(StateNamespaces.global()), TimeDomain.EVENT_TIME, "f", "t")));
  }

  private static <T> void assertBytes(String hex, TypeSerializer<T> serializer, T value)
      throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(value, out);
    assertEquals(hex, HexFormat.of().formatHex(out.getCopyOfBuffer()));
    DataOutputSerializer copy = new DataOutputSerializer(64);
    serializer.copy(new DataInputDeserializer(out.getCopyOfBuffer()), copy);
    assertEquals(hex, HexFormat.of().formatHex(copy.getCopyOfBuffer()));
    assertEquals(value, serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer())));
  }

  private static <T> TypeSerializerSnapshot<T> writtenAndRead(TypeSerializer<T> serializer)
      throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());
    return TypeSerializerSnapshot.readVersionedSnapshot(
        new DataInputDeserializer(out.getCopyOfBuffer()), TimerFormatTest.class.getClassLoader());
  }
}
