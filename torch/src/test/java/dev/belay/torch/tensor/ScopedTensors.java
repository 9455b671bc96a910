package dev.belay.torch.tensor;

import dev.belay.torch.kernel.Parallel;
import java.util.Objects;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Frees the tensors of each test after it and puts the number of threads back; for {@code
 * ExtendWith}.
 */
public final class ScopedTensors implements BeforeEachCallback, AfterEachCallback {

  private static final ExtensionContext.Namespace OWN =
      ExtensionContext.Namespace.create(ScopedTensors.class);

  private record Before(TensorScope scope, int threads) {}

  @Override
  public void beforeEach(ExtensionContext context) {
    context.getStore(OWN).put(Before.class, new Before(new TensorScope(), Parallel.threads()));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Before before =
        Objects.requireNonNull(context.getStore(OWN).remove(Before.class, Before.class));
    before.scope().close();
    Parallel.setThreads(before.threads());
  }
}
