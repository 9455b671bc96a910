package dev.belay.verify.audit;

import java.util.ArrayList;
import java.util.List;

/** All exploits, in the order of the table. */
public final class Battery {

  /** Each is tried on the problems that it applies to. */
  public static final List<Exploit> ALL = all();

  private Battery() {}

  private static List<Exploit> all() {
    List<Exploit> all = new ArrayList<>(CommonExploits.ALL);
    all.addAll(AnswerExploits.ALL);
    all.addAll(ChoiceExploits.ALL);
    all.addAll(ProgramExploits.ALL);
    all.addAll(Guesses.ALL);
    return List.copyOf(all);
  }
}
