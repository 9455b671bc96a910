package dev.belay.train.sweep;

import dev.belay.core.sweep.CellFolder;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a child is started that runs a cell.
 *
 * @param belay the words of a command that does what {@code belay} does
 * @param cores that the child may use; 0: what it finds
 */
public record ChildCommand(List<String> belay, int cores) {

  /** Names the process without which a child is to end. */
  public static final String PARENT = "BELAY_PARENT";

  private static final String MAIN = "dev.belay.cli.Main";

  public ChildCommand {
    belay = List.copyOf(belay);
  }

  /** As this process was started: the same Java, options and class path. */
  public static ChildCommand likeThis(int cores) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    if (cores > 0) {
      words.add("-XX:ActiveProcessorCount=" + cores);
    }
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN));
    return new ChildCommand(words, cores);
  }

  /** The process that goes on with a cell; what it says is added to the cell's log. */
  ProcessBuilder process(CellFolder cell) {
    List<String> words = new ArrayList<>(belay);
    words.addAll(List.of("run", cell.recipe().toString(), "--out", cell.run().toString()));
    words.add("--resume");
    ProcessBuilder builder = new ProcessBuilder(words);
    Map<String, String> environment = builder.environment();
    environment.put(PARENT, Long.toString(ProcessHandle.current().pid()));
    if (cores > 0) {
      environment.put("OMP_NUM_THREADS", Integer.toString(cores));
    }
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(cell.log().toFile()));
    return builder;
  }
}
