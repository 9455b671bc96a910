package dev.belay.core.recipe;

import dev.belay.core.error.BadInputException;
import dev.belay.core.error.IssueCollector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is wrong with one recipe, so that all of it is said together: by its reader, and by
 * those who look for what it names.
 */
public final class RecipeIssues implements IssueCollector {

  private final String file;
  private final YamlValue root;
  private final List<RecipeFiles.Missing> missing;
  private final List<RecipeFault> faults = new ArrayList<>();
  private final Set<String> places = new LinkedHashSet<>();

  /**
   * No issues yet.
   *
   * @param file the recipe's name in messages
   * @param root the recipe, to find lines by property paths
   * @param missing files that it names and that are not there: an issue that has such a path says
   *     where it was looked for
   */
  RecipeIssues(String file, YamlValue root, List<RecipeFiles.Missing> missing) {
    this.file = file;
    this.root = root;
    this.missing = List.copyOf(missing);
  }

  /**
   * Notes one issue.
   *
   * @param line 1-based; 0 when the value came from the command line or is absent
   * @param path property path such as {@code train.optimizer.learning_rate}
   */
  void add(int line, String path, String what) {
    places.add(path);
    String tried =
        missing.stream()
            .filter(one -> one.explains(path, what))
            .findFirst()
            .map(one -> " " + one.tried())
            .orElse("");
    faults.add(new RecipeFault(file, line, path, what + tried));
  }

  /** Notes one issue at a property path, with its line or that of the mapping that lacks it. */
  @Override
  public void add(String path, String what) {
    add(lineOf(path), path, what);
  }

  @Override
  public boolean isWrong(String path) {
    return places.stream()
        .anyMatch(
            place ->
                place.equals(path) || path.startsWith(place + ".") || path.startsWith(place + "["));
  }

  /** {@inheritDoc} Issues come by line, as a person mends them; those without a line come first. */
  @Override
  public void throwIfAny() {
    if (!faults.isEmpty()) {
      throw new BadInputException(faults().stream().map(RecipeFault::text).toList());
    }
  }

  /** What is wrong so far, in the order of {@link #throwIfAny}. */
  public List<RecipeFault> faults() {
    return faults.stream().sorted(Comparator.comparingInt(RecipeFault::line)).toList();
  }

  private int lineOf(String path) {
    YamlValue at = root;
    for (String step : path.replace("[", ".[").split("\\.", -1)) {
      YamlValue next = child(at, step);
      if (next == null) {
        break;
      }
      at = next;
    }
    return at.line();
  }

  private static @Nullable YamlValue child(YamlValue at, String step) {
    if (!step.startsWith("[")) {
      return at instanceof YamlValue.Mapping mapping ? mapping.entries().get(step) : null;
    }
    if (at instanceof YamlValue.Listing listing) {
      int index = Integer.parseInt(step.substring(1, step.length() - 1));
      return index < listing.items().size() ? listing.items().get(index) : null;
    }
    return at; // A single mapping counts as a list of one.
  }
}
