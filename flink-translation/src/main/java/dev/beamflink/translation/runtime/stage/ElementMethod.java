package dev.beamflink.translation.runtime.stage;

import org.jspecify.annotations.Nullable;

/**
 * The {@code @ProcessElement} method of a DoFn, if it asks for an element and a receiver of outputs
 * only. What implements it is made next to the DoFn by {@link DirectCalls}, hence public.
 */
@FunctionalInterface
public interface ElementMethod {

  /**
   * Calls the method.
   *
   * @param receiver an {@code OutputReceiver} or {@code MultiOutputReceiver}, as the method wants
   */
  void process(@Nullable Object element, Object receiver);
}
