package dev.beamflink.runner.jobserver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Descriptors.EnumDescriptor;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Descriptors.FieldDescriptor;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Message;

/**
 * Damages messages as a defect of an SDK or of a wire would: a value goes, comes twice, comes from
 * elsewhere in the message, or is one that nobody expects. The same seed gives the same damage.
 */
final class ProtoMutator {

  private static final int MOST_CHANGES = 4;

  private final Random random;

  ProtoMutator(long seed) {
    random = new Random(seed);
  }

  /** One value in a message: a field, or an element of a repeated one. */
  private record Place(Message.Builder owner, FieldDescriptor field, int index) {

    Object get() {
      return field.isRepeated() ? owner.getRepeatedField(field, index) : owner.getField(field);
    }

    void set(Object value) {
      if (field.isRepeated()) {
        owner.setRepeatedField(field, index, value);
      } else {
        owner.setField(field, value);
      }
    }

    void remove() {
      if (!field.isRepeated()) {
        owner.clearField(field);
        return;
      }
      List<Object> others = new ArrayList<>();
      for (int i = 0; i < owner.getRepeatedFieldCount(field); i++) {
        if (i != index) {
          others.add(owner.getRepeatedField(field, i));
        }
      }
      owner.setField(field, others);
    }
  }

  @SuppressWarnings("unchecked") // a builder of T builds a T
  <T extends Message> T mutated(T message) {
    T mutated = message;
    for (int change = random.nextInt(MOST_CHANGES); change >= 0; change--) {
      mutated = (T) changed(mutated);
    }
    return mutated;
  }

  /** Damages a message on the wire. */
  byte[] mutatedBytes(byte[] bytes) {
    byte[] mutated = bytes.clone();
    if (mutated.length == 0 || random.nextInt(10) == 0) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      return noise;
    }
    for (int change = random.nextInt(MOST_CHANGES); change >= 0; change--) {
      mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
    }
    return random.nextInt(4) == 0
        ? Arrays.copyOf(mutated, random.nextInt(mutated.length))
        : mutated;
  }

  /** One change somewhere below, where it is done once: what is above is built around it. */
  private Message changed(Message message) {
    List<Object> leaves = new ArrayList<>();
    collect(message, leaves);
    int places = count(message);
    if (places == 0) {
      return message;
    }
    Message.Builder builder = message.toBuilder();
    change(builder, new int[] {random.nextInt(places)}, place -> damage(place, leaves));
    return builder.buildPartial();
  }

  private static int count(Message message) {
    int places = 0;
    for (var entry : message.getAllFields().entrySet()) {
      for (Object value : values(entry.getKey(), entry.getValue())) {
        places += 1 + (value instanceof Message nested ? count(nested) : 0);
      }
    }
    return places;
  }

  private static void collect(Message message, List<Object> into) {
    for (var entry : message.getAllFields().entrySet()) {
      for (Object value : values(entry.getKey(), entry.getValue())) {
        into.add(value);
        if (value instanceof Message nested) {
          collect(nested, into);
        }
      }
    }
  }

  private static List<?> values(FieldDescriptor field, Object value) {
    return field.isRepeated() ? (List<?>) value : List.of(value);
  }

  /**
   * Walks to the place of a number and changes it there.
   *
   * @param left places to pass by, in the order of {@link #count}
   * @return whether it was here
   */
  private static boolean change(Message.Builder owner, int[] left, Consumer<Place> damage) {
    for (var entry : owner.getAllFields().entrySet()) {
      List<?> values = values(entry.getKey(), entry.getValue());
      for (int i = 0; i < values.size(); i++) {
        Place place = new Place(owner, entry.getKey(), i);
        if (left[0]-- == 0) {
          damage.accept(place);
          return true;
        }
        if (values.get(i) instanceof Message nested) {
          Message.Builder inside = nested.toBuilder();
          if (change(inside, left, damage)) {
            place.set(inside.buildPartial());
            return true;
          }
        }
      }
    }
    return false;
  }

  private void damage(Place place, List<Object> elsewhere) {
    switch (random.nextInt(5)) {
      case 0 -> place.remove();
      case 1 -> {
        if (place.field().isRepeated()) {
          place.owner().addRepeatedField(place.field(), place.get());
        }
      }
      case 2, 3 -> place.set(fromElsewhere(place, elsewhere));
      default -> place.set(unexpected(place.field(), place.get()));
    }
  }

  private Object fromElsewhere(Place place, List<Object> elsewhere) {
    Object now = place.get();
    List<Object> alike =
        elsewhere.stream()
            .filter(
                value ->
                    value instanceof Message message
                        ? now instanceof Message other
                            && message.getDescriptorForType().equals(other.getDescriptorForType())
                        : value.getClass().equals(now.getClass())
                            && place.field().getType() != FieldDescriptor.Type.ENUM)
            .toList();
    return alike.isEmpty() ? now : alike.get(random.nextInt(alike.size()));
  }

  private Object unexpected(FieldDescriptor field, Object now) {
    return switch (field.getJavaType()) {
      case INT -> pick(0, -1, 1, Integer.MAX_VALUE, Integer.MIN_VALUE);
      case LONG -> pick(0L, -1L, 1L, Long.MAX_VALUE, Long.MIN_VALUE);
      case FLOAT -> pick(0f, -1f, Float.NaN, Float.POSITIVE_INFINITY);
      case DOUBLE -> pick(0d, -1d, Double.NaN, Double.NEGATIVE_INFINITY, 1e300);
      case BOOLEAN -> !(Boolean) now;
      case STRING -> pick("", "\u0000", "../../x", "x".repeat(20_000), "beam:none:v1", now + "x");
      case BYTE_STRING -> ByteString.copyFrom(mutatedBytes(((ByteString) now).toByteArray()));
      case ENUM -> anyOf(field.getEnumType());
      case MESSAGE -> ((Message) now).getDefaultInstanceForType();
    };
  }

  /** Also one that the SDK's version does not know. */
  private Object anyOf(EnumDescriptor type) {
    int number = random.nextInt(type.getValues().size() + 1);
    return type.findValueByNumberCreatingIfUnknown(number == 0 ? 4711 : number - 1);
  }

  private Object pick(Object... values) {
    return values[random.nextInt(values.length)];
  }
}
