package dev.belay.core.data;

import java.util.List;

/**
 * Brings datasets of one's own: name the class in {@code META-INF/services} of this interface; see
 * {@code docs/extending.md}.
 */
public interface DatasetProvider {

  /** The datasets, by whose names recipes choose. */
  List<Dataset> datasets();
}
