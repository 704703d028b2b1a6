package io.alignstream.deploy.world;

/** Words that mean one thing of a picture (RefCOCO, Yu et al. 2016), and that thing. */
public record Expression(String text, Thing thing) {}
