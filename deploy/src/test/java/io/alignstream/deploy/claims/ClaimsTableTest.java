package io.alignstream.deploy.claims;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ClaimsTableTest {
  @Test
  void showsMeanAndSpreadAndWhatIsMissing() {
    var table =
        new ClaimsTable(
            Map.of(
                "new-head",
                List.of(Map.of("score", 0.5), Map.of("score", 0.625), Map.of("score", 0.75))));

    assertThat(table.lines())
        .contains(
            "| The head of questions | answers, 6,400 seen | 25,600 seen |",
            "| from the masked words' head | – | – |",
            "| new | – | 0.625 (0.500–0.750) |");
    assertThat(table.flat()).containsEntry("new-head.2.score", 0.625).hasSize(3);
  }

  @Test
  void everyComparisonIsOfRunsThatExist() {
    var runs = Run.all().stream().map(Run::name).collect(Collectors.toSet());
    for (var comparison : Comparison.all()) {
      for (var form : comparison.forms()) {
        assertThat(runs).as(comparison.claim()).contains(form.run());
        assertThat(form.metrics()).hasSameSizeAs(comparison.figures());
      }
    }
  }
}
