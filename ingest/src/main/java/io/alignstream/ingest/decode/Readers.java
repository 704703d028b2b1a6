package io.alignstream.ingest.decode;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/**
 * ImageIO readers, each by its class: what else stands on the class path, or in which order plugins
 * were found, does not change which code sees an image. Every call makes a new reader, since
 * readers are not safe for several threads.
 */
final class Readers {
  private static final ImageReaderSpi JPEG = ofJdk("jpeg.JPEGImageReaderSpi");
  private static final ImageReaderSpi PNG = ofJdk("png.PNGImageReaderSpi");
  private static final ImageReaderSpi GIF = ofJdk("gif.GIFImageReaderSpi");
  private static final ImageReaderSpi BMP = ofJdk("bmp.BMPImageReaderSpi");
  private static final ImageReaderSpi WEBP = new WebPImageReaderSpi();

  private Readers() {}

  static ImageReader jpeg(byte[] image) throws IOException {
    return reader(JPEG, image);
  }

  static ImageReader png(byte[] image) throws IOException {
    return reader(PNG, image);
  }

  static ImageReader gif(byte[] image) throws IOException {
    return reader(GIF, image);
  }

  static ImageReader bmp(byte[] image) throws IOException {
    return reader(BMP, image);
  }

  static ImageReader webp(byte[] image) throws IOException {
    return reader(WEBP, image);
  }

  private static ImageReader reader(ImageReaderSpi provider, byte[] image) throws IOException {
    var reader = provider.createReaderInstance();
    reader.setInput(new FiniteInput(image), true, true);
    return reader;
  }

  private static ImageReaderSpi ofJdk(String name) {
    var wanted = "com.sun.imageio.plugins." + name;
    Iterator<ImageReaderSpi> providers =
        IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, false);
    while (providers.hasNext()) {
      var provider = providers.next();
      if (provider.getClass().getName().equals(wanted)) {
        return provider;
      }
    }
    throw new IllegalStateException("this Java has no " + wanted);
  }
}
