package dev.belay.train.experiment;

import dev.belay.safety.compare.Comparison;
import dev.belay.safety.eval.EvaluationResult;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What came out.
 *
 * @param directory the run's directory
 * @param last the last evaluation: after training, or the only one
 * @param comparison before and after, paired; absent without training or without suites
 * @param steps training steps taken, over all processes of the run
 */
public record ExperimentResult(
    Path directory, Optional<EvaluationResult> last, Optional<Comparison> comparison, long steps) {}
