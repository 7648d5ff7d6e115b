/** Outgoing HTTP requests with one time limit for the whole request. */
package io.authrealm.core.http;
