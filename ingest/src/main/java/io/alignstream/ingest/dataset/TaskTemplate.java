package io.alignstream.ingest.dataset;

import io.alignstream.schemas.avro.Task;
import io.alignstream.schemas.avro.TaskRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A task for every image of a data set. In its text, {@code {caption}} stands for a caption and
 * {@code {masked}} for one whose longest word is {@code [MASK]}; either makes one task a caption.
 *
 * @param task what is asked
 * @param text the question, hypothesis, expression or caption
 */
public record TaskTemplate(Task task, String text) {
  private static final String CAPTION = "{caption}";
  private static final String MASKED = "{masked}";
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

  /**
   * Reads {@code kind=text}, such as {@code vqa=What is shown?}; of {@code masked_tokens} the text
   * is {@code {masked}} unless given, of all others {@code {caption}}.
   *
   * @throws IllegalArgumentException if there is no such kind
   */
  public static TaskTemplate parse(String template) {
    int equals = template.indexOf('=');
    var name = equals < 0 ? template : template.substring(0, equals);
    var known =
        Arrays.stream(Task.values())
            .filter(task -> task != Task.UNKNOWN && task != Task.MULTIPLE_CHOICE)
            .toList();
    var kind =
        known.stream()
            .filter(task -> task.name().equalsIgnoreCase(name.replace('-', '_')))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "there is no task %s; tasks are %s"
                            .formatted(name, known.toString().toLowerCase(Locale.ROOT))));
    var text = kind == Task.MASKED_TOKENS ? MASKED : CAPTION;
    return new TaskTemplate(kind, equals < 0 ? text : template.substring(equals + 1));
  }

  /** The tasks of a sample. */
  List<TaskRequest> of(Sample sample) {
    if (!text.contains(CAPTION) && !text.contains(MASKED)) {
      return List.of(request(text));
    }
    return sample.captions().stream()
        .map(caption -> caption.text())
        .map(words -> request(text.replace(CAPTION, words).replace(MASKED, masked(words))))
        .toList();
  }

  private TaskRequest request(String words) {
    return TaskRequest.newBuilder().setTask(task).setText(words).build();
  }

  /** The first of the longest words is masked; its punctuation stays. */
  private static String masked(String caption) {
    var longest = "";
    for (var words = WORD.matcher(caption); words.find(); ) {
      if (words.group().length() > longest.length()) {
        longest = words.group();
      }
    }
    return longest.isEmpty() ? caption : mask(caption, longest);
  }

  private static String mask(String caption, String word) {
    int at = caption.indexOf(word);
    return caption.substring(0, at) + "[MASK]" + caption.substring(at + word.length());
  }
}
