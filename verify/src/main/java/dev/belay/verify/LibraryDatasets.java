package dev.belay.verify;

import dev.belay.core.data.Dataset;
import dev.belay.core.data.DatasetProvider;
import dev.belay.verify.task.ConstrainedInstructions;
import dev.belay.verify.task.SmallFunctions;
import java.util.List;

/** The datasets of this module. */
public final class LibraryDatasets implements DatasetProvider {

  @Override
  public List<Dataset> datasets() {
    return List.of(new SmallFunctions(), new ConstrainedInstructions());
  }
}
