/** Second factors: which there are, how users set them up, step-up, and the demand for one. */
package io.authrealm.api.service.factor;
