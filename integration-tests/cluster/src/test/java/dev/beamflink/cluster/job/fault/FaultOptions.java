package dev.beamflink.cluster.job.fault;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation.Required;

/** What the driver tells a job. */
public interface FaultOptions extends PipelineOptions {

  @Description("Name of the pipeline.")
  @Required
  String getPipeline();

  void setPipeline(String name);

  @Description("Directory that driver and job share.")
  @Required
  String getDirectory();

  void setDirectory(String directory);

  @Description("Elements of each split.")
  @Default.Long(1000)
  long getElements();

  void setElements(long elements);

  @Description("Elements of a split in a second. 0 reads as fast as possible.")
  @Default.Long(0)
  long getRate();

  void setRate(long perSecond);

  @Description("Elements at the end of each split that wait for the driver's release.")
  @Default.Long(0)
  long getHeldBack();

  void setHeldBack(long elements);
}
