package dev.belay.session.plan;

import dev.belay.core.data.DatasetCatalog;
import dev.belay.core.data.DatasetInfo;
import dev.belay.core.data.DatasetSpec;
import dev.belay.core.data.Demonstration;
import dev.belay.core.data.HashOrder;
import dev.belay.core.data.Instruction;
import dev.belay.core.data.PreferencePair;
import dev.belay.core.data.Problem;
import dev.belay.core.data.Reference;
import dev.belay.core.data.SafetyPrompt;
import dev.belay.core.data.Sample;
import dev.belay.core.error.BadInputException;
import dev.belay.core.recipe.DataSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what a recipe trains on. Label, split and limit are honoured for every kind of sample, or
 * refused where the samples have none.
 *
 * @param catalog finds datasets by name
 * @param seed chooses the subset where a source has a limit
 */
public record TrainingData(DatasetCatalog catalog, long seed) {

  /** The source under which a recipe names a file of the user's own. */
  private static final String FILE_SOURCE = "jsonl";

  /**
   * Problems with reference answers, for RLVR and for measuring during training.
   *
   * @throws BadInputException when the source has none, or is missing or broken
   */
  public List<Problem> problems(DataSpec spec) {
    return limited(catalog.problems(datasetSpec(spec)), spec);
  }

  /**
   * Prompts with completions to imitate, for SFT.
   *
   * @throws BadInputException when the source has none, or is missing or broken
   */
  public List<Demonstration> demonstrations(DataSpec spec) {
    return limited(catalog.demonstrations(datasetSpec(spec)), spec);
  }

  /**
   * Prompts as problems without a reference answer, for rewards that ask for none.
   *
   * @throws BadInputException when the source is missing or broken
   */
  public List<Problem> unverified(DataSpec spec) {
    return limited(List.<Sample>copyOf(catalog.samples(datasetSpec(spec))), spec).stream()
        .map(
            sample ->
                new Problem(
                    sample.id(),
                    sample.earlier(),
                    sample.prompt(),
                    new Reference.Expression(""),
                    null,
                    sample.source(),
                    ""))
        .toList();
  }

  /**
   * Requests that are to be refused, or answered.
   *
   * @throws BadInputException when the records do not say which, or the source is missing or broken
   */
  public List<Problem> requests(DataSpec spec) {
    List<Problem> requests = new ArrayList<>();
    for (Sample sample : limited(List.<Sample>copyOf(catalog.samples(datasetSpec(spec))), spec)) {
      if (!(sample instanceof SafetyPrompt request)) {
        throw new BadInputException(
            "%s does not say whether to refuse or to answer; take data whose records do, such as { source: builtin-safety, split: align }."
                .formatted(sample.source()));
      }
      requests.add(
          new Problem(
              request.id(),
              request.prompt(),
              new Reference.Behavior(request.label()),
              null,
              request.source(),
              request.category()));
    }
    return List.copyOf(requests);
  }

  /**
   * Pairs of completions of which one is preferred.
   *
   * @throws BadInputException when the source has none, or is missing or broken
   */
  public List<PreferencePair> pairs(DataSpec spec) {
    return limited(catalog.pairs(datasetSpec(spec)), spec);
  }

  /**
   * Prompts that the model completes itself, for SFT.
   *
   * @throws BadInputException when the source is missing or broken
   */
  public List<Instruction> selfPrompts(DataSpec spec) {
    return limited(List.<Sample>copyOf(catalog.samples(datasetSpec(spec))), spec).stream()
        .map(
            sample ->
                new Instruction(sample.id(), sample.earlier(), sample.prompt(), sample.source()))
        .toList();
  }

  private <S extends Sample> List<S> limited(List<S> samples, DataSpec spec) {
    return spec.limit() == 0 || spec.limit() >= samples.size()
        ? List.copyOf(samples)
        : HashOrder.shuffled(samples, "limit " + spec.source(), seed, Sample::id)
            .subList(0, spec.limit());
  }

  private DatasetSpec datasetSpec(DataSpec spec) {
    String split = spec.split().orElse(null);
    String label = spec.label().orElse(null);
    if (spec.files().isNone()) {
      if (spec.source().equals(FILE_SOURCE)) {
        throw new BadInputException(
            "source: " + FILE_SOURCE + " reads a file of your own; add path: FILE.");
      }
      return new DatasetSpec(spec.source(), split, label, spec.difficulty());
    }
    if (catalog.list().stream().map(DatasetInfo::name).anyMatch(spec.source()::equals)) {
      throw new BadInputException(
          "names the dataset %s and the file %s; leave out path, or write source: %s."
              .formatted(spec.source(), String.join(", ", spec.files().paths()), FILE_SOURCE));
    }
    return new DatasetSpec(spec.source(), split, label, spec.difficulty(), spec.files());
  }
}
