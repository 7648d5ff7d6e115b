package io.authrealm.api.service.optin;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an admin wants a realm to have.
 *
 * @param appUrl where links in mails lead, without a slash at the end; null if it is not said
 * @param webOrigins of the pages that may call the API; null if they are not said
 * @param parts what the realm gets beyond what a sign-in needs
 * @param isDryRun whether nothing is to be changed
 */
public record OptInRequest(
        String appUrl, List<String> webOrigins, Set<ExtraPart> parts, boolean isDryRun) {

    /** The largest body in bytes. */
    public static final int MOST_BYTES = 16 * 1024;

    private static final int LONGEST_URL = 1024;
    private static final int MOST_ORIGINS = 50;

    private static final String APP_URL = "app_url";
    private static final String WEB_ORIGINS = "web_origins";
    private static final String PARTS = "parts";
    private static final String DRY_RUN = "dry_run";
    private static final Set<String> MEMBERS =
            new TreeSet<>(Set.of(APP_URL, WEB_ORIGINS, PARTS, DRY_RUN));

    private static final ObjectMapper JSON =
            new ObjectMapper()
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** What was read of a body. */
    public sealed interface Reading {

        /** The body is good. */
        record Read(OptInRequest request) implements Reading {}

        /**
         * The body is not.
         *
         * @param sentence for the admin
         */
        record Refused(String sentence) implements Reading {}
    }

    private static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1L;

        RefusedException(String sentence) {
            super(sentence);
        }
    }

    /** Reads a body; an empty one wants what a sign-in needs. */
    public static Reading read(byte[] body) {
        try {
            return new Reading.Read(of(tree(body)));
        } catch (RefusedException e) {
            return new Reading.Refused(e.getMessage());
        }
    }

    private static JsonNode tree(byte[] body) throws RefusedException {
        try {
            JsonNode tree = JSON.readTree(body);
            return tree.isMissingNode() ? JSON.createObjectNode() : tree;
        } catch (JsonProcessingException e) {
            throw new RefusedException("The body is no JSON: " + e.getOriginalMessage() + '.');
        } catch (IOException e) {
            throw new RefusedException("The body is no text in UTF-8.");
        }
    }

    private static OptInRequest of(JsonNode body) throws RefusedException {
        if (!body.isObject()) {
            throw new RefusedException("The body must be a JSON object.");
        }
        for (var member : body.properties()) {
            if (!MEMBERS.contains(member.getKey())) {
                throw new RefusedException(
                        "There is no member \"%s\". The members are %s."
                                .formatted(shortened(member.getKey()), String.join(", ", MEMBERS)));
            }
        }
        return new OptInRequest(
                appUrl(body.path(APP_URL)),
                origins(body.path(WEB_ORIGINS)),
                parts(body.path(PARTS)),
                flag(body.path(DRY_RUN)));
    }

    private static boolean flag(JsonNode value) throws RefusedException {
        if (!isSaid(value)) {
            return false;
        }
        if (!value.isBoolean()) {
            throw new RefusedException(DRY_RUN + " must be true or false.");
        }
        return value.booleanValue();
    }

    private static String appUrl(JsonNode value) throws RefusedException {
        if (!isSaid(value)) {
            return null;
        }
        URI uri = webAddress(APP_URL, value);
        if (uri.getQuery() != null || uri.getFragment() != null) {
            throw new RefusedException(APP_URL + " must have neither a query nor a fragment.");
        }
        return uri.toString().replaceFirst("/+$", "");
    }

    private static List<String> origins(JsonNode values) throws RefusedException {
        if (!isSaid(values)) {
            return null;
        }
        List<String> origins = new ArrayList<>();
        for (JsonNode value : array(WEB_ORIGINS, values, MOST_ORIGINS)) {
            URI uri = webAddress(WEB_ORIGINS, value);
            String origin = originOf(uri);
            if (!uri.toString().equalsIgnoreCase(origin)) {
                throw new RefusedException(
                        WEB_ORIGINS
                                + " must be origins such as https://app.acme.example, without a"
                                + " path.");
            }
            if (!origins.contains(origin)) {
                origins.add(origin);
            }
        }
        return List.copyOf(origins);
    }

    private static Set<ExtraPart> parts(JsonNode values) throws RefusedException {
        Set<ExtraPart> parts = EnumSet.noneOf(ExtraPart.class);
        if (isSaid(values)) {
            for (JsonNode value : array(PARTS, values, MOST_ORIGINS)) {
                parts.add(part(value));
            }
        }
        return parts;
    }

    private static ExtraPart part(JsonNode value) throws RefusedException {
        for (ExtraPart part : ExtraPart.values()) {
            if (value.isTextual() && part.label().equals(value.textValue())) {
                return part;
            }
        }
        throw new RefusedException(
                PARTS
                        + " can name "
                        + String.join(", ", ExtraPart.labels())
                        + ". All else is made in any case.");
    }

    private static JsonNode array(String member, JsonNode values, int most)
            throws RefusedException {
        if (!values.isArray() || values.size() > most) {
            throw new RefusedException(
                    "%s must be a list of at most %d texts.".formatted(member, most));
        }
        return values;
    }

    private static URI webAddress(String member, JsonNode value) throws RefusedException {
        if (value.isTextual() && value.textValue().length() <= LONGEST_URL) {
            try {
                URI uri = new URI(value.textValue());
                boolean isWeb = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
                if (isWeb && uri.getHost() != null && uri.getUserInfo() == null) {
                    return uri;
                }
            } catch (URISyntaxException e) {
                // falls through to the same sentence
            }
        }
        throw new RefusedException(
                "%s must be a web address with https or http, of at most %d characters."
                        .formatted(member, LONGEST_URL));
    }

    /** Scheme, host and port, as a browser writes them. */
    static String originOf(URI uri) {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return uri.getScheme() + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port;
    }

    private static boolean isSaid(JsonNode value) {
        return !value.isMissingNode() && !value.isNull();
    }

    private static String shortened(String name) {
        return name.length() > 60 ? name.substring(0, 60) : name;
    }

    /** The origins of the pages that may call the API: those that were said, or the app's own. */
    List<String> origins() {
        if (webOrigins != null) {
            return webOrigins;
        }
        return appUrl == null ? List.of() : List.of(originOf(URI.create(appUrl)));
    }

    boolean wants(ExtraPart part) {
        return parts.contains(part);
    }
}
