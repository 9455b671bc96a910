package dev.belay.measure.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.stats.JudgeErrors;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AuditedJudgeTest {
  private final SplittableRandom random = new SplittableRandom(3);

  @Test
  void observedRateMixesBothErrors() {
    AuditedJudge judge = new AuditedJudge(200, new JudgeErrors(0.8, 0.9));
    assertThat(judge.observedRate(0.5)).isCloseTo(0.45, within(1e-12));
    assertThat(judge.observedRate(1)).isEqualTo(0.8);
    assertThat(judge.observedRate(0)).isCloseTo(0.1, within(1e-12));
  }

  @Test
  void aJudgeWithoutErrorsSaysTheTruthAndItsAuditFindsNone() {
    AuditedJudge judge = new AuditedJudge(30, new JudgeErrors(1, 1));
    assertThat(judge.verdict(random, 1)).isEqualTo(1);
    assertThat(judge.verdict(random, 0)).isZero();
    assertThat(judge.audit(random).sensitivity().value()).isEqualTo(1);
    assertThat(judge.audit(random).specificity().n()).isEqualTo(30);
  }

  @Test
  void settingNamesTheAuditAndTheErrorsInOrder() {
    assertThat(new AuditedJudge(200, new JudgeErrors(0.8, 0.9)).setting())
        .hasToString("{audited=200.0, sensitivity=0.8, specificity=0.9}");
  }
}
