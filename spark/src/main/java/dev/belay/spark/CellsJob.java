package dev.belay.spark;

import java.io.IOException;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.resource.ResourceInformation;

/**
 * Hands the cells of a sweep to Spark, a task each. Spark finds a place with cores and GPUs for a
 * task, tries it again elsewhere when it or its executor dies, and ends it when it is given up.
 * What cells find stands in their folders; the job says only how they ended.
 */
public final class CellsJob {

  private static final int REFUSED = 2;
  private static final String GPU = "gpu";

  private CellsJob() {}

  /** Started by {@code spark-submit}. */
  public static void main(String[] words) {
    CellsArguments arguments = CellsArguments.of(words);
    try (JavaSparkContext spark = new JavaSparkContext(new SparkConf())) {
      List<Integer> cells = arguments.cells();
      List<String> ends =
          spark.parallelize(cells, cells.size()).map(index -> run(arguments, index)).collect();
      PrintStream out = System.out;
      ends.forEach(out::println);
    }
  }

  /**
   * Runs one cell, in a task. Bad input is an end, since another attempt would meet it too; so is
   * the death of the last attempt, since a task that fails too often would end the job and with it
   * all other cells.
   */
  private static String run(CellsArguments arguments, int index)
      throws IOException, InterruptedException {
    TaskContext task = TaskContext.get();
    try {
      CellChild.Ended ended =
          CellChild.run(
              arguments.commandOf(index), arguments.folder(), gpus(task), task::isInterrupted);
      if (ended.exit() == 0) {
        return "cell " + index + ": done";
      }
      String how =
          "cell %d ended with exit code %d:%n%s".formatted(index, ended.exit(), ended.tail());
      if (ended.exit() == REFUSED || task.attemptNumber() >= arguments.retries()) {
        return how;
      }
      throw new IOException(how);
    } catch (CellChild.UnwantedException e) {
      throw new TaskKilledException("cell " + index + " is no longer wanted");
    }
  }

  /** The GPUs that Spark gave to the task. */
  private static Map<String, String> gpus(TaskContext task) {
    Map<String, String> variables = new HashMap<>();
    ResourceInformation gpus = task.resourcesJMap().get(GPU);
    if (gpus != null) {
      variables.put("CUDA_VISIBLE_DEVICES", String.join(",", gpus.addresses()));
    }
    return variables;
  }
}
