package dev.beamflink.translation.runtime.state;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.State;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.runtime.state.KeyGroupedInternalPriorityQueue;

/**
 * Counts the accesses to the states and queues of a keyed backend, by their name and what was done:
 * as {@code beam-timers value} and {@code beam-timers add}.
 */
public final class CountedStates {

  /** What costs nothing that depends on the state. */
  private static final Set<String> FREE =
      Set.of("setCurrentNamespace", "peek", "isEmpty", "size", "hashCode", "equals", "toString");

  private final Map<String, Integer> accesses = new TreeMap<>();

  /** How often each access was made since the last call. */
  public Map<String, Integer> takeAccesses() {
    Map<String, Integer> taken = Map.copyOf(accesses);
    accesses.clear();
    return taken;
  }

  /** How many accesses of these methods there were to states of any name. */
  public int count(String... methods) {
    return accesses.entrySet().stream()
        .filter(access -> Stream.of(methods).anyMatch(m -> access.getKey().endsWith(" " + m)))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /** The backend, whose states and queues are counted; {@code B} is an interface. */
  @SuppressWarnings("unchecked") // the proxy has all of the backend's public interfaces
  public <B> B counted(B backend) {
    return (B)
        proxy(
            backend,
            (proxy, method, arguments) -> {
              Object answer = method.invoke(backend, arguments);
              if (answer instanceof State) {
                return counted(nameOfState(arguments), answer);
              }
              return answer instanceof KeyGroupedInternalPriorityQueue<?>
                  ? counted((String) arguments[0], answer)
                  : answer;
            });
  }

  private static String nameOfState(Object[] arguments) {
    return Arrays.stream(arguments)
        .filter(StateDescriptor.class::isInstance)
        .map(descriptor -> ((StateDescriptor<?, ?>) descriptor).getName())
        .findFirst()
        .orElseThrow();
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
        CountedStates.class.getClassLoader(),
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
}
