package dev.belay.cli.certify;

import dev.belay.cli.option.JsonOption;
import dev.belay.core.error.IssueList;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code belay certify} from numbers alone: what a drop asks for, and what a KL allows. */
final class NumbersMode implements CertifyMode {

  @Option(
      names = "--drop",
      paramLabel = "EPS",
      description = "a drop of safety that is allowed: what coefficient, KL and test it asks for")
  private @Nullable Double drop;

  @Option(
      names = "--kl",
      paramLabel = "NATS",
      description =
          "the KL to the reference on the safety prompts, nats a completion: how far safety can"
              + " have dropped")
  private @Nullable Double kl;

  @Option(names = "--kl-se", paramLabel = "NATS", description = "standard error of that KL")
  private @Nullable Double klError;

  @Option(
      names = "--reverse-kl",
      paramLabel = "NATS",
      description =
          "the KL of the base to the trained model there, which the base's completions estimate,"
              + " or an upper limit of it: how far safety can have dropped, mirrored")
  private @Nullable Double reverseKl;

  @Option(
      names = "--rise",
      description =
          "of a share whose rise is bad, such as needless refusals: --base-safety is that share,"
              + " and all bounds are of its rise")
  private boolean rise;

  @Option(
      names = "--coef",
      paramLabel = "BETA",
      description =
          "the coefficient of the KL in the reward, on the safety prompts: how far the optimum can"
              + " have dropped")
  private @Nullable Double coefficient;

  @Option(
      names = "--gap",
      paramLabel = "REWARD",
      description =
          "with --coef: by how much the policy's reward less coefficient times KL is short of the"
              + " optimum's")
  private @Nullable Double gap;

  @Option(
      names = "--success",
      paramLabel = "P",
      description = "with --coef: how often the base earns a reward of 0 or 1 on those prompts")
  private @Nullable Double success;

  @Option(
      names = "--base-safety",
      paramLabel = "M",
      description = "share of the base model's completions that are safe")
  private @Nullable Double baseSafety;

  @Option(
      names = "--base-safety-n",
      paramLabel = "N",
      description = "prompts that it was measured on; a lower limit of it is used then")
  private @Nullable Long prompts;

  @Option(
      names = "--reward-range",
      paramLabel = "R",
      defaultValue = "1",
      description = "largest less smallest reward; ${DEFAULT-VALUE} by default")
  private double range;

  @Option(
      names = "--discordant",
      paramLabel = "SHARE",
      defaultValue = "0.05",
      description =
          "share of prompts whose verdict differs between base and trained model, for the number of"
              + " prompts; ${DEFAULT-VALUE} by default")
  private double discordant;

  @Option(
      names = "--power",
      defaultValue = "0.8",
      description = "of the test if nothing is lost; ${DEFAULT-VALUE} by default")
  private double power;

  @Option(
      names = "--confidence",
      defaultValue = "0.95",
      description = "of each one-sided limit, and of the test; ${DEFAULT-VALUE} by default")
  private double confidence;

  /** The one-sided confidence, which other modes take too. */
  double confidence() {
    return confidence;
  }

  @Override
  public String usage() {
    return "numbers (--drop, --kl, --reverse-kl or --coef)";
  }

  @Override
  public boolean given() {
    return drop != null
        || kl != null
        || coefficient != null
        || reverseKl != null
        || gap != null
        || rise
        || klError != null
        || success != null
        || baseSafety != null
        || prompts != null;
  }

  @Override
  public int run(JsonOption output) {
    check();
    NumbersPage page =
        NumbersPage.of(
            new NumbersPage.Numbers(
                optional(drop),
                optional(kl),
                optional(klError),
                optional(reverseKl),
                rise,
                optional(coefficient),
                optional(gap),
                optional(success),
                optional(baseSafety),
                prompts == null ? OptionalLong.empty() : OptionalLong.of(prompts),
                range,
                discordant,
                power,
                confidence));
    output.print(page::json, out -> out.print(page.text()));
    return ExitCode.OK;
  }

  private static OptionalDouble optional(@Nullable Double value) {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** Everything that is wrong with the options, at once. */
  private void check() {
    IssueList issues = new IssueList();
    if (drop == null && kl == null && reverseKl == null && coefficient == null) {
      issues.add("", "nothing to work out: give --drop, --kl, --reverse-kl or --coef.");
    }
    openUnit(issues, "--drop", drop, "7.1");
    atLeastZero(issues, "--kl", kl, "3");
    atLeastZero(issues, "--kl-se", klError, "5");
    atLeastZero(issues, "--reverse-kl", reverseKl, "3");
    atLeastZero(issues, "--gap", gap, "4.4");
    range(issues, "--coef", coefficient, above(coefficient), "be above 0", "0");
    unit(issues, "--success", success, "2.1");
    unit(issues, "--base-safety", baseSafety, "3");
    atLeastZero(issues, "--reward-range", range, "2.3");
    unit(issues, "--discordant", discordant, "7.3");
    openUnit(issues, "--power", power, "7.3");
    range(
        issues,
        "--confidence",
        confidence,
        confidence > 0.5 && confidence < 1,
        "lie between 0.5 and 1",
        "7.3");
    if (prompts != null && prompts < 1) {
      issues.add(
          "",
          "--base-safety-n must be 1 or more, was %d (drift specification §7.2)."
              .formatted(prompts));
    }
    needs(issues, "--kl-se", klError != null, "--kl", kl != null);
    needs(issues, "--gap", gap != null, "--coef", coefficient != null);
    needs(issues, "--success", success != null, "--coef", coefficient != null);
    needs(issues, "--base-safety-n", prompts != null, "--base-safety", baseSafety != null);
    issues.throwIfAny();
  }

  private static void needs(
      IssueList issues, String option, boolean given, String other, boolean otherGiven) {
    if (given && !otherGiven) {
      issues.add("", "%s means nothing without %s.".formatted(option, other));
    }
  }

  private static boolean above(@Nullable Double value) {
    return value == null || value > 0;
  }

  private static void unit(
      IssueList issues, String option, @Nullable Double value, String section) {
    boolean holds = value == null || (value >= 0 && value <= 1);
    range(issues, option, value, holds, "lie between 0 and 1", section);
  }

  private static void openUnit(
      IssueList issues, String option, @Nullable Double value, String section) {
    boolean holds = value == null || (value > 0 && value < 1);
    range(issues, option, value, holds, "lie between 0 and 1, ends not included", section);
  }

  private static void atLeastZero(
      IssueList issues, String option, @Nullable Double value, String section) {
    boolean holds = value == null || value >= 0;
    range(issues, option, value, holds, "be 0 or more", section);
  }

  private static void range(
      IssueList issues,
      String option,
      @Nullable Double value,
      boolean holds,
      String rule,
      String section) {
    if (value != null && !(holds && Double.isFinite(value))) {
      issues.add(
          "",
          "%s must %s, was %s (drift specification §%s).".formatted(option, rule, value, section));
    }
  }
}
