package dev.beamflink.translation.runtime.state;

import dev.beamflink.translation.runtime.element.EncodedKey;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.internal.InternalMapState;

/** A backend that counts what is read from its map states. */
public final class CountedMaps {

  private final KeyedStateBackend<EncodedKey> backend;
  private int reads;

  public CountedMaps(KeyedStateBackend<EncodedKey> backend) {
    this.backend = backend;
  }

  /** How many values were read from map states. */
  public int reads() {
    return reads;
  }

  /** The backend, counted. */
  @SuppressWarnings("unchecked") // it has the backend's keys
  public KeyedStateBackend<EncodedKey> get() {
    return (KeyedStateBackend<EncodedKey>)
        proxy(
            KeyedStateBackend.class,
            (proxy, method, arguments) -> {
              Object answer = method.invoke(backend, arguments);
              return answer instanceof InternalMapState<?, ?, ?, ?> map ? counted(map) : answer;
            });
  }

  private Object counted(InternalMapState<?, ?, ?, ?> map) {
    return proxy(
        InternalMapState.class,
        (proxy, method, arguments) -> {
          if (method.getName().equals("get")) {
            reads++;
          }
          return method.invoke(map, arguments);
        });
  }

  private static Object proxy(Class<?> type, InvocationHandler handler) {
    return Proxy.newProxyInstance(
        CountedMaps.class.getClassLoader(),
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
