package dev.beamflink.translation.runtime.sideinput;

/** Where the blocks of side inputs are kept for checkpoints. Used in the task's thread. */
interface BlockLog {

  /** Keeps nothing: for BATCH, where there are no checkpoints. */
  BlockLog NONE =
      new BlockLog() {
        @Override
        public void put(BlockKey key, SideInputBlock block) {}

        @Override
        public void remove(BlockKey key) {}
      };

  void put(BlockKey key, SideInputBlock block);

  void remove(BlockKey key);
}
