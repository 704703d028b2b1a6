package io.alignstream.ingest.check;

import io.alignstream.schemas.avro.ImageCaptionEvent;
import io.alignstream.schemas.avro.Task;
import io.alignstream.schemas.avro.TaskRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.StringTokenizer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an event has to satisfy; every breach is a phrase that names the field. */
final class EventRules {
  /** A message must fit a dead letter's header, however many faults an event has. */
  private static final int MAX_PROBLEMS = 10;

  private final CheckSettings limits;
  private final List<String> problems = new ArrayList<>();

  EventRules(CheckSettings limits) {
    this.limits = limits;
  }

  /** What is wrong with an event, the first ten faults; empty if it is valid. */
  List<String> problems(ImageCaptionEvent event) {
    id("event_id", event.getEventId());
    id("image_id", event.getImageId());
    image(event);
    atMost("captions", event.getCaptions().size(), limits.maxCaptions());
    for (int i = 0; i < event.getCaptions().size() && problems.size() < MAX_PROBLEMS; i++) {
      var caption = event.getCaptions().get(i);
      text("captions[%d]".formatted(i), caption.getText(), true);
      phrases("captions[%d].phrases".formatted(i), caption.getPhrases());
    }
    tasks(event.getTasks());
    attributes(event);
    return new ArrayList<>(problems.subList(0, Math.min(MAX_PROBLEMS, problems.size())));
  }

  private void image(ImageCaptionEvent event) {
    long given =
        Stream.of(
                event.getImageBytes() != null,
                event.getImageUri() != null,
                event.getFeaturesKey() != null)
            .filter(set -> set)
            .count();
    if (given != 1) {
      problems.add(
          "exactly one of image_bytes, image_uri and features_key must be set, not " + given);
    }
    if (event.getImageUri() != null) {
      characters("image_uri", event.getImageUri(), limits.maxUriCharacters());
    }
    if (event.getFeaturesKey() != null) {
      id("features_key", event.getFeaturesKey());
    }
  }

  private void tasks(List<TaskRequest> tasks) {
    atMost("tasks", tasks.size(), limits.maxTasks());
    var seen = new HashSet<String>();
    var ids = TaskIds.of(tasks);
    for (int i = 0; i < tasks.size() && problems.size() < MAX_PROBLEMS; i++) {
      var field = "tasks[%d]".formatted(i);
      var task = tasks.get(i);
      var id = ids.get(i);
      id(field + ".id", id);
      if (id.contains("/")) {
        problems.add(field + ".id must not contain a slash, which separates an answer's key");
      }
      if (!seen.add(id)) {
        problems.add("%s.id %s occurs twice".formatted(field, id));
      }
      if (task.getTask() == Task.UNKNOWN) {
        problems.add(field + ".task is unknown to this version");
      }
      // Only RELATIONS asks about the image alone.
      text(field + ".text", task.getText(), task.getTask() != Task.RELATIONS);
      phrases(field + ".phrases", task.getPhrases());
      choices(field + ".choices", task);
    }
  }

  private void choices(String field, TaskRequest task) {
    atMost(field, task.getChoices().size(), limits.maxChoices());
    if (task.getTask() == Task.MULTIPLE_CHOICE && task.getChoices().size() < 2) {
      problems.add(field + " needs at least two to choose from");
    }
    task.getChoices().stream().limit(limits.maxChoices()).forEach(c -> text(field, c, true));
  }

  private void attributes(ImageCaptionEvent event) {
    atMost("attributes", event.getAttributes().size(), limits.maxAttributes());
    for (var attribute : event.getAttributes().entrySet()) {
      if (problems.size() < MAX_PROBLEMS) {
        characters("an attribute's name", attribute.getKey(), limits.maxAttributeCharacters());
        characters("an attribute's value", attribute.getValue(), limits.maxAttributeCharacters());
      }
    }
  }

  private void phrases(String field, @Nullable List<List<String>> phrases) {
    if (phrases == null) {
      return;
    }
    atMost(field, phrases.size(), limits.maxPhrases());
    if (phrases.stream().anyMatch(words -> words.isEmpty() || words.size() > 3)) {
      problems.add(field + " must have one to three words each");
    }
    if (phrases.stream().flatMap(List::stream).anyMatch(this::isNoWord)) {
      problems.add(
          "%s holds an empty word or one over %d characters"
              .formatted(field, limits.maxIdCharacters()));
    }
  }

  private boolean isNoWord(String word) {
    return word.isBlank() || word.length() > limits.maxIdCharacters();
  }

  private void id(String field, String value) {
    if (value.isBlank()) {
      problems.add(field + " is empty");
    }
    characters(field, value, limits.maxIdCharacters());
  }

  private void text(String field, String value, boolean required) {
    if (required && value.isBlank()) {
      problems.add(field + " is empty");
    }
    characters(field, value, limits.maxTextCharacters());
    int words = new StringTokenizer(value).countTokens();
    if (words > limits.maxTextWords()) {
      problems.add("%s has %d words, more than %d".formatted(field, words, limits.maxTextWords()));
    }
  }

  private void characters(String field, String value, int limit) {
    if (value.length() > limit) {
      problems.add("%s has %d characters, more than %d".formatted(field, value.length(), limit));
    }
  }

  private void atMost(String field, int size, int limit) {
    if (size > limit) {
      problems.add("%s holds %d, more than %d".formatted(field, size, limit));
    }
  }
}
