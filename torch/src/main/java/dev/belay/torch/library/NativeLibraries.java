package dev.belay.torch.library;

import dev.belay.core.error.BadInputException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Loads libtorch and what it needs, before JavaCPP would.
 *
 * <p>JavaCPP unpacks libraries into a cache that all processes of a user share, and mends and links
 * files there while others have them mapped: processes that start together can kill one another.
 * Here they are unpacked once, into a folder that nobody writes to again ({@link LibraryFolder}),
 * and JavaCPP is told to load nothing. Whoever runs other libraries of JavaCPP in the same process
 * sets {@code org.bytedeco.javacpp.loadlibraries} to {@code true}; all is JavaCPP's then, as it is
 * on systems whose libraries are not known here.
 */
public final class NativeLibraries {

  private static final String JAVACPP_LOADS = "org.bytedeco.javacpp.loadlibraries";
  private static final String TOKENIZERS_PATH = "RUST_LIBRARY_PATH";

  /** Of its own, so that who asks for the folder does not wait until libtorch is loaded. */
  private static final Object LOADING = new Object();

  private static volatile boolean loaded;
  private static boolean looked;
  private static @Nullable Unpacked unpacked;

  /** Libraries and the folder in which they lie. */
  private record Unpacked(LibrarySet set, Path folder) {}

  private NativeLibraries() {}

  /**
   * Loads libtorch, once; later calls cost nothing.
   *
   * @throws BadInputException if the libraries cannot be unpacked, or the system does not load them
   */
  public static void load() {
    if (!loaded) {
      loadOnce();
    }
  }

  /**
   * Begins to load libtorch while the caller goes on; {@link #load} waits for it.
   *
   * @throws BadInputException if the libraries cannot be unpacked
   */
  public static void loadInBackground() {
    if (!loaded && unpacked().isPresent()) {
      Thread loading =
          Thread.ofPlatform().daemon().name("belay-libraries").start(NativeLibraries::loadQuietly);
      // A process must not end, and run its libraries' destructors, while constructors run.
      Runtime.getRuntime().addShutdownHook(new Thread(() -> await(loading)));
    }
  }

  private static void await(Thread loading) {
    try {
      loading.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void loadQuietly() {
    try {
      load();
    } catch (RuntimeException | LinkageError e) {
      // Whoever needs the libraries calls load(), which fails in the same way.
    }
  }

  /**
   * Where the libraries lie; unpacks them if they do not yet. Empty if JavaCPP and DJL load theirs.
   *
   * @throws BadInputException if there is no room for them anywhere
   */
  public static Optional<Path> folder() {
    return unpacked().map(Unpacked::folder);
  }

  /** Has the binding of Hugging Face's tokenizers load the unpacked library. */
  public static void useUnpackedTokenizers() {
    if (System.getProperty(TOKENIZERS_PATH) == null) {
      folder()
          .map(folder -> folder.resolve(LibrarySet.TOKENIZERS_FILE).toString())
          .ifPresent(file -> System.setProperty(TOKENIZERS_PATH, file));
    }
  }

  private static synchronized Optional<Unpacked> unpacked() {
    if (!looked) {
      if (!Boolean.getBoolean(JAVACPP_LOADS)) {
        unpacked =
            LibrarySet.find(NativeLibraries.class.getClassLoader())
                .map(set -> new Unpacked(set, UnpackedLibraries.of(set, cacheHome())))
                .orElse(null);
      }
      looked = true;
    }
    return Optional.ofNullable(unpacked);
  }

  private static CacheHome cacheHome() {
    return CacheHome.of(System.getenv());
  }

  private static void loadOnce() {
    synchronized (LOADING) {
      if (!loaded) {
        loadAll();
        loaded = true;
      }
    }
  }

  private static void loadAll() {
    Optional<Unpacked> found = unpacked();
    if (found.isEmpty()) {
      JavaCppLibraries.load(cacheHome().libraryFolders());
    } else if (!JavaCppLibraries.areLoaded()) {
      System.setProperty(JAVACPP_LOADS, "false");
      Unpacked libraries = found.get();
      libraries.set().toLoad().forEach(name -> load(libraries.folder().resolve(name)));
    }
  }

  @SuppressWarnings("restricted") // What this class is for.
  private static void load(Path library) {
    try {
      System.load(library.toString());
    } catch (UnsatisfiedLinkError e) {
      throw new BadInputException(
          "%s: the system does not load it: %s. If its folder must not hold programs, set"
                  .formatted(library, e.getMessage())
              + " XDG_CACHE_HOME to one that may; if it is damaged, delete the folder.",
          e);
    }
  }
}
