package dev.belay.torch.tensor;

import dev.belay.torch.library.NativeLibraries;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/**
 * Frees every native object made inside it when it closes. Java's collector does not see native
 * bytes, so each step and each layer runs in a scope.
 *
 * <p>Ownership rule: a field owns its tensor, having called {@link #retain}, and closes it;
 * everything else lives in a scope.
 */
public final class TensorScope implements AutoCloseable {

  static {
    NativeLibraries.load();
  }

  private final PointerScope scope = new PointerScope();

  /** Lets {@code pointer} outlive the scope; the caller must close it. */
  @SuppressWarnings("unchecked")
  public static <P extends Pointer> P retain(P pointer) {
    return (P) pointer.retainReference();
  }

  @Override
  public void close() {
    scope.close();
  }
}
