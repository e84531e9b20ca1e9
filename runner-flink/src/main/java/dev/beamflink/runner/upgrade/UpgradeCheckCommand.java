package dev.beamflink.runner.upgrade;

import dev.beamflink.runner.plan.JobPlan;
import dev.beamflink.runner.plan.PlanFile;
import dev.beamflink.runner.savepoint.DamagedSavepointException;
import dev.beamflink.runner.savepoint.SavedNode;
import dev.beamflink.runner.savepoint.SavepointReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.core.fs.FileSystem;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command behind {@code scripts/upgrade-check}. */
@Command(
    name = "upgrade-check",
    mixinStandardHelpOptions = true,
    description =
        "Tells what becomes of each state when the job of plan NEW takes over from OLD. Exits with"
            + " 0 if no state is lost, 1 if some would be dropped, 2 if some can't be read (the job"
            + " would not start), 3 if OLD or NEW can't be read.")
public final class UpgradeCheckCommand implements Callable<Integer> {

  private static final int UNREADABLE = 3;

  @Parameters(
      index = "0",
      paramLabel = "OLD",
      description = "a plan, or a savepoint or retained checkpoint (path or URI)")
  private String old = "";

  @Parameters(
      index = "1",
      paramLabel = "NEW",
      description = "a plan, as --dryRun --planFile=NEW writes it")
  private Path planned = Path.of("");

  @Spec private @Nullable CommandSpec spec; // set by picocli

  private UpgradeCheckCommand() {}

  /** Called by the script. */
  public static void main(String[] arguments) {
    System.exit(run(writer(System.out), writer(System.err), arguments));
  }

  /** As the terminal has it. */
  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, Charset.defaultCharset());
  }

  /** Runs the command and answers its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    return new CommandLine(new UpgradeCheckCommand())
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              command.getErr().println(failure.getMessage());
              return UNREADABLE;
            })
        .setParameterExceptionHandler(
            (failure, wrong) -> {
              CommandLine command = failure.getCommandLine();
              command.getErr().println(failure.getMessage());
              command.usage(command.getErr());
              return UNREADABLE;
            })
        .execute(arguments);
  }

  @Override
  public Integer call() throws IOException {
    JobPlan plan = PlanFile.read(planned);
    UpgradeReport report =
        isPlan(Path.of(old))
            ? UpgradeCheck.ofPlan(PlanFile.read(Path.of(old)), plan)
            : UpgradeCheck.ofSavepoint(savepoint(), plan);
    Objects.requireNonNull(spec).commandLine().getOut().println(report);
    return report.exitCode();
  }

  /** A plan is a text that starts with a brace; savepoints are directories, or other bytes. */
  private static boolean isPlan(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.read() == '{';
    }
  }

  private List<SavedNode> savepoint() throws IOException {
    // For file systems that Flink's configuration describes: FLINK_CONF_DIR says where that is.
    FileSystem.initialize(GlobalConfiguration.loadConfiguration(), null);
    try {
      return SavepointReader.read(old);
    } catch (DamagedSavepointException e) {
      throw new IOException("Savepoint %s %s".formatted(old, e.getMessage()), e);
    } catch (IOException e) {
      throw new IOException("%s is no savepoint that can be read: %s".formatted(old, e), e);
    }
  }
}
