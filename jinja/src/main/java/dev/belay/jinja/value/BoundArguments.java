package dev.belay.jinja.value;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Arguments of one call by parameter, counted from 0. */
public final class BoundArguments {

  private final String function;
  private final @Nullable Object[] values;
  private final CallArguments all;

  BoundArguments(String function, @Nullable Object[] values, CallArguments all) {
    this.function = function;
    this.values = values;
    this.all = all;
  }

  /** A required argument. */
  public Object get(int index) {
    Object value = values[index];
    if (value == null) {
      throw new JinjaException(function + "() misses argument " + (index + 1));
    }
    return value;
  }

  /** An optional argument; empty when not given. */
  public Optional<Object> optional(int index) {
    return Optional.ofNullable(values[index]);
  }

  /** An optional argument; empty when not given or {@code None}. */
  public Optional<Object> present(int index) {
    return optional(index).filter(value -> value != None.NONE);
  }

  public boolean truth(int index, boolean otherwise) {
    return optional(index).map(Truth::of).orElse(otherwise);
  }

  /** A truth where Python takes an integer or a truth and nothing else. */
  public boolean flag(int index) {
    if (optional(index).isPresent() && !Numbers.isInteger(get(index))) {
      throw wrongType(index, "int");
    }
    return truth(index, false);
  }

  /** A string; anything else is an error. */
  public String text(int index) {
    if (get(index) instanceof String text) {
      return text;
    }
    throw wrongType(index, "str");
  }

  public String text(int index, String otherwise) {
    return optional(index).isPresent() ? text(index) : otherwise;
  }

  /** An integer; values beyond 32 bits are clamped, for counts and positions. */
  public int count(int index) {
    return Numbers.clampedInt(get(index)).orElseThrow(() -> wrongType(index, "int"));
  }

  public int count(int index, int otherwise) {
    return optional(index).isPresent() ? count(index) : otherwise;
  }

  /** The arguments as given. */
  public CallArguments all() {
    return all;
  }

  public JinjaException wrongType(int index, String wanted) {
    return new JinjaException(
        "%s() argument %d must be %s, not %s"
            .formatted(function, index + 1, wanted, TypeNames.of(get(index))));
  }
}
