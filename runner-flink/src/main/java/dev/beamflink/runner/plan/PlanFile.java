package dev.beamflink.runner.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.MutableConfigOverride;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The JSON form of plans. What is empty or null is left out; the same plan gives the same text. */
public final class PlanFile {

  private static final String FORMAT = "formatVersion";

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_EMPTY, JsonInclude.Include.NON_EMPTY))
          .withConfigOverride(List.class, PlanFile::emptyForMissing)
          .withConfigOverride(String.class, PlanFile::emptyForMissing)
          .build();

  private PlanFile() {}

  private static void emptyForMissing(MutableConfigOverride type) {
    type.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
  }

  /** Writes a plan. */
  public static void write(JobPlan plan, Path file) throws IOException {
    Files.writeString(file, text(plan));
  }

  static String text(JobPlan plan) throws JsonProcessingException {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(lines);
    printer.indentArraysWith(lines);
    return MAPPER.writer(printer).writeValueAsString(plan) + "\n";
  }

  /**
   * Reads a plan.
   *
   * @throws IOException if it is none, or one of a format that this runner does not read
   */
  public static JobPlan read(Path file) throws IOException {
    try {
      JsonNode json = MAPPER.readTree(file.toFile());
      int version = json.path(FORMAT).asInt(-1);
      if (version != JobPlan.FORMAT_VERSION) {
        throw new IOException(
            version < 0
                ? "%s is no plan: it has no field %s. --planFile writes one".formatted(file, FORMAT)
                : "%s is a plan of format version %d, this runner reads version %d"
                    .formatted(file, version, JobPlan.FORMAT_VERSION));
      }
      return MAPPER.treeToValue(json, JobPlan.class);
    } catch (JsonProcessingException e) {
      throw new IOException("%s is no plan: %s".formatted(file, e.getOriginalMessage()), e);
    }
  }
}
