package io.alignstream.detect.cache;

import io.alignstream.schemas.line.Box;
import io.alignstream.schemas.line.FloatMatrix;
import io.alignstream.schemas.line.Region;
import io.alignstream.schemas.line.Regions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.zip.CRC32;

/**
 * Regions as bytes, big-endian: format number, image width and height, number of regions, F; per
 * region box, label, score and attributes; then features row by row; a CRC-32 of all that at the
 * end.
 */
final class RegionsFile {
  private static final int FORMAT = 0x52474e31; // "RGN1"

  private RegionsFile() {}

  static byte[] write(Regions regions) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    out.writeInt(FORMAT);
    out.writeInt(regions.imageWidth());
    out.writeInt(regions.imageHeight());
    out.writeInt(regions.regions().size());
    out.writeInt(regions.features().columns());
    for (var region : regions.regions()) {
      var box = region.box();
      for (float edge : new float[] {box.x1(), box.y1(), box.x2(), box.y2(), region.score()}) {
        out.writeFloat(edge);
      }
      out.writeUTF(region.label());
      out.writeInt(region.attributes().size());
      for (var attribute : region.attributes()) {
        out.writeUTF(attribute.name());
        out.writeFloat(attribute.score());
      }
    }
    var features = ByteBuffer.allocate(4 * regions.features().buffer().remaining());
    features.asFloatBuffer().put(regions.features().buffer());
    out.write(features.array());
    out.writeInt(checksum(bytes.toByteArray(), bytes.size()));
    return bytes.toByteArray();
  }

  /**
   * Reads what {@link #write} made.
   *
   * @throws IOException if the bytes are anything else
   */
  static Regions read(byte[] bytes) throws IOException {
    int end = bytes.length - Integer.BYTES;
    if (end < 5 * Integer.BYTES
        || ByteBuffer.wrap(bytes).getInt(end) != checksum(bytes, end)
        || ByteBuffer.wrap(bytes).getInt() != FORMAT) {
      throw new IOException("no regions, or damaged");
    }
    var in = new DataInputStream(new ByteArrayInputStream(bytes, Integer.BYTES, end));
    int width = in.readInt();
    int height = in.readInt();
    int count = in.readInt();
    int columns = in.readInt();
    var regions = new ArrayList<Region>();
    for (int i = 0; i < count; i++) {
      var box = new Box(in.readFloat(), in.readFloat(), in.readFloat(), in.readFloat());
      float score = in.readFloat();
      var label = in.readUTF();
      var attributes = new ArrayList<Region.Attribute>();
      for (int left = in.readInt(); left > 0; left--) {
        attributes.add(new Region.Attribute(in.readUTF(), in.readFloat()));
      }
      regions.add(new Region(box, label, score, attributes));
    }
    var features = new float[count * columns];
    ByteBuffer.wrap(in.readNBytes(4 * features.length)).asFloatBuffer().get(features);
    return new Regions(width, height, regions, FloatMatrix.wrap(count, columns, features));
  }

  private static int checksum(byte[] bytes, int length) {
    var crc = new CRC32();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
