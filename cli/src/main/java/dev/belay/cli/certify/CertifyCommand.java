package dev.belay.cli.certify;

import dev.belay.cli.option.JsonOption;
import dev.belay.core.error.BadInputException;
import dev.belay.core.run.Progress;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code belay certify}: chooses the mode that the options ask for. */
@Command(
    name = "certify",
    mixinStandardHelpOptions = true,
    description = {
      "Says what holds a model's safety: which assumption, which bound, its value and confidence.",
      "",
      "Exit code 0 says that what was asked is certified; 1 that it is not, or that a case of a"
          + " vectors file failed."
    })
public final class CertifyCommand implements Callable<Integer> {

  @Mixin private final VectorsMode vectors = new VectorsMode();

  @Mixin private final NumbersMode numbers = new NumbersMode();

  @Mixin private final RunMode runs = new RunMode(numbers::confidence);

  @Mixin private final PredictMode predict;

  @Mixin private final JsonOption json = new JsonOption();

  /**
   * The command.
   *
   * @param progress of what takes long
   */
  public CertifyCommand(Supplier<Progress> progress) {
    this.predict = new PredictMode(progress);
  }

  @Override
  public Integer call() {
    List<CertifyMode> modes = List.of(vectors, numbers, runs, predict);
    List<CertifyMode> given = modes.stream().filter(CertifyMode::given).toList();
    if (given.size() != 1) {
      throw new BadInputException(
          "belay certify needs one thing to certify, and was given %s. Give %s."
              .formatted(
                  given.isEmpty()
                      ? "none"
                      : given.stream().map(CertifyMode::usage).collect(Collectors.joining(" and ")),
                  modes.stream().map(CertifyMode::usage).collect(Collectors.joining(", or "))));
    }
    return given.getFirst().run(json);
  }
}
