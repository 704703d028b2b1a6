package io.alignstream.ingest.check;

import io.alignstream.schemas.avro.Task;
import io.alignstream.schemas.avro.TaskRequest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;

/** Names of an event's tasks: as given, or the kind with a number from the second one on. */
final class TaskIds {
  private TaskIds() {}

  /** One id a task, in order: {@code vqa}, {@code vqa-2}, {@code mine}, {@code vqa-3}. */
  static List<String> of(List<TaskRequest> tasks) {
    var unnamed = new EnumMap<Task, Integer>(Task.class);
    var ids = new ArrayList<String>(tasks.size());
    for (var task : tasks) {
      if (task.getId() != null) {
        ids.add(task.getId());
      } else {
        int number = unnamed.merge(task.getTask(), 1, Integer::sum);
        var name = task.getTask().name().toLowerCase(Locale.ROOT);
        ids.add(number == 1 ? name : name + "-" + number);
      }
    }
    return ids;
  }
}
