package dev.belay.jinja.value;

import java.math.BigInteger;
import java.util.List;

/** Python's truth of a value. */
public final class Truth {

  private Truth() {}

  public static boolean of(Object value) {
    return switch (value) {
      case None _ -> false;
      case Undefined _ -> false;
      case Boolean truth -> truth;
      case Long number -> number != 0;
      case BigInteger number -> number.signum() != 0;
      case Double number -> number != 0;
      case String text -> !text.isEmpty();
      case List<?> list -> !list.isEmpty();
      case Tuple tuple -> !tuple.items().isEmpty();
      case Dict dict -> dict.size() > 0;
      case Range range -> range.size() > 0;
      case DictView view -> view.dict().size() > 0;
      default -> true;
    };
  }
}
