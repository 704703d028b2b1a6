package io.alignstream.deploy.cli;

import picocli.CommandLine.Option;

/** What all commands that read files of captions can be told. */
final class CaptionOptions {
  @Option(
      names = "--field",
      paramLabel = "NAME",
      defaultValue = "text",
      description = "The field that holds a dictionary's caption (default: ${DEFAULT-VALUE}).")
  private String field = "text";

  @Option(
      names = {"-q", "--quiet"},
      description = "No progress bar.")
  private boolean quiet;

  String field() {
    return field;
  }

  boolean quiet() {
    return quiet;
  }
}
