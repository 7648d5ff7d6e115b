package io.authrealm.themes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;

/** The HTML of a mail, and the colours that a mail program gives to its texts. */
final class MailPage {

    /** A text, with its colour and its background colour. */
    record Colored(String text, String color, String background) {
        double contrast() {
            return Contrast.between(color, background);
        }
    }

    private static final Pattern DARK_RULE = Pattern.compile("(?m)^(\\..+?) \\{ (.+) }$");
    private static final Set<String> UNSEEN = Set.of("head", "title", "style", "meta");

    private final Document document;
    private final List<String> errors;

    private MailPage(Document document, List<String> errors) {
        this.document = document;
        this.errors = errors;
    }

    static MailPage parse(String html) {
        Parser parser = Parser.htmlParser().setTrackErrors(100);
        Document document = parser.parseInput(html, "");
        return new MailPage(document, parser.getErrors().stream().map(Object::toString).toList());
    }

    Document document() {
        return document;
    }

    /** Markup errors that a parser has to correct by guessing. */
    List<String> errors() {
        return errors;
    }

    /** The elements and their attributes, without any text or value. */
    List<String> structure() {
        List<String> structure = new ArrayList<>();
        for (Element element : document.getAllElements()) {
            List<String> attributes = new ArrayList<>();
            element.attributes().forEach(attribute -> attributes.add(attribute.getKey()));
            structure.add(element.tagName() + attributes);
        }
        return structure;
    }

    List<Colored> light() {
        return colored(Map.of());
    }

    List<Colored> dark() {
        Map<Element, Map<String, String>> rules = new HashMap<>();
        Matcher rule = DARK_RULE.matcher(document.select("style").first().data());
        while (rule.find()) {
            for (Element element : document.select(rule.group(1))) {
                rules.computeIfAbsent(element, key -> new HashMap<>())
                        .putAll(declarations(rule.group(2).replace(" !important", "")));
            }
        }
        return colored(rules);
    }

    private List<Colored> colored(Map<Element, Map<String, String>> rules) {
        List<Colored> texts = new ArrayList<>();
        for (Element element : document.getAllElements()) {
            if (!element.ownText().isBlank() && !UNSEEN.contains(element.tagName())) {
                texts.add(
                        new Colored(
                                element.ownText(),
                                nearest(element, "color", rules),
                                nearest(element, "background-color", rules)));
            }
        }
        return texts;
    }

    private static String nearest(
            Element element, String property, Map<Element, Map<String, String>> rules) {
        for (Element at = element; at != null; at = at.parent()) {
            Map<String, String> style = declarations(at.attr("style"));
            style.putAll(rules.getOrDefault(at, Map.of()));
            if (style.containsKey(property)) {
                return style.get(property);
            }
        }
        throw new AssertionError("No " + property + " for " + element);
    }

    private static Map<String, String> declarations(String style) {
        Map<String, String> declarations = new HashMap<>();
        for (String declaration : style.split(";")) {
            String[] parts = declaration.split(":", 2);
            if (parts.length == 2) {
                declarations.put(parts[0].trim(), parts[1].trim());
            }
        }
        return declarations;
    }
}
