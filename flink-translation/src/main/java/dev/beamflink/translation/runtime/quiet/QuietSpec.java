package dev.beamflink.translation.runtime.quiet;

import java.io.Serializable;
import java.util.List;

/**
 * Who reports that it is quiet, and to whom. Made by the client, travels in the job graph.
 *
 * @param operatorId the operator, unique in the job; the sources' end policies name it
 * @param upstreamSources the listening ids ({@code SourceTransformation.setCoordinatorListeningID})
 *     of the sources that wait for the operator. <b>Only sources upstream of it</b>: an operator is
 *     quiet after its input's last watermark, which its sources send after their coordinators have
 *     registered; a report to any other source might come before that source listens.
 */
public record QuietSpec(String operatorId, List<String> upstreamSources) implements Serializable {

  public QuietSpec {
    if (operatorId.isEmpty()) {
      throw new IllegalArgumentException("The id of an operator that reports quiet is empty");
    }
    upstreamSources = List.copyOf(upstreamSources);
  }
}
