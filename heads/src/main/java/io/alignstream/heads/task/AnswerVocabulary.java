package io.alignstream.heads.task;

import io.alignstream.encode.runtime.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * VQA's answers in the order of the classes.
 *
 * @param answers one a class
 */
public record AnswerVocabulary(List<String> answers) {
  /** The file's name beside the weights: UTF-8, one answer a line. */
  public static final String FILE = "answers.txt";

  /** Copies the answers. */
  public AnswerVocabulary {
    answers = List.copyOf(answers);
  }

  /**
   * Reads a checkpoint's answers.
   *
   * @param classes how many there must be
   * @throws ModelException if the file is missing or has another number of lines
   */
  public static AnswerVocabulary read(Path directory, int classes) {
    var file = directory.resolve(FILE);
    List<String> answers;
    try {
      answers = Files.readAllLines(file);
    } catch (IOException e) {
      throw new ModelException(
          "%s, the answers one a line, cannot be read: %s".formatted(file, e.getMessage()), e);
    }
    if (answers.size() != classes) {
      throw new ModelException(
          "%s has %d answers; the model has %d".formatted(file, answers.size(), classes));
    }
    return new AnswerVocabulary(answers);
  }
}
