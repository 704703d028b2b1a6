package io.alignstream.deploy.cli;

/** Whether a person watches. */
final class Terminal {
  private Terminal() {}

  /** From Java 22 on a console is always there, and so are the bars. */
  @SuppressWarnings("SystemConsoleNull")
  static boolean isWatched() {
    return System.console() != null;
  }
}
