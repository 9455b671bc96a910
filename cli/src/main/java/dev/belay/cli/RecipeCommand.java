package dev.belay.cli;

import dev.belay.cli.option.OverridesOption;
import dev.belay.core.error.BadInputException;
import dev.belay.core.recipe.RecipeReader;
import dev.belay.core.recipe.RecipeReference;
import dev.belay.core.recipe.RecipeWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code belay recipe}: a recipe with its defaults, or what every key means. */
@Command(
    name = "recipe",
    mixinStandardHelpOptions = true,
    description = {
      "Checks the keys and values of a recipe and prints it with every default; or prints the"
          + " reference of all keys."
    })
final class RecipeCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call().
  private CommandSpec spec;

  @Parameters(
      paramLabel = "RECIPE",
      arity = "0..1",
      description = "a YAML file, such as recipes/align-smollm2.yaml")
  private @Nullable Path recipeFile;

  @Mixin private final OverridesOption overrides = new OverridesOption();

  @Option(names = "--reference", description = "prints what every key means, as Markdown")
  private boolean reference;

  @Override
  public Integer call() {
    if (reference == (recipeFile != null)) {
      throw new BadInputException("give either a recipe or --reference.");
    }
    String text =
        recipeFile == null
            ? RecipeReference.page()
            : RecipeWriter.yaml(RecipeReader.read(recipeFile, overrides.values()).resolved());
    spec.commandLine().getOut().print(text);
    spec.commandLine().getOut().flush();
    return 0;
  }
}
