package dev.belay.core.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.belay.core.error.BadInputException;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class RegistryTest {

  private static Registry<String> fruit(String... names) {
    return new Registry<>("fruit", List.of(names), Function.identity());
  }

  @Test
  void thingsAreListedInTheirOrderAndFoundByName() {
    Registry<String> fruit = fruit("pear", "apple");
    assertThat(fruit.names()).containsExactly("pear", "apple");
    assertThat(fruit.all()).containsExactly("pear", "apple");
    assertThat(fruit.named("apple")).isEqualTo("apple");
    assertThat(fruit.find("plum")).isEmpty();
  }

  @Test
  void unknownNamesSayWhatThereIs() {
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> fruit("pear", "apple").named("appel"))
        .withMessage("no fruit \"appel\". Did you mean \"apple\"? Known: pear, apple.");
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> fruit("pear").named("gooseberry"))
        .withMessage("no fruit \"gooseberry\". Known: pear.");
  }

  @Test
  void oneNameIsForOneThing() {
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> fruit("pear", "apple", "pear", "apple"))
        .satisfies(
            e ->
                assertThat(e.issues())
                    .containsExactly(
                        "two fruits are named pear: java.lang.String and java.lang.String."
                            + " Rename one, or leave it off the class path.",
                        "two fruits are named apple: java.lang.String and java.lang.String."
                            + " Rename one, or leave it off the class path."));
  }

  @Test
  void providersBringTheirsInOrder() {
    List<String> all =
        Registry.provided(List.of(List.of("a", "b"), List.of("c")), Function.identity());
    assertThat(all).containsExactly("a", "b", "c");
  }
}
