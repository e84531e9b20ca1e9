package dev.beamflink.kafka.job;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation.Required;

/** What the driver tells the job. */
public interface KafkaJobOptions extends PipelineOptions {

  @Description("Host and port of the broker.")
  @Required
  String getBroker();

  void setBroker(String hostAndPort);

  @Description("Topic to read.")
  @Required
  String getInput();

  void setInput(String topic);

  @Description("Topic to write.")
  @Required
  String getOutput();

  void setOutput(String topic);

  @Description("Group whose offsets follow what has been read.")
  @Required
  String getReadGroup();

  void setReadGroup(String name);

  @Description("Directory where readers note the lowest offset that they have read.")
  @Required
  String getLowestOffsets();

  void setLowestOffsets(String directory);

  @Description("Group in which the sink remembers what it has written.")
  @Required
  String getSinkGroup();

  void setSinkGroup(String name);

  @Description("Shards of the sink.")
  @Required
  int getShards();

  void setShards(int shards);
}
