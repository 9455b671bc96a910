package dev.belay.safety.eval;

import dev.belay.safety.attack.AttackKind;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a suite is, for reports.
 *
 * @param name names its file; lower case letters, digits, dots, dashes and pluses
 * @param version rises when its prompts or its scoring change
 * @param kind what it measures
 * @param judges name and version of who scores, such as {@code refusal-patterns 1}; the first
 *     decides the metric
 * @param attack made of its prompts; empty when they are asked as they are
 * @param format how tasks are laid out and their answers found; null for suites without tasks
 */
public record SuiteInfo(
    String name,
    String version,
    SuiteKind kind,
    List<String> judges,
    Optional<SuiteAttack> attack,
    @Nullable TaskFormat format) {

  /** A suite whose prompts are asked as they are. */
  public SuiteInfo(String name, String version, SuiteKind kind, List<String> judges) {
    this(name, version, kind, judges, Optional.empty(), null);
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
    return kind != SuiteKind.CAPABILITY && attackKind() != AttackKind.ANY_QUERY;
  }

  /** How often a prompt is asked: once without an attack. */
  public AttackKind attackKind() {
    return attack.map(SuiteAttack::kind).orElse(AttackKind.ONE_QUERY);
  }

  /** The name without the attack: what the prompts are from. */
  public String benchmark() {
    return attack
        .map(made -> "+" + made.name())
        .filter(name::endsWith)
        .map(ending -> name.substring(0, name.length() - ending.length()))
        .orElse(name);
  }

  private static boolean isAllowed(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.'
        || c == '_'
        || c == '+'
        || c == '@';
  }
}
