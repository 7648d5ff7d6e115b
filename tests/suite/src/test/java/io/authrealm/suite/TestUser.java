package io.authrealm.suite;

/** A user that a test has created. */
record TestUser(String id, String email, String password) {}
