import { PASSWORD, oneTimeCode } from "./realm.mjs";

const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="80">
<rect width="480" height="80" rx="12" fill="#0f766e"/>
<text x="240" y="56" font-family="sans-serif" font-size="48" fill="#fff" text-anchor="middle">ACME</text></svg>`;
const LOGO_ADDRESS = "https://cdn.acme.example/logo.svg";

/**
 * The pages of the browser flow, by name: each function leads a new browser to one.
 *
 * A page that needs other settings of the realm gets the rest of the check as a function, and restores the settings
 * afterwards.
 */
export function pages(realm, mailbox) {
    const signIn = async (page, name, parameters) => {
        await page.goto(realm.login(parameters));
        await page.fill("#username", name);
        await page.fill("#password", PASSWORD);
        await proceed(page, "#kc-login");
    };
    const shown = (page, selector) => page.waitForSelector(selector);

    return {
        "login": async (page) => {
            await page.goto(realm.login());
        },
        "login, wrong password": async (page) => {
            await page.goto(realm.login());
            await page.fill("#username", "ada");
            await page.fill("#password", "wrong");
            await proceed(page, "#kc-login");
            await shown(page, "#input-error-username");
        },
        "login, other providers": async (page, then) => {
            await realm.withProviders(["google", "github", "linkedin-openid-connect", "twitter"], async () => {
                await page.goto(realm.login());
                await shown(page, "#kc-social-providers");
                await then();
            });
        },
        "login, logo": async (page, then) => {
            await page.route(LOGO_ADDRESS, (route) => route.fulfill({ contentType: "image/svg+xml", body: LOGO }));
            await withLogo(realm, async () => {
                await page.goto(realm.login());
                await shown(page, ".authrealm-logo");
                await then();
            });
        },
        "login, logo that does not load": async (page, then) => {
            await page.route(LOGO_ADDRESS, (route) => route.abort());
            await withLogo(realm, async () => {
                await page.goto(realm.login());
                await shown(page, ".authrealm-logo");
                await then();
            });
        },
        "login in German": async (page) => {
            await page.goto(realm.login({ ui_locales: "de" }));
            await shown(page, "html[lang=de]");
        },
        "login in Arabic": async (page) => {
            await page.goto(realm.login({ ui_locales: "ar" }));
            await shown(page, "html[dir=rtl]");
        },
        "login again": async (page) => {
            await signIn(page, "ada");
            await page.goto(realm.login({ prompt: "login" }));
            await shown(page, "#reset-login");
        },
        "registration": async (page) => {
            await page.goto(realm.login());
            await proceed(page, "#kc-registration a");
            await shown(page, "#kc-register-form");
        },
        "registration, errors": async (page) => {
            await page.goto(realm.login());
            await proceed(page, "#kc-registration a");
            await page.fill("#email", "not an address");
            await page.fill("#password", "short");
            // Leaving the field shows an error, which moves the button.
            await page.press("#password", "Tab");
            await proceed(page, "#kc-register-form [type=submit]");
            await shown(page, "#input-error-email");
        },
        "forgot password": async (page) => {
            await page.goto(realm.login());
            await proceed(page, "a[href*=reset-credentials]");
            await shown(page, "#kc-reset-password-form");
        },
        "forgot password, errors": async (page) => {
            await page.goto(realm.login());
            await proceed(page, "a[href*=reset-credentials]");
            await proceed(page, "#kc-reset-password-form [type=submit]");
            await shown(page, "#input-error-username");
        },
        "forgot password, mail sent": async (page) => {
            await page.goto(realm.login());
            await proceed(page, "a[href*=reset-credentials]");
            await page.fill("#username", "ada");
            await proceed(page, "#kc-reset-password-form [type=submit]");
            await shown(page, ".pf-v5-c-alert.pf-m-success");
        },
        "verify email": async (page) => {
            await signIn(page, "victor");
            await shown(page, "[data-page-id=login-login-verify-email]");
        },
        "link of a mail": async (page) => {
            await realm.sendActions("mona", ["UPDATE_PASSWORD", "UPDATE_PROFILE"]);
            await page.goto(await mailbox.link("mona@acme.example"));
            await shown(page, "#kc-info-message a");
        },
        "update password": async (page) => {
            await signIn(page, "ursula");
            await shown(page, "#kc-passwd-update-form");
        },
        "update password, errors": async (page) => {
            await signIn(page, "ursula");
            await page.fill("#password-new", "battery-horse-correct");
            await page.fill("#password-confirm", "something else");
            await page.press("#password-confirm", "Tab");
            await proceed(page, "#kc-submit");
            await shown(page, "#input-error-password-confirm");
        },
        "set up one-time codes": async (page) => {
            await signIn(page, "tom");
            await shown(page, "#kc-totp-secret-qr-code");
        },
        "set up one-time codes, by hand": async (page) => {
            await signIn(page, "tom");
            await proceed(page, "#mode-manual");
            await shown(page, "#kc-totp-secret-key");
        },
        "set up one-time codes, errors": async (page) => {
            await signIn(page, "tom");
            await page.fill("#totp", "000000");
            await proceed(page, "#saveTOTPBtn");
            await shown(page, "#input-error-otp-code");
        },
        "one-time code": async (page) => {
            await signIn(page, "olga");
            await shown(page, "#kc-otp-credential-1");
        },
        "one-time code, errors": async (page) => {
            await signIn(page, "olga");
            await page.fill("#otp", "1");
            await proceed(page, "#kc-login");
            await shown(page, "#input-error-otp");
        },
        "recovery codes": async (page) => {
            await signIn(page, "rita");
            await shown(page, "#kc-recovery-codes-list");
        },
        "choice of second factors": async (page) => {
            await signIn(page, "simon");
            await proceed(page, "#try-another-way");
            await shown(page, ".select-auth-container");
        },
        "recovery code": async (page) => {
            await signIn(page, "simon");
            await proceed(page, "#try-another-way");
            await proceed(page, ".select-auth-container > :last-child [role=button]");
            await shown(page, "#recoveryCodeInput");
        },
        "code by mail": async (page) => {
            await signIn(page, "carla");
            await shown(page, "#authrealm-code-sent");
        },
        "code by mail, errors": async (page) => {
            await signIn(page, "carla");
            await page.fill("#code", "000000");
            await proceed(page, "#kc-login");
            await shown(page, "#code[aria-invalid=true]");
        },
        "code by mail, two addresses": async (page) => {
            await signIn(page, "cora");
            await shown(page, "#factor");
        },
        "code by mail, in German": async (page) => {
            await signIn(page, "carla", { ui_locales: "de" });
            await shown(page, "html[lang=de] #authrealm-code-sent");
        },
        "code by text message": async (page) => {
            await signIn(page, "telma");
            await shown(page, "#authrealm-code-form");
        },
        "choice of what to set up": async (page) => {
            await signIn(page, "dora");
            await shown(page, "#authrealm-factor-form");
        },
        "choice of what to set up, in Arabic": async (page) => {
            await signIn(page, "dora", { ui_locales: "ar" });
            await shown(page, "html[dir=rtl] #authrealm-factor-form");
        },
        "second factor first": async (page) => {
            await signIn(page, "paula", { kc_action: "CONFIGURE_TOTP" });
            await shown(page, "#authrealm-factor-back");
        },
        "second factor first, in Arabic": async (page) => {
            await signIn(page, "paula", { kc_action: "CONFIGURE_TOTP", ui_locales: "ar" });
            await shown(page, "html[dir=rtl] #authrealm-factor-back");
        },
        "consent": async (page) => {
            await signIn(page, "ada", { client_id: "pages-consent" });
            await shown(page, "#kc-oauth");
        },
        "error": async (page) => {
            await page.goto(realm.login({ client_id: "nobody" }));
            await shown(page, "#kc-error-message");
        },
        "log out": async (page) => {
            await signIn(page, "ada");
            await page.goto(realm.logout);
            await shown(page, "#kc-logout");
        },
        "logged out": async (page) => {
            await signIn(page, "ada");
            await page.goto(realm.logout);
            await proceed(page, "#kc-logout");
            await shown(page, "[data-page-id=login-info]");
        },
    };
}

/** Gives simon recovery codes beside his device, so that he can choose. */
export async function giveChoice(page, realm) {
    await page.goto(realm.login());
    await page.fill("#username", "simon");
    await page.fill("#password", PASSWORD);
    await proceed(page, "#kc-login");
    await page.fill("#otp", oneTimeCode());
    await proceed(page, "#kc-login");
    await page.check("#kcRecoveryCodesConfirmationCheck");
    await proceed(page, "#saveRecoveryAuthnCodesBtn");
    await page.waitForURL(`${realm.app}*`);
}

async function withLogo(realm, then) {
    await realm.setText("authrealmBrandLogoUrl", LOGO_ADDRESS);
    try {
        await then();
    } finally {
        await realm.removeText("authrealmBrandLogoUrl");
    }
}

async function proceed(page, selector) {
    await Promise.all([page.waitForEvent("load"), page.click(selector)]);
}


