package dev.belay.jinja.value;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Python's dict: keeps the order of insertion, and keys that compare equal are one key ({@code 1},
 * {@code 1.0} and {@code True}). Filled while it is built, then only read.
 */
public final class Dict {

  /** A key as it was written first, and its value. */
  public record Item(Object key, Object value) {

    public Tuple toTuple() {
      return Tuple.of(key, value);
    }
  }

  private final Map<Object, Item> items = new LinkedHashMap<>();

  public Dict() {}

  public Dict(Dict other) {
    items.putAll(other.items);
  }

  public void put(Object key, Object value) {
    Object hashed = hashed(key);
    Item old = items.get(hashed);
    items.put(hashed, new Item(old == null ? key : old.key(), value));
  }

  public void putAll(Dict other) {
    other.items().forEach(item -> put(item.key(), item.value()));
  }

  public void remove(Object key) {
    items.remove(hashed(key));
  }

  public Optional<Object> get(Object key) {
    return Optional.ofNullable(items.get(hashed(key))).map(Item::value);
  }

  public boolean containsKey(Object key) {
    return items.containsKey(hashed(key));
  }

  public int size() {
    return items.size();
  }

  public Collection<Item> items() {
    return items.values();
  }

  /** The keys in order. */
  public List<Object> keys() {
    List<Object> keys = new ArrayList<>(items.size());
    items.values().forEach(item -> keys.add(item.key()));
    return keys;
  }

  /** The values in order. */
  public List<Object> values() {
    List<Object> values = new ArrayList<>(items.size());
    items.values().forEach(item -> values.add(item.value()));
    return values;
  }

  /** A stand-in whose {@code equals} is Python's {@code ==} for what may be a key. */
  static Object hashed(Object key) {
    return switch (key) {
      case Boolean truth -> truth ? 1L : 0L;
      case Double number when number == Math.rint(number) && !Double.isInfinite(number) ->
          Numbers.fromDouble(number);
      case BigInteger number -> Numbers.normal(number);
      case Tuple tuple -> new TupleKey(tuple);
      case Slicing.Slice _ -> throw unhashable(key);
      case List<?> _ -> throw unhashable(key);
      case Dict _ -> throw unhashable(key);
      default -> key;
    };
  }

  private static JinjaException unhashable(Object key) {
    return new JinjaException("unhashable type: '" + TypeNames.of(key) + "'");
  }
}
