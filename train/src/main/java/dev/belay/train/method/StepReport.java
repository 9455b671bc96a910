package dev.belay.train.method;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What one step measured: named numbers, in the order in which the log shows them. Times and rates
 * have names that end in {@code _seconds} or {@code _per_second}.
 */
public final class StepReport {

  private final long step;
  private final SequencedMap<String, Number> values;

  private StepReport(long step, SequencedMap<String, Number> values) {
    this.step = step;
    this.values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
  }

  /** A report of a step, counted from 1. */
  public static Builder of(long step) {
    return new Builder(step);
  }

  /** The step, from 1. */
  public long step() {
    return step;
  }

  /** The number of that name; NaN when it was not measured. */
  public double value(String name) {
    Number value = values.get(name);
    return value == null ? Double.NaN : value.doubleValue();
  }

  /** Everything measured, in order, without the step. */
  public SequencedMap<String, Number> values() {
    return values;
  }

  /** The line of the log: {@code step}, then everything measured. */
  public SequencedMap<String, Number> entries() {
    SequencedMap<String, Number> entries = new LinkedHashMap<>();
    entries.put("step", step);
    entries.putAll(values);
    return entries;
  }

  /** This report, and after it what somebody else measured. */
  public StepReport with(Map<String, Double> measured) {
    Builder builder = of(step);
    values.forEach(builder::put);
    measured.forEach(builder::put);
    return builder.build();
  }

  /** Collects numbers. */
  public static final class Builder {

    private final long step;
    private final SequencedMap<String, Number> values = new LinkedHashMap<>();

    private Builder(long step) {
      this.step = step;
    }

    /**
     * Adds a number.
     *
     * @throws IllegalArgumentException if there is one of that name
     */
    public Builder put(String name, Number value) {
      if (name.equals("step") || values.put(name, value) != null) {
        throw new IllegalArgumentException("the step has measured " + name + " already");
      }
      return this;
    }

    /** The report. */
    public StepReport build() {
      return new StepReport(step, values);
    }
  }
}
