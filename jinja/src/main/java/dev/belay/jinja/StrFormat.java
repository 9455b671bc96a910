package dev.belay.jinja;

import dev.belay.jinja.value.BoundedText;
import dev.belay.jinja.value.CallArguments;
import dev.belay.jinja.value.Dict;
import dev.belay.jinja.value.FormatSpec;
import dev.belay.jinja.value.JinjaException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** {@code str.format}: replacement fields such as <code>{0.name!r:>10}</code>. */
final class StrFormat {

  private static final int MAX_NESTING = 2;

  private final RenderContext context;
  private int nextField;
  private boolean numbered;

  StrFormat(RenderContext context) {
    this.context = context;
  }

  String format(String text, CallArguments arguments) {
    return format(text, name -> field(name, arguments), MAX_NESTING);
  }

  String format(String text, Dict mapping) {
    return format(text, name -> mapping.get(name).orElseThrow(() -> missing(name)), MAX_NESTING);
  }

  private static JinjaException missing(String name) {
    return new JinjaException("KeyError: '" + name + "'");
  }

  private Object field(String name, CallArguments arguments) {
    List<Object> positional = arguments.positional();
    boolean number = TextCase.all(name, c -> c >= '0' && c <= '9') && name.length() < 9;
    if (name.isEmpty() || number) {
      int index = name.isEmpty() ? nextField++ : Integer.parseInt(name);
      if (name.isEmpty() == numbered && nextField > 0) {
        throw new JinjaException(
            "cannot switch between manual field specification and automatic field numbering");
      }
      numbered |= !name.isEmpty();
      if (index >= positional.size()) {
        throw new JinjaException(
            "Replacement index " + index + " out of range for positional args tuple");
      }
      return positional.get(index);
    }
    return Optional.ofNullable(arguments.named().get(name)).orElseThrow(() -> missing(name));
  }

  private String format(String text, Function<String, Object> fields, int nesting) {
    if (nesting == 0) {
      throw new JinjaException("Max string recursion exceeded");
    }
    BoundedText out = new BoundedText(context.budget());
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      boolean doubled = at + 1 < text.length() && text.charAt(at + 1) == c;
      if ((c == '{' || c == '}') && doubled) {
        out.append(c);
        at += 2;
      } else if (c == '{') {
        int end = closing(text, at + 1);
        out.append(replacement(text.substring(at + 1, end), fields, nesting));
        at = end + 1;
      } else if (c == '}') {
        throw new JinjaException("Single '}' encountered in format string");
      } else {
        int next = at + 1;
        while (next < text.length() && text.charAt(next) != '{' && text.charAt(next) != '}') {
          next++;
        }
        out.append(text.substring(at, next));
        at = next;
      }
    }
    return out.toString();
  }

  private static int closing(String text, int from) {
    int depth = 1;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    throw new JinjaException("expected '}' before end of string");
  }

  private String replacement(String field, Function<String, Object> fields, int nesting) {
    int nameEnd = nameEnd(field);
    Object value = lookup(field.substring(0, nameEnd), fields);
    int at = nameEnd;
    if (at < field.length() && field.charAt(at) == '!') {
      if (at + 1 >= field.length()) {
        throw new JinjaException("unmatched '{' in format spec");
      }
      value = converted(value, field.charAt(at + 1));
      at += 2;
    }
    if (at < field.length() && field.charAt(at) != ':') {
      throw new JinjaException("expected ':' after conversion specifier");
    }
    String spec = at < field.length() ? field.substring(at + 1) : "";
    String plainSpec = spec.isEmpty() ? "" : format(spec, fields, nesting - 1);
    return new FormatSpec(context.budget(), context.text()).format(value, plainSpec);
  }

  private static int nameEnd(String field) {
    boolean bracket = false;
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      bracket = c == '[' || (bracket && c != ']');
      if (!bracket && (c == '!' || c == ':')) {
        return i;
      }
    }
    return field.length();
  }

  private Object lookup(String path, Function<String, Object> fields) {
    int end = 0;
    while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
      end++;
    }
    Object value = fields.apply(path.substring(0, end));
    while (end < path.length()) {
      if (path.charAt(end) == '.') {
        int next = end + 1;
        while (next < path.length() && path.charAt(next) != '.' && path.charAt(next) != '[') {
          next++;
        }
        value = context.attributes().attribute(value, path.substring(end + 1, next));
        end = next;
      } else {
        int close = path.indexOf(']', end);
        if (path.charAt(end) != '[' || close < 0) {
          throw new JinjaException("Missing ']' in format string");
        }
        value = context.attributes().subscript(value, key(path.substring(end + 1, close)));
        end = close + 1;
      }
    }
    return value;
  }

  private static Object key(String text) {
    return TextCase.all(text, c -> c >= '0' && c <= '9') && text.length() < 10
        ? (Object) Long.parseLong(text)
        : text;
  }

  private String converted(Object value, char conversion) {
    return switch (conversion) {
      case 's' -> context.str(value);
      case 'r' -> context.text().repr(value);
      case 'a' -> context.text().ascii(value);
      default -> throw new JinjaException("Unknown conversion specifier '" + conversion + "'");
    };
  }
}
