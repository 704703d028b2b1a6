package io.alignstream.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.AvroTypeException;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedDecoderTest {
  private interface Writing {
    void to(BinaryEncoder encoder) throws IOException;
  }

  @Property
  void readsNumbersAsAvroWritesThem(
      @ForAll int i, @ForAll long l, @ForAll float f, @ForAll double d, @ForAll boolean b)
      throws IOException {
    var decoder =
        decoder(
            out -> {
              out.writeInt(i);
              out.writeLong(l);
              out.writeFloat(f);
              out.writeDouble(d);
              out.writeBoolean(b);
            });
    assertThat(decoder.readInt()).isEqualTo(i);
    assertThat(decoder.readLong()).isEqualTo(l);
    assertThat(decoder.readFloat()).isEqualTo(f);
    assertThat(decoder.readDouble()).isEqualTo(d);
    assertThat(decoder.readBoolean()).isEqualTo(b);
    decoder.requireEnd();
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 1 << 20, Integer.MAX_VALUE, 1L << 40, -9, Long.MIN_VALUE})
  void noLengthMayExceedWhatIsLeft(long claim) throws IOException {
    Writing claimed =
        out -> {
          out.writeLong(claim);
          out.writeFixed(new byte[3]);
        };
    assertThatThrownBy(() -> decoder(claimed).readString()).isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> decoder(claimed).readBytes(null)).isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> decoder(claimed).skipBytes()).isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> decoder(claimed).readArrayStart()).isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> decoder(claimed).skipMap()).isInstanceOf(EOFException.class);
  }

  @Test
  void blocksWithTheirSizeAreRead() throws IOException {
    var decoder =
        decoder(
            out -> {
              out.writeLong(-2);
              out.writeLong(2);
              out.writeFixed(new byte[] {2, 4});
              out.writeLong(0);
            });
    assertThat(decoder.readArrayStart()).isEqualTo(2);
    assertThat(decoder.readInt()).isEqualTo(1);
    assertThat(decoder.readInt()).isEqualTo(2);
    assertThat(decoder.arrayNext()).isZero();
  }

  @Test
  void numbersThatNeverEndAreRefused() {
    var endless = new byte[20];
    Arrays.fill(endless, (byte) 0xff);
    assertThatThrownBy(() -> new BoundedDecoder(ByteBuffer.wrap(endless)).readLong())
        .isInstanceOf(AvroTypeException.class);
    assertThatThrownBy(() -> decoder(out -> out.writeLong(1L << 40)).readInt())
        .isInstanceOf(AvroTypeException.class);
  }

  private static BoundedDecoder decoder(Writing writing) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    writing.to(encoder);
    encoder.flush();
    return new BoundedDecoder(ByteBuffer.wrap(bytes.toByteArray()));
  }
}
