package dev.beamflink.cluster.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beamflink.cluster.job.fault.Meeting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a job leaves behind, good and bad. */
class VerdictTest {
  @TempDir Path expected;
  @TempDir Path found;

  @BeforeEach
  void writeWhatIsExpected() {
    results(expected, "0-a", "element 1", "element 2");
    results(expected, "1-b", "pane 0 of k w 5:ab", "pane 1 of k w 9:cd");
    results(expected, "2-c", "named 1 x", "named 2 y");
    writes(expected, "file", "1 x", "2 y");
  }

  private void foundAsExpected() {
    results(found, "0-a", "element 1", "element 2");
    results(found, "1-b", "pane 0 of k w 9:cd");
    results(found, "2-c", "named 1 p", "named 2 q");
    writes(found, "before", "1 p");
    writes(found, "after", "1 p", "2 q");
  }

  private static void results(Path directory, String file, String... lines) {
    Meeting.put(new Meeting(directory).results().resolve(file), lines(lines));
  }

  private static void writes(Path directory, String file, String... lines) {
    Meeting.put(new Meeting(directory).writes().resolve(file), lines(lines));
  }

  private static String lines(String... lines) {
    return String.join("\n", lines) + "\n";
  }

  private List<String> differences() throws IOException {
    return Verdict.of(new Meeting(found)).differencesFrom(Verdict.of(new Meeting(expected)));
  }

  private void assertOneDifference(String part) throws IOException {
    List<String> differences = differences();
    assertEquals(1, differences.size(), differences::toString);
    assertTrue(differences.get(0).contains(part), differences::toString);
  }

  @Test
  void otherPanesAndRepeatedWritesOfTheSameAreFine() throws IOException {
    foundAsExpected();
    assertEquals(List.of(), differences());
  }

  @Test
  void restrictionsThatWereNotSharedAreSeen() throws IOException {
    foundAsExpected();
    Meeting.put(new Meeting(found).sharers().resolve("1"), "");
    assertOneDifference("No restriction went from one subtask to another");
    Meeting.put(new Meeting(found).sharers().resolve("2"), "");
    assertEquals(List.of(), differences());
  }

  @Test
  void lostElementIsSeen() throws IOException {
    foundAsExpected();
    results(found, "0-a", "element 1");
    assertOneDifference("1 lost: ['element 2' 0 times instead of 1]");
  }

  @Test
  void doubledElementIsSeen() throws IOException {
    foundAsExpected();
    results(found, "0-a", "element 1", "element 1", "element 2");
    assertOneDifference("1 too often: ['element 1' 2 times instead of 1]");
  }

  @Test
  void unknownElementIsSeen() throws IOException {
    foundAsExpected();
    results(found, "0-a", "element 1", "element 2", "element 3");
    assertOneDifference("1 too often: ['element 3' 1 times instead of 0]");
  }

  @Test
  void secondEndWithOtherLinesIsSeen() throws IOException {
    foundAsExpected();
    results(found, "0-z");
    assertTrue(differences().toString().contains("Key 0 of the tally ended twice"));
  }

  @Test
  void lostPaneIsSeen() throws IOException {
    foundAsExpected();
    results(found, "1-b", "pane 0 of k w 5:ab", "pane 2 of k w 9:cd");
    assertOneDifference("Of k w only panes [0, 2] came");
  }

  @Test
  void doubledPaneIsSeen() throws IOException {
    foundAsExpected();
    results(found, "1-b", "pane 0 of k w 9:cd", "pane 0 of k w 9:cd");
    assertOneDifference("There was another 'pane 0 of k w 9:cd'");
  }

  @Test
  void unstableInputIsSeen() throws IOException {
    foundAsExpected();
    writes(found, "after", "1 r", "2 q");
    assertTrue(differences().toString().contains("Input was not stable: 1 came as"));
  }

  @Test
  void outputThatTheSinkDidNotWriteIsSeen() throws IOException {
    foundAsExpected();
    results(found, "2-c", "named 1 p", "named 2 z");
    assertOneDifference("'named 2 z' came out of the sink, which had written it as q");
  }
}
