package dev.belay.safety.eval;

import dev.belay.safety.attack.AttackKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a suite is, for reports.
 *
 * @param name names its file; lower case letters, digits, dots, dashes and pluses
 * @param version rises when its prompts or its scoring change
 * @param kind what it measures
 * @param judges name and version of who scores, such as {@code refusal-patterns 1}; the first
 *     decides the metric
 * @param attack name, version and options of the attack made of its prompts; empty when they are
 *     asked as they are
 * @param attackKind how often a prompt is asked, and how the attack's success is counted
 * @param format how tasks are laid out and their answers found; null for suites without tasks
 */
public record SuiteInfo(
    String name,
    String version,
    SuiteKind kind,
    List<String> judges,
    String attack,
    AttackKind attackKind,
    @Nullable TaskFormat format) {

  /** A suite whose prompts are asked as they are. */
  public SuiteInfo(String name, String version, SuiteKind kind, List<String> judges) {
    this(name, version, kind, judges, "", AttackKind.ONE_QUERY, null);
  }

  public SuiteInfo {
    if (name.isEmpty() || !name.chars().allMatch(SuiteInfo::isAllowed) || name.startsWith(".")) {
      throw new IllegalArgumentException("not a suite's name: \"" + name + "\"");
    }
    judges = List.copyOf(judges);
  }

  /**
   * Whether a rate can be corrected by how often the judge errs on a completion. Not where a
   * verifier decides, nor where the worst of several completions counts: a wrong verdict on any of
   * them decides then.
   */
  public boolean isCorrectable() {
    return kind != SuiteKind.CAPABILITY && attackKind != AttackKind.ANY_QUERY;
  }

  /** The name of the attack made of its prompts; empty when they are asked as they are. */
  public String attackName() {
    int end = attack.indexOf(' ');
    return end < 0 ? attack : attack.substring(0, end);
  }

  /** The name without the attack: what the prompts are from. */
  public String benchmark() {
    String ending = "+" + attackName();
    return !attack.isEmpty() && name.endsWith(ending)
        ? name.substring(0, name.length() - ending.length())
        : name;
  }

  private static boolean isAllowed(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.'
        || c == '_'
        || c == '+';
  }
}
