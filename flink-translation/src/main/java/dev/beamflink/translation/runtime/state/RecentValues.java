package dev.beamflink.translation.runtime.state;

import dev.beamflink.translation.runtime.element.EncodedKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.jspecify.annotations.Nullable;

/**
 * Values of the keys that came last, in memory between snapshots: an access to one of them costs
 * neither a look-up in the backend nor, where that is on disk, encoding. What has changed is
 * written to the backend ahead of a snapshot, and when there are too many; all is forgotten then.
 * So a snapshot finds in the backend what it would without, and no object in memory is part of an
 * older one.
 *
 * <p>Where keys seldom come again this saves nothing. It notices, and stands aside for a while.
 *
 * <p>For backends that have all keys at any time, which the one for sorted input in BATCH does not.
 * Task thread only.
 */
final class RecentValues {

  /** A value that is known not to be there. */
  private static final Object NOTHING = new Object();

  private static final int MOST_STATES = Integer.SIZE; // they have a bit each

  private static final int FEW = 1024;

  /** After a time in which they saved little, they stand aside for so many times as long. */
  private static final int PATIENCE = 8;

  private final KeyedStateBackend<EncodedKey> backend;
  private final RecentLimits limits;
  private final List<ScopedValue<Object>> states = new ArrayList<>();

  private @Nullable Entry[] table = new Entry[FEW];
  private int entries;
  private long bytes;

  /** What was asked for last, as an element mostly asks several times. */
  private @Nullable EncodedKey lastKey;

  private @Nullable EncodedNamespace lastNamespace;
  private @Nullable Entry last;

  private long asked;
  private long aside;

  RecentValues(KeyedStateBackend<EncodedKey> backend, RecentLimits limits) {
    this.backend = backend;
    this.limits = limits;
  }

  /**
   * The values of one key in one namespace. What is compared and the value of the first state are
   * fields, as a look-up takes as long as there are references to follow.
   */
  private static final class Entry {
    private final EncodedKey key;
    private final EncodedNamespace namespace;
    private final int length;
    private final long head;
    private final long tail;
    private @Nullable Entry next;

    /** Bits of the states that the backend has other values of. */
    private int changed;

    /** Bits of the states that the backend has no values of. */
    private int missing;

    /** Of the first state; null where the backend has not been asked yet. */
    private @Nullable Object first;

    private @Nullable Object @Nullable [] others;

    Entry(EncodedKey key, EncodedNamespace namespace) {
      this.key = key;
      this.namespace = namespace;
      this.length = key.length();
      this.head = key.head();
      this.tail = key.tail();
    }

    boolean isOf(EncodedKey otherKey, EncodedNamespace otherNamespace) {
      return head == otherKey.head()
          && tail == otherKey.tail()
          && length == otherKey.length()
          && (length <= 2 * Long.BYTES || key.equals(otherKey))
          && namespace.equals(otherNamespace);
    }

    @Nullable Object get(int state) {
      if (state == 0) {
        return first;
      }
      return others != null && state <= others.length ? others[state - 1] : null;
    }

    void set(int state, Object value) {
      if (state == 0) {
        first = value;
        return;
      }
      @Nullable Object[] enough = others;
      if (enough == null) {
        enough = new Object[state];
      } else if (state > enough.length) {
        enough = Arrays.copyOf(enough, state);
      }
      enough[state - 1] = value;
      others = enough;
    }
  }

  /** The same state by way of memory. */
  @SuppressWarnings("unchecked") // what comes out of a state went into it
  <V> ScopedValue<V> of(ScopedValue<V> state) {
    if (states.size() == MOST_STATES) {
      return state;
    }
    states.add((ScopedValue<Object>) state);
    return new Recent<>(this, states.size() - 1, state);
  }

  /** A state whose values are kept here. */
  private record Recent<V>(RecentValues all, int number, ScopedValue<V> backend)
      implements ScopedValue<V> {

    @Override
    public StateName name() {
      return backend.name();
    }

    @Override
    @SuppressWarnings("unchecked") // only values of this state have its number
    public @Nullable V get(EncodedNamespace namespace) {
      Entry entry = all.entry(namespace);
      if (entry == null) {
        return backend.get(namespace);
      }
      Object known = entry.get(number);
      if (known == null) {
        return read(entry);
      }
      return known == NOTHING ? null : (V) known;
    }

    private @Nullable V read(Entry entry) {
      V value = backend.get(entry.namespace);
      if (value == null) {
        entry.set(number, NOTHING);
        entry.missing |= 1 << number;
      } else {
        entry.set(number, value);
        all.grew(value);
      }
      return value;
    }

    @Override
    public void set(EncodedNamespace namespace, V value) {
      Entry entry = all.entry(namespace);
      if (entry == null) {
        backend.set(namespace, value);
      } else {
        entry.set(number, value);
        entry.changed |= 1 << number;
        all.grew(value);
      }
    }

    @Override
    public void clear(EncodedNamespace namespace) {
      Entry entry = all.entry(namespace);
      if (entry == null) {
        backend.clear(namespace);
      } else {
        entry.set(number, NOTHING);
        entry.changed |= 1 << number;
      }
    }
  }

  /** That of the current key, a new one if need be; null while these values stand aside. */
  @SuppressWarnings("ReferenceEquality") // who asks again has the same objects, mostly
  private @Nullable Entry entry(EncodedNamespace namespace) {
    EncodedKey key = backend.getCurrentKey();
    if (key == lastKey && namespace == lastNamespace) {
      return last;
    }
    if (aside > 0) {
      aside--;
      return null;
    }
    Entry found = find(key, namespace);
    if (found != null) {
      lastKey = key;
      lastNamespace = namespace;
      last = found;
    }
    return found;
  }

  private @Nullable Entry find(EncodedKey key, EncodedNamespace namespace) {
    asked++;
    int place = place(key, namespace);
    for (Entry entry = table[place]; entry != null; entry = entry.next) {
      if (entry.isOf(key, namespace)) {
        return entry;
      }
    }
    if (entries >= limits.entries()) {
      makeRoom();
      if (aside > 0) {
        return null;
      }
    }
    if (entries >= table.length) {
      enlarge();
    }
    entries++;
    return put(new Entry(key, namespace));
  }

  private int place(EncodedKey key, EncodedNamespace namespace) {
    int hash = (key.hashCode() * 31 + namespace.hashCode()) * 0x9E3779B9;
    return (hash ^ (hash >>> 16)) & (table.length - 1);
  }

  private Entry put(Entry entry) {
    int place = place(entry.key, entry.namespace);
    entry.next = table[place];
    table[place] = entry;
    return entry;
  }

  private void enlarge() {
    @Nullable Entry[] smaller = table;
    table = new Entry[smaller.length * 2];
    for (Entry chain : smaller) {
      for (Entry entry = chain; entry != null; ) {
        Entry following = entry.next;
        put(entry);
        entry = following;
      }
    }
  }

  private void grew(Object value) {
    bytes += limits.bytesOf(value);
    if (bytes > limits.bytes()) {
      makeRoom();
    }
  }

  private void makeRoom() {
    boolean worthIt = asked >= 2L * entries;
    aside = worthIt ? 0 : PATIENCE * asked;
    EncodedKey current = backend.getCurrentKey();
    settle();
    backend.setCurrentKey(current);
  }

  /**
   * Writes what has changed to the backend, and forgets everything. Leaves the backend with another
   * current key.
   */
  void settle() {
    lastKey = null;
    lastNamespace = null;
    last = null;
    for (Entry chain : table) {
      for (Entry entry = chain; entry != null; entry = entry.next) {
        if (entry.changed != 0) {
          write(entry);
        }
      }
    }
    table = new Entry[Math.max(FEW, Integer.highestOneBit(entries))];
    entries = 0;
    bytes = 0;
    asked = 0;
  }

  private void write(Entry entry) {
    backend.setCurrentKey(entry.key);
    for (int state = 0; state < states.size(); state++) {
      int bit = 1 << state;
      Object value = entry.get(state);
      if ((entry.changed & bit) == 0 || value == null) {
        continue;
      }
      if (value != NOTHING) {
        states.get(state).set(entry.namespace, value);
      } else if ((entry.missing & bit) == 0) {
        states.get(state).clear(entry.namespace);
      }
    }
  }
}
