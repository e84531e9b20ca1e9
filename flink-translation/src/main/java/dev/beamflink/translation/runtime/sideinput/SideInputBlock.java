package dev.beamflink.translation.runtime.sideinput;

/**
 * Some encoded elements of a side input in one window: what travels on the broadcast edge, and what
 * checkpoints hold. Nobody changes the arrays.
 *
 * @param collection unique name of the PCollection
 * @param window the window, encoded with the PCollection's window coder
 * @param startsPane whether the pane that the block belongs to begins with it and, once complete,
 *     takes the place of the window's earlier pane
 * @param endsPane whether the pane is complete with it
 * @param count number of elements
 * @param elements the elements, one after the other, encoded with the PCollection's coder
 */
@SuppressWarnings("ArrayRecordComponent") // blocks are never compared
public record SideInputBlock(
    String collection,
    byte[] window,
    boolean startsPane,
    boolean endsPane,
    int count,
    byte[] elements) {

  @Override
  public String toString() {
    return "%d elements of %s (%d bytes)".formatted(count, collection, elements.length);
  }
}
