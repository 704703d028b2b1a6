package io.alignstream.deploy.exam;

import io.alignstream.schemas.avro.Answer;
import io.alignstream.schemas.avro.IndexEntry;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the output topics say, as Avro records.
 *
 * @param entries the index, by image id
 * @param answers by image id and task id, with a slash between
 */
public record Outputs(Map<String, IndexEntry> entries, Map<String, Answer> answers) {
  /** Copies the maps. */
  public Outputs {
    entries = Map.copyOf(entries);
    answers = Map.copyOf(answers);
  }

  /** Of these records; of two of one name the later one holds. */
  public static Outputs of(Iterable<IndexEntry> entries, Iterable<Answer> answers) {
    var byImage = new HashMap<String, IndexEntry>();
    entries.forEach(entry -> byImage.put(entry.getImageId(), entry));
    var byTask = new HashMap<String, Answer>();
    answers.forEach(answer -> byTask.put(answer.getImageId() + "/" + answer.getTaskId(), answer));
    return new Outputs(byImage, byTask);
  }

  /** What the index knows of a paper's image. */
  public Optional<IndexEntry> entry(Paper paper) {
    return Optional.ofNullable(entries.get(paper.scene().imageId()));
  }

  /** An answer about a paper's image. */
  Optional<Answer> answer(Paper paper, String task) {
    return Optional.ofNullable(answers.get(paper.scene().imageId() + "/" + task));
  }
}
