package dev.belay.safety.eval;

import dev.belay.safety.attack.AttackInfo;
import dev.belay.safety.attack.AttackKind;

/**
 * The attack made of a suite's prompts.
 *
 * @param name without version and options
 * @param label name, version and options, as files and reports give them
 * @param kind how often a prompt is asked, and how success is counted
 */
public record SuiteAttack(String name, String label, AttackKind kind) {

  static SuiteAttack of(AttackInfo info) {
    return new SuiteAttack(info.name(), info.label(), info.kind());
  }

  /** What a file says, which keeps label and kind: a label begins with the name. */
  static SuiteAttack read(String label, AttackKind kind) {
    int end = label.indexOf(' ');
    return new SuiteAttack(end < 0 ? label : label.substring(0, end), label, kind);
  }
}
