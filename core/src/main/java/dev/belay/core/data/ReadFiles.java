package dev.belay.core.data;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/** Which files of the user's own were read, and what there is to say of them. */
public final class ReadFiles {

  private final SequencedSet<Path> files = new LinkedHashSet<>();
  private final SequencedSet<String> notes = new LinkedHashSet<>();

  void read(Collection<Path> these) {
    files.addAll(these);
  }

  void note(String text) {
    notes.add(text);
  }

  /** Every file, in the order of reading. */
  public List<Path> files() {
    return List.copyOf(files);
  }

  /** What a person should know, such as columns of which nothing was made; each once. */
  public List<String> notes() {
    return List.copyOf(notes);
  }
}
