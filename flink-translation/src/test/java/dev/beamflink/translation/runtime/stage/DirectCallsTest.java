package dev.beamflink.translation.runtime.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.WindowedValues;
import org.junit.jupiter.api.Test;

class DirectCallsTest {

  private static final TupleTag<Object> MAIN = new TupleTag<>("main");
  private static final TupleTag<Object> OTHER = new TupleTag<>("other");

  private final List<String> received = new ArrayList<>();
  private final CurrentElement current = new CurrentElement();
  private final OutputReceivers receivers =
      new OutputReceivers(
          new DoFnOutputs(
              MAIN,
              Map.of(
                  MAIN, (value, metadata) -> received.add("main " + value),
                  OTHER, (value, metadata) -> received.add("other " + value)),
              Map.of(),
              TimestampSkew.unlimited(),
              current));

  @Test
  void elementAndReceiverAreGivenDirectly() {
    call(new Private(), "x");
    call(new Inherits(), "y");
    call(new Tagged(), "z");
    assertEquals(List.of("main private x", "main private y", "other z"), received);
  }

  @Test
  void eachDoFnIsCalledItself() {
    call(new WithField("a"), "x");
    call(new WithField("b"), "x");
    assertEquals(List.of("main a x", "main b x"), received);
  }

  @Test
  void whatTheMethodThrowsComesAsItIs() {
    assertThrows(IOException.class, () -> call(new Throwing(), "x"));
  }

  @Test
  void methodsThatWantMoreHaveNone() {
    List<DoFn<?, ?>> doFns =
        List.of(
            new OfContext(),
            new OfWindow(),
            new OfElement(),
            new OtherOrder(),
            new OfRows(),
            new OfThree());
    for (DoFn<?, ?> doFn : doFns) {
      assertTrue(DirectCalls.of(doFn, receivers).isEmpty(), doFn.getClass().getSimpleName());
    }
  }

  /** What is made for such a DoFn would stay with its loader after the job, and the runner too. */
  @Test
  void doFnWhoseLoaderDoesNotKnowTheRunnerHasNone() throws Exception {
    Class<?> foreign = new WithoutRunner().loadClass(Public.class.getName());
    DoFn<?, ?> doFn = (DoFn<?, ?>) foreign.getDeclaredConstructor().newInstance();
    assertTrue(DirectCalls.of(new Public(), receivers).isPresent());
    assertTrue(DirectCalls.of(doFn, receivers).isEmpty());
  }

  private void call(DoFn<?, ?> doFn, String element) {
    current.begin(WindowedValues.valueInGlobalWindow("current"));
    DirectCalls.of(doFn, receivers).orElseThrow().process(element);
    current.end(null);
  }

  /** Knows Beam, but nothing of this module except for one class. */
  private static final class WithoutRunner extends ClassLoader {

    WithoutRunner() {
      super(DoFn.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.equals(Public.class.getName())) {
        try (InputStream classFile =
            Public.class.getResourceAsStream("DirectCallsTest$Public.class")) {
          byte[] bytes = classFile.readAllBytes();
          return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
          throw new ClassNotFoundException(name, e);
        }
      }
      if (name.startsWith("dev.beamflink.")) {
        throw new ClassNotFoundException(name);
      }
      return super.loadClass(name, resolve);
    }
  }

  /** A DoFn that is loaded by another loader too. */
  public static final class Public extends DoFn<String, String> {
    @ProcessElement
    public void process(@Element String element, OutputReceiver<String> out) {
      out.output(element);
    }
  }

  private static class Private extends DoFn<String, String> {
    @ProcessElement
    public void process(@Element String element, OutputReceiver<String> out) {
      out.output("private " + element);
    }
  }

  private static final class Inherits extends Private {}

  private static final class Tagged extends DoFn<String, String> {
    @ProcessElement
    public void process(@Element String element, MultiOutputReceiver out) {
      out.get(OTHER).output(element);
    }
  }

  private static final class WithField extends DoFn<String, String> {
    private final String name;

    WithField(String name) {
      this.name = name;
    }

    @ProcessElement
    public void process(@Element String element, OutputReceiver<String> out) {
      out.output(name + " " + element);
    }
  }

  private static final class Throwing extends DoFn<String, String> {
    @ProcessElement
    public void process(@Element String element, OutputReceiver<String> out) throws IOException {
      throw new IOException("on purpose");
    }
  }

  private static final class OfContext extends DoFn<String, String> {
    @ProcessElement
    public void process(ProcessContext context) {}
  }

  private static final class OfWindow extends DoFn<String, String> {
    @ProcessElement
    public void process(BoundedWindow window, OutputReceiver<String> out) {}
  }

  private static final class OfElement extends DoFn<String, String> {
    @ProcessElement
    public void process(@Element String element) {}
  }

  private static final class OtherOrder extends DoFn<String, String> {
    @ProcessElement
    public void process(OutputReceiver<String> out, @Element String element) {}
  }

  private static final class OfRows extends DoFn<String, String> {
    @ProcessElement
    public void process(@Element String element, OutputReceiver<Row> out) {}
  }

  private static final class OfThree extends DoFn<String, String> {
    @ProcessElement
    public void process(
        @Element String element, BoundedWindow window, OutputReceiver<String> out) {}
  }
}
