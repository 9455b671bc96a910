package dev.belay.core.recipe;

import dev.belay.core.objective.PairLoss;
import java.util.List;
import java.util.Optional;

/** Reads the {@code train} section of direct preference optimisation. */
final class DpoSpecReader {

  /** The losses of {@code train.loss}. */
  enum Loss {
    SIGMOID,
    IPO
  }

  /** How the log-ratio of a completion is taken over its tokens. */
  enum LogRatio {
    SUM,
    MEAN
  }

  private static final Key LABEL_SMOOTHING =
      Key.of(
              "label_smoothing",
              "share of the preferences that are taken to be wrong; above 0 the loss is the"
                  + " conservative one")
          .unit("share")
          .source("algorithms/dpo.md");

  private DpoSpecReader() {}

  static DpoSpec read(Section section) {
    List<DataSpec> data = TrainSetupReader.data(section, TrainSetupReader::prompts);
    Optional<PairsSpec> pairs = PairsSpecReader.read(section);
    Loss name =
        section.choice(
            Key.of("loss", "of a pair's margin: DPO's log-sigmoid, or IPO's squared distance")
                .source("arXiv:2305.18290"),
            Loss.class,
            Loss.SIGMOID);
    PairLoss loss = loss(section, name);
    LogRatio ratio =
        section.choice(
            Key.of(
                    "log_ratio",
                    "of a completion: the sum over its tokens, or the mean; by default the mean for"
                        + " `ipo`, as its authors have it")
                .source("algorithms/dpo.md"),
            LogRatio.class,
            name == Loss.IPO ? LogRatio.MEAN : LogRatio.SUM);
    TokenWeightsReader.refuse(
        section,
        "is of losses of single tokens. DPO's is the log-sigmoid of whole completions' log-ratios"
            + " to the model before training already, so that a weight for each token has no"
            + " formula; raise beta to stay closer.");
    TrainSetup setup = TrainSetupReader.setup(section, data, 1e-6);
    LoraSpecReader.refuseDropout(section, setup, PairsSpecReader.NO_DROPOUT);
    return new DpoSpec(
        setup,
        pairs,
        loss,
        ratio == LogRatio.MEAN,
        section.count(Key.of("batch_size", "pairs of a step").unit("pairs"), 16, 1),
        section.number(
            Key.of("epochs", "passes over the pairs; a fraction is allowed").unit("passes"),
            1.0,
            value -> value > 0,
            "above 0"),
        HeldOutSpecReader.read(section));
  }

  private static PairLoss loss(Section section, Loss name) {
    double beta =
        section.number(
            Key.of("beta", "what a nat of the margin is worth; the larger, the closer it stays")
                .unit("reward a nat")
                .source("algorithms/dpo.md"),
            0.1,
            value -> value > 0,
            "above 0");
    return switch (name) {
      case SIGMOID ->
          new PairLoss.Sigmoid(
              beta,
              section.number(
                  LABEL_SMOOTHING, 0.0, value -> value >= 0 && value < 0.5, "in [0, 0.5)"));
      case IPO -> {
        section.refuse(LABEL_SMOOTHING, "has no meaning with loss: ipo; drop it.");
        yield new PairLoss.Ipo(beta);
      }
    };
  }
}
