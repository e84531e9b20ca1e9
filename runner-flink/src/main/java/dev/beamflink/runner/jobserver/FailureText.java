package dev.beamflink.runner.jobserver;

import dev.beamflink.model.check.BrokenPlanException;
import dev.beamflink.model.problem.InvalidPipelineException;
import dev.beamflink.runner.SubmissionException;
import dev.beamflink.runner.result.JobFailure;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.base.Throwables;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.Iterables;

/** What a client is told of a failure, in one message. */
final class FailureText {

  private FailureText() {}

  /** Of a job that did not come to run: why it was refused, or could not be handed over. */
  static String ofSubmission(Throwable failure) {
    Throwable root = Throwables.getRootCause(failure);
    if (root instanceof InvalidPipelineException || root instanceof BrokenPlanException) {
      return said(root);
    }
    Optional<SubmissionException> refused =
        Optional.ofNullable(
            Iterables.getFirst(
                Iterables.filter(Throwables.getCausalChain(failure), SubmissionException.class),
                null));
    return refused.isPresent()
        ? refused.get().getMessage() + "\nCaused by: " + root
        : "The pipeline can't be translated: "
            + root
            + "\nIt is damaged, or this is a defect of the runner: the job server's log has more";
  }

  /**
   * Of a job that has run: the transform, if its code ran in the task, and the whole chain of
   * exceptions of that code; the root otherwise, which is what an SDK has told for the most part.
   */
  static String ofRun(Throwable failure) {
    return failure instanceof JobFailure job && job.isOfUserCode()
        ? job.getMessage() + causes(job)
        : said(Throwables.getRootCause(failure));
  }

  /** Those of the user's exception, which is in the message itself. */
  private static String causes(JobFailure failure) {
    return Throwables.getCausalChain(failure).stream()
        .skip(2)
        .map(cause -> "\nCaused by: " + cause)
        .collect(Collectors.joining());
  }

  /** Who throws an exception of the JDK leaves half of what is to be said to its name. */
  private static String said(Throwable root) {
    String message = root.getMessage();
    return message == null || root.getClass().getName().startsWith("java.")
        ? root.toString()
        : message;
  }
}
