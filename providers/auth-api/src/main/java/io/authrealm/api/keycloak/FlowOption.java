package io.authrealm.api.keycloak;

/** A step that the user can take at this point of a flow, and the execution that asks for it. */
record FlowOption(FlowStep step, String execution) {}
