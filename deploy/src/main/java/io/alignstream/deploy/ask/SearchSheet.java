package io.alignstream.deploy.ask;

import io.alignstream.deploy.ask.Search.Hit;
import io.alignstream.detect.draw.RegionsPicture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a search found, to look at: a row a text, its hits with what the detector saw in them. */
public final class SearchSheet {
  private SearchSheet() {}

  /**
   * Draws it.
   *
   * @param found the hits of each text
   * @param file a {@code .png} or an {@code .html} page
   */
  public static void write(FileLine line, List<String> texts, List<List<Hit>> found, Path file)
      throws IOException {
    var rows = new ArrayList<ContactSheet.Row>();
    for (int t = 0; t < texts.size(); t++) {
      var cells = found.get(t).stream().map(hit -> cell(line, hit)).toList();
      rows.add(new ContactSheet.Row(texts.get(t), cells));
    }
    new ContactSheet(rows).write(file);
  }

  private static ContactSheet.Cell cell(FileLine line, Hit hit) {
    var seen = line.see(hit.file());
    return new ContactSheet.Cell(
        RegionsPicture.draw(seen.image(), seen.regions()),
        List.of(String.valueOf(hit.file().getFileName()), hit.scores()));
  }
}
