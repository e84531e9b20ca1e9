package dev.beamflink.benchmarks.fork;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

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
    ForkResult result =
        switch (plan.workload().measure()) {
          case THROUGHPUT -> rounds(plan, subject);
          case TIME_TO_END, TIME_TO_FIRST_RESULT -> start(plan, subject);
          case LATENCY -> latencies(plan, subject);
        };
    JSON.writeValue(file, result);
  }

  private static ForkResult rounds(ForkPlan plan, Subject subject) throws Exception {
    Checksum check = round(plan, subject, plan.checked()).checksum();
    List<ForkResult.Round> rounds = new ArrayList<>();
    for (int i = 0; i < plan.rounds(); i++) {
      rounds.add(round(plan, subject, plan.measured()));
    }
    return new ForkResult(check, rounds);
  }

  private static ForkResult.Round round(ForkPlan plan, Subject subject, long elements)
      throws Exception {
    System.gc(); // no garbage of the round before
    subject.run(plan, elements);
    long end = System.nanoTime();
    return new ForkResult.Round(end - FirstElement.take(), Checksum.take());
  }

  /** The only job of this JVM. */
  private static ForkResult start(ForkPlan plan, Subject subject) throws Exception {
    subject.run(plan, plan.measured());
    long end =
        plan.workload().measure() == Workload.Measure.TIME_TO_END
            ? System.currentTimeMillis()
            : FirstResult.millis();
    long millis = end - ManagementFactory.getRuntimeMXBean().getStartTime();
    Checksum checksum = Checksum.take();
    return new ForkResult(
        checksum, List.of(new ForkResult.Round(TimeUnit.MILLISECONDS.toNanos(millis), checksum)));
  }

  /** The first round is as fast as it goes. */
  private static ForkResult latencies(ForkPlan plan, Subject subject) throws Exception {
    Checksum check = round(plan.at(0), subject, plan.checked()).checksum();
    Latencies.take();
    List<ForkResult.Round> rounds = new ArrayList<>();
    for (int i = 0; i < plan.rounds(); i++) {
      ForkResult.Round round = round(plan, subject, plan.measured());
      rounds.add(new ForkResult.Round(round.nanos(), round.checksum(), Latencies.take()));
    }
    return new ForkResult(check, rounds);
  }
}
