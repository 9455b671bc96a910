package dev.belay.jinja;

import static dev.belay.jinja.FilterDefinition.define;

import dev.belay.jinja.value.Arithmetic;
import dev.belay.jinja.value.BoundArguments;
import dev.belay.jinja.value.CallArguments;
import dev.belay.jinja.value.CodePoints;
import dev.belay.jinja.value.Dict;
import dev.belay.jinja.value.Iteration;
import dev.belay.jinja.value.JinjaException;
import dev.belay.jinja.value.JsonWriter;
import dev.belay.jinja.value.None;
import dev.belay.jinja.value.Numbers;
import dev.belay.jinja.value.Tuple;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/** Filters that make text. */
final class TextFilters {

  private static final Pattern WORD = Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern WORD_START =
      Pattern.compile("[-\\s(\\[{<]+", Pattern.UNICODE_CHARACTER_CLASS);

  private TextFilters() {}

  static void defineIn(Map<String, FilterDefinition> table) {
    define(table, "upper", "", (context, in, _) -> TextCase.upper(context.str(in)));
    define(table, "lower", "", (context, in, _) -> TextCase.lower(context.str(in)));
    define(table, "capitalize", "", (context, in, _) -> TextCase.capitalize(context.str(in)));
    define(table, "title", "", (context, in, _) -> title(context.str(in)));
    define(table, "trim", "chars?", TextFilters::trim);
    define(table, "string", "", (context, in, _) -> context.str(in));
    define(table, "safe", "", (context, in, _) -> context.str(in));
    define(table, "escape", "", (context, in, _) -> escape(context.str(in)));
    define(table, "e", "", (context, in, _) -> escape(context.str(in)));
    define(table, "forceescape", "", (context, in, _) -> escape(context.str(in)));
    define(table, "replace", "old new count?", TextFilters::replace);
    define(table, "format", "**", TextFilters::format);
    define(table, "indent", "width? first? blank?", TextFilters::indent);
    define(table, "center", "width?", TextFilters::center);
    define(table, "truncate", "length? killwords? end? leeway?", TextFilters::truncate);
    define(
        table,
        "wordcount",
        "",
        (context, in, _) -> WORD.matcher(context.str(in)).results().count());
    define(table, "urlencode", "", (context, in, _) -> urlEncode(context, in));
    define(table, "tojson", "ensure_ascii? indent? separators? sort_keys?", TextFilters::toJson);
  }

  private static Object trim(RenderContext context, Object in, BoundArguments a) {
    return Strip.both(context.str(in), a.present(0).map(_ -> a.text(0)));
  }

  /** Words begin after white space, hyphens and opening brackets. */
  private static String title(String text) {
    StringBuilder title = new StringBuilder();
    int end = 0;
    for (var separator :
        (Iterable<java.util.regex.MatchResult>) WORD_START.matcher(text).results()::iterator) {
      title.append(word(text.substring(end, separator.start()))).append(separator.group());
      end = separator.end();
    }
    return title.append(word(text.substring(end))).toString();
  }

  private static String word(String word) {
    if (word.isEmpty()) {
      return "";
    }
    int first = word.offsetByCodePoints(0, 1);
    return TextCase.upper(word.substring(0, first)) + TextCase.lower(word.substring(first));
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace(">", "&gt;")
        .replace("<", "&lt;")
        .replace("'", "&#39;")
        .replace("\"", "&#34;");
  }

  private static Object replace(RenderContext context, Object in, BoundArguments a) {
    int count = a.present(2).isPresent() ? a.count(2) : -1;
    return TextSearch.replace(
        context, context.str(in), context.str(a.get(0)), context.str(a.get(1)), count);
  }

  private static Object format(RenderContext context, Object in, BoundArguments a) {
    CallArguments values = a.all();
    if (values.named().isEmpty()) {
      return context
          .arithmetic()
          .apply(Arithmetic.MODULO, context.str(in), new Tuple(values.positional()));
    }
    if (!values.positional().isEmpty()) {
      throw new JinjaException("can't handle positional and keyword arguments at the same time");
    }
    Dict dict = new Dict();
    values.named().forEach(dict::put);
    return context.arithmetic().apply(Arithmetic.MODULO, context.str(in), dict);
  }

  private static Object indent(RenderContext context, Object in, BoundArguments a) {
    if (!(in instanceof String text)) {
      throw new JinjaException("indent is for strings");
    }
    String by =
        a.optional(0).isPresent() && a.get(0) instanceof String given
            ? given
            : " ".repeat(Math.clamp(a.count(0, 4), 0, 1 << 16));
    List<String> lines = TextSplit.lines(context, text + "\n", false);
    context.budget().text(text.length() + (long) by.length() * lines.size());
    StringJoiner indented = new StringJoiner("\n");
    for (int i = 0; i < lines.size(); i++) {
      boolean plain = i == 0 ? !a.truth(1, false) : lines.get(i).isEmpty() && !a.truth(2, false);
      indented.add(plain ? lines.get(i) : by + lines.get(i));
    }
    return indented.toString();
  }

  private static Object center(RenderContext context, Object in, BoundArguments a) {
    return Padding.center(context, context.str(in), a.count(0, 80), " ");
  }

  private static Object truncate(RenderContext context, Object in, BoundArguments a) {
    String text = context.str(in);
    String end = a.text(2, "...");
    int length = a.count(0, 255);
    int leeway = a.present(3).isPresent() ? a.count(3) : 5;
    int cut = length - CodePoints.length(end);
    if (cut < 0 || leeway < 0) {
      throw new JinjaException("truncate: length is below that of its end, or leeway negative");
    }
    if (CodePoints.length(text) <= (long) length + leeway) {
      return text;
    }
    String kept = CodePoints.substring(text, 0, cut);
    int space = kept.lastIndexOf(' ');
    return (a.truth(1, false) || space < 0 ? kept : kept.substring(0, space)) + end;
  }

  private static Object urlEncode(RenderContext context, Object in) {
    if (in instanceof String || !Iteration.isIterable(in)) {
      return quote(context.str(in)).replace("%2F", "/");
    }
    StringJoiner query = new StringJoiner("&");
    Object pairs =
        in instanceof Dict dict ? dict.items().stream().map(Dict.Item::toTuple).toList() : in;
    Iterator<Object> items = context.iterate(pairs);
    while (items.hasNext()) {
      List<Object> pair = context.list(items.next());
      if (pair.size() != 2) {
        throw new JinjaException("urlencode: not a pair of key and value");
      }
      query.add(form(context.str(pair.get(0))) + "=" + form(context.str(pair.get(1))));
    }
    return query.toString();
  }

  private static String quote(String text) {
    return form(text).replace("+", "%20");
  }

  private static String form(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("*", "%2A").replace("%7E", "~");
  }

  private static Object toJson(RenderContext context, Object in, BoundArguments a) {
    Optional<Object> indent = a.present(1);
    boolean pretty = indent.isPresent();
    String item = pretty ? "," : ", ";
    String key = ": ";
    if (a.present(2).isPresent()) {
      List<Object> separators = context.list(a.get(2));
      if (separators.size() != 2
          || !(separators.get(0) instanceof String first)
          || !(separators.get(1) instanceof String second)) {
        throw new JinjaException("tojson: separators are two strings");
      }
      item = first;
      key = second;
    }
    JsonWriter.Layout layout =
        new JsonWriter.Layout(
            a.truth(0, false),
            pretty,
            indentation(indent.orElse(None.NONE)),
            item,
            key,
            a.truth(3, false));
    return new JsonWriter(context.budget(), context.comparison(), layout).write(in);
  }

  private static String indentation(Object indent) {
    if (indent instanceof String text) {
      return text;
    }
    if (indent == None.NONE) {
      return "";
    }
    int width =
        Numbers.clampedInt(indent)
            .orElseThrow(() -> new JinjaException("tojson: indent is a number or a string"));
    return " ".repeat(Math.clamp(width, 0, 1 << 10));
  }
}
