// The set-up of second factors, by a signed-in user or on the way in. Both send the same requests: `post` adds the
// token of the session or the challenge of the sign-in. `done` gets the last request and goes on.

import { createKey } from "./keys.js";
import { qrCode } from "./qr.js";
import { button, email, field, form, h } from "./ui.js";

/** What can be set up, by the names of the API's actions. */
export const SET_UPS = {
    configure_totp: { name: "Set up an authenticator app", start: app },
    add_security_key: { name: "Add a security key", start: (post, done) => key(post, done, "security_key") },
    add_passkey: { name: "Add a passkey", start: (post, done) => key(post, done, "passkey") },
    add_email_code: { name: "Get codes by mail", start: (post, done) => codes(post, done, "email") },
    add_sms_code: { name: "Get codes by text message", start: (post, done) => codes(post, done, "sms") },
    make_recovery_codes: { name: "Make recovery codes", start: recoveryCodes },
};

async function app(post, done) {
    const { secret, provisioning_url } = await post("/mfa/totp/enroll/start", {});
    const area = h(
        "div",
        {},
        h("p", {}, "Scan this with your authenticator app:"),
        qrCode(provisioning_url),
        h("p", {}, "Or type it in: ", h("span", { class: "secret" }, secret.match(/.{1,4}/g).join(" "))),
        h("p", {}, h("a", { href: provisioning_url }, "Open an app on this device")),
        form({
            fields: [field({ name: "code", label: "The code that the app shows", code: true })],
            submit: "Set up the app",
            act: async (values) => showCodes(area, await post("/mfa/totp/enroll/confirm", values), done),
        }),
    );
    return area;
}

async function recoveryCodes(post, done) {
    const area = h(
        "div",
        { class: "stack" },
        h(
            "p",
            {},
            "A recovery code signs you in if you do not have your other factors. New ones replace the old ones.",
        ),
        button("Show new codes", async () => showCodes(area, await post("/mfa/recovery-codes/regenerate", {}), done)),
    );
    return area;
}

/** The only time that anybody can read them. */
function showCodes(area, answer, done) {
    if (!answer.recovery_codes?.length) {
        return done(Promise.resolve(answer));
    }
    const title = h("h2", { tabindex: "-1" }, "Your recovery codes");
    area.replaceChildren(
        title,
        h(
            "p",
            {},
            "Write them down, and keep them in a safe place. Each works once, and this page shows them only now.",
        ),
        h(
            "ol",
            { class: "codes" },
            answer.recovery_codes.map((code) => h("li", {}, code)),
        ),
        h(
            "div",
            { class: "stack" },
            button("I have written them down", () => done(Promise.resolve(answer))),
        ),
    );
    title.focus();
}

async function codes(post, done, channel) {
    const destination =
        channel === "email"
            ? { ...email(), name: "destination" }
            : field({
                  name: "destination",
                  label: "Phone number",
                  type: "tel",
                  autocomplete: "tel",
                  hint: "Such as +4915112345678.",
              });
    const area = h("div");
    area.append(
        form({
            fields: [destination],
            submit: "Send a code",
            act: async (values) => {
                const { factor_id } = await post("/mfa/otp/factors", { channel, ...values });
                area.replaceChildren(
                    h("p", {}, `A code of six digits is on its way to ${values.destination}.`),
                    form({
                        fields: [field({ name: "code", label: "Code", code: true })],
                        submit: "Confirm",
                        act: (code) => done(post(`/mfa/otp/factors/${factor_id}/confirm`, code)),
                    }),
                );
                area.querySelector("input").focus();
            },
        }),
    );
    return area;
}

async function key(post, done, kind) {
    return form({
        fields: [
            field({
                name: "name",
                label: "A name for the key",
                optional: true,
                hint: "Such as the name of your device.",
            }),
        ],
        submit: kind === "passkey" ? "Make the passkey" : "Register the key",
        act: async ({ name }) => {
            const made = await createKey(await post("/passkeys/register/begin", { kind }));
            await done(post("/passkeys/register/finish", { ...made, ...(name ? { name } : {}) }));
        },
    });
}
