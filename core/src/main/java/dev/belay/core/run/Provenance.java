package dev.belay.core.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a run was made of: versions, machine, seeds, hashes of what it read. */
public final class Provenance {

  private final Map<String, @Nullable Object> entries = new LinkedHashMap<>();

  /** The facts about this process and machine. */
  public static Provenance ofThisProcess() {
    Provenance provenance = new Provenance();
    provenance.put("java", System.getProperty("java.vm.version"));
    provenance.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    provenance.put("architecture", System.getProperty("os.arch"));
    provenance.put("processor", processor());
    provenance.put("processors", Runtime.getRuntime().availableProcessors());
    return provenance;
  }

  public Provenance put(String key, @Nullable Object value) {
    entries.put(key, value);
    return this;
  }

  /** All of it as a tree, as a file of it would be read. */
  public ObjectNode json() {
    return Json.MAPPER.valueToTree(entries);
  }

  /** Writes {@code provenance.json}. */
  public void write(Path file) {
    AtomicFiles.write(file, Json.pretty(entries) + "\n");
  }

  /** The processor's name as the system gives it. */
  public static String processor() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
        if (line.startsWith("model name")) {
          return line.substring(line.indexOf(':') + 1).strip();
        }
      }
    } catch (IOException e) {
      // Not a Linux machine: the architecture has to do.
    }
    return System.getProperty("os.arch");
  }
}
