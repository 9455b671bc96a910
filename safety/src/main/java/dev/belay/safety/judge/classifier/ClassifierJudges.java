package dev.belay.safety.judge.classifier;

import dev.belay.core.error.BadInputException;
import dev.belay.safety.judge.Judge;
import dev.belay.safety.judge.JudgeContext;
import dev.belay.safety.judge.JudgeKind;
import dev.belay.safety.judge.JudgeProvider;
import dev.belay.safety.judge.JudgeSpec;
import dev.belay.safety.judge.LocalModel;
import java.util.Arrays;
import java.util.List;

/**
 * {@code harmbench:MODEL}, {@code llama-guard:MODEL} and {@code wildguard:MODEL}, or YAML files
 * with {@code model} and {@code prompt}.
 */
public final class ClassifierJudges implements JudgeProvider {

  @Override
  public List<Judge> judges() {
    return List.of();
  }

  @Override
  public List<JudgeKind> kinds() {
    return Arrays.stream(ClassifierFormat.values()).<JudgeKind>map(Kind::new).toList();
  }

  private record Kind(ClassifierFormat format) implements JudgeKind {
    @Override
    public String name() {
      return format.judgeName();
    }

    @Override
    public String usage() {
      return "MODEL";
    }

    @Override
    public Judge create(JudgeSpec spec, JudgeContext context) {
      spec.allow(List.of("model", "prompt"));
      String named = spec.of().isEmpty() ? spec.text("model").orElse("") : spec.of();
      if (named.isEmpty()) {
        throw new BadInputException(
            "%s: needs a model, such as %s:DIRECTORY.".formatted(spec.origin(), name()));
      }
      LocalModel model = context.models().open(spec.places().findModel(named).orElse(named));
      ClassifierPrompt prompt = ClassifierPrompt.of(format, model, spec.file("prompt"));
      if (prompt instanceof ClassifierPrompt.Own) {
        context
            .notes()
            .accept(
                "judge %s: asked in Belay's own words, since its published ones are in neither %s nor a file named by prompt; published figures of the classifier do not hold then"
                    .formatted(name(), model.directory().resolve(ClassifierPrompt.FILE)));
      }
      return new ClassifierJudge(format, model, prompt);
    }
  }
}
