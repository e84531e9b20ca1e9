package dev.beamflink.benchmarks.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PublicationTest {

  private static final Set<Subject> ALL = EnumSet.allOf(Subject.class);
  private static final Row ROW =
      new Row("id", "name", Setting.HEAP, Unit.SECONDS, Map.of(), Map.of());

  @Test
  void wholeReportOfACommitIsPublished() {
    assertEquals(
        Optional.empty(), new Publication("abc", false, 3, ALL, false, true).obstacle(report()));
  }

  @Test
  void treeWithChangesIsNot() {
    assertObstacle(
        "the tree has changes", new Publication("abc-changed", false, 3, ALL, false, true));
  }

  @Test
  void quickFiguresAreNot() {
    assertObstacle(
        "the figures of --quick say little", new Publication("abc", true, 3, ALL, false, true));
  }

  @Test
  void fewForksAreNot() {
    assertObstacle(
        "it takes 3 forks of each subject", new Publication("abc", false, 2, ALL, false, true));
  }

  @Test
  void someSubjectsAreNot() {
    Set<Subject> ours = EnumSet.of(Subject.OURS);
    assertObstacle("it takes all subjects", new Publication("abc", false, 3, ours, false, true));
    assertEquals(
        Optional.empty(), new Publication("abc", false, 1, ours, true, true).obstacle(report()));
  }

  @Test
  void otherJavaOptionsAreNot() {
    assertObstacle(
        "the forks have options of their own", new Publication("abc", false, 3, ALL, false, false));
  }

  @Test
  void reportWithFailuresIsNot() {
    Publication publication = new Publication("abc", false, 3, ALL, false, true);
    assertEquals(
        Optional.of("not all rows ran"),
        publication.obstacle(new Report("abc", List.of(ROW), List.of("a row"))));
    assertEquals(
        Optional.of("there is no row"),
        publication.obstacle(new Report("abc", List.of(), List.of())));
  }

  private static Report report() {
    return new Report("abc", List.of(ROW), List.of());
  }

  private static void assertObstacle(String message, Publication publication) {
    assertEquals(Optional.of(message), publication.obstacle());
    assertEquals(Optional.of(message), publication.obstacle(report()));
  }
}
