package dev.belay.session.plan;

import dev.belay.core.data.DataLocations;
import dev.belay.core.error.IssueCollector;
import dev.belay.core.recipe.EvaluateSpec;
import dev.belay.safety.attack.Attack;
import dev.belay.safety.attack.AttackKind;
import dev.belay.safety.attack.AttackOptions;
import dev.belay.safety.attack.Attacks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds attacks by name, sets their options and reads the files that they need. */
final class AttackPlanner {

  private AttackPlanner() {}

  /** The attacks of an evaluation that can be made; what is wrong goes to the issues. */
  static List<Attack> attacks(EvaluateSpec spec, DataLocations locations, IssueCollector issues) {
    return attacks("evaluate", spec.attacks(), spec.attackOptions(), locations, issues);
  }

  /**
   * Attacks that can be made; what is wrong goes to the issues.
   *
   * @param section the property path of the section that names them
   */
  static List<Attack> attacks(
      String section,
      List<String> names,
      List<String> given,
      DataLocations locations,
      IssueCollector issues) {
    Attacks known = Attacks.load();
    Map<String, Map<String, String>> options =
        issues
            .collect(section + ".attack_options", () -> AttackOptions.parse(given, names))
            .orElse(Map.of());
    List<Attack> attacks = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      issues
          .collect(
              section + ".attacks[" + i + "]",
              () -> ready(known.named(name), options.getOrDefault(name, Map.of()), locations))
          .ifPresent(attacks::add);
    }
    return attacks;
  }

  /**
   * Of these attacks those that ask once, the same of every model; the others are issues.
   *
   * @param why it has to be so
   */
  static List<Attack> ofOneQuery(
      String section,
      List<String> names,
      List<String> given,
      String why,
      DataLocations locations,
      IssueCollector issues) {
    List<Attack> single = new ArrayList<>();
    for (Attack attack : attacks(section, names, given, locations, issues)) {
      if (attack.info().kind() == AttackKind.ONE_QUERY) {
        single.add(attack);
      } else {
        issues.add(
            section + ".attacks",
            "%s %s; %s. Name attacks of one query, such as prefix-injection, and measure with this one before and after."
                .formatted(
                    attack.info().name(),
                    attack.info().kind() == AttackKind.FITTED
                        ? "is fitted to every model anew"
                        : "asks several times",
                    why));
      }
    }
    return single;
  }

  private static Attack ready(Attack attack, Map<String, String> options, DataLocations locations) {
    return (options.isEmpty() ? attack : attack.configure(options)).prepare(locations);
  }
}
