package dev.belay.verify.puzzle.answer;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who of some people is a knight and who is a knave: "Ann is a knight and Bob is a knave", "Ann:
 * knight, Bob: knave", "Both Ann and Bob are knights". A text that gives somebody both roles, or
 * leaves somebody out, gives none.
 */
public final class RolesReader implements ValueReader<Map<String, String>> {

  private static final Set<String> DENIALS = Set.of("not", "isn't", "aren't", "neither");

  private final List<String> people;

  /**
   * A reader.
   *
   * @param people in lower case
   */
  public RolesReader(List<String> people) {
    this.people = List.copyOf(people);
  }

  @Override
  public String kind() {
    return "a role for each of " + String.join(", ", people);
  }

  @Override
  public Optional<Map<String, String>> bare(String text) {
    Map<String, String> roles = new TreeMap<>();
    for (String sentence : Scan.sentences(text)) {
      if (sentence.endsWith("?") || !addRoles(Scan.words(sentence), roles)) {
        return Optional.empty();
      }
    }
    return roles.size() == people.size() ? Optional.of(Map.copyOf(roles)) : Optional.empty();
  }

  /** Each role goes to those named since the last; false for contradictions and conditions. */
  private boolean addRoles(List<Scan.Word> words, Map<String, String> into) {
    List<String> named = new ArrayList<>();
    boolean denied = false;
    for (Scan.Word word : words) {
      String role = role(word.text());
      if (word.text().equals("if") || word.text().equals("or") || word.text().equals("says")) {
        return false;
      }
      denied |= DENIALS.contains(word.text());
      if (people.contains(word.text())) {
        named.add(word.text());
      } else if (role != null) {
        String given = denied ? other(role) : role;
        for (String person : named) {
          String before = into.put(person, given);
          if (before != null && !before.equals(given)) {
            return false;
          }
        }
        named.clear();
        denied = false;
      }
    }
    return true;
  }

  private static @Nullable String role(String word) {
    return switch (word) {
      case "knight", "knights" -> "knight";
      case "knave", "knaves" -> "knave";
      default -> null;
    };
  }

  private static String other(String role) {
    return role.equals("knight") ? "knave" : "knight";
  }

  @Override
  public Set<Map<String, String>> stated(String text) {
    Set<Map<String, String>> found = new LinkedHashSet<>();
    StringBuilder statements = new StringBuilder();
    for (String sentence : Scan.statements(text)) {
      bare(sentence).ifPresent(found::add);
      statements.append(sentence).append('\n');
    }
    if (found.isEmpty()) {
      bare(statements.toString()).ifPresent(found::add);
    }
    return found;
  }
}
