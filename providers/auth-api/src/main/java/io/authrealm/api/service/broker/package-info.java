/** Identity providers: which ones a tenant has, and which of its users sign in by them. */
package io.authrealm.api.service.broker;
