package dev.belay.verify.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.verify.Verdict;
import dev.belay.core.verify.Verifier;
import dev.belay.core.verify.Verifiers;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ChosenByNameTest {

  private static final String RIGHT = "def add(a, b):\n    return a + b\n";

  @Test
  void codeWithoutIsolationIsNeverChosenByItself() {
    Verifier unisolated = Verifiers.load().named("code-unisolated");
    assertThat(unisolated.onlyByName()).isTrue();
    assertThat(Verifiers.load().all())
        .filteredOn(Verifier::onlyByName)
        .extracting(Verifier::name)
        .isEqualTo(List.of("code-unisolated"));
    assertThat(Verifiers.of(CodeFixture.ADD).name()).isEqualTo("code");
  }

  @Test
  void codeWithoutIsolationIsJudgedAlike() {
    Verifier unisolated = CodeVerifier.unisolated();
    assertThat(unisolated.verify(RIGHT, CodeFixture.ADD).state()).isEqualTo(Verdict.State.CORRECT);
    assertThat(unisolated.verify("import os\nos._exit(0)", CodeFixture.ADD).state())
        .isEqualTo(Verdict.State.INCORRECT);
  }

  @Test
  void aMachineWithoutIsolationIsRefusedWithWhatIsMissing() {
    CodePools none =
        new CodePools(() -> Isolation.Offer.nothing("bubblewrap is missing"), Limits.STANDARD);
    CodePools.Found found = none.find();
    assertThat(found.pool()).isNull();
    assertThat(found.missing())
        .contains("bubblewrap is missing", "belay doctor", "code-unisolated");
  }

  @Test
  void thisMachineKeepsWhatItSays() {
    Isolation.Offer offer = Isolation.byBubblewrap(System.getenv(), Limits.STANDARD);
    assertThat(offer.isolation().map(Isolation::name).orElseThrow()).startsWith("bubblewrap");
    assertThat(IsolationCheck.report(System.getenv()).open()).isEmpty();
    assertThat(Isolation.none(System.getenv()).isolation().map(Isolation::name))
        .isEqualTo(Optional.of("none"));
  }
}
