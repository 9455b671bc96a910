package dev.belay.core.drift.vectors;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every formula that files of vectors can ask for. */
final class VectorFormulas {
  private static final Map<String, VectorFormula> BY_ID = collect();

  private VectorFormulas() {}

  /** By id, in the order of the sections' classes. */
  static Map<String, VectorFormula> byId() {
    return BY_ID;
  }

  private static Map<String, VectorFormula> collect() {
    Map<String, VectorFormula> formulas = new LinkedHashMap<>();
    Stream.of(
            ReferenceFormulas.all(),
            BoundFormulas.all(),
            EstimateFormulas.all(),
            PairedFormulas.all(),
            MonitorFormulas.all(),
            TrainingFormulas.all())
        .flatMap(List::stream)
        .forEach(formula -> formulas.put(formula.id(), formula));
    return formulas;
  }
}
