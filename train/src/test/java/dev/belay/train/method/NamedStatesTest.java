package dev.belay.train.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.error.BadInputException;
import dev.belay.core.run.RunDirectory;
import dev.belay.core.run.Stateful;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What checkpoints do with states that are not the policy. */
class NamedStatesTest {

  @TempDir Path temp;

  /** A state that is one word. */
  private static final class Word implements Stateful {
    private final String name;
    private String word;

    Word(String name, String word) {
      this.name = name;
      this.word = word;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void write(Path folder) throws IOException {
      Files.writeString(folder.resolve("optimizer.safetensors"), word);
    }

    @Override
    public void read(Path folder) throws IOException {
      word = Files.readString(folder.resolve("optimizer.safetensors"));
    }
  }

  @Test
  void eachStateIsWrittenAndReadInItsOwnFolder() {
    try (RunDirectory run = RunDirectory.create(temp.resolve("run"))) {
      List<Stateful> saved = List.of(new Word("policy", "blue"), new Word("critic", "red"));
      new Checkpoints(run, saved).save(new Checkpoints.State(3, false));
      Word policy = new Word("policy", "");
      Word critic = new Word("critic", "");
      assertThat(new Checkpoints(run, List.of(critic, policy)).restore())
          .isEqualTo(new Checkpoints.State(3, false));
      assertThat(policy.word).isEqualTo("blue");
      assertThat(critic.word).isEqualTo("red");
      assertThat(run.checkpoints().resolve("step-3/critic/optimizer.safetensors"))
          .hasContent("red");
    }
  }

  @Test
  void aCheckpointWithoutFoldersIsThatOfThePolicy() throws IOException {
    try (RunDirectory run = RunDirectory.create(temp.resolve("run"))) {
      new Checkpoints(run, List.of()).save(new Checkpoints.State(2, true));
      Files.writeString(run.checkpoints().resolve("step-2/optimizer.safetensors"), "green");
      Word policy = new Word("policy", "");
      assertThat(new Checkpoints(run, List.of(policy)).restore().finished()).isTrue();
      assertThat(policy.word).isEqualTo("green");
    }
  }

  @Test
  void aStateThatTheCheckpointLacksIsNamed() {
    try (RunDirectory run = RunDirectory.create(temp.resolve("run"))) {
      new Checkpoints(run, List.of(new Word("policy", "blue")))
          .save(new Checkpoints.State(2, false));
      Checkpoints more =
          new Checkpoints(run, List.of(new Word("policy", ""), new Word("critic", "")));
      assertThatThrownBy(more::restore)
          .isInstanceOf(BadInputException.class)
          .hasMessageContainingAll("step-2", "no state of the critic", "another method");
    }
  }

  @Test
  void aNameIsTakenOnce() {
    try (RunDirectory run = RunDirectory.create(temp.resolve("run"))) {
      List<Stateful> twins = List.of(new Word("policy", "a"), new Word("policy", "b"));
      assertThatIllegalArgumentException().isThrownBy(() -> new Checkpoints(run, twins));
    }
  }
}
