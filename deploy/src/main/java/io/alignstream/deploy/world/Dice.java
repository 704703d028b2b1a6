package io.alignstream.deploy.world;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/** Chance, in the words that drawing scenes and texts needs. */
record Dice(RandomGenerator random) {
  /** A whole number, both ends included. */
  int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  /** True once in so many times. */
  boolean once(int times) {
    return random.nextInt(times) == 0;
  }

  <A> A one(List<A> of) {
    return of.get(random.nextInt(of.size()));
  }

  <A> A one(A[] of) {
    return of[random.nextInt(of.length)];
  }

  <A> List<A> shuffled(List<A> of) {
    var shuffled = new ArrayList<>(of);
    for (int i = shuffled.size() - 1; i > 0; i--) {
      Collections.swap(shuffled, i, random.nextInt(i + 1));
    }
    return shuffled;
  }
}
