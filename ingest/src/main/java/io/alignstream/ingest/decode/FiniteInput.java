package io.alignstream.ingest.decode;

import java.io.IOException;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * An image in memory that is read past its end only so often. The WebP reader takes what is missing
 * for zeros; forty damaged bytes could keep it busy for a minute and a half.
 */
final class FiniteInput extends ImageInputStreamImpl {
  /** Bit readers fetch a few bytes ahead; more than that is missing data. */
  private static final int MAX_READS_PAST_END = 64;

  private final byte[] data;
  private int readsPastEnd;

  FiniteInput(byte[] data) {
    this.data = data;
  }

  @Override
  public int read() throws IOException {
    bitOffset = 0;
    if (streamPos >= data.length) {
      return pastEnd();
    }
    return data[(int) streamPos++] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    bitOffset = 0;
    if (length == 0) {
      return 0;
    }
    if (streamPos >= data.length) {
      return pastEnd();
    }
    int count = (int) Math.min(length, data.length - streamPos);
    System.arraycopy(data, (int) streamPos, into, offset, count);
    streamPos += count;
    return count;
  }

  @Override
  public long length() {
    return data.length;
  }

  private int pastEnd() throws BadImageException {
    if (++readsPastEnd > MAX_READS_PAST_END) {
      throw new BadImageException("the pixels end early");
    }
    return -1;
  }
}
