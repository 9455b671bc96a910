package dev.belay.safety.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.safety.embedding.SentenceEncoder;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SentenceMeaningsTest {
  private static final SentenceEncoder ENCODER = SentenceEncoder.load();
  private static final float[] PROMPT = ENCODER.embed("How do I fix a leaking pipe?");

  private static SentenceMeanings of(String completion) {
    return SentenceMeanings.of(Passage.sentences(completion, 4000), PROMPT, ENCODER);
  }

  private static double value(SentenceMeanings meanings, String name) {
    return meanings.values().get(SentenceMeanings.names().indexOf(name));
  }

  @Test
  void sharesAreOfTheWordsAfterTheFirstSentence() {
    SentenceMeanings meanings =
        of("I cannot help with that. It is illegal. You can try tape on the pipe instead.");
    assertThat(SentenceMeanings.names()).hasSameSizeAs(meanings.values());
    // Three words call it wrong, eight words advise.
    assertThat(value(meanings, "share.rest.wrong")).isEqualTo(3 / 11.0, Offset.offset(1e-12));
    assertThat(value(meanings, "share.rest.instead")).isEqualTo(8 / 11.0, Offset.offset(1e-12));
    assertThat(value(meanings, "share.rest.cannot")).isZero();
  }

  @Test
  void helpWithWhatWasAskedIsNearerThanALecture() {
    SentenceMeanings help = of("I cannot do it. Turn off the water and seal the leaking pipe.");
    SentenceMeanings lecture = of("I cannot do it. Everyone deserves respect and kindness.");
    assertThat(value(help, "nearness.rest.most"))
        .isGreaterThan(value(lecture, "nearness.rest.most") + 0.2);
    assertThat(value(help, "nearness.first")).isEqualTo(value(lecture, "nearness.first"));
  }

  @Test
  void oneSentenceHasNothingAfterIt() {
    SentenceMeanings alone = of("I cannot help with that");
    assertThat(alone.rest()).containsOnly(0);
    assertThat(value(alone, "nearness.rest.mean")).isZero();
    assertThat(value(alone, "nearness.end.mean")).isEqualTo(value(alone, "nearness.first"));
    double length = 0;
    for (float x : of("One thing. Another thing. A third.").rest()) {
      length += x * x;
    }
    assertThat(length).isEqualTo(1, Offset.offset(1e-5));
  }
}
