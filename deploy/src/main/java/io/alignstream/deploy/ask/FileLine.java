package io.alignstream.deploy.ask;

import com.typesafe.config.Config;
import io.alignstream.deploy.line.ModelFiles;
import io.alignstream.deploy.line.Models;
import io.alignstream.ingest.decode.DecodeSettings;
import io.alignstream.ingest.decode.ImageDecoder;
import io.alignstream.parse.stage.ParseStage;
import io.alignstream.schemas.avro.Answer;
import io.alignstream.schemas.line.Bytes;
import io.alignstream.schemas.line.DecodedImage;
import io.alignstream.schemas.line.EncodedEvent;
import io.alignstream.schemas.line.Event;
import io.alignstream.schemas.line.EventOutputs;
import io.alignstream.schemas.line.Origin;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.ParsedEvent;
import io.alignstream.schemas.line.Regions;
import io.alignstream.schemas.line.TaskRequest;
import io.alignstream.schemas.line.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The line's stages over image files. */
public final class FileLine implements AutoCloseable {
  private final ImageDecoder decoder;
  private final Models models;

  private FileLine(ImageDecoder decoder, Models models) {
    this.decoder = decoder;
    this.models = models;
  }

  /**
   * Loads the models; takes some seconds.
   *
   * @param config all settings, resolved
   * @throws RuntimeException in one line, if a checkpoint does not fit its task
   */
  public static FileLine open(Config config, ModelFiles files) {
    var decode = DecodeSettings.from(config.getConfig("alignstream.ingest.decode"));
    return new FileLine(new ImageDecoder(decode), files.open());
  }

  /**
   * Decodes a file and finds its regions.
   *
   * @throws PictureException if it is no image, or the detector refuses it
   */
  public Picture see(Path file) {
    var image = accepted(file, read(file).flatMap(decoder::decode));
    return new Picture(file, image, regions(file, image));
  }

  private Regions regions(Path file, DecodedImage image) {
    return accepted(file, models.detector().detect(List.of(image)).get(0));
  }

  private static Outcome<Bytes> read(Path file) {
    try {
      return Outcome.accepted(Bytes.wrap(Files.readAllBytes(file)));
    } catch (IOException | OutOfMemoryError e) { // readAllBytes says so of 2 GB and more
      throw new PictureException(file, "cannot be read: " + e, e);
    }
  }

  /** The answer to one question about one image. */
  public Answer answer(Picture picture, Question question) {
    return outputs(List.of(new Asked(picture, List.of(), List.of(question))))
        .get(0)
        .answers()
        .get(0);
  }

  /**
   * An image with what is said and asked about it: an event of the line.
   *
   * @param captions what is to be embedded beside the image
   */
  public record Asked(Picture picture, List<String> captions, List<Question> questions) {
    /** Copies the lists. */
    public Asked {
      captions = List.copyOf(captions);
      questions = List.copyOf(questions);
    }

    private Event event() {
      var name = picture.file().toString();
      var requests = new ArrayList<TaskRequest>();
      for (int i = 0; i < questions.size(); i++) {
        requests.add(questions.get(i).request(i));
      }
      return new Event(
          name,
          name,
          Optional.of(picture.file().toUri().toString()),
          captions.stream().map(Text::of).toList(),
          requests,
          Optional.empty(),
          Map.of(),
          new Origin("files", 0, 0));
    }
  }

  /** What the line makes of events, in order: one batch. */
  public List<EventOutputs> outputs(List<Asked> batch) {
    var parsed = batch.stream().map(this::parsed).toList();
    var encoded = new ArrayList<EncodedEvent>();
    var outcomes = models.encoder().encode(parsed);
    for (int i = 0; i < batch.size(); i++) {
      encoded.add(accepted(batch.get(i).picture().file(), outcomes.get(i)));
    }
    var answered = models.heads().answer(encoded);
    var outputs = new ArrayList<EventOutputs>();
    for (int i = 0; i < batch.size(); i++) {
      outputs.add(accepted(batch.get(i).picture().file(), answered.get(i)));
    }
    return outputs;
  }

  private ParsedEvent parsed(Asked asked) {
    return ParseStage.parsed(
        models.phrases(), models.encoder()::readsPhrases, asked.event(), asked.picture().regions());
  }

  private static <T> T accepted(Path file, Outcome<T> outcome) {
    return outcome.fold(
        value -> value,
        reason -> {
          throw new PictureException(file, reason.message());
        },
        imageId -> {
          throw new IllegalStateException("nothing deletes a file");
        });
  }

  @Override
  public void close() {
    models.close();
  }
}
