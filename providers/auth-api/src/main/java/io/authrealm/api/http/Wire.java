package io.authrealm.api.http;

import io.authrealm.core.json.Json;
import io.authrealm.core.json.JsonRules;
import java.util.List;

/**
 * How a dialect writes and reads JSON.
 *
 * @param json the form of answers
 * @param rules how strictly bodies are read
 * @param requestHeaders the headers that a page of another origin may send
 */
public record Wire(Json json, JsonRules rules, List<String> requestHeaders) {

    /** The text of an answer that has a body. */
    public String write(Answer answer) {
        return json.write(answer.body());
    }
}
