package dev.belay.safety.judge;

import java.util.Map;
import java.util.function.Consumer;

/**
 * What judges are made from beside their own settings.
 *
 * @param judges the judges known, for those that are made of others
 * @param environment where keys are
 * @param models opens models in this process
 * @param notes told what a person should know
 */
public record JudgeContext(
    Judges judges, Map<String, String> environment, LocalModels models, Consumer<String> notes) {

  public JudgeContext {
    environment = Map.copyOf(environment);
  }

  /** A judge as another one's settings name it. */
  public Judge judge(JudgeSpec spec) {
    return judges.create(spec, this);
  }
}
