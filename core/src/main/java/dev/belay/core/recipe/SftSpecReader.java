package dev.belay.core.recipe;

import java.util.List;

/** Reads the {@code train} section of supervised fine-tuning. */
final class SftSpecReader {

  private static final Key SELF_COMPLETION_TOKENS =
      Key.of(
              "self_completion_tokens",
              "longest of the model's own completions, which data with `completions: self` imitate")
          .unit("tokens");

  private static final Key VERIFIED =
      Key.of(
              "verified",
              "how the completions are sampled and checked that data with `completions: verified`"
                  + " imitate")
          .source("algorithms/sft.md");

  private SftSpecReader() {}

  static TrainSpec.Sft read(Section section) {
    List<DataSpec> data = TrainSetupReader.data(section, SftSpecReader::demonstrations);
    TrainSpec.Sft spec = read(section, data);
    if (data.stream().noneMatch(one -> one.completions() == DataSpec.Completions.SELF)) {
      section.drop(
          "has no meaning here: no data have completions: self; drop it.",
          SELF_COMPLETION_TOKENS.name());
    }
    if (data.stream().noneMatch(one -> one.completions() == DataSpec.Completions.VERIFIED)) {
      section.drop(
          "has no meaning here: no data have completions: verified; drop it.", VERIFIED.name());
    }
    return spec;
  }

  private static TrainSpec.Sft read(Section section, List<DataSpec> data) {
    TrainSetup setup = TrainSetupReader.setup(section, data, 5e-5);
    TrainSpec.Sft spec =
        new TrainSpec.Sft(
            setup,
            section.count(
                Key.of("batch_size", "demonstrations of a step").unit("demonstrations"), 32, 1),
            section.number(
                Key.of("epochs", "passes over the data; a fraction is allowed").unit("passes"),
                1.0,
                value -> value > 0,
                "above 0"),
            section.count(SELF_COMPLETION_TOKENS, 64, 1),
            section.section(VERIFIED, VerifiedSpecReader::read),
            section.choice(
                Key.of(
                        "loss_on",
                        "which tokens of a conversation are learned: those of every turn of the"
                            + " assistant, or of its last alone, the completion")
                    .source("algorithms/sft.md"),
                SftTokens.class,
                SftTokens.ASSISTANT),
            TokenWeightsReader.read(section));
    checkDropout(section, spec);
    return spec;
  }

  /** What measures how far the model has gone needs passes that differ by their weights alone. */
  private static void checkDropout(Section section, TrainSpec.Sft spec) {
    TrainSetup setup = spec.setup();
    if (setup.guards().proximal().filter(one -> one.kind() == ProximalSpec.Kind.EWC).isPresent()) {
      LoraSpecReader.refuseDropout(
          section,
          setup,
          "the Fisher information of proximal.kind: ewc would be that of another model, whose"
              + " inputs are left out at random.");
    }
    if (setup.guards().anchor().isPresent()) {
      LoraSpecReader.refuseDropout(
          section,
          setup,
          "anchor compares a pass of the policy with one of the reference, and dropout alone would"
              + " set them apart.");
    }
    if (spec.tokenWeights().isPresent()) {
      LoraSpecReader.refuseDropout(
          section,
          setup,
          "token_weights compare the pass that learns with one of the reference, and dropout alone"
              + " would set them apart.");
    }
  }

  private static DataSpec demonstrations(Section section) {
    DataSpec prompts = TrainSetupReader.prompts(section);
    return new DataSpec(
        prompts.source(),
        prompts.split(),
        prompts.label(),
        prompts.files(),
        prompts.limit(),
        section.choice(
            Key.of(
                "completions",
                "what to imitate: the completions of the data, or the model's own from before"
                    + " training, `self` greedy ones, `verified` sampled ones that a verifier"
                    + " accepts"),
            DataSpec.Completions.class,
            DataSpec.Completions.GIVEN),
        prompts.difficulty());
  }
}
