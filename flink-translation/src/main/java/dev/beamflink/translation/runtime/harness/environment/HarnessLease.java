package dev.beamflink.translation.runtime.harness.environment;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.beam.model.pipeline.v1.Endpoints.ApiServiceDescriptor;
import org.apache.beam.runners.fnexecution.control.SdkHarnessClient;
import org.apache.beam.sdk.fn.server.GrpcFnServer;

/** A stage's share of a harness, with a data connection of its own. */
public final class HarnessLease {

  private final Harness harness;
  private final GrpcFnServer<DataConnection> data;
  private final Consumer<Boolean> release;
  private final AtomicBoolean released = new AtomicBoolean();

  /** Takes a data connection from the harness, and gives it back. */
  HarnessLease(Harness harness, Consumer<Boolean> release) {
    this.harness = harness;
    this.data = harness.takeData();
    this.release = release;
  }

  public Harness harness() {
    return harness;
  }

  /** Where the harness is to connect to for the stage's elements. */
  public ApiServiceDescriptor data() {
    return data.getApiServiceDescriptor();
  }

  /**
   * Makes what sends the stage's bundles to the harness.
   *
   * @param outputs runs what it is given, one after the other: what takes outputs out of messages
   *     and passes them on; must not block who gives it
   */
  public SdkHarnessClient client(Executor outputs) {
    data.getService().serve(outputs);
    return harness.client(data.getService());
  }

  /**
   * Gives the harness back, once.
   *
   * @param intact whether it has nothing of the stage left; else it gets no other stage
   */
  public void release(boolean intact) {
    if (released.compareAndSet(false, true)) {
      if (intact) {
        harness.giveBack(data);
      }
      release.accept(intact);
    }
  }
}
