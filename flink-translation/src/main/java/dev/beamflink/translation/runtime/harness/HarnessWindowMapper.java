package dev.beamflink.translation.runtime.harness;

import dev.beamflink.translation.runtime.harness.environment.HarnessLease;
import dev.beamflink.translation.runtime.window.WindowMapper;
import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;

/** Has an SDK harness map windows of a main input to those of a side input. */
final class HarnessWindowMapper implements WindowMapper {

  private final HarnessQuestions<BoundedWindow, BoundedWindow> questions;
  private final String what;

  /**
   * @param sideInput of which transform it is, for messages
   */
  HarnessWindowMapper(MapTransform transform, String sideInput, HarnessLease lease)
      throws IOException {
    this.what =
        "%s has windows with coder %s that its SDK maps those of the main input to, by function '%s'"
            .formatted(sideInput, transform.sideWindowCoderId(), transform.mapping().getUrn());
    this.questions = new HarnessQuestions<>(transform, what, lease);
  }

  @Override
  public BoundedWindow map(BoundedWindow mainWindow) {
    List<BoundedWindow> answers;
    try {
      answers = questions.ask(mainWindow);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new HarnessFailedException("%s; that has failed".formatted(what), e);
    }
    if (answers.size() != 1) {
      throw new HarnessFailedException(
          "%s; it has answered %d windows for one".formatted(what, answers.size()));
    }
    return answers.get(0);
  }

  @Override
  public void close() {
    questions.close();
  }
}
