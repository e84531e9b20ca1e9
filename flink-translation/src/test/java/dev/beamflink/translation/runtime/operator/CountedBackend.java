package dev.beamflink.translation.runtime.operator;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.api.common.state.State;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.runtime.state.CheckpointableKeyedStateBackend;
import org.apache.flink.runtime.state.KeyGroupedInternalPriorityQueue;
import org.apache.flink.runtime.state.OperatorStateBackend;
import org.apache.flink.runtime.state.StateBackend;

/**
 * A backend that counts the accesses to its keyed states and queues, by their name and what was
 * done: as {@code beam-timers value} and {@code beam-timers add}.
 */
final class CountedBackend implements StateBackend {

  private static final long serialVersionUID = 1L;

  /** What costs nothing that depends on the state. */
  private static final Set<String> FREE =
      Set.of("setCurrentNamespace", "peek", "isEmpty", "size", "hashCode", "equals", "toString");

  private final StateBackend backend;
  private final Map<String, Integer> accesses = new TreeMap<>();

  CountedBackend(StateBackend backend) {
    this.backend = backend;
  }

  /** How often each access was made since the last call. */
  Map<String, Integer> takeAccesses() {
    Map<String, Integer> taken = Map.copyOf(accesses);
    accesses.clear();
    return taken;
  }

  @Override
  @SuppressWarnings("unchecked") // it has the backend's keys
  public <K> CheckpointableKeyedStateBackend<K> createKeyedStateBackend(
      KeyedStateBackendParameters<K> parameters) throws Exception {
    CheckpointableKeyedStateBackend<K> keyed = backend.createKeyedStateBackend(parameters);
    return (CheckpointableKeyedStateBackend<K>)
        proxy(
            keyed,
            (proxy, method, arguments) -> {
              Object answer = method.invoke(keyed, arguments);
              if (answer instanceof State) {
                return counted(((StateDescriptor<?, ?>) arguments[1]).getName(), answer);
              }
              return answer instanceof KeyGroupedInternalPriorityQueue<?>
                  ? counted((String) arguments[0], answer)
                  : answer;
            });
  }

  private Object counted(String name, Object states) {
    return proxy(
        states,
        (proxy, method, arguments) -> {
          if (!FREE.contains(method.getName())) {
            accesses.merge(name + " " + method.getName(), 1, Integer::sum);
          }
          return method.invoke(states, arguments);
        });
  }

  private static Object proxy(Object of, InvocationHandler handler) {
    return Proxy.newProxyInstance(
        CountedBackend.class.getClassLoader(),
        interfacesOf(of.getClass()),
        (proxy, method, arguments) -> {
          try {
            return handler.invoke(proxy, method, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }

  private static Class<?>[] interfacesOf(Class<?> type) {
    Set<Class<?>> found = new LinkedHashSet<>();
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      for (Class<?> one : at.getInterfaces()) {
        if (Modifier.isPublic(one.getModifiers())) {
          found.add(one);
        }
      }
    }
    return found.toArray(Class<?>[]::new);
  }

  @Override
  public OperatorStateBackend createOperatorStateBackend(OperatorStateBackendParameters parameters)
      throws Exception {
    return backend.createOperatorStateBackend(parameters);
  }
}
