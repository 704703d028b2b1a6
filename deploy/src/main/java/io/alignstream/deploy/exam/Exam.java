package io.alignstream.deploy.exam;

import io.alignstream.deploy.world.Caption;
import io.alignstream.deploy.world.Captions;
import io.alignstream.deploy.world.Scene;
import io.alignstream.deploy.world.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Scenes that nobody learned from, each with its own caption and questions. */
public record Exam(List<Paper> papers) {
  /** Most scenes of one. */
  public static final int MOST = 500_000;

  private static final int STRETCH = 2 * MOST; // a seed names so many of a split's scenes

  /** Copies the list. */
  public Exam {
    papers = List.copyOf(papers);
  }

  /**
   * Scenes of a split.
   *
   * @param seed which stretch of the split's numbers
   * @param count how many scenes; one whose looks another one shares is left out for the next
   */
  public static Exam of(Split split, long seed, int count) {
    if (count < 1 || count > MOST) {
      throw new IllegalArgumentException(
          "%d scenes, but an exam has 1 to %d".formatted(count, MOST));
    }
    long next = Math.floorMod(seed, STRETCH) * (long) STRETCH;
    var scenes = new ArrayList<Scene>();
    while (true) {
      while (scenes.size() < count) {
        scenes.add(Scene.of(split.number(next++)));
      }
      var captions = scenes.stream().map(scene -> Captions.of(scene).unique(scenes)).toList();
      if (captions.stream().allMatch(Optional::isPresent)) {
        return of(scenes, captions.stream().map(Optional::orElseThrow).toList());
      }
      for (int i = captions.size() - 1; i >= 0; i--) {
        if (captions.get(i).isEmpty()) {
          scenes.remove(i);
        }
      }
    }
  }

  private static Exam of(List<Scene> scenes, List<Caption> captions) {
    var papers = new ArrayList<Paper>();
    for (int i = 0; i < scenes.size(); i++) {
      papers.add(Paper.of(scenes.get(i), captions.get(i)));
    }
    return new Exam(papers);
  }

  /** How many answers it asks for. */
  public int tasks() {
    return papers.stream().mapToInt(Paper::tasks).sum();
  }
}
