package dev.beamflink.conformance.portable;

import java.util.Iterator;
import org.apache.beam.model.jobmanagement.v1.JobApi.CancelJobRequest;
import org.apache.beam.model.jobmanagement.v1.JobApi.GetJobMetricsRequest;
import org.apache.beam.model.jobmanagement.v1.JobApi.GetJobStateRequest;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobMessage;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobMessage.MessageImportance;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobMessagesRequest;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobMessagesResponse;
import org.apache.beam.model.jobmanagement.v1.JobApi.JobState;
import org.apache.beam.model.jobmanagement.v1.JobApi.MetricResults;
import org.apache.beam.model.jobmanagement.v1.JobServiceGrpc.JobServiceBlockingStub;

/** One job of the server, as a client sees it. Used by one thread. */
final class ServedJob {

  private final JobServiceBlockingStub stub;
  private final String id;
  private String error = "";
  private String details = "";

  ServedJob(JobServiceBlockingStub stub, String id) {
    this.stub = stub;
    this.id = id;
  }

  /** Waits for the end; answers the last state. */
  JobState.Enum await() {
    Iterator<JobMessagesResponse> messages =
        stub.getMessageStream(JobMessagesRequest.newBuilder().setJobId(id).build());
    while (messages.hasNext()) {
      JobMessage message = messages.next().getMessageResponse();
      if (message.getImportance() == MessageImportance.JOB_MESSAGE_ERROR) {
        error = message.getMessageText();
      } else if (message.getImportance() == MessageImportance.JOB_MESSAGE_DEBUG) {
        details = message.getMessageText();
      }
    }
    return state();
  }

  /** The last error that {@link #await} has heard of. */
  String error() {
    return error;
  }

  /** The last text for who debugs that {@link #await} has heard of: of an error its stack trace. */
  String details() {
    return details;
  }

  JobState.Enum state() {
    return stub.getState(GetJobStateRequest.newBuilder().setJobId(id).build()).getState();
  }

  JobState.Enum cancel() {
    return stub.cancel(CancelJobRequest.newBuilder().setJobId(id).build()).getState();
  }

  MetricResults metrics() {
    return stub.getJobMetrics(GetJobMetricsRequest.newBuilder().setJobId(id).build()).getMetrics();
  }
}
