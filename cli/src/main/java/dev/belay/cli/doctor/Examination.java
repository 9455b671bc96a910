package dev.belay.cli.doctor;

import dev.belay.core.data.DataLocations;
import dev.belay.core.verify.Verifiers;
import dev.belay.measure.speed.MachineLimits;
import dev.belay.safety.attack.AttackInfo;
import dev.belay.safety.attack.Attacks;
import dev.belay.safety.benchmark.Benchmarks;
import dev.belay.safety.benchmark.SuiteCatalog;
import dev.belay.safety.judge.Judges;
import dev.belay.torch.catalog.CatalogEntry;
import dev.belay.torch.catalog.ModelStore;
import dev.belay.torch.catalog.StoredModel;
import dev.belay.torch.generate.RolloutEngine;
import dev.belay.torch.kernel.Lanes;
import dev.belay.torch.kernel.Parallel;
import dev.belay.torch.machine.Processor;
import dev.belay.torch.model.MemoryBudget;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.verify.code.Isolation;
import dev.belay.verify.code.IsolationCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was found out about this machine.
 *
 * @param facts by name, in the order to be shown
 * @param advice what is missing and what to do about it, a sentence each
 */
record Examination(Map<String, Object> facts, List<String> advice) {

  /** The shape of SmolLM2-135M, on which products are tried. */
  private static final int HIDDEN_SIZE = 576;

  private static final int INTERMEDIATE_SIZE = 1536;
  private static final long COMFORTABLE_BYTES = 8L << 30;
  private static final long DISK_FOR_A_DEMO = 7L << 30;

  /** Looks at everything; takes some seconds. */
  static Examination of(ModelStore store, DataLocations data) {
    Map<String, Object> facts = new LinkedHashMap<>();
    List<String> advice = new ArrayList<>();
    processor(facts, advice);
    memory(store, facts, advice);
    models(store, facts, advice);
    suites(data, facts, advice);
    facts.put("verifiers", Verifiers.names());
    code(facts, advice);
    facts.put("attacks", Attacks.load().list().stream().map(AttackInfo::name).toList());
    facts.put("judges", Judges.load().names());
    return new Examination(facts, List.copyOf(advice));
  }

  private static void processor(Map<String, Object> facts, List<String> advice) {
    Processor processor = Processor.ofThisMachine();
    facts.put("java", System.getProperty("java.vm.version"));
    facts.put("java_home", System.getProperty("java.home"));
    facts.put("libtorch_kernels", MachineLimits.libraryKernels());
    facts.put("processor", processor.name());
    facts.put("features", processor.featureNames());
    facts.put("threads", Parallel.threads());
    facts.put("vector_lanes", Lanes.WIDTH);
    for (ComputeType type : List.of(ComputeType.BFLOAT16, ComputeType.FLOAT32)) {
      facts.put(
          "rollout_kernel_" + type.name().toLowerCase(Locale.ROOT),
          RolloutEngine.kernelFor(type, HIDDEN_SIZE, INTERMEDIATE_SIZE, Parallel.threads()));
    }
    MachineLimits limits = MachineLimits.measure(ComputeType.BFLOAT16);
    facts.put("bfloat16_gflops", limits.gemmFlops() / 1e9);
    facts.put("bfloat16_gflops_32_rows", limits.decodeGemmFlops() / 1e9);
    facts.put("memory_gigabytes_per_second", limits.memoryBytesPerSecond() / 1e9);
    if (!processor.features().contains(Processor.Feature.AVX2) && isX86()) {
      advice.add("This processor has no AVX2: everything works, several times slower.");
    }
  }

  private static boolean isX86() {
    return System.getProperty("os.arch").equals("amd64");
  }

  private static void memory(ModelStore store, Map<String, Object> facts, List<String> advice) {
    MemoryBudget budget = MemoryBudget.ofThisMachine();
    facts.put("memory_available_bytes", budget.availableBytes());
    facts.put("memory_source", budget.source());
    if (budget.availableBytes() < COMFORTABLE_BYTES) {
      advice.add(
          "%.1f GB of memory are available; training SmolLM2-135M takes about 5 GB, larger models"
                  .formatted(budget.availableBytes() / 1e9)
              + " in proportion. Free some, or use smaller batches.");
    }
    facts.put("home", store.home().toString());
    Long free = freeBytes(store.home());
    if (free != null) {
      facts.put("disk_free_bytes", free);
      if (free < DISK_FOR_A_DEMO) {
        advice.add(
            "%.1f GB are free at %s; belay demo needs about 7 GB while it trains. Free some,"
                    .formatted(free / 1e9, store.home())
                + " or point BELAY_HOME elsewhere.");
      }
    }
  }

  private static @Nullable Long freeBytes(Path folder) {
    for (Path existing = folder; existing != null; existing = existing.getParent()) {
      if (Files.exists(existing)) {
        try {
          return Files.getFileStore(existing).getUsableSpace();
        } catch (IOException e) {
          return null; // Not every file system tells.
        }
      }
    }
    return null;
  }

  private static void models(ModelStore store, Map<String, Object> facts, List<String> advice) {
    List<String> ready = store.list().stream().map(StoredModel::name).toList();
    List<String> missing =
        store.catalog().entries().stream()
            .map(CatalogEntry::name)
            .filter(name -> !ready.contains(name))
            .toList();
    facts.put("models", ready);
    facts.put("models_to_pull", missing);
    missing.forEach(name -> advice.add("Not here yet: belay model pull " + name));
  }

  private static void code(Map<String, Object> facts, List<String> advice) {
    IsolationCheck.Report report = IsolationCheck.report(System.getenv());
    List<String> kept = new ArrayList<>(IsolationCheck.trialNames());
    kept.removeAll(report.open());
    facts.put("code_isolation", report.isolation().map(Isolation::name).orElse("none"));
    facts.put("code_python", report.isolation().map(one -> one.python().toString()).orElse("none"));
    facts.put("code_kept_from", report.isolation().isPresent() ? kept : List.of());
    if (report.isolation().isEmpty()) {
      advice.add("Code of models is not run here: " + report.missing() + ".");
    } else if (!report.open().isEmpty()) {
      advice.add("Code of models can reach: " + String.join(", ", report.open()) + ".");
    }
  }

  private static void suites(DataLocations data, Map<String, Object> facts, List<String> advice) {
    SuiteCatalog catalog =
        new SuiteCatalog(Benchmarks.load(), data, List.of(Judges.load().named("refusal-patterns")));
    List<String> found = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (String name : catalog.names()) {
      (catalog.isAvailable(name) ? found : missing).add(name);
    }
    facts.put("data_folders", data.folders().stream().map(Path::toString).toList());
    facts.put("suites", found);
    facts.put("suites_missing", missing);
    if (!missing.isEmpty()) {
      advice.add(
          "No files of %s: point BELAY_DATA at the folder that has them (docs/data.md)."
              .formatted(String.join(", ", missing)));
    }
  }
}
