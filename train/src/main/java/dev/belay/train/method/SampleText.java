package dev.belay.train.method;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.Printable;
import dev.belay.safety.eval.Prose;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * Completions for a terminal, in lines of at most {@link Prose#WIDTH} characters: what a model
 * writes stands behind a bar, is cut where it is long, and cannot do anything there.
 */
final class SampleText {

  private static final int PROMPT_LINES = 4;
  private static final int COMPLETION_LINES = 12;
  private static final String INDENT = "  ";
  private static final String BAR = "    | ";

  private final List<String> lines = new ArrayList<>();

  List<String> lines() {
    return List.copyOf(lines);
  }

  void heading(String text) {
    lines.addAll(Prose.within(text, Prose.WIDTH));
  }

  void prompt(JsonNode line) {
    lines.add(INDENT + "prompt");
    quoted(line.path("prompt").asText(), PROMPT_LINES);
  }

  void completion(String name, JsonNode line) {
    StringJoiner about = new StringJoiner(", ", INDENT + name + ": ", "");
    about.add(String.format(Locale.ROOT, "reward %.3g", line.path("reward").doubleValue()));
    line.path("verdicts")
        .properties()
        .forEach(
            verdict ->
                about.add(verdict.getKey() + " " + verdict.getValue().path("state").asText()));
    if (line.path("finish_reason").asText().equals("length")) {
      about.add("cut off");
    }
    lines.addAll(Prose.within(Printable.visible(about.toString()), Prose.WIDTH));
    String text = line.path("completion").asText();
    quoted(text.isBlank() ? line.path("reasoning").asText(text) : text, COMPLETION_LINES);
  }

  private void quoted(String text, int most) {
    List<String> all = Prose.within(Printable.visible(text.strip()), Prose.WIDTH - BAR.length());
    all.stream().limit(most).forEach(line -> lines.add((BAR + line).stripTrailing()));
    if (all.size() > most) {
      int more = all.size() - most;
      lines.add("    … %d more line%s".formatted(more, more == 1 ? "" : "s"));
    }
  }
}
