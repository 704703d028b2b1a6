package io.alignstream.heads.stage;

import io.alignstream.schemas.avro.Answer;
import io.alignstream.schemas.avro.Task;
import io.alignstream.schemas.line.EncodedEvent;
import io.alignstream.schemas.line.EncodedPair;
import io.alignstream.schemas.line.EventOutputs;
import io.alignstream.schemas.line.TaskKind;
import java.util.ArrayList;

/** An event's records, of which a model only knows the results. */
public final class AnsweredEvents {
  private AnsweredEvents() {}

  /** Sets the result of one task. */
  @FunctionalInterface
  public interface Results {
    /** Called once a task. */
    void set(TaskKind task, EncodedPair pair, Answer.Builder answer);
  }

  /** Index entry and answers, in the order of the tasks. */
  public static EventOutputs of(EncodedEvent encoded, Results results) {
    var event = encoded.parsed().event();
    var answers = new ArrayList<Answer>();
    for (int i = 0; i < event.tasks().size(); i++) {
      var request = event.tasks().get(i);
      var pair = encoded.pairs().get(i);
      var answer =
          Answer.newBuilder()
              .setEventId(event.eventId())
              .setImageId(event.imageId())
              .setTaskId(request.id())
              .setTask(Task.valueOf(request.kind().name()))
              .setText(request.text().text())
              .setSource(IndexEntries.source(event.origin()))
              .setModelVersion(pair.modelVersion())
              .setEventTime(event.eventTime().orElse(null));
      results.set(request.kind(), pair, answer);
      answers.add(answer.build());
    }
    return new EventOutputs(event, IndexEntries.of(encoded), answers);
  }
}
