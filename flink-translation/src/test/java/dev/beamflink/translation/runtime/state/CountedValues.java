package dev.beamflink.translation.runtime.state;

import dev.beamflink.translation.runtime.element.EncodedKey;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.internal.InternalValueState;

/** A backend that counts what is read from its value states, and written to them. */
final class CountedValues {

  private final KeyedStateBackend<EncodedKey> backend;
  private int reads;
  private int writes;

  CountedValues(KeyedStateBackend<EncodedKey> backend) {
    this.backend = backend;
  }

  /** How many values were read. */
  int reads() {
    return reads;
  }

  /** How many values were written or cleared. */
  int writes() {
    return writes;
  }

  /** The backend, counted. */
  @SuppressWarnings("unchecked") // it has the backend's keys
  KeyedStateBackend<EncodedKey> get() {
    return (KeyedStateBackend<EncodedKey>)
        proxy(
            KeyedStateBackend.class,
            (proxy, method, arguments) -> {
              Object answer = method.invoke(backend, arguments);
              return answer instanceof InternalValueState<?, ?, ?> state ? counted(state) : answer;
            });
  }

  private Object counted(InternalValueState<?, ?, ?> state) {
    return proxy(
        InternalValueState.class,
        (proxy, method, arguments) -> {
          switch (method.getName()) {
            case "value" -> reads++;
            case "update", "clear" -> writes++;
            default -> {}
          }
          return method.invoke(state, arguments);
        });
  }

  private static Object proxy(Class<?> type, InvocationHandler handler) {
    return Proxy.newProxyInstance(
        CountedValues.class.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) -> {
          try {
            return handler.invoke(proxy, method, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }
}
