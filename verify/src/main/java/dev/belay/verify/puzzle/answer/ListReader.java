package dev.belay.verify.puzzle.answer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A list of items, each of them one of a few words or numbers, separated by commas, arrows, lines
 * or blanks, in brackets or not, numbered or not. In running text it is what follows a colon, "is"
 * or "are".
 */
public final class ListReader implements ValueReader<List<String>> {

  private static final int MAX_ITEMS = 200;
  private static final List<String> LINKS = List.of(" are ", " is ", ": ", ":\n", ":\r\n", " = ");

  private final String kind;
  private final Map<String, String> bySpelling = new LinkedHashMap<>();

  /**
   * A reader.
   *
   * @param kind what it reads, for reasons
   * @param items what an item may be, in lower case
   * @param aliases other spellings, and the item that each stands for
   */
  public ListReader(String kind, List<String> items, Map<String, String> aliases) {
    this.kind = kind;
    if (items.stream().anyMatch(item -> item.indexOf('-') >= 0)) {
      throw new IllegalArgumentException("hyphens separate items: " + items);
    }
    items.forEach(item -> bySpelling.put(Scan.lower(item), item));
    aliases.forEach((spelling, item) -> bySpelling.putIfAbsent(Scan.lower(spelling), item));
  }

  /** A reader of lists of the given items. */
  public ListReader(String kind, List<String> items) {
    this(kind, items, Map.of());
  }

  @Override
  public String kind() {
    return kind;
  }

  @Override
  public Optional<List<String>> bare(String text) {
    List<String> items = new ArrayList<>();
    for (String line : Scan.lines(text)) {
      if (!addItems(withoutNumber(line), items) || items.size() > MAX_ITEMS) {
        return Optional.empty();
      }
    }
    return items.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(items));
  }

  /** Without "1.", "2)", "-" or "*" before the item of a numbered or dotted list. */
  static String withoutNumber(String line) {
    String text = line.strip();
    int i = 0;
    while (i < text.length() && i < 3 && Scan.isDigit(text.charAt(i))) {
      i++;
    }
    boolean numbered =
        i > 0
            && i + 1 < text.length()
            && (text.charAt(i) == '.' || text.charAt(i) == ')')
            && text.charAt(i + 1) == ' ';
    if (numbered) {
      return text.substring(i + 1);
    }
    return text.startsWith("- ") || text.startsWith("* ") || text.startsWith("\u2022")
        ? text.substring(1)
        : text;
  }

  private boolean addItems(String text, List<String> into) {
    String line = text.replace('-', ' ');
    int end = 0;
    for (Scan.Word word : Scan.words(line)) {
      if (!isSeparator(line, end, word.from())) {
        return false;
      }
      end = word.to();
      String item = bySpelling.get(word.text());
      if (item != null) {
        into.add(item);
      } else if (!word.text().equals("and") && !word.text().equals("then")) {
        return false;
      }
    }
    return end > 0 && isSeparator(line, end, line.length());
  }

  private static boolean isSeparator(String line, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = line.charAt(i);
      if (!Scan.isSpace(c) && ",;.:!|&<>-\u2192\u2013[](){}*_`\"'\u201c\u201d$".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Lines; those with one item each, one after the other, are one list. */
  @Override
  public List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    boolean open = false;
    for (String line : Scan.lines(text)) {
      boolean single = bare(line).filter(items -> items.size() == 1).isPresent();
      if (single && open) {
        parts.set(parts.size() - 1, parts.getLast() + "\n" + line);
      } else {
        parts.add(line);
      }
      open = single;
    }
    return parts;
  }

  @Override
  public Set<List<String>> stated(String text) {
    Set<List<String>> found = new LinkedHashSet<>();
    for (String statement : Scan.statements(text)) {
      afterLink(statement).flatMap(this::bare).ifPresent(found::add);
    }
    if (found.isEmpty()) {
      afterLink(text).flatMap(this::bare).ifPresent(found::add);
    }
    return found;
  }

  private static Optional<String> afterLink(String text) {
    int after = -1;
    for (String link : LINKS) {
      int at = text.lastIndexOf(link);
      after = at < 0 ? after : Math.max(after, at + link.length());
    }
    return after < 0 ? Optional.empty() : Optional.of(text.substring(after));
  }
}
