package dev.belay.jinja.value;

import java.util.List;

/**
 * A tuple as a key: hash and {@code ==} are Python's. Tuples may hold one tuple many times, so that
 * a small one has more items than any memory; those beyond a limit are no keys.
 */
final class TupleKey {

  private static final int MOST_ITEMS = 1_000;

  private final Tuple tuple;
  private final int hash;
  private int counted;

  TupleKey(Tuple tuple) {
    this.tuple = tuple;
    this.hash = hash(tuple);
  }

  private int hash(Tuple part) {
    int result = 1;
    for (Object item : part.items()) {
      if (++counted > MOST_ITEMS) {
        throw new JinjaException(
            "a tuple of more than %,d items cannot be a key".formatted(MOST_ITEMS));
      }
      int own = item instanceof Tuple inner ? hash(inner) : Dict.hashed(item).hashCode();
      result = 31 * result + own;
    }
    return result;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TupleKey key && hash == key.hash && same(tuple, key.tuple);
  }

  private static boolean same(Tuple a, Tuple b) {
    List<Object> left = a.items();
    List<Object> right = b.items();
    if (left.size() != right.size()) {
      return false;
    }
    for (int i = 0; i < left.size(); i++) {
      boolean equal =
          (left.get(i) instanceof Tuple inner && right.get(i) instanceof Tuple other)
              ? same(inner, other)
              : Dict.hashed(left.get(i)).equals(Dict.hashed(right.get(i)));
      if (!equal) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
