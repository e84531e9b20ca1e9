package dev.beamflink.runner.jobserver;

import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.InvalidProtocolBufferException;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Struct;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Value;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.util.JsonFormat;

/** Where things are in a jar with pipelines, as the Python SDK lays them out. */
final class PackedLayout {

  /** Begins the paths of artifacts that are in the jar. */
  static final String CLASS_PATH = "classpath://";

  static final String ROOT = "BEAM-PIPELINE";

  /** Has the name of the pipeline that is run unless the command says another. */
  static final String MANIFEST = ROOT + "/pipeline-manifest.json";

  private static final String DEFAULT_NAME = "defaultJobName";

  private PackedLayout() {}

  static String pipeline(String name) {
    return ROOT + "/" + name + "/pipeline.json";
  }

  static String options(String name) {
    return ROOT + "/" + name + "/pipeline-options.json";
  }

  static String artifact(String name, String file) {
    return ROOT + "/" + name + "/artifacts/" + file;
  }

  /** The text of a manifest. */
  static String manifest(String name) throws InvalidProtocolBufferException {
    return JsonFormat.printer()
        .print(
            Struct.newBuilder()
                .putFields(DEFAULT_NAME, Value.newBuilder().setStringValue(name).build()));
  }

  /** The name in the text of a manifest. */
  static String defaultName(String manifest) throws InvalidProtocolBufferException {
    Struct.Builder fields = Struct.newBuilder();
    JsonFormat.parser().merge(manifest, fields);
    return fields.getFieldsOrDefault(DEFAULT_NAME, Value.getDefaultInstance()).getStringValue();
  }
}
