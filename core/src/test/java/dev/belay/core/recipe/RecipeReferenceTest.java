package dev.belay.core.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The reference and the resolved defaults are what the reader does. {@code -Dbelay.goldens=write}
 * writes the files anew.
 */
class RecipeReferenceTest {

  private static final Path PAGE = Path.of("..", "docs", "recipe.md");
  private static final Path GOLDENS = Path.of("src/test/resources/dev/belay/core/recipe");

  @Test
  void thePageIsWhatTheReaderSays() throws IOException {
    assertThat(golden(PAGE, RecipeReference.page())).isEqualTo(RecipeReference.page());
  }

  /** The shortest recipe of each method, every default spelled out. */
  @ParameterizedTest
  @ValueSource(strings = {"sft", "rlvr", "dpo", "reward-model"})
  void defaultsAreTheCommittedOnes(String method) throws IOException {
    String yaml = RecipeWriter.yaml(shortest(method).resolved());
    assertThat(golden(GOLDENS.resolve("resolved-" + method + ".yaml"), yaml)).isEqualTo(yaml);
  }

  /** What is read and what is described are the same keys, since one reader does both. */
  @ParameterizedTest
  @ValueSource(strings = {"sft", "rlvr", "dpo"})
  void everyResolvedKeyIsDescribed(String method) {
    Set<String> described =
        RecipeReader.keys(method).stream().map(KeyList.Entry::path).collect(Collectors.toSet());
    assertThat(described).containsAll(paths(shortest(method).resolved(), ""));
    assertThat(described)
        .contains("train.until.data.source", "train.until.accuracy", "publish", "train.data[].path")
        .contains(
            "model.system_prompt", "train.micro_batch_tokens", "train.optimizer.weight_decay");
  }

  @Test
  void aKeyIsDescribedByItsReader() {
    KeyList.Entry rate = entry("sft", "train.optimizer.learning_rate");
    assertThat(rate.fallback()).isEqualTo("5.0e-5");
    assertThat(entry("rlvr", "train.optimizer.learning_rate").fallback()).isEqualTo("1.0e-6");
    assertThat(rate.range()).isEqualTo("above 0");
    assertThat(entry("rlvr", "train.rollout.group_size"))
        .extracting(KeyList.Entry::type, KeyList.Entry::range, KeyList.Entry::fallback)
        .containsExactly("whole number", "1 or more", "8");
    assertThat(entry("rlvr", "train.kl.estimator").range()).isEqualTo("k1, k2, k3, exact");
    assertThat(entry("rlvr", "name").fallback()).isEqualTo("required");
    assertThat(entry("rlvr", "publish").fallback()).isEqualTo("absent");
  }

  private static KeyList.Entry entry(String method, String path) {
    return RecipeReader.keys(method).stream()
        .filter(entry -> entry.path().equals(path))
        .findFirst()
        .orElseThrow();
  }

  private static Recipe shortest(String method) {
    String reward = method.equals("rlvr") ? ", reward: { verifier: math }" : "";
    String yaml =
        """
        name: shortest
        model: { name: smollm2-135m-instruct }
        train: { method: %s, data: { source: arithmetic }%s }
        """
            .formatted(method, reward);
    return RecipeReader.parse(yaml, "shortest.yaml", List.of());
  }

  private static Set<String> paths(Object value, String path) {
    Set<String> paths = new TreeSet<>();
    switch (value) {
      case Map<?, ?> map ->
          map.forEach(
              (key, inner) -> {
                String at = path.isEmpty() ? key.toString() : path + "." + key;
                paths.add(at);
                paths.addAll(paths(inner, at));
              });
      case List<?> list when !list.isEmpty() && list.getFirst() instanceof Map<?, ?> ->
          list.forEach(item -> paths.addAll(paths(item, path + "[]")));
      default -> {
        // A value has no keys.
      }
    }
    return paths;
  }

  private static String golden(Path file, String text) throws IOException {
    if ("write".equals(System.getProperty("belay.goldens"))) {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text);
    }
    return Files.readString(file);
  }
}
