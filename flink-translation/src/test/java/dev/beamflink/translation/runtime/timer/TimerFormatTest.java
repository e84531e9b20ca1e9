package dev.beamflink.translation.runtime.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HexFormat;
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

  private final TimerScopeCoder scopes = new TimerScopeCoder(WINDOWS);
  private final TimerNamespaceSerializer namespaces =
      new TimerNamespaceSerializer(TimerScopeCoder.describe(WINDOWS));

  @Test
  void scopesArePinned() {
    assertScope("00", StateNamespaces.global());
    assertScope("01" + "80000000000003e8" + "e807", WINDOW);
    assertScope(
        "02" + "ac02" + "80000000000003e8" + "e807",
        StateNamespaces.windowAndTrigger(
            WINDOWS, new IntervalWindow(new Instant(0), Duration.millis(1_000)), 300));
  }

  @Test
  void scopeOfTheGlobalWindowIsNotTheGlobalScope() {
    TimerScopeCoder global = new TimerScopeCoder(GlobalWindow.Coder.INSTANCE);
    byte[] scope =
        global.encode(StateNamespaces.window(GlobalWindow.Coder.INSTANCE, GlobalWindow.INSTANCE));
    assertEquals("01", HexFormat.of().formatHex(scope));
    assertEquals(
        StateNamespaces.window(GlobalWindow.Coder.INSTANCE, GlobalWindow.INSTANCE),
        global.decode(scope));
  }

  @Test
  void namespacesArePinned() throws Exception {
    byte[] scope = scopes.encode(WINDOW);
    assertBytes(
        "0000000b" + "0180000000000003e8e807" + "00" + "01" + "05" + "61626364",
        namespaces,
        new TimerNamespace(scope, TimeDomain.EVENT_TIME, "", "abcd"));
    assertBytes(
        "00000001" + "00" + "01" + "0474732d" + "026b",
        namespaces,
        new TimerNamespace(
            scopes.encode(StateNamespaces.global()), TimeDomain.PROCESSING_TIME, "ts-", "k"));
    assertBytes(
        "00000001" + "00" + "02" + "01" + "026b",
        namespaces,
        new TimerNamespace(
            scopes.encode(StateNamespaces.global()),
            TimeDomain.SYNCHRONIZED_PROCESSING_TIME,
            "",
            "k"));
  }

  @Test
  void setTimersArePinned() throws Exception {
    assertBytes(
        "0000000000000064" + "fffffffffffffffe" + "0000000000000050" + "0000000000000007",
        SetTimerSerializer.INSTANCE,
        new SetTimer(100, -2, 80, 7));
  }

  @Test
  void snapshotsArePinned() throws Exception {
    DataOutputSerializer out = new DataOutputSerializer(64);
    namespaces.snapshotConfiguration().writeSnapshot(out);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    assertEquals(
        "org.apache.beam.sdk.transforms.windowing.IntervalWindow$IntervalWindowCoder",
        in.readUTF());
    assertEquals(1, namespaces.snapshotConfiguration().getCurrentVersion());
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
        new TimerNamespaceSerializer(TimerScopeCoder.describe(GlobalWindow.Coder.INSTANCE))
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
                    .readSnapshot(
                        2, new DataInputDeserializer(new byte[2]), getClass().getClassLoader()));
    assertTrue(error.getMessage().contains("format 2"), error.getMessage());
  }

  @Test
  void namespacesDifferInEachPart() {
    byte[] scope = scopes.encode(WINDOW);
    TimerNamespace one = new TimerNamespace(scope, TimeDomain.EVENT_TIME, "f", "t");
    assertEquals(one, new TimerNamespace(scope.clone(), TimeDomain.EVENT_TIME, "f", "t"));
    assertFalse(one.equals(new TimerNamespace(scope, TimeDomain.PROCESSING_TIME, "f", "t")));
    assertFalse(one.equals(new TimerNamespace(scope, TimeDomain.EVENT_TIME, "g", "t")));
    assertFalse(one.equals(new TimerNamespace(scope, TimeDomain.EVENT_TIME, "f", "u")));
    assertFalse(
        one.equals(
            new TimerNamespace(
                scopes.encode(StateNamespaces.global()), TimeDomain.EVENT_TIME, "f", "t")));
  }

  private void assertScope(String hex, StateNamespace namespace) {
    assertEquals(hex, HexFormat.of().formatHex(scopes.encode(namespace)));
    assertEquals(namespace, scopes.decode(HexFormat.of().parseHex(hex)));
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
