package dev.belay.core.recipe;

import dev.belay.core.error.DidYouMean;
import dev.belay.core.model.LoraTarget;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code train.lora}. */
final class LoraSpecReader {

  private static final String PAGE = "lora.md";

  private static final Key TARGETS =
      Key.of("targets", "linear layers that get an adapter, in every decoder layer").source(PAGE);

  private LoraSpecReader() {}

  static LoraSpec read(Section section) {
    return new LoraSpec(
        section.count(
            Key.of("rank", "rows of the adapter's first factor").source("arXiv:2106.09685"), 16, 1),
        section.number(
            Key.of("alpha", "what the adapter adds is multiplied by alpha / rank")
                .source("arXiv:2106.09685"),
            32.0,
            value -> value > 0,
            "above 0"),
        section.flag(
            Key.of("rank_stabilized", "multiplies by alpha / sqrt(rank) instead")
                .source("arXiv:2312.03732"),
            false),
        targets(section),
        section.number(
            Key.of("dropout", "share of an adapter's inputs that a training pass leaves out")
                .unit("share"),
            0.0,
            value -> value >= 0 && value < 1,
            "in [0, 1)"));
  }

  private static Set<LoraTarget> targets(Section section) {
    Map<String, LoraTarget> known = new LinkedHashMap<>();
    LoraTarget.all().forEach(target -> known.put(target.module(), target));
    List<String> all = List.copyOf(known.keySet());
    Set<LoraTarget> targets = EnumSet.noneOf(LoraTarget.class);
    for (String name : section.texts(TARGETS, all)) {
      LoraTarget target = known.get(name);
      if (target == null) {
        section.issue(
            TARGETS.name(),
            "found '%s', which matches no layer; must be of %s.%s"
                .formatted(name, String.join(", ", all), DidYouMean.hint(name, all)));
      } else {
        targets.add(target);
      }
    }
    if (targets.isEmpty()) {
      section.issue(TARGETS.name(), "matches no layer; name at least one of %s.".formatted(all));
      return LoraTarget.all();
    }
    return targets;
  }

  /**
   * Refuses dropout where the slopes of an update come from a pass without it.
   *
   * @param why a sentence
   */
  static void refuseDropout(Section section, TrainSetup setup, String why) {
    if (setup.lora().filter(lora -> lora.dropout() > 0).isPresent()) {
      section.issue("lora.dropout", "must be 0 here: " + why + " Drop it.");
    }
  }
}
