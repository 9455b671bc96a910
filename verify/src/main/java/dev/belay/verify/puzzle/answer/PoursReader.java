package dev.belay.verify.puzzle.answer;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Moves with jugs, which are named by their sizes: "fill 3", "empty the 5-litre jug", "pour 3 into
 * 5". They stand in lines, in sentences, or between commas.
 */
public final class PoursReader implements ValueReader<List<PoursReader.Move>> {

  private static final int MAX_MOVES = 100;
  private static final Set<String> VERBS = Set.of("fill", "empty", "pour");
  private static final Set<String> SMALL_WORDS =
      Set.of(
          "the",
          "jug",
          "from",
          "into",
          "in",
          "to",
          "up",
          "out",
          "completely",
          "litre",
          "liter",
          "litres",
          "liters",
          "gallon",
          "gallons",
          "then",
          "and",
          "first",
          "next",
          "finally",
          "water",
          "step",
          "with",
          "of",
          "l");

  /**
   * One move.
   *
   * @param verb fill, empty or pour
   * @param from the size of the jug
   * @param to of the jug that is poured into; that of {@code from} for other moves
   */
  public record Move(String verb, int from, int to) {

    @Override
    public String toString() {
      return verb.equals("pour") ? "pour %d into %d".formatted(from, to) : verb + " " + from;
    }
  }

  @Override
  public String kind() {
    return "moves such as \"fill 3, pour 3 into 5\"";
  }

  @Override
  public Optional<List<Move>> bare(String text) {
    List<Move> moves = new ArrayList<>();
    for (String line : Scan.lines(text)) {
      for (List<Scan.Word> part : byVerb(ListReader.withoutNumber(line))) {
        Optional<Move> move = move(part);
        if (move.isEmpty() || moves.size() >= MAX_MOVES) {
          return Optional.empty();
        }
        moves.add(move.get());
      }
    }
    return moves.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(moves));
  }

  /** The words of a line, cut before each verb. */
  private static List<List<Scan.Word>> byVerb(String line) {
    List<List<Scan.Word>> parts = new ArrayList<>();
    for (Scan.Word word : Scan.words(line.replace('-', ' '))) {
      if (parts.isEmpty() || VERBS.contains(word.text())) {
        if (!parts.isEmpty()
            && parts.getLast().stream().allMatch(w -> SMALL_WORDS.contains(w.text()))) {
          parts.removeLast(); // Such as "then" before the first verb.
        }
        parts.add(new ArrayList<>());
      }
      parts.getLast().add(word);
    }
    return parts;
  }

  private static Optional<Move> move(List<Scan.Word> words) {
    List<Integer> jugs = new ArrayList<>();
    for (Scan.Word word : words.subList(1, words.size())) {
      if (!SMALL_WORDS.contains(word.text())) {
        Optional<Integer> jug = jug(word.text());
        if (jug.isEmpty()) {
          return Optional.empty();
        }
        jugs.add(jug.get());
      }
    }
    String verb = words.getFirst().text();
    int wanted = verb.equals("pour") ? 2 : 1;
    return VERBS.contains(verb) && jugs.size() == wanted
        ? Optional.of(new Move(verb, jugs.getFirst(), jugs.getLast()))
        : Optional.empty();
  }

  private static Optional<Integer> jug(String word) {
    String digits = word.endsWith("l") ? word.substring(0, word.length() - 1) : word;
    return !digits.isEmpty()
            && digits.length() <= 3
            && digits.chars().allMatch(c -> c >= '0' && c <= '9')
        ? Optional.of(Integer.parseInt(digits))
        : Optional.empty();
  }

  @Override
  public Set<List<Move>> stated(String text) {
    Set<List<Move>> found = new LinkedHashSet<>();
    int colon = text.indexOf(':');
    if (colon >= 0) {
      bare(text.substring(colon + 1)).ifPresent(found::add);
    }
    return found;
  }
}
