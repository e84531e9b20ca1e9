package dev.beamflink.model.print;

import dev.beamflink.model.graph.CollectionId;
import dev.beamflink.model.graph.TransformNode;
import dev.beamflink.model.payload.ParDoLike;
import dev.beamflink.model.payload.Redistribute;
import java.util.Collection;

/** Prints one transform: what it is and reads on a line, then a line for each output. */
final class TransformPrinter {
  private final CollectionNumbers collections;

  TransformPrinter(CollectionNumbers collections) {
    this.collections = collections;
  }

  /** Prints a transform; the indent is for what stands below its first line. */
  String print(TransformNode transform, String indent) {
    StringBuilder text = new StringBuilder();
    text.append(transform.payload().getClass().getSimpleName())
        .append(" '")
        .append(transform.fullName())
        .append("'");
    append(text, " <- ", collections.references(transform.mainInputs()));
    append(text, ", side inputs ", collections.references(transform.sideInputs().values()));
    if (transform.payload() instanceof ParDoLike parDo) {
      append(text, parDo);
    } else if (transform.payload() instanceof Redistribute redistribute) {
      append(text, redistribute.byKey(), "by key");
      append(text, redistribute.allowDuplicates(), "allows duplicates");
    }
    text.append('\n');
    for (CollectionId output : transform.outputs().values()) {
      text.append(indent).append("  -> ").append(collections.definition(output)).append('\n');
    }
    return text.toString();
  }

  private static void append(StringBuilder text, ParDoLike parDo) {
    append(text, ", states ", join(parDo.states().keySet()));
    append(text, ", timers ", join(parDo.timerFamilies().keySet()));
    append(text, parDo.requiresStableInput(), "stable input");
    append(text, parDo.requiresTimeSortedInput(), "time-sorted input");
    append(text, parDo.requestsFinalization(), "finalization");
  }

  private static void append(StringBuilder text, String before, String list) {
    if (!list.isEmpty()) {
      text.append(before).append(list);
    }
  }

  private static void append(StringBuilder text, boolean present, String fact) {
    if (present) {
      text.append(", ").append(fact);
    }
  }

  private static String join(Collection<String> ids) {
    return String.join(", ", ids);
  }
}
