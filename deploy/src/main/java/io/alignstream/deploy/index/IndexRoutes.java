package io.alignstream.deploy.index;

import static akka.http.javadsl.server.PathMatchers.remaining;
import static akka.http.javadsl.server.PathMatchers.segment;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.Route;
import akka.http.javadsl.unmarshalling.StringUnmarshallers;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * {@code GET /index/entries/IMAGE-ID}: what the index knows of an image; {@code GET
 * /index/neighbours?image_id=IMAGE-ID&k=10}: the images whose vectors are nearest to its own, best
 * first. Both 503 until the index is read, and 404 for an image that is not in it.
 */
public final class IndexRoutes extends AllDirectives {
  private static final int MOST = 1000;
  private static final int USUAL = 10;

  private final IndexFeed feed;
  private final Executor computing;

  /**
   * Answers from a feed's index.
   *
   * @param computing where it is searched
   */
  public IndexRoutes(IndexFeed feed, Executor computing) {
    this.feed = feed;
    this.computing = computing;
  }

  /** To be put beside a node's other routes. */
  public Route routes() {
    return pathPrefix(
        "index",
        () ->
            concat(
                path(
                    segment("entries").slash(remaining()),
                    imageId -> whenReady(() -> entry(imageId))),
                path(
                    "neighbours",
                    () ->
                        parameter(
                            "image_id",
                            imageId ->
                                parameterOptional(
                                    StringUnmarshallers.INTEGER,
                                    "k",
                                    k -> whenReady(() -> neighbours(imageId, k.orElse(USUAL))))))));
  }

  /** An answer that takes a while to find. */
  @FunctionalInterface
  private interface Answer {
    HttpResponse find();
  }

  private Route whenReady(Answer answer) {
    var missing = feed.notReady();
    return missing.isEmpty()
        ? completeWithFuture(CompletableFuture.supplyAsync(answer::find, computing))
        : complete(refused(StatusCodes.SERVICE_UNAVAILABLE, String.join("\n", missing)));
  }

  private HttpResponse entry(String imageId) {
    return feed.index()
        .get(imageId)
        .map(image -> found(IndexJson.of(image)))
        .orElseGet(() -> unknown(imageId));
  }

  private HttpResponse neighbours(String imageId, int k) {
    if (k < 1 || k > MOST) {
      return refused(StatusCodes.BAD_REQUEST, "k must be from 1 to %d, not %d".formatted(MOST, k));
    }
    var index = feed.index();
    var image = index.get(imageId);
    if (image.isEmpty()) {
      return unknown(imageId);
    }
    return index
        .embedding(imageId)
        .map(vector -> index.images(vector, k, other -> !other.imageId().equals(imageId)))
        .map(hits -> found(IndexJson.neighbours(imageId, hits)))
        .orElseGet(
            () -> refused(StatusCodes.NOT_FOUND, "image '%s' has no vector".formatted(imageId)));
  }

  private static HttpResponse unknown(String imageId) {
    return refused(StatusCodes.NOT_FOUND, "image '%s' is not in the index".formatted(imageId));
  }

  private static HttpResponse found(JsonNode json) {
    return HttpResponse.create()
        .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, json + "\n"));
  }

  private static HttpResponse refused(StatusCode status, String why) {
    return HttpResponse.create()
        .withStatus(status)
        .withEntity(HttpEntities.create(ContentTypes.TEXT_PLAIN_UTF8, why + "\n"));
  }
}
