package dev.belay.train.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.error.BadInputException;
import dev.belay.core.model.LearnedSequence;
import dev.belay.core.model.TokenSequence;
import dev.belay.core.run.RunDirectory;
import dev.belay.torch.model.LanguageModel;
import dev.belay.train.fixture.TinyPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointsTest {

  private static final List<TokenSequence> DATA =
      List.of(
          new TokenSequence(new int[] {5, 6, 7}, new int[] {8, 9, 10}),
          new TokenSequence(new int[] {15, 16}, new int[] {17, 18}));

  @TempDir Path temp;

  private static SftMethod method(TinyPolicy tiny) {
    return new SftMethod(tiny.policy(), LearnedSequence.whole(DATA), 2, 10, 100, 3);
  }

  @Test
  void theRestoredPolicyTakesTheSameNextStepBitForBit() {
    try (RunDirectory run = RunDirectory.create(temp.resolve("run"));
        TinyPolicy saved = TinyPolicy.open(1e-2);
        TinyPolicy restored = TinyPolicy.open(1e-2)) {
      SftMethod straight = method(saved);
      straight.step(1);
      straight.step(2);
      new Checkpoints(run, List.of(saved.policy())).save(new Checkpoints.State(2, false));

      restored.disturb(0.1, 1);
      Checkpoints.State state = new Checkpoints(run, List.of(restored.policy())).restore();
      assertThat(state).isEqualTo(new Checkpoints.State(2, false));
      assertThat(restored.weights()).isEqualTo(saved.weights());
      assertThat(restored.lastGradient()).isEqualTo(saved.lastGradient());
      assertThat(restored.optimizer().steps()).isEqualTo(2);

      double loss = straight.step(3).value("loss");
      assertThat(method(restored).step(3).value("loss")).isEqualTo(loss);
      assertThat(restored.weights()).isEqualTo(saved.weights());
    }
  }

  @Test
  void withoutACheckpointThePolicyStaysAtStepZero() {
    try (RunDirectory run = RunDirectory.create(temp.resolve("run"));
        TinyPolicy tiny = TinyPolicy.open(1e-2)) {
      float[] weights = tiny.weights();
      Checkpoints checkpoints = new Checkpoints(run, List.of(tiny.policy()));
      assertThat(checkpoints.restore()).isEqualTo(new Checkpoints.State(0, false));
      assertThat(tiny.weights()).isEqualTo(weights);
    }
  }

  @Test
  void aCheckpointHoldsAModelOfTheWeightsAtItsStep() {
    try (RunDirectory run = RunDirectory.create(temp.resolve("run"));
        TinyPolicy tiny = TinyPolicy.open(1e-2)) {
      method(tiny).step(1);
      new Checkpoints(run, List.of(tiny.policy())).save(new Checkpoints.State(1, true));
      assertThat(new Checkpoints(run, List.of(tiny.policy())).restore().finished()).isTrue();
      Path folder = run.checkpoints().resolve("step-1/policy/model");
      assertThat(folder.resolve("tokenizer.json")).exists();
      try (LanguageModel model = LanguageModel.open(folder)) {
        assertThat(TinyPolicy.fingerprint(model)).isEqualTo(TinyPolicy.fingerprint(tiny.decoder()));
      }
    }
  }

  @Test
  void aBrokenStateIsRefusedWithItsPlace() throws IOException {
    try (RunDirectory run = RunDirectory.create(temp.resolve("run"));
        TinyPolicy tiny = TinyPolicy.open(1e-2)) {
      Checkpoints checkpoints = new Checkpoints(run, List.of(tiny.policy()));
      checkpoints.save(new Checkpoints.State(4, false));
      Path file = run.checkpoints().resolve("step-4/state.json");
      Files.writeString(file, "{\"step\": ");
      assertThatThrownBy(checkpoints::restore)
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("not valid JSON");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"step\":-5}", "{\"step\":3}", "{\"step\":\"4\"}", "{\"step\":1e30}"})
  void aStateOfAnotherStepIsRefused(String state) throws IOException {
    try (RunDirectory run = RunDirectory.create(temp.resolve("run"));
        TinyPolicy tiny = TinyPolicy.open(1e-2)) {
      Checkpoints checkpoints = new Checkpoints(run, List.of(tiny.policy()));
      checkpoints.save(new Checkpoints.State(4, false));
      Files.writeString(run.checkpoints().resolve("step-4/state.json"), state);
      assertThatThrownBy(checkpoints::restore)
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("state.json: step must be that of its folder, 4.");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../elsewhere", "/", "step-4/../..", "", "step-x"})
  void aCheckpointIsInTheRun(String latest) throws IOException {
    try (RunDirectory run = RunDirectory.create(temp.resolve("run"));
        TinyPolicy tiny = TinyPolicy.open(1e-2)) {
      Checkpoints checkpoints = new Checkpoints(run, List.of(tiny.policy()));
      checkpoints.save(new Checkpoints.State(4, false));
      Files.writeString(run.checkpoints().resolve("latest"), latest);
      assertThatThrownBy(checkpoints::restore)
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("latest: names no checkpoint");
    }
  }
}
