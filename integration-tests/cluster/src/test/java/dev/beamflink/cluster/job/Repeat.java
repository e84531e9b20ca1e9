package dev.beamflink.cluster.job;

import java.lang.reflect.Method;
import java.util.Arrays;

/** A program that runs another one again and again: {@code TIMES MAIN-CLASS [ARGUMENT...]}. */
public final class Repeat {
  private static final int OWN_ARGUMENTS = 2;

  public static void main(String[] arguments) throws ReflectiveOperationException {
    int times = Integer.parseInt(arguments[0]);
    Method main = Class.forName(arguments[1]).getMethod("main", String[].class);
    String[] others = Arrays.copyOfRange(arguments, OWN_ARGUMENTS, arguments.length);
    for (int time = 0; time < times; time++) {
      main.invoke(null, (Object) others.clone());
    }
  }

  private Repeat() {}
}
