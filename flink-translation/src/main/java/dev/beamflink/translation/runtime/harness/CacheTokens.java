package dev.beamflink.translation.runtime.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleRequest.CacheToken;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleRequest.CacheToken.SideInput;
import org.apache.beam.model.fnexecution.v1.BeamFnApi.ProcessBundleRequest.CacheToken.UserState;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;

/**
 * Tells an SDK what it may still know of earlier bundles of its stage: whatever it has read or
 * written under the same token. Task thread only.
 *
 * <p>User state changes by the SDK alone while one task runs, and all of a failed bundle is lost
 * with its task: another task, on restored state, has another token. Side inputs have another one
 * whenever something of them has come or gone.
 *
 * <p>Java's SDK gets none for user state: by its source (2.73, {@code StateFetchingIterators}), it
 * takes a bag for whole of which it has read the first pages, and added to.
 */
final class CacheTokens {

  private final String task = UUID.randomUUID().toString();
  private final boolean ofUserState;
  private final List<SideInput> sideInputs;
  private final LongSupplier version;

  /**
   * Those of a stage.
   *
   * @param ofUserState whether there is some, and the SDK may keep it
   * @param sideInputs of the stage
   * @param version of their content; never one that was before
   */
  CacheTokens(boolean ofUserState, List<SideInput> sideInputs, LongSupplier version) {
    this.ofUserState = ofUserState;
    this.sideInputs = List.copyOf(sideInputs);
    this.version = version;
  }

  /** Those for a bundle that opens now. */
  List<CacheToken> current() {
    List<CacheToken> tokens = new ArrayList<>();
    if (ofUserState) {
      tokens.add(
          CacheToken.newBuilder()
              .setUserState(UserState.getDefaultInstance())
              .setToken(ByteString.copyFromUtf8(task))
              .build());
    }
    if (!sideInputs.isEmpty()) {
      ByteString token = ByteString.copyFromUtf8(task + ":" + version.getAsLong());
      for (SideInput sideInput : sideInputs) {
        tokens.add(CacheToken.newBuilder().setSideInput(sideInput).setToken(token).build());
      }
    }
    return tokens;
  }
}
