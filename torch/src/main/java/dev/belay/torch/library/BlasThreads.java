package dev.belay.torch.library;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * How many threads OpenBLAS, libtorch's library for fp32 products, takes for one of them.
 *
 * <p>Its threads wait busily for a while after every product. Beside products of oneDNN, which has
 * threads of its own, they take the cores away from these: on two cores a bfloat16 product after
 * each fp32 one takes twice as long.
 */
public final class BlasThreads {

  static {
    NativeLibraries.load();
  }

  private static final Optional<MethodHandle> SET =
      handle("openblas_set_num_threads", FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT));
  private static final Optional<MethodHandle> GET =
      handle("openblas_get_num_threads", FunctionDescriptor.of(ValueLayout.JAVA_INT));

  private static int users;
  private static int before;

  private BlasThreads() {}

  @SuppressWarnings("restricted") // No other way to a library that JavaCPP has no class for here.
  private static Optional<MethodHandle> handle(String name, FunctionDescriptor type) {
    Optional<MemorySegment> symbol = SymbolLookup.loaderLookup().find(name);
    return symbol.map(address -> Linker.nativeLinker().downcallHandle(address, type));
  }

  /** How many it takes now; 0 where libtorch has another library. */
  public static int count() {
    try {
      return GET.isEmpty() ? 0 : (int) GET.get().invokeExact();
    } catch (Throwable e) {
      throw new IllegalStateException("openblas_get_num_threads failed", e);
    }
  }

  /**
   * Computes with one thread a product, on whichever threads the work runs; then as before. Where
   * libtorch has another library, just computes.
   */
  public static void one(Runnable work) {
    enter();
    try {
      work.run();
    } finally {
      leave();
    }
  }

  private static synchronized void enter() {
    if (users++ == 0) {
      before = count();
      set(1);
    }
  }

  private static synchronized void leave() {
    if (--users == 0) {
      set(before);
    }
  }

  private static void set(int count) {
    try {
      if (SET.isPresent()) {
        SET.get().invokeExact(count);
      }
    } catch (Throwable e) {
      throw new IllegalStateException("openblas_set_num_threads failed", e);
    }
  }
}
