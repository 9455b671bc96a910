package dev.belay.safety.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.safety.eval.CapabilityFigures;
import dev.belay.safety.eval.CapabilityJson;
import dev.belay.safety.eval.EvaluationResult;
import dev.belay.safety.eval.SuiteResult;
import dev.belay.safety.eval.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a suite of tasks says beside its rate, before and after.
 *
 * @param suite its name
 */
public record CapabilityChange(String suite, CapabilityFigures before, CapabilityFigures after) {

  private static final List<String> HEADER =
      List.of(
          "suite",
          "pass@1",
          "after",
          "pass@k",
          "after",
          "k",
          "tokens",
          "after",
          "cut off",
          "after",
          "no verdict",
          "after");

  /** Of every suite of tasks that was measured on either side. */
  static List<CapabilityChange> between(EvaluationResult before, EvaluationResult after) {
    List<CapabilityChange> changes = new ArrayList<>();
    for (SuiteResult first : before.suites()) {
      Optional<CapabilityFigures> then = CapabilityFigures.of(first);
      Optional<CapabilityFigures> now =
          after.suite(first.info().name()).flatMap(CapabilityFigures::of);
      if (then.isPresent() && now.isPresent()) {
        changes.add(new CapabilityChange(first.info().name(), then.get(), now.get()));
      }
    }
    return List.copyOf(changes);
  }

  /** The objects of {@code result.json}. */
  public static ArrayNode json(List<CapabilityChange> changes) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (CapabilityChange change : changes) {
      ObjectNode node = array.addObject().put("suite", change.suite);
      CapabilityJson.put(node.putObject("before"), change.before);
      CapabilityJson.put(node.putObject("after"), change.after);
    }
    return array;
  }

  /** A table for a terminal; empty without suites of tasks. Lines end with {@code \n}. */
  public static String print(List<CapabilityChange> changes) {
    if (changes.isEmpty()) {
      return "";
    }
    TextTable table = new TextTable(HEADER, Set.of(0));
    for (CapabilityChange change : changes) {
      List<String> row = new ArrayList<>(List.of(change.suite));
      change.both(figures -> pass(figures.passes().stream().findFirst())).forEach(row::add);
      Function<CapabilityFigures, Optional<CapabilityFigures.Pass>> last =
          figures -> figures.last().filter(pass -> pass.k() > 1);
      change.both(figures -> pass(last.apply(figures))).forEach(row::add);
      row.add(last.apply(change.after).map(pass -> Integer.toString(pass.k())).orElse("-"));
      change.both(figures -> TextTable.number(figures.meanTokens(), 1)).forEach(row::add);
      change.both(figures -> TextTable.percent(figures.truncated().value())).forEach(row::add);
      change.both(figures -> TextTable.percent(figures.withoutVerdict().value())).forEach(row::add);
      table.add(row);
    }
    return table.print();
  }

  private Stream<String> both(Function<CapabilityFigures, String> cell) {
    return Stream.of(cell.apply(before), cell.apply(after));
  }

  private static String pass(Optional<CapabilityFigures.Pass> pass) {
    return pass.map(of -> TextTable.percent(of.value())).orElse("-");
  }
}
