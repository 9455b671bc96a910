package dev.belay.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code belay sweep --on spark} asks of the job.
 *
 * @param cells indices of the cells to run
 * @param retries how often a cell that died is tried again
 * @param folder where children work, so that relative paths mean what they do there
 * @param command words of the child's command; {@code {}} stands for the index
 */
record CellsArguments(List<Integer> cells, int retries, String folder, List<String> command)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final String PLACE = "{}";

  CellsArguments {
    // Plain lists: Spark serialises them, whatever Java the executors run on.
    cells = new ArrayList<>(cells);
    command = new ArrayList<>(command);
  }

  /** Reads {@code --cells 0,3 --retries 2 --folder DIR -- WORD...}. */
  static CellsArguments of(String[] words) {
    List<Integer> cells = new ArrayList<>();
    int retries = 0;
    String folder = ".";
    int at = 0;
    for (; at + 1 < words.length && !words[at].equals("--"); at += 2) {
      String value = words[at + 1];
      switch (words[at]) {
        case "--cells" -> {
          for (String index : value.split(",", -1)) {
            cells.add(Integer.parseInt(index));
          }
        }
        case "--retries" -> retries = Integer.parseInt(value);
        case "--folder" -> folder = value;
        default -> throw new IllegalArgumentException("unknown argument " + words[at]);
      }
    }
    List<String> command = List.of(words).subList(Math.min(at + 1, words.length), words.length);
    if (cells.isEmpty() || command.isEmpty()) {
      throw new IllegalArgumentException("needs --cells and, after --, a command");
    }
    return new CellsArguments(cells, retries, folder, command);
  }

  /** The command of one cell. */
  List<String> commandOf(int index) {
    List<String> words = new ArrayList<>();
    command.forEach(word -> words.add(word.equals(PLACE) ? Integer.toString(index) : word));
    return words;
  }
}
