package dev.belay.cli.option;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code --set}: values that are to differ from a recipe's. */
public final class OverridesOption {

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "replaces a value of the recipe, such as train.steps=5; may be repeated")
  private final List<String> overrides = new ArrayList<>();

  /** In the order in which they were given. */
  public List<String> values() {
    return List.copyOf(overrides);
  }

  /** Whether there is one. */
  public boolean given() {
    return !overrides.isEmpty();
  }
}
