package dev.belay.core.sweep;

import dev.belay.core.recipe.RecipeFault;
import dev.belay.core.recipe.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is wrong with the recipes of cells, put where a person mends it: a fault at a value of the
 * sweep is said at its line in the sweep's file; any other at its place in the recipe, with the
 * cells that have it if not all do.
 */
final class CellFaults {

  private final int cells;
  private final List<Placed> placed = new ArrayList<>();
  private final Map<String, List<SweepCell>> elsewhere = new LinkedHashMap<>();

  private record Placed(int line, String place, String what) {}

  CellFaults(int cells) {
    this.cells = cells;
  }

  /**
   * Adds those of one cell.
   *
   * @param issues what was said of it beside the faults of its draft, or including them
   */
  void add(SweepCell cell, List<String> issues) {
    List<RecipeFault> faults = cell.draft().issues().faults();
    faults.forEach(fault -> add(cell, fault));
    List<String> known = faults.stream().map(RecipeFault::text).toList();
    issues.stream().filter(issue -> !known.contains(issue)).forEach(issue -> addText(cell, issue));
  }

  private void add(SweepCell cell, RecipeFault fault) {
    for (int i = 0; i < cell.choices().size(); i++) {
      Axis.Value value = cell.choices().get(i);
      for (Map.Entry<String, YamlValue> setting : value.settings().entrySet()) {
        if (fault.isAt(setting.getKey())) {
          placed.add(placed(fault, value, setting.getKey(), setting.getValue().line()));
          return;
        }
      }
    }
    addText(cell, fault.text());
  }

  private static Placed placed(RecipeFault fault, Axis.Value value, String key, int line) {
    boolean named = value.place().startsWith("named.");
    String what = fault.path().equals(key) ? fault.what() : fault.path() + ": " + fault.what();
    return new Placed(line, named ? value.place() + "." + key : value.place(), what);
  }

  private void addText(SweepCell cell, String text) {
    elsewhere.computeIfAbsent(text, any -> new ArrayList<>()).add(cell);
  }

  void report(SweepFaults faults) {
    placed.forEach(fault -> faults.add(fault.line(), fault.place(), fault.what()));
    elsewhere.forEach(
        (text, of) ->
            faults.addElsewhere(
                of.size() == cells
                    ? text
                    : "%s (in %d of %d cells, such as %s)"
                        .formatted(text, of.size(), cells, of.getFirst().words())));
  }
}
