package dev.belay.safety.judge;

import java.util.List;

/** The judges that ship with Belay. */
public final class BuiltInJudges implements JudgeProvider {

  @Override
  public List<Judge> judges() {
    return List.of(new RefusalPatternJudge(), new EmbeddedJudge());
  }

  @Override
  public List<JudgeKind> kinds() {
    return List.of(new EnsembleJudge.Kind());
  }
}
