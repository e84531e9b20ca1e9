package dev.beamflink.model.payload;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Descriptors.FieldDescriptor;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Message;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.ImmutableSortedSet;

/**
 * Finds the coders that a payload names. By the names of fields, which the model keeps to, so that
 * a new kind of state is not forgotten here.
 */
final class CoderReferences {
  private CoderReferences() {}

  /** Returns the values of all fields called {@code coder_id} or {@code ..._coder_id}. */
  static ImmutableSortedSet<String> in(Message payload) {
    TreeSet<String> ids = new TreeSet<>();
    collect(payload, ids);
    return ImmutableSortedSet.copyOf(ids);
  }

  private static void collect(Message message, Set<String> ids) {
    for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
      String name = field.getKey().getName();
      if (field.getValue() instanceof String id
          && (name.equals("coder_id") || name.endsWith("_coder_id"))) {
        ids.add(id);
      } else if (field.getValue() instanceof Message nested) {
        collect(nested, ids);
      } else if (field.getValue() instanceof Collection<?> repeated) {
        // Maps are lists of messages here.
        for (Object element : repeated) {
          if (element instanceof Message nested) {
            collect(nested, ids);
          }
        }
      }
    }
  }
}
