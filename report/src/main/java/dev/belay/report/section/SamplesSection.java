package dev.belay.report.section;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.report.data.ReportData;
import dev.belay.report.data.Sample;
import dev.belay.report.data.Subject;
import dev.belay.report.page.Html;
import dev.belay.report.page.Page;
import java.util.Locale;
import java.util.Optional;

/**
 * Prompts with the completions before and after, as data: a script shows a few at a time, as text,
 * and folds away what asks for harm.
 */
final class SamplesSection implements Section {

  /** Longer texts are cut in the page; the folder has them whole. */
  static final int LONGEST = 100_000;

  @Override
  public Optional<String> missing(ReportData data) {
    return data.subjects().stream().allMatch(subject -> subject.samples().isEmpty())
        ? Optional.of("Samples: no folder holds completions that can be read.")
        : Optional.empty();
  }

  @Override
  public void write(ReportData data, Page page) {
    Html html = page.section("samples", "Samples");
    html.element(
        "p",
        "Completions before and after, those whose verdict got worse first. Harmful requests and"
            + " what was answered are folded away: open them one by one. Text is shown as it is;"
            + " characters that nobody can see stand as their code, such as \u27e8U+202E\u27e9.");
    ArrayNode sources = JsonNodeFactory.instance.arrayNode();
    for (Subject subject : data.subjects()) {
      if (!subject.samples().isEmpty()) {
        sources
            .addObject()
            .put("name", subject.name())
            .put("prompts", subject.samples().size())
            .put("data", page.data(json(subject)));
      }
    }
    html.open("div", "id", "sample-viewer", "class", "samples", "data-index", page.data(sources));
    html.close();
  }

  private static ArrayNode json(Subject subject) {
    ArrayNode samples = JsonNodeFactory.instance.arrayNode();
    subject.samples().forEach(sample -> samples.add(json(sample)));
    return samples;
  }

  private static ObjectNode json(Sample sample) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("suite", sample.suite());
    node.put("harmful", sample.kind().isAttackable());
    node.put("id", sample.draw() == 0 ? sample.id() : sample.id() + " #" + sample.draw());
    node.put("turned", sample.turned().name().toLowerCase(Locale.ROOT));
    if (sample.isSplit()) {
      node.put("split", true);
    }
    put(node, "request", sample.request());
    put(node, "asked", sample.turn());
    sample.before().ifPresent(side -> node.set("before", json(side)));
    sample.after().ifPresent(side -> node.set("after", json(side)));
    return node;
  }

  private static ObjectNode json(Sample.Side side) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    put(node, "completion", side.completion());
    put(node, "reasoning", side.reasoning());
    if (!side.finish().isEmpty()) {
      node.put("finish", side.finish());
    }
    ArrayNode verdicts = node.putArray("verdicts");
    for (Sample.Verdict verdict : side.verdicts()) {
      ObjectNode one = verdicts.addObject().put("by", verdict.by()).put("label", verdict.label());
      put(one, "reason", verdict.reason());
    }
    return node;
  }

  private static void put(ObjectNode node, String key, String text) {
    if (text.isEmpty()) {
      return;
    }
    if (text.length() <= LONGEST) {
      node.put(key, text);
    } else {
      int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
      node.put(key, text.substring(0, end)).put(key + "_more", text.length() - end);
    }
  }
}
