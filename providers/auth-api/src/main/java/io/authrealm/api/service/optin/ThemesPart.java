package io.authrealm.api.service.optin;

import java.util.ArrayList;
import java.util.List;

/** The look of the realm's pages and mails. */
final class ThemesPart implements Part {

    static final String NAME = "themes";
    static final String LOGIN = "login";
    static final String EMAIL = "email";

    private final Site site;

    ThemesPart(Site site) {
        this.site = site;
    }

    @Override
    public String name() {
        return NAME;
    }

    private boolean isOther(String there, String wanted) {
        return isSet(there) && !there.equals(wanted);
    }

    private static boolean isSet(String theme) {
        return theme != null && !theme.isBlank();
    }

    @Override
    public Look look() {
        List<String> others = new ArrayList<>();
        if (isOther(site.realm().getLoginTheme(), site.template().getLoginTheme())) {
            others.add(LOGIN);
        }
        if (isOther(site.realm().getEmailTheme(), site.template().getEmailTheme())) {
            others.add(EMAIL);
        }
        if (!others.isEmpty()) {
            return new Look.Clash(
                    "The realm has themes of its own: %s.".formatted(String.join(", ", others)));
        }
        return isSet(site.realm().getLoginTheme()) && isSet(site.realm().getEmailTheme())
                ? new Look.Fits("The realm has the pack's themes.")
                : new Look.Missing("The pack's themes for pages and mails.");
    }

    @Override
    public void make() {
        if (!isSet(site.realm().getLoginTheme())) {
            site.realm().setLoginTheme(site.template().getLoginTheme());
            site.made().add(NAME, LOGIN);
        }
        if (!isSet(site.realm().getEmailTheme())) {
            site.realm().setEmailTheme(site.template().getEmailTheme());
            site.made().add(NAME, EMAIL);
        }
    }
}
