package dev.belay.core.drift;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The atoms of a law whose probability is above 0 (drift specification §0: others are ignored). */
final class Support {
  private final int[] atoms;
  private final int size;

  private Support(int[] atoms, int size) {
    this.atoms = atoms;
    this.size = size;
  }

  static Support of(double[] law) {
    return new Support(
        IntStream.range(0, law.length).filter(i -> law[i] > 0).toArray(), law.length);
  }

  /** The values of those atoms. */
  double[] kept(double[] values) {
    return Arrays.stream(atoms).mapToDouble(i -> values[i]).toArray();
  }

  /** Values of those atoms among all, 0 elsewhere. */
  double[] spread(double[] values) {
    double[] all = new double[size];
    for (int k = 0; k < atoms.length; k++) {
      all[atoms[k]] = values[k];
    }
    return all;
  }
}
