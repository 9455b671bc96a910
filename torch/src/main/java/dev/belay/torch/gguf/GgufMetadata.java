package dev.belay.torch.gguf;

import dev.belay.core.error.BadInputException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A GGUF file's metadata by key, each read checked for presence, type and range. */
public final class GgufMetadata {

  private final Path file;
  private final Map<String, GgufValue> values;

  GgufMetadata(Path file, Map<String, GgufValue> values) {
    this.file = file;
    this.values = new LinkedHashMap<>(values);
  }

  /** The value of a key as the file gives it, if there is one. */
  public Optional<GgufValue> value(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** Whether the file has this key. */
  public boolean has(String key) {
    return values.containsKey(key);
  }

  /** All keys, in the file's order. */
  public Set<String> keys() {
    return Collections.unmodifiableSet(values.keySet());
  }

  /** A string that must be there. */
  public String text(String key) {
    return optionalText(key).orElseThrow(() -> missing(key));
  }

  /** A string that may be there. */
  public Optional<String> optionalText(String key) {
    return switch (values.get(key)) {
      case null -> Optional.empty();
      case GgufValue.Text(String text) -> Optional.of(text);
      case GgufValue other -> throw wrong(key, other, "a string");
    };
  }

  /** An integer in {@code [min, max]} that must be there. */
  public int whole(String key, int min, int max) {
    return optionalWhole(key, min, max).orElseThrow(() -> missing(key));
  }

  /**
   * An integer in {@code [min, max]} that may be there. An array, by which some files give one
   * value per layer, is accepted if its elements are equal.
   */
  public OptionalInt optionalWhole(String key, int min, int max) {
    GgufValue value = values.get(key);
    if (value == null) {
      return OptionalInt.empty();
    }
    GgufValue scalar = value instanceof GgufValue.Numbers list ? onlyElement(key, list) : value;
    if (scalar instanceof GgufValue.Whole whole
        && !whole.isTooLarge()
        && whole.value() >= min
        && whole.value() <= max) {
      return OptionalInt.of((int) whole.value());
    }
    throw wrong(key, scalar, "an integer from " + min + " to " + max);
  }

  /** A finite number that must be there. */
  public double real(String key) {
    return switch (values.get(key)) {
      case null -> throw missing(key);
      case GgufValue.Real(var type, double real) when Double.isFinite(real) -> real;
      case GgufValue other -> throw wrong(key, other, "a finite number");
    };
  }

  /** A truth value, {@code otherwise} if the file has none. */
  public boolean flag(String key, boolean otherwise) {
    return switch (values.get(key)) {
      case null -> otherwise;
      case GgufValue.Truth(boolean truth) -> truth;
      case GgufValue other -> throw wrong(key, other, "true or false");
    };
  }

  /** An array of strings that must be there. */
  public List<String> texts(String key) {
    return switch (values.get(key)) {
      case null -> throw missing(key);
      case GgufValue.Texts(List<String> texts) -> texts;
      case GgufValue other -> throw wrong(key, other, "an array of strings");
    };
  }

  /** An array of exactly {@code count} integers that must be there. */
  public int[] wholes(String key, int count) {
    GgufValue value = values.get(key);
    if (value == null) {
      throw missing(key);
    }
    if (!(value instanceof GgufValue.Numbers list)
        || !list.elementType().isWhole()
        || list.count() != count) {
      throw wrong(key, value, "an array of " + count + " integers");
    }
    int[] numbers = new int[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (int) ((GgufValue.Whole) list.get(i)).value();
    }
    return numbers;
  }

  /** An array of exactly {@code count} finite numbers that must be there. */
  public float[] reals(String key, int count) {
    GgufValue value = values.get(key);
    if (value == null) {
      throw missing(key);
    }
    if (!(value instanceof GgufValue.Numbers list) || list.count() != count) {
      throw wrong(key, value, "an array of " + count + " numbers");
    }
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      if (!(list.get(i) instanceof GgufValue.Real(var type, double real))
          || !Double.isFinite(real)) {
        throw fail(key, "element %d is not a finite number".formatted(i));
      }
      numbers[i] = (float) real;
    }
    return numbers;
  }

  /** An error about one key, naming the file. */
  public BadInputException fail(String key, String message) {
    return new BadInputException(file + ": " + key + ": " + message);
  }

  private GgufValue onlyElement(String key, GgufValue.Numbers list) {
    @Nullable GgufValue first = list.count() == 0 ? null : list.get(0);
    for (int i = 1; i < list.count(); i++) {
      if (!list.get(i).equals(first)) {
        throw wrong(key, list, "one value for all layers");
      }
    }
    if (first == null) {
      throw wrong(key, list, "a value");
    }
    return first;
  }

  private BadInputException missing(String key) {
    return fail(key, "missing from the metadata");
  }

  private BadInputException wrong(String key, GgufValue found, String wanted) {
    return fail(key, "found " + found.describe() + ", expected " + wanted);
  }
}
