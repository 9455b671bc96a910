package dev.belay.train.experiment;

import dev.belay.torch.learner.Backend;
import dev.belay.torch.learner.Learner;
import dev.belay.torch.learner.LearnerSpec;
import dev.belay.torch.learner.Reference;
import dev.belay.torch.model.WeightSource;
import dev.belay.train.method.StepObserver;
import dev.belay.train.method.TrainingMethod;
import dev.belay.train.step.Policy;
import java.util.List;
import java.util.function.Supplier;

/** Builds what trains by one method, as the recipe says; one class a method. */
interface MethodBuilder extends AutoCloseable {

  /** Optimizer steps of the whole run, which the learning rate's schedule spans. */
  long updates();

  /** The temperature that log-probs are taken at. */
  default double temperature() {
    return 1;
  }

  /** What is trained: the model itself, unless the method says otherwise. */
  default Learner learner(Backend backend, WeightSource model, LearnerSpec spec) {
    return backend.learner(model, spec);
  }

  /**
   * The method.
   *
   * @param policy in training
   * @param reference the model before training; made when first asked for
   */
  TrainingMethod build(Policy policy, Supplier<Reference> reference);

  /** What the method measures after its steps, beside what each step reports. */
  default List<StepObserver> observers(Policy policy, Supplier<Reference> reference) {
    return List.of();
  }

  /** Closes what the method keeps open beside policy and reference. */
  @Override
  default void close() {}
}
