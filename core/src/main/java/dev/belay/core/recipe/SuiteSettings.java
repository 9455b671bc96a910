package dev.belay.core.recipe;

import dev.belay.core.error.BadInputException;
import dev.belay.core.recipe.EvaluateSpec.Purpose;
import dev.belay.core.recipe.EvaluateSpec.SuiteSpec;
import dev.belay.core.text.GivenPath;
import dev.belay.core.text.TextFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A suite whose settings stand in a YAML file of their own: the mapping that a recipe would have in
 * its place.
 *
 * @param suite the suite
 * @param resolved the mapping with its defaults
 */
public record SuiteSettings(SuiteSpec suite, Map<String, Object> resolved) {

  /**
   * A suite as commands name it.
   *
   * @param text a suite's name, a file with its prompts, or a YAML file with its settings
   * @param limit prompts, where nothing else says how many; 0 for all
   * @param tokens longest completion, where nothing else says it
   * @throws BadInputException with all that is wrong with it
   */
  public static SuiteSpec named(String text, Purpose purpose, int limit, int tokens) {
    SuiteSpecReader reader = new SuiteSpecReader(purpose, limit, tokens);
    SuiteName suite = SuiteName.parse(text, limit);
    return suite.isSettings() ? read(suite, reader).suite() : reader.named(suite);
  }

  /** Reads the file; what the name says of limit and absence goes before what the file says. */
  static SuiteSettings read(SuiteName named, SuiteSpecReader reader) {
    Path file = Path.of(named.name());
    if (!Files.isRegularFile(file)) {
      throw GivenPath.noFile(
          file, "no such file. Give a YAML file with a suite's settings, or a suite's name.");
    }
    YamlValue root = YamlReader.read(TextFile.read(file), named.name());
    if (!(root instanceof YamlValue.Mapping mapping)) {
      throw new BadInputException(
          file + ": the settings of a suite are a mapping; found " + root.describe() + ".");
    }
    RecipeFiles files = RecipeFiles.of(file);
    Map<String, YamlValue> entries = new LinkedHashMap<>(files.suite("", mapping).entries());
    if (named.limit() != reader.limit()) {
      entries.put("limit", new YamlValue.Scalar(named.limit(), 0));
    }
    if (named.optional()) {
      entries.put("optional", new YamlValue.Scalar(true, 0));
    }
    YamlValue.Mapping given = new YamlValue.Mapping(entries, mapping.line());
    RecipeIssues issues = new RecipeIssues(named.name(), given, List.of());
    Section section = new Section(given, "", issues);
    SuiteSpec suite = reader.read(section);
    section.finish();
    if (!suite.optional()) {
      files
          .missing()
          .forEach(one -> issues.add(one.key(), one.path() + ": no such file. " + one.tried()));
    }
    issues.throwIfAny();
    return new SuiteSettings(suite, section.resolved());
  }
}
