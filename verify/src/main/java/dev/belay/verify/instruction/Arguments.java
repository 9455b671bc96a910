package dev.belay.verify.instruction;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.data.Reference.Constraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of an instruction. What is missing or cannot be read becomes an issue, and a value
 * that will do stands in for it: IFEval draws missing arguments at random, so that nobody could
 * follow.
 */
final class Arguments {

  private final Constraint constraint;
  private final List<String> issues;
  private final Set<String> unread;

  Arguments(Constraint constraint, List<String> issues) {
    this.constraint = constraint;
    this.issues = issues;
    this.unread = new TreeSet<>(constraint.arguments().keySet());
    constraint.arguments().forEach((name, value) -> dropIfNull(name, value));
  }

  private void dropIfNull(String name, JsonNode value) {
    if (value.isNull()) {
      unread.remove(name);
    }
  }

  private @Nullable JsonNode value(String name) {
    unread.remove(name);
    JsonNode value = constraint.arguments().get(name);
    return value == null || value.isNull() ? null : value;
  }

  private void wrong(String name, String needed, @Nullable JsonNode found) {
    String what = found == null ? "nothing" : shortened(found.toString());
    issue("\"%s\" must be %s, found %s".formatted(name, needed, what));
  }

  private void issue(String what) {
    issues.add(constraint.id() + ": " + what);
  }

  private static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 57) + "\u2026";
  }

  /** A whole number. */
  int count(String name, int least) {
    JsonNode value = value(name);
    boolean whole =
        value != null
            && value.isNumber()
            && value.canConvertToExactIntegral()
            && value.canConvertToInt();
    if (value == null || !whole || value.intValue() < least) {
      wrong(name, "a whole number, %d or more".formatted(least), value);
      return least;
    }
    return value.intValue();
  }

  /** A text that is not blank, without white space at its ends. */
  String text(String name) {
    JsonNode value = value(name);
    if (value == null || !value.isTextual() || PythonText.isBlank(value.textValue())) {
      wrong(name, "a text", value);
      return "\u0000";
    }
    return PythonText.strip(value.textValue());
  }

  /** Whether there is a value under a name. */
  boolean has(String name) {
    JsonNode value = constraint.arguments().get(name);
    return value != null && !value.isNull();
  }

  /** A list of texts, none of them blank, at least one. */
  List<String> texts(String name) {
    JsonNode value = value(name);
    List<String> texts = new ArrayList<>();
    boolean readable = value != null && value.isArray() && !value.isEmpty();
    if (value != null) {
      for (JsonNode element : value) {
        readable &= element.isTextual() && !PythonText.isBlank(element.textValue());
        texts.add(element.asText());
      }
    }
    if (!readable) {
      wrong(name, "a list of words, at least one", value);
      return List.of("\u0000");
    }
    return texts;
  }

  /** A count with its relation; "less than 0" cannot be met. */
  Threshold threshold(String countName, String relationName) {
    int count = count(countName, 0);
    JsonNode value = value(relationName);
    Relation relation =
        value != null && value.isTextual() ? Relation.of(value.textValue()).orElse(null) : null;
    if (relation == null) {
      wrong(relationName, "one of " + Relation.spellings(), value);
      return new Threshold(Relation.AT_LEAST, count);
    }
    if (relation == Relation.LESS_THAN && count == 0) {
      issue("nothing has less than 0 of anything, so that no completion could follow");
    }
    return new Threshold(relation, count);
  }

  /** What a count must come to. */
  record Threshold(Relation relation, int count) {
    boolean holds(long found) {
      return relation.holds(found, count);
    }
  }

  /** Adds an issue of the values together. */
  void require(boolean holds, String otherwise) {
    if (!holds) {
      issue(otherwise);
    }
  }

  /** Adds an issue for arguments that the instruction does not have. */
  void requireAllRead() {
    if (!unread.isEmpty()) {
      issue("has no argument " + String.join(", ", unread));
    }
  }
}
