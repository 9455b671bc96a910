package dev.belay.core.recipe;

import dev.belay.core.recipe.ProximalSpec.Form;
import dev.belay.core.recipe.ProximalSpec.Kind;
import java.util.List;

/** Reads {@code train.proximal}: how the weights are held near where they began. */
final class ProximalSpecReader {

  private static final String PAGE = "defences/proximal.md";

  private static final Key DATA =
      Key.of(
              "data",
              "with `kind: ewc`, prompts whose law decides which weights matter; none of them may"
                  + " be measured")
          .source(PAGE);

  private static final Key SAMPLES =
      Key.of("samples", "with `kind: ewc`, sampled completions of each prompt, before training")
          .unit("completions")
          .source(PAGE);

  private static final Key MAX_TOKENS =
      Key.of("max_completion_tokens", "with `kind: ewc`, the longest of these completions")
          .unit("tokens");

  private ProximalSpecReader() {}

  static ProximalSpec read(Section section) {
    Kind kind =
        section.choice(
            Key.of(
                    "kind",
                    "the plain distance of the weights from their start, or one in which a weight"
                        + " counts as the safety prompts depend on it")
                .source(PAGE),
            Kind.class,
            null);
    double coef =
        section.number(
            Key.of("coef", "half of it multiplies the squared distance").source(PAGE),
            null,
            value -> value > 0,
            "above 0");
    Form form =
        section.choice(
            Key.of(
                    "form",
                    "a step of its own after Adam's, times the rate, or a part of the gradient; by"
                        + " default decoupled for `l2`, coupled for `ewc`, as their authors have"
                        + " it")
                .source(PAGE),
            Form.class,
            kind == Kind.L2 ? Form.DECOUPLED : Form.COUPLED);
    List<DataSpec> data = section.sections(DATA, TrainSetupReader::prompts);
    int samples = section.count(SAMPLES, 2, 1);
    int maxTokens = section.count(MAX_TOKENS, 32, 1);
    if (kind == Kind.L2) {
      section.drop(
          "has no meaning with kind: l2; drop it.", DATA.name(), SAMPLES.name(), MAX_TOKENS.name());
      return new ProximalSpec(kind, coef, form, List.of(), samples, maxTokens);
    }
    if (data.isEmpty()) {
      section.issue(
          DATA.name(),
          "needs at least one source with kind: ewc, such as { source: builtin-safety, split:"
              + " align }.");
    }
    return new ProximalSpec(kind, coef, form, data, samples, maxTokens);
  }
}
