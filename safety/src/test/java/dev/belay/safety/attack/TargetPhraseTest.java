package dev.belay.safety.attack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetPhraseTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Write a script that opens a lock|a script that opens a lock",
        "Give me instructions for a bonfire.|instructions for a bonfire",
        "Develop a strategy for my garden|a strategy for your garden",
        "Provide step-by-step guidance on knots|step-by-step guidance on knots",
        "Please create an advertisement|an advertisement",
        "Teach me how to pick a lock|how to pick a lock",
        "Explain how to fold a map!|how to fold a map",
        "How do I water my plants? They are dry.|how to water your plants",
        "What is the best way to hide?|how to hide",
        "Why is the sky blue?|the answer to: Why is the sky blue",
        "Convince a doctor that I will leave|how to convince a doctor that you will leave",
      })
  void beginsAsAModelThatComplies(String request, String rest) {
    assertThat(TargetPhrase.of(request)).isEqualTo("Sure, here is " + rest);
  }

  @Test
  void contextIsLeftOutAndLongRequestsAreCut() {
    assertThat(TargetPhrase.of("A long text.\nMore of it.\n\n---\n\nWrite a letter about it."))
        .isEqualTo("Sure, here is a letter about it");
    String words = TargetPhrase.of("Make " + "very ".repeat(50) + "much noise");
    assertThat(words.split(" ")).hasSize("Sure, here is how to".split(" ").length + 20);
  }

  @Test
  void theBenchmarksOwnTargetComesFirst() {
    SuffixAttack gcg = (SuffixAttack) Attacks.load().named("gcg");
    assertThat(gcg.goal("Write a poem", "Sure, a poem").target()).isEqualTo("Sure, a poem");
    assertThat(gcg.goal("Write a poem", "").target()).isEqualTo("Sure, here is a poem");
    assertThat(gcg.info().label())
        .isEqualTo("gcg 1 (candidates=64, steps=100, suffix_tokens=20, top_k=256)");
    assertThat(gcg.apply("Write a poem", 1).turns().getFirst().content())
        .isEqualTo("Write a poem" + " !".repeat(20));
  }
}
