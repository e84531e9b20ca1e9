package dev.beamflink.translation.runtime.sideinput;

import dev.beamflink.translation.runtime.stage.StageHost;
import dev.beamflink.translation.runtime.window.SdkWindowMapping;
import java.io.Serializable;
import java.util.List;
import org.joda.time.Duration;

/**
 * All side inputs of a stage.
 *
 * @param collections the PCollections, each once
 * @param views what reads them
 * @param allowedLateness how long after its end a window of the main input gets elements that must
 *     not be dropped
 */
public record SideInputsSpec(
    List<SideInputSpec> collections, List<SideInputViewSpec> views, Duration allowedLateness)
    implements Serializable {

  public SideInputsSpec {
    collections = List.copyOf(collections);
    views = List.copyOf(views);
  }

  /**
   * Connects what maps windows to those of side inputs, where only an SDK can do so.
   *
   * @param host the task of the operator
   */
  public void openMappings(StageHost host) {
    views.forEach(view -> SdkWindowMapping.open(view.windowMapping(), host));
  }

  /** Lets go of it. */
  public void closeMappings() {
    views.forEach(view -> SdkWindowMapping.close(view.windowMapping()));
  }

  /** How many inputs bring side inputs. */
  public int inputs() {
    return collections.stream().mapToInt(SideInputSpec::input).max().orElse(0);
  }
}
