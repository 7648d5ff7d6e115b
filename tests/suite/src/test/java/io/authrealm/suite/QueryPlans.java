package io.authrealm.suite;

import com.fasterxml.jackson.databind.JsonNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * The plans and costs with which a PostgreSQL ran the statements of others, in the order in which
 * they ended.
 */
final class QueryPlans {

    /**
     * How a statement was run.
     *
     * @param nodes the plan from its root, in PostgreSQL's words
     * @param scanned the most rows of a table that was read from end to end
     * @param sorted the most rows that one sort had to read
     * @param buffers the pages of tables and indexes that were read
     */
    record Plan(String sql, List<String> nodes, long scanned, long sorted, long buffers) {

        private static Plan of(JsonNode logged) {
            List<JsonNode> nodes = new ArrayList<>();
            collect(logged.path("Plan"), nodes);
            return new Plan(
                    logged.path("Query Text").asText(),
                    nodes.stream().map(Plan::describe).toList(),
                    most(nodes, "Seq Scan", Plan::rowsRead),
                    most(nodes, "Sort", node -> rowsRead(node.path("Plans").path(0))),
                    logged.at("/Plan/Shared Hit Blocks").asLong()
                            + logged.at("/Plan/Shared Read Blocks").asLong());
        }

        private static void collect(JsonNode node, List<JsonNode> nodes) {
            nodes.add(node);
            node.path("Plans").forEach(child -> collect(child, nodes));
        }

        private static String describe(JsonNode node) {
            String type = node.path("Node Type").asText();
            String on = node.path("Index Name").asText(node.path("Relation Name").asText());
            return on.isEmpty() ? type : type + " " + on;
        }

        private static long most(List<JsonNode> nodes, String type, ToLongFunction<JsonNode> rows) {
            return nodes.stream()
                    .filter(node -> node.path("Node Type").asText().equals(type))
                    .mapToLong(rows)
                    .max()
                    .orElse(0);
        }

        private static long rowsRead(JsonNode node) {
            return node.path("Actual Rows").asLong() + node.path("Rows Removed by Filter").asLong();
        }
    }

    private static final String MARK = "plan:\n";

    private final Connection database;
    private final Path folder;

    private QueryPlans(Connection database, Path folder) {
        this.database = database;
        this.folder = folder;
    }

    /** Prepares a database, before its start, to write plans into the folder on demand. */
    static EmbeddedPostgres.Builder prepare(EmbeddedPostgres.Builder builder, Path folder) {
        return builder.setServerConfig("session_preload_libraries", "auto_explain")
                .setServerConfig("auto_explain.log_analyze", "on")
                .setServerConfig("auto_explain.log_buffers", "on")
                .setServerConfig("auto_explain.log_timing", "off")
                .setServerConfig("auto_explain.log_format", "json")
                .setServerConfig("logging_collector", "on")
                .setServerConfig("log_destination", "jsonlog")
                .setServerConfig("log_rotation_size", "0")
                .setServerConfig("log_directory", folder.toAbsolutePath().toString());
    }

    static QueryPlans of(Connection database, Path folder) {
        return new QueryPlans(database, folder);
    }

    /** Returns the plans of the statements that the database runs during {@code work}. */
    List<Plan> during(Runnable work) throws SQLException, IOException {
        int before = logged().size();
        log(0);
        work.run();
        log(-1);
        List<Plan> all = logged();
        return all.subList(before, all.size());
    }

    private void log(int fromMillis) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(
                    "alter system set auto_explain.log_min_duration = '" + fromMillis + "'");
            statement.execute("select pg_reload_conf()");
            // The server's other connections read it before their next statement.
            statement.execute("select pg_sleep(0.2)");
        }
    }

    private List<Plan> logged() throws IOException {
        List<Plan> plans = new ArrayList<>();
        List<Path> files;
        try (Stream<Path> found = Files.list(folder)) {
            files = found.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        }
        for (Path file : files) {
            for (String line : Files.readAllLines(file)) {
                String message = Answer.JSON.readTree(line).path("message").asText();
                int start = message.indexOf(MARK);
                if (start >= 0) {
                    String plan = message.substring(start + MARK.length());
                    plans.add(Plan.of(Answer.JSON.readTree(plan)));
                }
            }
        }
        return plans;
    }
}
