package dev.belay.cli;

import dev.belay.core.error.Printable;
import dev.belay.core.run.RunWarnings.Warning;
import dev.belay.safety.eval.Prose;
import java.util.List;

/** What a run warned of, for the end of its summary. */
final class WarningText {

  private WarningText() {}

  /** A line a warning, wrapped; empty where there was none. */
  static String of(List<Warning> warnings) {
    StringBuilder text = new StringBuilder();
    for (Warning warning : warnings) {
      text.append(Prose.wrap(Printable.of("warning: " + warning.words()), "  "));
    }
    return text.toString();
  }
}
