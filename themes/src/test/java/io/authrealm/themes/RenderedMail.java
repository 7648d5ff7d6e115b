package io.authrealm.themes;

/** A mail as the server hands it to its mail sender. */
record RenderedMail(String subject, String text, String html) {}
