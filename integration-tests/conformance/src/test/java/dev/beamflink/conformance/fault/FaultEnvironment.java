package dev.beamflink.conformance.fault;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStreamSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Wraps every source of the job that is built in it. */
final class FaultEnvironment extends StreamExecutionEnvironment {

  private final JobFaults faults;

  FaultEnvironment(Configuration configuration, JobFaults faults) {
    super(configuration);
    this.faults = faults;
  }

  @Override
  public <T> DataStreamSource<T> fromSource(
      Source<T, ?, ?> source,
      WatermarkStrategy<T> watermarks,
      String name,
      TypeInformation<T> type) {
    return super.fromSource(faults.wrapped(source), watermarks, name, type);
  }
}
