package dev.belay.jinja.value;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Arguments of one call, evaluated: by position, and by name in the order written. */
public record CallArguments(List<Object> positional, Map<String, Object> named) {

  public static final CallArguments NONE = new CallArguments(List.of(), Map.of());

  public static CallArguments of(Object... positional) {
    return new CallArguments(List.of(positional), Map.of());
  }

  /** These arguments without the first ones by position. */
  public CallArguments skip(int count) {
    return new CallArguments(positional.subList(count, positional.size()), named);
  }

  /** The arguments by name, to be taken out one by one. */
  public Map<String, Object> namedCopy() {
    return new LinkedHashMap<>(named);
  }
}
