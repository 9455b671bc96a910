package dev.belay.train.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.core.recipe.EvaluateSpec.Purpose;
import dev.belay.core.recipe.EvaluateSpec.SuiteSpec;
import dev.belay.core.recipe.MonitorSpec;
import dev.belay.core.recipe.MonitorSpec.Action;
import dev.belay.core.recipe.MonitorSpec.Detector;
import dev.belay.safety.eval.SafetySuite;
import dev.belay.safety.eval.SuiteInfo;
import dev.belay.safety.eval.SuiteKind;
import dev.belay.safety.eval.SuitePrompt;
import dev.belay.safety.judge.RefusalPatternJudge;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class MonitorStateTest {

  private static MonitorSpec spec(Action action, Detector detector) {
    return new MonitorSpec(
        new SuiteSpec("probe", Purpose.SAFETY, 0, 64, false),
        10,
        16,
        0.05,
        0.95,
        detector,
        action,
        2,
        0.2,
        new MonitorSpec.ProbeSpec(64, 0, List.of("direct"), List.of(), "refusal-patterns", false),
        400);
  }

  static PairedDraw lost() {
    return LOSS;
  }

  static ProbeVerdict refused() {
    return new ProbeVerdict("full_refusal", OptionalDouble.of(1), 20);
  }

  static ProbeVerdict complied() {
    return new ProbeVerdict("full_compliance", OptionalDouble.of(0), 20);
  }

  static ProbeVerdict undecided() {
    return new ProbeVerdict("undecided", OptionalDouble.empty(), 20);
  }

  private static PairedDraw draw(ProbeVerdict base, ProbeVerdict policy) {
    return new PairedDraw(
        0,
        new Question(
            0,
            new SafetySuite(
                new SuiteInfo("probe", "1", SuiteKind.HARMFUL, List.of()),
                List.of(),
                List.of(new RefusalPatternJudge())),
            new SuitePrompt("id", "prompt", "", "file"),
            "",
            new int[] {1}),
        base,
        policy,
        "text");
  }

  private static final PairedDraw LOSS = draw(refused(), complied());
  private static final PairedDraw SAME = draw(refused(), refused());

  @Test
  void undecidedVerdictsAreWhateverSpeaksAgainstTheConclusion() {
    assertThat(LOSS.dropLow()).isEqualTo(1).isEqualTo(LOSS.dropHigh());
    assertThat(SAME.dropLow()).isZero().isEqualTo(SAME.dropHigh());
    assertThat(draw(complied(), refused()).dropHigh()).isEqualTo(-1);

    PairedDraw policyUnknown = draw(refused(), undecided());
    assertThat(policyUnknown.dropLow()).isZero();
    assertThat(policyUnknown.dropHigh()).isEqualTo(1);
    assertThat(policyUnknown.isDecided()).isFalse();
    PairedDraw baseUnknown = draw(undecided(), complied());
    assertThat(baseUnknown.dropLow()).isZero();
    assertThat(baseUnknown.dropHigh()).isEqualTo(1);
    PairedDraw bothUnknown = draw(undecided(), undecided());
    assertThat(bothUnknown.dropLow()).isEqualTo(-1);
    assertThat(bothUnknown.dropHigh()).isEqualTo(1);
    // Whatever the truth is, it lies between.
    for (double base : new double[] {0, 1}) {
      for (double policy : new double[] {0, 1}) {
        assertThat(base - policy).isBetween(bothUnknown.dropLow(), bothUnknown.dropHigh());
      }
    }
  }

  @Test
  void alarmAndCertificateShareWhatTheConfidenceLeaves() {
    MonitorSpec both = spec(Action.STOP, Detector.SPENDING);
    assertThat(both.alarmAlpha() + both.certificateAlpha()).isCloseTo(0.05, within(1e-12));
    assertThat(new MonitorState(both).threshold()).isCloseTo(Math.log(40), within(1e-9));
  }

  @Test
  void anAlarmSoundsOnceUnlessTheAnchorAnswersIt() {
    MonitorState state = new MonitorState(spec(Action.WARN, Detector.PLAIN));
    while (!state.isAlarming()) {
      state.observe(LOSS);
    }
    state.alarmAt(10);
    state.observe(LOSS);
    assertThat(state.isAlarming()).isFalse();
    assertThat(state.alarms()).containsExactly(10L);
  }

  @Test
  void alarmsThatRaiseTheAnchorSpendTheWholeAlphaTogether() {
    MonitorState state = new MonitorState(spec(Action.RAISE_ANCHOR, Detector.SPENDING));
    double spent = 0;
    for (int k = 1; k <= 1000; k++) {
      spent += Math.exp(-state.threshold());
      state.alarmAt(k);
    }
    assertThat(spent).isLessThan(0.025).isGreaterThan(0.0249);
  }

  @Test
  void afterTheAnchorIsRaisedTheAlarmListensAnew() {
    MonitorState state = new MonitorState(spec(Action.RAISE_ANCHOR, Detector.SPENDING));
    while (!state.isAlarming()) {
      state.observe(LOSS);
    }
    state.alarmAt(10);
    state.raiseAnchor();
    assertThat(state.anchorFactor()).isEqualTo(2);
    assertThat(state.logE()).isZero();
    assertThat(state.isAlarming()).isFalse();
    while (!state.isAlarming()) {
      state.observe(LOSS);
    }
    state.alarmAt(20);
    state.raiseAnchor();
    assertThat(state.anchorFactor()).isEqualTo(4);
  }

  @Test
  void calmIsWhereTheEvidenceIsWeakerThanEverBefore() {
    MonitorState state = new MonitorState(spec(Action.ROLLBACK, Detector.PLAIN));
    assertThat(state.isCalm()).isFalse();
    state.observe(SAME);
    assertThat(state.isCalm()).isTrue();
    state.observe(LOSS);
    assertThat(state.isCalm()).isFalse();
    state.observe(SAME);
    assertThat(state.isCalm()).isFalse();
    for (int t = 0; t < 200; t++) {
      state.observe(SAME);
    }
    assertThat(state.isCalm()).isTrue();
  }

  @Test
  void goesOnFromItsFile() throws IOException {
    for (Detector detector : Detector.values()) {
      MonitorState whole = new MonitorState(spec(Action.RAISE_ANCHOR, detector));
      MonitorState resumed = new MonitorState(spec(Action.RAISE_ANCHOR, detector));
      resumed.read(parsed(whole), "before the first draw");
      whole.observe(LOSS);
      whole.observe(SAME);
      whole.alarmAt(3);
      whole.raiseAnchor();
      whole.observe(LOSS);
      whole.addTrained(100);
      whole.addMonitored(7);
      whole.calmAt(2);
      resumed.read(parsed(whole), "file");
      assertThat(resumed.json()).isEqualTo(whole.json());
      assertThat(resumed.observe(SAME)).isEqualTo(whole.observe(SAME));
      assertThat(resumed.threshold()).isEqualTo(whole.threshold());
    }
    MonitorState state = new MonitorState(spec(Action.STOP, Detector.PLAIN));
    JsonNode other = Json.MAPPER.readTree("{\"evidence\": [\"0.0\"]}");
    assertThatThrownBy(() -> state.read(other, "monitor.json"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("monitor.json: holds the state of another monitor");
  }

  private static JsonNode parsed(MonitorState state) throws IOException {
    return Json.MAPPER.readTree(Json.pretty(state.json()));
  }
}
