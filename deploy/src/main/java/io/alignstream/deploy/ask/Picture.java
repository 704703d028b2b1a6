package io.alignstream.deploy.ask;

import io.alignstream.schemas.line.DecodedImage;
import io.alignstream.schemas.line.Regions;
import java.nio.file.Path;

/**
 * An image file that was looked at.
 *
 * @param regions what the detector found, in pixels of the image
 */
public record Picture(Path file, DecodedImage image, Regions regions) {}
