package dev.beamflink.benchmarks.run;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a run has to be for its report to go into the documents: repeatable by anyone who checks out
 * its commit.
 *
 * @param commit as the script names it
 * @param quick whether it only shows that everything works
 * @param forks of each subject
 * @param subjects that take part
 * @param alone whether it is the row that this runner has alone, once
 * @param plainJava whether forks have no options but ours
 */
record Publication(
    String commit,
    boolean quick,
    int forks,
    Set<Subject> subjects,
    boolean alone,
    boolean plainJava) {

  /** What the script appends to the commit of a tree with changes. */
  private static final String CHANGED = "-changed";

  private static final int FORKS = 3;

  static boolean isClean(String commit) {
    return !commit.endsWith(CHANGED);
  }

  /** Why it can't be published whatever comes out, if so. */
  Optional<String> obstacle() {
    if (!isClean(commit)) {
      return Optional.of("the tree has changes");
    } else if (quick) {
      return Optional.of("the figures of --quick say little");
    } else if (!alone && forks < FORKS) {
      return Optional.of("it takes %d forks of each subject".formatted(FORKS));
    } else if (!alone && !subjects.equals(EnumSet.allOf(Subject.class))) {
      return Optional.of("it takes all subjects");
    } else if (!plainJava) {
      return Optional.of("the forks have options of their own");
    }
    return Optional.empty();
  }

  /** Why a report can't be published, if so. */
  Optional<String> obstacle(Report report) {
    if (!report.failures().isEmpty()) {
      return Optional.of("not all rows ran");
    } else if (report.rows().isEmpty()) {
      return Optional.of("there is no row");
    }
    return obstacle();
  }
}
