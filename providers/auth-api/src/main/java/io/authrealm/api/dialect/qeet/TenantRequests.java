package io.authrealm.api.dialect.qeet;

import io.authrealm.api.service.tenants.NewTenant;
import io.authrealm.api.service.tenants.TenantChange;
import io.authrealm.api.service.tenants.TenantDescription.Status;
import io.authrealm.core.json.JsonFields;
import io.authrealm.core.json.TextRule;
import io.authrealm.core.text.TenantSlug;
import io.authrealm.core.text.WebOrigin;
import java.util.Map;
import java.util.Set;

/** The JSON objects that the routes of tenants take. */
final class TenantRequests {

    private static final String NAME = "name";
    private static final String SLUG = "slug";
    private static final String PLAN = "plan";
    private static final String REGION = "region";
    private static final String LOGO_URL = "logo_url";
    private static final String METADATA = "metadata";
    private static final String STATUS = "status";

    private static final int NAME_MAX = 200;
    private static final int WORD_MAX = 64;
    private static final int LOGO_MAX = 3_000_000;
    private static final int METADATA_MAX = 16_384;

    private static final String TURNS = "\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069";

    private static final String IMAGE = "data:image/";
    private static final String INVALID = "invalid";

    private static final Set<String> PLANS = Set.of("free", "starter", "pro", "enterprise");

    private static final Map<String, Status> STATUSES =
            Map.of("active", Status.ACTIVE, "suspended", Status.SUSPENDED);

    private TenantRequests() {}

    /**
     * @param isFree whether the tenant would have the only plan that this server has
     */
    record Create(NewTenant tenant, boolean isFree) {

        static Create parse(JsonFields fields) {
            fields.onlyKnown(SLUG, NAME, PLAN, REGION, LOGO_URL, METADATA);
            String plan = fields.text(PLAN, TextRule.optional(WORD_MAX));
            if (plan != null && !PLANS.contains(plan)) {
                fields.violate(PLAN, "not_allowed");
            }
            return new Create(
                    new NewTenant(
                            slug(fields),
                            name(fields, TextRule.required(1, NAME_MAX)),
                            region(fields),
                            logoUrl(fields),
                            fields.object(METADATA, METADATA_MAX)),
                    plan == null || plan.equals("free"));
        }
    }

    static TenantChange change(JsonFields fields) {
        fields.onlyKnown(NAME, STATUS, REGION, LOGO_URL, METADATA);
        String status = fields.text(STATUS, TextRule.optional(WORD_MAX));
        if (status != null && !STATUSES.containsKey(status)) {
            fields.violate(STATUS, "not_allowed");
        }
        return new TenantChange(
                name(fields, TextRule.optional(NAME_MAX)),
                status == null ? null : STATUSES.get(status),
                region(fields),
                logoUrl(fields),
                fields.object(METADATA, METADATA_MAX));
    }

    private static String slug(JsonFields fields) {
        String slug =
                fields.text(
                        SLUG,
                        new TextRule(false, TenantSlug.MIN_LENGTH, TenantSlug.MAX_LENGTH, false));
        if (slug == null || slug.isEmpty()) {
            return null;
        }
        if (!TenantSlug.isValid(slug)) {
            fields.violate(SLUG, INVALID);
        }
        return slug;
    }

    private static String name(JsonFields fields, TextRule rule) {
        String name = line(fields, NAME, rule);
        if (name != null && name.isBlank()) {
            fields.violate(NAME, "required");
        }
        return name;
    }

    private static String region(JsonFields fields) {
        String region = line(fields, REGION, TextRule.optional(WORD_MAX));
        return region == null || region.isBlank() ? null : region;
    }

    /** One line of text, which a page can show. */
    private static String line(JsonFields fields, String member, TextRule rule) {
        String text = fields.trimmedText(member, rule);
        if (text != null && text.codePoints().anyMatch(TenantRequests::isUnprintable)) {
            fields.violate(member, INVALID);
        }
        return text;
    }

    /** Some characters end a line, or turn the text behind them around. */
    private static boolean isUnprintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> TURNS.indexOf(codePoint) >= 0;
        };
    }

    private static String logoUrl(JsonFields fields) {
        String logoUrl = fields.text(LOGO_URL, TextRule.optional(LOGO_MAX));
        if (logoUrl != null
                && !logoUrl.isEmpty()
                && !logoUrl.startsWith(IMAGE)
                && WebOrigin.of(logoUrl).isEmpty()) {
            fields.violate(LOGO_URL, "invalid_url");
        }
        return logoUrl;
    }
}
