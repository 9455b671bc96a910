package dev.belay.jinja.value;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;

/** Python's names of the types of values, for messages. */
final class TypeNames {

  private TypeNames() {}

  static String of(Object value) {
    return switch (value) {
      case None _ -> "NoneType";
      case Boolean _ -> "bool";
      case Long _ -> "int";
      case BigInteger _ -> "int";
      case Double _ -> "float";
      case String _ -> "str";
      case List<?> _ -> "list";
      case Tuple _ -> "tuple";
      case Dict _ -> "dict";
      case Range _ -> "range";
      case DictView view -> "dict_" + view.kind().name().toLowerCase(Locale.ROOT);
      case Undefined _ -> "Undefined";
      case Namespace _ -> "Namespace";
      case Lazy lazy -> lazy.typeName();
      case Callable _ -> "function";
      default -> value.getClass().getSimpleName();
    };
  }
}
