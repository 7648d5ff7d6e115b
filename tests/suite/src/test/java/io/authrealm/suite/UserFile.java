package io.authrealm.suite;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A file of users, and how an admin imports it. */
record UserFile(String source, byte[] content) {

    static final String IMPORTS = "/v1/users/imports";

    static UserFile of(String source, String... lines) {
        return new UserFile(
                source, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** A native file with this many lines. */
    static UserFile ofLines(int count, IntFunction<String> line) {
        return of(
                "native",
                IntStream.range(0, count).mapToObj(line).collect(Collectors.joining("\n")));
    }

    /** A line of a native file. */
    static String row(String email) {
        return row(email, row -> {});
    }

    static String row(String email, Consumer<ObjectNode> change) {
        ObjectNode row = Answer.JSON.createObjectNode().put("email", email);
        change.accept(row);
        return row.toString();
    }

    /** Imports the whole file by one request and returns the progress of the import. */
    Answer importBy(Api admin) {
        return feed(admin, start(admin, Map.of("source", source)), 0, content, true)
                .assertStatus(200);
    }

    /** Begins an import with a new key and returns its path. */
    static String start(Api admin, Map<String, ?> request) {
        return IMPORTS
                + '/'
                + admin.with("Idempotency-Key", TestRealm.random())
                        .post(IMPORTS, request)
                        .assertStatus(201)
                        .text("id");
    }

    static Answer feed(Api admin, String path, long offset, byte[] chunk, boolean endsFile) {
        return admin.send(
                "PUT",
                path + "/content?offset=" + offset + "&complete=" + endsFile,
                "application/x-ndjson",
                chunk);
    }

    /** Sends the rest of the file in chunks, each from the offset of the import. */
    Answer feedRest(Api admin, String path, int chunkBytes) {
        Answer answer = admin.get(path).assertStatus(200);
        while (answer.text("state").equals("open")) {
            answer = feedNext(admin, path, chunkBytes);
        }
        return answer;
    }

    /** Sends one more chunk, from the offset of the import. */
    Answer feedNext(Api admin, String path, int chunkBytes) {
        int offset = admin.get(path).assertStatus(200).json().path("offset").asInt();
        int end = Math.min(content.length, offset + chunkBytes);
        byte[] chunk = Arrays.copyOfRange(content, offset, end);
        return feed(admin, path, offset, chunk, end == content.length).assertStatus(200);
    }
}
