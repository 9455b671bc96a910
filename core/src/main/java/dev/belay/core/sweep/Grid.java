package dev.belay.core.sweep;

import dev.belay.core.error.BadInputException;
import dev.belay.core.recipe.RecipeDraft;
import dev.belay.core.recipe.RecipeSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The cells of a sweep: every combination of its axes' values that is not excluded. */
public final class Grid {

  /** So many cells are a mistake more often than a wish. */
  static final int MOST_CELLS = 10_000;

  private final SweepFile file;
  private final SweepFaults faults;
  private final List<SweepCell> cells;

  private Grid(SweepFile file, SweepFaults faults, List<SweepCell> cells) {
    this.file = file;
    this.faults = faults;
    this.cells = List.copyOf(cells);
  }

  /**
   * Reads a sweep and its recipe; what is wrong with the cells is said by {@link #check}.
   *
   * @throws BadInputException when the files cannot be read, or the grid is too large
   */
  public static Grid read(Path path) {
    SweepReader.Read read = SweepReader.read(path);
    SweepFile file = read.file();
    SweepFaults faults = read.faults();
    long product = 1;
    for (Axis axis : file.axes()) {
      product = Math.min(product * axis.values().size(), Integer.MAX_VALUE);
    }
    if (product > MOST_CELLS) {
      faults.addElsewhere(
          "%s: grid: has %d combinations, the most are %d; make it several sweeps."
              .formatted(path.getFileName(), product, MOST_CELLS));
      faults.throwIfAny();
    }
    RecipeSource recipe = source(file, faults);
    return new Grid(file, faults, cells(file, faults, recipe));
  }

  private static RecipeSource source(SweepFile file, SweepFaults faults) {
    try {
      return RecipeSource.of(file.recipe());
    } catch (BadInputException e) {
      e.issues().forEach(faults::addElsewhere);
      faults.throwIfAny();
      throw e;
    }
  }

  private static List<SweepCell> cells(SweepFile file, SweepFaults faults, RecipeSource recipe) {
    List<String> names = file.axes().stream().map(Axis::name).toList();
    Set<SweepFile.Exclusion> unused = new HashSet<>(file.exclusions());
    List<SweepCell> cells = new ArrayList<>();
    for (List<Axis.Value> choices : combinations(file.axes())) {
      if (!isExcluded(file, names, choices, unused)) {
        RecipeDraft draft = recipe.with(SweepCell.settings(choices), file.file());
        cells.add(new SweepCell(cells.size(), names, choices, draft));
      }
    }
    unused.forEach(
        exclusion ->
            faults.add(
                exclusion.line(),
                exclusion.place(),
                "matches no cell; its values must be those of the axes: %s."
                    .formatted(exclusion.values())));
    if (cells.isEmpty() && faults.isEmpty()) {
      faults.add(1, "exclude", "leaves no cell.");
    }
    return cells;
  }

  /** The last axis changes fastest. */
  private static List<List<Axis.Value>> combinations(List<Axis> axes) {
    List<List<Axis.Value>> combinations = List.of(List.of());
    for (Axis axis : axes) {
      List<List<Axis.Value>> longer = new ArrayList<>();
      for (List<Axis.Value> combination : combinations) {
        for (Axis.Value value : axis.values()) {
          List<Axis.Value> more = new ArrayList<>(combination);
          more.add(value);
          longer.add(more);
        }
      }
      combinations = longer;
    }
    return combinations;
  }

  private static boolean isExcluded(
      SweepFile file,
      List<String> names,
      List<Axis.Value> choices,
      Set<SweepFile.Exclusion> unused) {
    boolean excluded = false;
    for (SweepFile.Exclusion exclusion : file.exclusions()) {
      boolean matches =
          exclusion.values().entrySet().stream()
              .allMatch(
                  entry ->
                      choices.get(names.indexOf(entry.getKey())).text().equals(entry.getValue()));
      if (matches) {
        unused.remove(exclusion);
        excluded = true;
      }
    }
    return excluded;
  }

  public SweepFile file() {
    return file;
  }

  /** The cells, by their indices. */
  public List<SweepCell> cells() {
    return cells;
  }

  /**
   * Says everything that is wrong with the files alone; nothing that recipes name is looked for.
   */
  public void check() {
    check(cell -> {});
  }

  /**
   * Says everything that is wrong.
   *
   * @param further looks for what the recipe of a cell names, and throws what is wrong with it
   * @throws BadInputException with all faults of all cells, each said once
   */
  public void check(Consumer<SweepCell> further) {
    CellFaults found = new CellFaults(cells.size());
    for (SweepCell cell : cells) {
      try {
        further.accept(cell);
        found.add(cell, List.of());
      } catch (BadInputException e) {
        found.add(cell, e.issues());
      }
    }
    found.report(faults);
    if (faults.isEmpty()) {
      checkDistinct();
      checkPublished();
    }
    faults.throwIfAny();
  }

  private void checkDistinct() {
    Map<String, SweepCell> byId = new LinkedHashMap<>();
    for (SweepCell cell : cells) {
      SweepCell other = byId.putIfAbsent(cell.id(), cell);
      if (other != null) {
        faults.addElsewhere(
            "%s: grid: cells %d (%s) and %d (%s) are the same recipe; leave one out."
                .formatted(
                    file.file().getFileName(),
                    other.index(),
                    other.words(),
                    cell.index(),
                    cell.words()));
      }
    }
  }

  private void checkPublished() {
    Set<String> names = new HashSet<>();
    for (SweepCell cell : cells) {
      cell.draft()
          .recipe()
          .publish()
          .filter(name -> !names.add(name))
          .ifPresent(
              name ->
                  faults.addElsewhere(
                      "%s: publish: several cells would publish their model as '%s'; leave it out."
                          .formatted(file.recipe().getFileName(), name)));
    }
  }
}
