package io.alignstream.deploy.curriculum;

import io.alignstream.deploy.world.Scene;
import io.alignstream.deploy.world.Split;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;

/** The scenes that a caption must not mean: five hundred of the same split, as in the exam. */
final class Neighbours {
  private static final int COUNT = 500;

  private final Map<Long, List<Scene>> groups = new ConcurrentHashMap<>();

  /** All scenes of a scene's group, itself among them. */
  List<Scene> of(Scene scene) {
    long group = scene.number() % Split.SCENES / COUNT;
    var split = Split.of(scene.number());
    long key = split.number(group * COUNT);
    groups.keySet().removeIf(other -> other < key - COUNT); // lists are written in order
    return groups.computeIfAbsent(
        key, first -> LongStream.range(0, COUNT).mapToObj(i -> Scene.of(first + i)).toList());
  }
}
