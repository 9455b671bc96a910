package dev.belay.verify;

import dev.belay.core.data.Dataset;
import dev.belay.core.data.DatasetProvider;
import dev.belay.verify.puzzle.PuzzleDataset;
import dev.belay.verify.puzzle.Puzzles;
import dev.belay.verify.task.ConstrainedInstructions;
import dev.belay.verify.task.SmallFunctions;
import java.util.ArrayList;
import java.util.List;

/** The datasets of this module. */
public final class LibraryDatasets implements DatasetProvider {

  @Override
  public List<Dataset> datasets() {
    List<Dataset> all =
        new ArrayList<>(List.of(new SmallFunctions(), new ConstrainedInstructions()));
    Puzzles.all().all().forEach(generator -> all.add(new PuzzleDataset(generator)));
    return all;
  }
}
