package dev.belay.core.recipe;

import dev.belay.core.error.BadInputException;
import dev.belay.core.recipe.EvaluateSpec.Purpose;
import dev.belay.core.recipe.EvaluateSpec.SuiteSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a recipe; every error found is reported at once, before any costly work. */
public final class RecipeReader {

  private RecipeReader() {}

  /**
   * Reads a recipe file.
   *
   * @param file a YAML file
   * @param overrides {@code key=value} pairs, as {@code --set} gives them
   * @throws BadInputException naming file, line and property path of each thing that is wrong
   */
  public static Recipe read(Path file, List<String> overrides) {
    if (!Files.isRegularFile(file)) {
      throw new BadInputException(
          file + ": no such file. Give a recipe, such as recipes/smollm2-arithmetic-rlvr.yaml.");
    }
    try {
      return parse(
          Files.readString(file, StandardCharsets.UTF_8), file.getFileName().toString(), overrides);
    } catch (IOException e) {
      throw new BadInputException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** Reads a recipe from text; {@code file} is only its name in messages. */
  public static Recipe parse(String yaml, String file, List<String> overrides) {
    YamlValue root = YamlReader.read(yaml, file);
    if (!(root instanceof YamlValue.Mapping mapping)) {
      throw new BadInputException(file + ": a recipe is a mapping; found " + root.describe() + ".");
    }
    RecipeIssues issues = new RecipeIssues(file);
    Section section = new Section(Overrides.apply(mapping, overrides), "", issues);
    Recipe recipe = recipe(section);
    section.finish();
    issues.throwIfAny();
    return recipe;
  }

  private static Recipe recipe(Section top) {
    String name = top.requiredText("name");
    if (!name.isEmpty() && !name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      top.issue("name", "found '" + name + "', must be letters, digits, '.', '_' and '-'.");
    }
    long seed = top.wholeNumber("seed", 0L, 0);
    ModelSpec model = top.section("model", RecipeReader::model);
    Optional<TrainSpec> train = top.optionalSection("train", TrainSpecReader::read);
    EvaluateSpec evaluate = top.section("evaluate", RecipeReader::evaluate);
    Optional<String> publish = top.optionalText("publish");
    if (publish.isPresent() && train.isEmpty()) {
      top.issue("publish", "there is nothing to publish without train.");
    }
    if (train.isEmpty() && evaluate.isEmpty()) {
      top.issue("evaluate", "the recipe neither trains nor measures; add train or evaluate.");
    }
    return new Recipe(name, seed, model, train, evaluate, publish, top.resolved());
  }

  private static ModelSpec model(Section section) {
    return new ModelSpec(
        section.requiredText("name"),
        section.choice("dtype", ModelSpec.Dtype.class, ModelSpec.Dtype.BFLOAT16),
        section.optionalText("system_prompt"));
  }

  private static EvaluateSpec evaluate(Section section) {
    int limit = section.count("limit", 0, 0);
    Map<Purpose, Integer> maxTokens = new LinkedHashMap<>();
    maxTokens.put(Purpose.CAPABILITY, maxTokens(section, "capability", Purpose.CAPABILITY));
    maxTokens.put(Purpose.SAFETY, maxTokens(section, "safety", Purpose.SAFETY));
    maxTokens.put(Purpose.OVER_REFUSAL, maxTokens.getOrDefault(Purpose.SAFETY, 64));
    List<SuiteSpec> suites = new ArrayList<>();
    for (Purpose purpose : Purpose.values()) {
      String key = purpose.name().toLowerCase(Locale.ROOT);
      int tokens = maxTokens.getOrDefault(purpose, 64);
      for (String suite : section.texts(key, List.of())) {
        suites.add(suite(suite, purpose, limit, tokens, section, key));
      }
    }
    return new EvaluateSpec(
        List.copyOf(suites),
        attacks(section),
        section.texts("attack_options", List.of()),
        section.text("judge", "refusal-patterns"),
        section.number(
            "margin", EvaluateSpec.MARGIN, value -> value > 0 && value < 1, "between 0 and 1"),
        section.number(
            "confidence",
            EvaluateSpec.CONFIDENCE,
            value -> value > 0.5 && value < 1,
            "between 0.5 and 1"),
        section.flag("judge_is_model_under_test", false));
  }

  private static List<String> attacks(Section section) {
    List<String> attacks = section.texts("attacks", List.of("direct"));
    if (attacks.isEmpty() || Set.copyOf(attacks).size() < attacks.size()) {
      section.issue("attacks", "found " + attacks + ", must be names, each once, at least one.");
    }
    return attacks;
  }

  private static int maxTokens(Section section, String key, Purpose purpose) {
    return section.count(key + "_max_tokens", EvaluateSpec.defaultMaxTokens(purpose), 1);
  }

  private static SuiteSpec suite(
      String text, Purpose purpose, int limit, int tokens, Section section, String key) {
    try {
      SuiteName suite = SuiteName.parse(text, limit);
      return new SuiteSpec(suite.name(), purpose, suite.limit(), tokens, suite.optional());
    } catch (BadInputException e) {
      e.issues().forEach(issue -> section.issue(key, issue));
      return new SuiteSpec(text, purpose, limit, tokens, false);
    }
  }
}
