package io.authrealm.themes;

import java.util.Map;

/**
 * The texts of a realm's localization.
 *
 * @param defaultLanguage the tag of the language of users who have none
 * @param byLanguage the texts by language tag, then by key
 */
record RealmTexts(String defaultLanguage, Map<String, Map<String, String>> byLanguage) {

    static final RealmTexts NONE = new RealmTexts("en", Map.of());

    static RealmTexts english(Map<String, String> texts) {
        return new RealmTexts("en", Map.of("en", texts));
    }

    Map<String, String> in(String language) {
        return byLanguage.getOrDefault(language, Map.of());
    }
}
