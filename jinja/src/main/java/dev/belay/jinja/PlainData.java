package dev.belay.jinja;

import dev.belay.jinja.value.Dict;
import dev.belay.jinja.value.JinjaException;
import dev.belay.jinja.value.None;
import dev.belay.jinja.value.Numbers;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Java's data to values of templates; nothing else than data gets in. */
final class PlainData {

  private static final int MAX_DEPTH = 200;

  private PlainData() {}

  static Map<String, Object> variables(Map<String, ? extends @Nullable Object> variables) {
    Map<String, Object> values = new LinkedHashMap<>();
    variables.forEach((name, value) -> values.put(name, value(value, 0)));
    return values;
  }

  private static Object value(@Nullable Object data, int depth) {
    if (depth > MAX_DEPTH) {
      throw new JinjaException("the data nests deeper than " + MAX_DEPTH + " levels");
    }
    return switch (data) {
      case null -> None.NONE;
      case String text -> text;
      case Boolean truth -> truth;
      case Long number -> number;
      case Integer number -> number.longValue();
      case Short number -> number.longValue();
      case Byte number -> number.longValue();
      case BigInteger number -> Numbers.normal(number);
      case Double number -> number;
      case Float number -> number.doubleValue();
      case BigDecimal number -> number.doubleValue();
      case List<?> list -> list(list, depth);
      case Map<?, ?> map -> dict(map, depth);
      default ->
          throw new JinjaException(
              "a template takes plain data, not a " + data.getClass().getName());
    };
  }

  private static List<Object> list(List<?> list, int depth) {
    List<Object> values = new ArrayList<>(list.size());
    for (Object item : list) {
      values.add(value(item, depth + 1));
    }
    return values;
  }

  private static Dict dict(Map<?, ?> map, int depth) {
    Dict dict = new Dict();
    map.forEach((key, value) -> dict.put(value(key, depth + 1), value(value, depth + 1)));
    return dict;
  }
}
