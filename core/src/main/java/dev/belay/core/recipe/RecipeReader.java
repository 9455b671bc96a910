package dev.belay.core.recipe;

import dev.belay.core.chat.TemplateSettings;
import dev.belay.core.chat.TemplateTime;
import dev.belay.core.error.BadInputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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
    return draft(file, overrides).complete();
  }

  /**
   * Reads a recipe file as far as it goes, for a caller who checks further.
   *
   * @param file a YAML file
   * @param overrides {@code key=value} pairs, as {@code --set} gives them
   * @throws BadInputException if there is no such file, it is not YAML, or an override is malformed
   */
  public static RecipeDraft draft(Path file, List<String> overrides) {
    return RecipeSource.of(file).withOverrides(overrides);
  }

  /** Reads a recipe from text; {@code file} is only its name in messages. */
  public static Recipe parse(String yaml, String file, List<String> overrides) {
    return draft(yaml, file, overrides).complete();
  }

  /** As {@link #draft(Path, List)}, from text; {@code file} is only its name in messages. */
  public static RecipeDraft draft(String yaml, String file, List<String> overrides) {
    return RecipeSource.parse(yaml, file).withOverrides(overrides);
  }

  /**
   * As {@link #draft(Path, List)}, of what was read already.
   *
   * @param missing files that it names and that are not there
   */
  static RecipeDraft draft(
      YamlValue.Mapping given, String file, List<RecipeFiles.Missing> missing) {
    RecipeIssues issues = new RecipeIssues(file, given, missing);
    Section section = new Section(given, "", issues);
    Recipe recipe = recipe(section);
    section.finish();
    return new RecipeDraft(recipe, issues);
  }

  private static Recipe recipe(Section top) {
    String name =
        top.requiredText(
            Key.of("name", "names the run's folder; letters, digits, `.`, `_` and `-`"));
    if (!name.isEmpty() && !name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      top.issue("name", "found '" + name + "', must be letters, digits, '.', '_' and '-'.");
    }
    long seed = top.wholeNumber(Key.of("seed", "all randomness of the run derives from it"), 0L, 0);
    ModelSpec model = top.section(Key.of("model", "the model to start from"), RecipeReader::model);
    Optional<TrainSpec> train =
        top.optionalSection(
            Key.of("train", "how to train; without it the recipe only measures"),
            TrainSpecReader::read);
    EvaluateSpec evaluate =
        top.section(
            Key.of("evaluate", "what to measure, before and after, on the same prompts"),
            section -> EvaluateSpecReader.read(section, train.isPresent()));
    RewardModelSpecReader.checkEvaluation(top, train, evaluate);
    Optional<String> publish =
        top.optionalText(
            Key.of("publish", "the name under which other recipes find the trained model"));
    if (publish.isPresent() && train.isEmpty()) {
      top.issue("publish", "there is nothing to publish without train.");
    }
    for (String key : List.of(RecipeArms.ARMS, RecipeArms.TUNE)) {
      top.refuseUnless(
          key, Double.NaN, "belongs to belay compare, which takes this recipe; found %s here.");
    }
    if (train.isEmpty() && evaluate.isEmpty()) {
      top.issue("evaluate", "the recipe neither trains nor measures; add train or evaluate.");
    }
    return new Recipe(name, seed, model, train, evaluate, publish, top.resolved());
  }

  private static ModelSpec model(Section section) {
    return new ModelSpec(
        section.requiredText(
            Key.of(
                    "name",
                    "a name (`belay model list`), a directory, a `.gguf` or the id of a model on"
                        + " the hub")
                .source("models.md")
                .names(Key.Names.MODEL)),
        section.choice(
            Key.of(
                "dtype",
                "arithmetic of rollouts and training; the master weights are fp32 either way"),
            ModelSpec.Dtype.class,
            ModelSpec.Dtype.BFLOAT16),
        section.optionalText(
            Key.of(
                "system_prompt",
                "the system message of every prompt; `\"\"` keeps a chat template from adding its"
                    + " own, and without the key the template decides")),
        template(section));
  }

  private static TemplateSettings template(Section section) {
    return new TemplateSettings(
        section.optionalText(
            Key.of(
                    "chat_template",
                    "which of the model's chat templates, by its name; without the key the"
                        + " default")
                .source("chat-templates.md")),
        KwargsReader.read(
            section,
            Key.of(
                    "chat_template_kwargs",
                    "further variables of the chat template, such as `{ enable_thinking: false }`")
                .source("chat-templates.md")),
        templateTime(section));
  }

  private static Optional<TemplateTime> templateTime(Section section) {
    Key key =
        Key.of(
                TemplateTime.KEY,
                "the date, or time, that a chat template reads which writes it into prompts;"
                    + " without the key when the run begins")
            .source("chat-templates.md");
    Optional<String> given = section.optionalText(key);
    try {
      return given.map(text -> TemplateTime.parse(text, TemplateTime.KEY));
    } catch (BadInputException e) {
      section.issue(
          key.name(),
          "found %s, must be a date such as 2026-11-28, or with its time 2026-11-28T09:30:00."
              .formatted(given.orElse("")));
      return Optional.empty();
    }
  }

  /** The keys of every recipe that trains by a method, in the order of reading. */
  static List<KeyList.Entry> keys(String method) {
    KeyList keys = new KeyList();
    YamlValue root = YamlReader.read("train: { method: " + method + " }", "reference");
    RecipeIssues issues = new RecipeIssues("reference", root, List.of());
    recipe(new Section((YamlValue.Mapping) root, "", issues, keys));
    return keys.entries();
  }
}
