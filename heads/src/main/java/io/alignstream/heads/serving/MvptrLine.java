package io.alignstream.heads.serving;

import static java.util.Objects.requireNonNull;

import io.alignstream.encode.mvptr.ImageInput;
import io.alignstream.encode.mvptr.ImageStates;
import io.alignstream.encode.mvptr.PairStates;
import io.alignstream.encode.mvptr.TextStates;
import io.alignstream.encode.runtime.Swappable;
import io.alignstream.encode.stage.Encoder;
import io.alignstream.encode.text.TokenSequence;
import io.alignstream.heads.stage.AnsweredEvents;
import io.alignstream.heads.stage.Heads;
import io.alignstream.schemas.line.EncodedEvent;
import io.alignstream.schemas.line.EncodedPair;
import io.alignstream.schemas.line.EventOutputs;
import io.alignstream.schemas.line.FloatMatrix;
import io.alignstream.schemas.line.Outcome;
import io.alignstream.schemas.line.ParsedEvent;
import io.alignstream.schemas.line.Reason;
import io.alignstream.schemas.line.TaskKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The line's encoder and heads over MVPTR checkpoints. An event's image goes through stage 1 once a
 * model, whatever the number of its texts; a batch of events is one batch of each stage. Models are
 * replaced while events flow: events that began keep theirs, and each answer is read by the version
 * that made its numbers.
 */
public final class MvptrLine implements Encoder, Heads {
  private final MvptrSettings settings;
  private final List<Swappable<ServedModel>> slots = new ArrayList<>();
  private final Map<String, Answers> answers = new ConcurrentHashMap<>(); // by version

  /**
   * Loads all checkpoints.
   *
   * @throws io.alignstream.encode.runtime.ModelException if one does not fit
   */
  public MvptrLine(MvptrSettings settings) {
    this.settings = settings;
    if (settings.models().isEmpty()) {
      throw new IllegalArgumentException("no models");
    }
    for (var model : settings.models()) {
      slots.add(new Swappable<>(load(model, version(model))));
    }
  }

  /** The version of the model that makes the index's embeddings. */
  @Override
  public String modelVersion() {
    return slots.get(indexSlot()).use(ServedModel::version);
  }

  /** As the model that answers the task now was configured. */
  @Override
  public boolean readsPhrases(TaskKind task) {
    int slot = slot(task);
    return slot >= 0 && slots.get(slot).use(model -> model.settings().usePhrases());
  }

  /**
   * Loads another checkpoint for a task and replaces the model that answers it.
   *
   * @param version names the new weights in outputs
   * @throws IllegalArgumentException if no model answers the task
   */
  public void swap(TaskKind task, ModelSettings next, String version) {
    int slot = slot(task);
    if (slot < 0) {
      throw new IllegalArgumentException("no model answers " + task);
    }
    slots.get(slot).swap(load(next, version));
  }

  private ServedModel load(ModelSettings model, String version) {
    var loaded = ServedModel.open(model, settings, version);
    answers.put(version, loaded.answers());
    return loaded;
  }

  private static String version(ModelSettings model) {
    return model.checkpoint().toAbsolutePath().getFileName().toString();
  }

  @Override
  public List<Outcome<EncodedEvent>> encode(List<ParsedEvent> events) {
    return Outcome.mapAccepted(
        events.stream().map(this::checked).toList(),
        served -> encodeServed(served).stream().map(Outcome::accepted).toList());
  }

  private Outcome<ParsedEvent> checked(ParsedEvent event) {
    var tasks = event.event().tasks();
    for (int i = 0; i < tasks.size(); i++) {
      if (slot(tasks.get(i).kind()) < 0) {
        return Outcome.rejected(
            Reason.of(
                "encode",
                Reason.Code.INVALID_EVENT,
                "tasks[%d]: no model answers %s".formatted(i, tasks.get(i).kind())));
      }
    }
    return Outcome.accepted(event);
  }

  private List<EncodedEvent> encodeServed(List<ParsedEvent> events) {
    var drafts = events.stream().map(Draft::new).toList();
    for (int slot = 0; slot < slots.size(); slot++) {
      int number = slot;
      slots
          .get(slot)
          .use(
              model -> {
                encode(model, number, drafts);
                return model.version();
              });
    }
    return drafts.stream().map(Draft::finish).toList();
  }

  /** What is known of an event so far. */
  private static final class Draft {
    private final ParsedEvent event;
    private final Map<Integer, EncodedPair> pairs = new HashMap<>(); // by task
    private final List<FloatMatrix> captions = new ArrayList<>();
    private FloatMatrix image = FloatMatrix.empty(0);
    private String version = "";

    private Draft(ParsedEvent event) {
      this.event = event;
    }

    private EncodedEvent finish() {
      var inOrder = new ArrayList<EncodedPair>();
      for (int i = 0; i < event.taskTexts().size(); i++) {
        inOrder.add(requireNonNull(pairs.get(i)));
      }
      return new EncodedEvent(event, image, captions, inOrder, version);
    }
  }

  /** A text of a draft and, where a task asks it, the task's number; captions have -1. */
  private record Asked(Draft draft, int task, TokenSequence tokens) {}

  private void encode(ServedModel model, int slot, List<Draft> drafts) {
    boolean isIndex = slot == indexSlot();
    var asked = new ArrayList<Asked>();
    var images = new LinkedHashMap<Draft, ImageInput>();
    for (var draft : drafts) {
      var event = draft.event;
      if (isIndex) {
        images.put(draft, model.image(event.regions()));
        event.captions().forEach(text -> asked.add(new Asked(draft, -1, model.tokens(text))));
      }
      for (int i = 0; i < event.taskTexts().size(); i++) {
        if (slot(event.event().tasks().get(i).kind()) == slot) {
          images.computeIfAbsent(draft, d -> model.image(d.event.regions()));
          asked.add(new Asked(draft, i, model.tokens(event.taskTexts().get(i))));
        }
      }
    }
    var texts = model.model().encodeTexts(asked.stream().map(Asked::tokens).toList());
    var states = new HashMap<Draft, ImageStates>();
    var encoded = model.model().encodeImages(List.copyOf(images.values()));
    int n = 0;
    for (var draft : images.keySet()) {
      states.put(draft, encoded.get(n++));
    }
    if (isIndex) {
      for (var draft : drafts) {
        draft.image = requireNonNull(states.get(draft)).embedding();
        draft.version = model.version();
      }
    }
    answerPairs(model, asked, texts, states);
  }

  private static void answerPairs(
      ServedModel model,
      List<Asked> asked,
      List<TextStates> texts,
      Map<Draft, ImageStates> states) {
    var questions = new ArrayList<Asked>();
    var pairs = new ArrayList<PairStates>();
    for (int i = 0; i < asked.size(); i++) {
      var text = asked.get(i);
      if (text.task() < 0) {
        text.draft().captions.add(texts.get(i).embedding());
      } else {
        questions.add(text);
        var image = requireNonNull(states.get(text.draft()));
        pairs.add(new PairStates(texts.get(i), image));
      }
    }
    var outputs = model.model().encodePairs(pairs);
    for (int i = 0; i < questions.size(); i++) {
      var all = new HashMap<>(outputs.get(i));
      all.put("txt_encoder_output", pairs.get(i).text().states());
      all.put("vis_encoder_output", pairs.get(i).image().states());
      questions
          .get(i)
          .draft()
          .pairs
          .put(questions.get(i).task(), new EncodedPair(all, model.version()));
    }
  }

  @Override
  public List<Outcome<EventOutputs>> answer(List<EncodedEvent> events) {
    return events.stream()
        .map(
            event ->
                Outcome.accepted(
                    AnsweredEvents.of(
                        event,
                        (task, pair, answer) ->
                            requireNonNull(answers.get(pair.modelVersion()))
                                .decode(task, pair, event.parsed().regions(), answer))))
        .toList();
  }

  /** Which model answers a task; -1 for none. */
  private int slot(TaskKind task) {
    for (int i = 0; i < settings.models().size(); i++) {
      if (settings.models().get(i).tasks().contains(task)) {
        return i;
      }
    }
    return -1;
  }

  private int indexSlot() {
    return Math.max(0, slot(TaskKind.IMAGE_TEXT_MATCH));
  }

  @Override
  public void close() {
    slots.forEach(Swappable::close);
  }
}
