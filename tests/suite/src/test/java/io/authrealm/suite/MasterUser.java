package io.authrealm.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A user of the realm master. Closing deletes the user. */
record MasterUser(String name, String id) implements AutoCloseable {

    private static final String PASSWORD = "the-operators-password";

    static MasterUser create() {
        String name = "operator-" + TestRealm.random();
        ObjectNode user = Answer.JSON.createObjectNode();
        user.put("username", name).put("enabled", true).put("email", name + "@operator.test");
        user.put("firstName", "Olga").put("lastName", "Operator");
        user.putArray("credentials")
                .addObject()
                .put("type", "password")
                .put("value", PASSWORD)
                .put("temporary", false);
        return new MasterUser(name, TestServer.admin().create("/master/users", user));
    }

    MasterUser withRole(String role) {
        return map("/realm", TestServer.admin().get("/master/roles/" + role));
    }

    /** Gives a role over one realm. The realm master has a client for each realm. */
    MasterUser withRole(TestRealm realm, String role) {
        String client =
                TestServer.admin()
                        .get("/master/clients?clientId=" + realm.name() + "-realm")
                        .at("/0/id")
                        .asText();
        return map(
                "/clients/" + client,
                TestServer.admin().get("/master/clients/" + client + "/roles/" + role));
    }

    private MasterUser map(String kind, JsonNode role) {
        TestServer.admin().post("/master/users/" + id + "/role-mappings" + kind, List.of(role));
        return this;
    }

    Admin admin() {
        return new Admin(TestServer.url(), "master", name, PASSWORD);
    }

    @Override
    public void close() {
        TestServer.admin().delete("/master/users/" + id);
    }
}
