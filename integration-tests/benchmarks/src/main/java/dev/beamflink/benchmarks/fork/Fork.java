package dev.beamflink.benchmarks.fork;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Runs the rounds of a plan in this JVM. */
public final class Fork {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Fork() {}

  /** How a subject does a workload. */
  @FunctionalInterface
  public interface Subject {

    /** Runs a job to its end over that many elements. */
    void run(ForkPlan plan, long elements) throws Exception;
  }

  /** The plan that a fork was started with. */
  public static ForkPlan plan(String json) throws IOException {
    return JSON.readValue(json, ForkPlan.class);
  }

  /** Runs a plan and writes what comes of it into the file. */
  public static void run(ForkPlan plan, Subject subject, File file) throws Exception {
    Checksum check = round(plan, subject, plan.checked()).checksum();
    List<ForkResult.Round> rounds = new ArrayList<>();
    for (int i = 0; i < plan.rounds(); i++) {
      rounds.add(round(plan, subject, plan.measured()));
    }
    JSON.writeValue(file, new ForkResult(check, rounds));
  }

  private static ForkResult.Round round(ForkPlan plan, Subject subject, long elements)
      throws Exception {
    System.gc(); // no garbage of the round before
    subject.run(plan, elements);
    long end = System.nanoTime();
    return new ForkResult.Round(end - FirstElement.take(), Checksum.take());
  }
}
