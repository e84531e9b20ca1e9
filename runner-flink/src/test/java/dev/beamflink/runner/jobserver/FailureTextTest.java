package dev.beamflink.runner.jobserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.beamflink.model.problem.InvalidPipelineException;
import dev.beamflink.model.problem.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureTextTest {

  @Test
  void reasonsOfARefusalAreTheText() {
    Exception refused =
        new InvalidPipelineException(List.of(Problem.ofPipeline("is round", "Make it flat")));
    assertEquals("The pipeline is round. Make it flat.", FailureText.ofSubmission(refused));
  }

  /** Its message alone would be nothing. */
  @Test
  void whatNobodyForesawIsSaidToBeADefect() {
    assertEquals(
        "The pipeline can't be translated: java.lang.StackOverflowError\nIt is damaged, or this is"
            + " a defect of the runner: the job server's log has more",
        FailureText.ofSubmission(new IllegalStateException(new StackOverflowError())));
  }

  @Test
  void rootOfARunIsTheText() {
    assertEquals(
        "java.lang.ArithmeticException: / by zero",
        FailureText.ofRun(new IllegalStateException(new ArithmeticException("/ by zero"))));
  }
}
