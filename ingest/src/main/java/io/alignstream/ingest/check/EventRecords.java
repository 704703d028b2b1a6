package io.alignstream.ingest.check;

import io.alignstream.schemas.avro.ImageCaptionEvent;
import io.alignstream.schemas.line.Bytes;
import io.alignstream.schemas.line.Event;
import io.alignstream.schemas.line.ImageSource;
import io.alignstream.schemas.line.Origin;
import io.alignstream.schemas.line.Phrase;
import io.alignstream.schemas.line.TaskKind;
import io.alignstream.schemas.line.TaskRequest;
import io.alignstream.schemas.line.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A valid Avro event in the line's own words. */
final class EventRecords {
  private EventRecords() {}

  static CheckedEvent checked(
      ConsumerRecord<byte[], byte[]> source, ImageCaptionEvent event, long size) {
    var checked =
        new Event(
            event.getEventId(),
            event.getImageId(),
            Optional.ofNullable(event.getImageUri()),
            event.getCaptions().stream().map(c -> text(c.getText(), c.getPhrases())).toList(),
            tasks(event.getTasks()),
            Optional.ofNullable(event.getEventTime()),
            event.getAttributes(),
            new Origin(source.topic(), source.partition(), source.offset()));
    return new CheckedEvent(checked, image(event), size);
  }

  private static ImageSource image(ImageCaptionEvent event) {
    if (event.getImageBytes() != null) {
      return new ImageSource.Inline(Bytes.copyOf(event.getImageBytes()));
    }
    return event.getImageUri() != null
        ? new ImageSource.Uri(event.getImageUri())
        : new ImageSource.Features(event.getFeaturesKey());
  }

  private static List<TaskRequest> tasks(List<io.alignstream.schemas.avro.TaskRequest> requests) {
    var ids = TaskIds.of(requests);
    var tasks = new ArrayList<TaskRequest>(requests.size());
    for (int i = 0; i < requests.size(); i++) {
      var request = requests.get(i);
      tasks.add(
          new TaskRequest(
              ids.get(i),
              TaskKind.valueOf(request.getTask().name()),
              text(request.getText(), request.getPhrases()),
              request.getChoices()));
    }
    return tasks;
  }

  private static Text text(String text, @Nullable List<List<String>> phrases) {
    return new Text(
        text, Optional.ofNullable(phrases).map(all -> all.stream().map(Phrase::new).toList()));
  }
}
