import { call } from "../api.js";
import { hasKeys } from "../keys.js";
import { SET_UPS } from "../set-up.js";
import { withStepUp } from "../step-up.js";
import { button, field, form, h, newPassword, time } from "../ui.js";

export const title = "Security";
export const needsSession = true;

export async function content({ go }) {
    const [password, app, recovery, sent, keys] = await Promise.all([
        call("GET", "/auth/password"),
        call("GET", "/mfa/totp"),
        call("GET", "/mfa/recovery-codes"),
        call("GET", "/mfa/otp/factors"),
        call("GET", "/passkeys"),
    ]);
    const done = (notice) => go("/security", { notice });
    const remove = (path, notice) => async () => {
        await withStepUp(() => call("DELETE", path));
        await done(notice);
    };
    return [
        part(
            "Passkeys and security keys",
            rows(
                keys.items.map(({ id, kind, name, device_label, last_used_at }) =>
                    row(
                        name ?? device_label ?? "Key",
                        [kind === "passkey" ? "Passkey" : "Security key", ", last used: ", time(last_used_at)],
                        remove(`/passkeys/${id}`, "The key is removed."),
                    ),
                ),
                "You have no passkey yet. It signs you in without a password.",
            ),
            hasKeys && setUp("add_passkey", () => done("The passkey is added.")),
            hasKeys && setUp("add_security_key", () => done("The security key is added.")),
        ),
        part(
            "Authenticator app",
            app.enrolled
                ? rows([row("Your app", "asked for at each sign-in", remove("/mfa/totp", "The app is removed."))])
                : h("p", { class: "quiet" }, "You have no app yet."),
            setUp("configure_totp", () => done("The app is set up."), app.enrolled ? "Set up another app" : undefined),
        ),
        part(
            "Recovery codes",
            h(
                "p",
                {},
                recovery.enrolled
                    ? `${recovery.remaining} of ${recovery.total} are left.`
                    : "You have none yet. They come with an app.",
            ),
            recovery.enrolled && setUp("make_recovery_codes", () => done("The old codes are void."), "Make new codes"),
        ),
        part(
            "Codes by mail and text message",
            rows(
                sent.items
                    .filter(({ verified }) => verified)
                    .map(({ id, destination, created_at }) =>
                        row(
                            destination,
                            ["since ", time(created_at)],
                            remove(`/mfa/otp/factors/${id}`, "No more codes go there."),
                        ),
                    ),
                "No address or number gets codes.",
            ),
            setUp("add_email_code", () => done("Codes go to this address.")),
            setUp("add_sms_code", () => done("Codes go to this number.")),
        ),
        part(
            "Password",
            form({
                fields: [
                    password.has_password &&
                        field({
                            name: "current_password",
                            label: "Current password",
                            type: "password",
                            autocomplete: "current-password",
                        }),
                    newPassword("new_password"),
                ].filter(Boolean),
                submit: password.has_password ? "Change the password" : "Set a password",
                act: async (values) => {
                    await call("POST", "/auth/password", values);
                    await done("The password is changed, and your other sessions have ended.");
                },
            }),
        ),
    ];
}

function part(name, ...children) {
    const id = name.toLowerCase().replaceAll(" ", "-");
    return h("section", { "aria-labelledby": id }, h("h2", { id }, name), children);
}

function rows(items, none) {
    return items.length > 0 ? h("ul", { class: "rows" }, items) : h("p", { class: "quiet" }, none);
}

function row(name, more, act) {
    return h(
        "li",
        {},
        h("div", {}, h("strong", {}, name), h("p", { class: "quiet" }, more)),
        button("Remove", act, { class: "small", "aria-label": `Remove ${name}` }),
    );
}

/** A button that the set-up takes the place of. */
function setUp(action, done, name = SET_UPS[action].name) {
    const post = (path, body) => withStepUp(() => call("POST", path, body));
    const area = h("div", { class: "set-up" });
    area.append(
        ...button(name, async () => {
            area.replaceChildren(
                await SET_UPS[action].start(post, async (request) => {
                    await request;
                    await done();
                }),
            );
            area.querySelector("input, button").focus();
        }),
    );
    return area;
}
