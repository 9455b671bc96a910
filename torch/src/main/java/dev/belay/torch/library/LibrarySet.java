package dev.belay.torch.library;

import dev.belay.core.hash.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The native libraries of a build, in an order in which each finds those it needs.
 *
 * @param resources one file each
 */
record LibrarySet(List<LibraryResource> resources) {

  /** Where JavaCPP's jars have them; {@code libquadmath} is not found by a path of its own. */
  private static final List<String> LINUX_X86_64 =
      List.of(
          "org/bytedeco/openblas/linux-x86_64/libgcc_s.so.1",
          "org/bytedeco/openblas/linux-x86_64/libquadmath.so.0",
          "org/bytedeco/openblas/linux-x86_64/libgfortran.so.5",
          "org/bytedeco/openblas/linux-x86_64/libopenblas.so.0",
          "org/bytedeco/pytorch/linux-x86_64/libgomp.so.1",
          "org/bytedeco/pytorch/linux-x86_64/libc10.so",
          "org/bytedeco/pytorch/linux-x86_64/libtorch_cpu.so",
          "org/bytedeco/pytorch/linux-x86_64/libtorch.so",
          "org/bytedeco/javacpp/linux-x86_64/libjnijavacpp.so",
          "org/bytedeco/pytorch/linux-x86_64/libjnitorch.so",
          LibrarySet.TOKENIZERS);

  private static final String TOKENIZERS = "native/lib/linux-x86_64/cpu/libtokenizers.so";

  /** The file of Hugging Face's tokenizers, which its own binding loads. */
  static final String TOKENIZERS_FILE = "libtokenizers.so";

  private static final int KEY_DIGITS = 16;

  LibrarySet {
    resources = List.copyOf(resources);
  }

  /**
   * Those of this machine's system; empty if its libraries are not known here, or one is not in a
   * jar.
   */
  static Optional<LibrarySet> find(ClassLoader loader) {
    if (!System.getProperty("os.name").equals("Linux")
        || !System.getProperty("os.arch").equals("amd64")) {
      return Optional.empty();
    }
    List<LibraryResource> found = new ArrayList<>();
    for (String path : LINUX_X86_64) {
      Optional<LibraryResource> resource = LibraryResource.find(loader, path);
      if (resource.isEmpty()) {
        return Optional.empty();
      }
      found.add(resource.get());
    }
    return Optional.of(new LibrarySet(found));
  }

  /** A name for exactly these files: the same in every process, other for any other content. */
  String key() {
    String content =
        resources.stream()
            .map(each -> "%s %d %08x".formatted(each.name(), each.bytes(), each.crc()))
            .collect(Collectors.joining("\n"));
    return "linux-x86_64-" + Sha256.of(content).substring(0, KEY_DIGITS);
  }

  /** Bytes on the disk. */
  long bytes() {
    return resources.stream().mapToLong(LibraryResource::bytes).sum();
  }

  /** The files that {@code System.load} must be given, in this order. */
  List<String> toLoad() {
    return resources.stream()
        .map(LibraryResource::name)
        .filter(name -> !name.equals(TOKENIZERS_FILE))
        .toList();
  }
}
