package io.alignstream.encode.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class SwappableTest {
  private static final class Model implements AutoCloseable {
    private final String version;
    private final AtomicBoolean closed = new AtomicBoolean();

    Model(String version) {
      this.version = version;
    }

    String answer() {
      if (closed.get()) {
        throw new IllegalStateException(version + " is closed");
      }
      return version;
    }

    @Override
    public void close() {
      closed.set(true);
    }
  }

  @Test
  void aCallThatBeganKeepsItsModel() throws Exception {
    var old = new Model("old");
    var slot = new Swappable<>(old);
    var begun = new CountDownLatch(1);
    var swapped = new CountDownLatch(1);
    var thread = Executors.newSingleThreadExecutor();
    var answer =
        thread.submit(
            () ->
                slot.use(
                    model -> {
                      begun.countDown();
                      await(swapped);
                      return model.answer();
                    }));
    begun.await();
    slot.swap(new Model("new"));
    assertThat(old.closed).isFalse();
    assertThat(slot.<String>use(Model::answer)).isEqualTo("new");
    swapped.countDown();

    assertThat(answer.get()).isEqualTo("old");
    thread.shutdown();
    assertThat(old.closed).isTrue();
  }

  @Test
  void noRequestIsLostWhileModelsComeAndGo() throws Exception {
    var models = new ArrayList<Model>();
    models.add(new Model("0"));
    var slot = new Swappable<>(models.get(0));
    var threads = Executors.newFixedThreadPool(4);
    var calls = new ArrayList<Callable<Integer>>();
    for (int i = 0; i < 4; i++) {
      calls.add(
          () -> {
            int answered = 0;
            for (int n = 0; n < 20_000; n++) {
              answered += slot.<String>use(Model::answer).isEmpty() ? 0 : 1;
            }
            return answered;
          });
    }
    calls.add(
        () -> {
          for (int version = 1; version <= 500; version++) {
            models.add(new Model(Integer.toString(version)));
            slot.swap(models.get(version));
          }
          return 20_000;
        });

    for (var result : threads.invokeAll(calls)) {
      assertThat(result.get()).isEqualTo(20_000);
    }
    threads.shutdown();
    slot.close();
    assertThat(models).allMatch(model -> model.closed.get());
    assertThatThrownBy(() -> slot.use(Model::answer)).hasMessageContaining("closed");
  }

  @Test
  void aFailingCallLeavesTheModelOpen() {
    var slot = new Swappable<>(new Model("only"));
    assertThatThrownBy(
            () ->
                slot.use(
                    model -> {
                      throw new IllegalArgumentException("bad input");
                    }))
        .hasMessage("bad input");
    assertThat(slot.<String>use(Model::answer)).isEqualTo("only");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
