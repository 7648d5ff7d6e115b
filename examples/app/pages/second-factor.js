import { open } from "../api.js";
import { useKey } from "../keys.js";
import { proceed } from "../steps.js";
import { button, field, form, h } from "../ui.js";

export const title = "Second factor";

const NAMES = {
    totp: "Code of your app",
    passkey: "Passkey",
    webauthn: "Security key",
    email: "Code by mail",
    sms: "Code by text message",
    recovery_code: "Recovery code",
};

/** The first of the methods that the user has, and a way to the others. */
export async function content({ go, home, state }) {
    const { mfa_token: challenge, methods, destinations = [] } = state;
    if (!challenge) {
        return [h("p", {}, h("a", { href: "/sign-in" }, "Sign in again"), ", because this page was reloaded.")];
    }
    const to = { go, home };
    const answer = (body) => proceed(open("POST", "/auth/mfa", { mfa_token: challenge, ...body }), to);
    const ask = (body) => open("POST", "/auth/mfa/challenge", { mfa_token: challenge, ...body });
    const area = h("div");
    const choose = (method, focus) => {
        const forms = {
            totp: () => codeForm("totp", "Code of your authenticator app", answer),
            recovery_code: () => codeForm("recovery_code", "One of your recovery codes", answer),
            email: () => sentForm("email", destinations, ask, answer),
            sms: () => sentForm("sms", destinations, ask, answer),
            passkey: () => keyForm("passkey", ask, answer),
            webauthn: () => keyForm("webauthn", ask, answer),
        };
        const others = methods.filter((other) => other !== method && NAMES[other]);
        area.replaceChildren(
            forms[method](),
            ...(others.length === 0
                ? []
                : [
                      h(
                          "section",
                          { class: "stack", "aria-labelledby": "other-ways" },
                          h("h2", { id: "other-ways" }, "Try another way"),
                          others.map((other) =>
                              h("button", { type: "button", onclick: () => choose(other, true) }, NAMES[other]),
                          ),
                      ),
                  ]),
        );
        if (focus) {
            area.querySelector("input, button").focus();
        }
    };
    choose(
        methods.find((method) => NAMES[method]),
        false,
    );
    return [area, h("p", {}, h("a", { href: "/sign-in" }, "Back to the sign-in"))];
}

function codeForm(method, label, answer, after = []) {
    return form({
        fields: [field({ name: "code", label, code: true, ...(method === "totp" ? {} : { autocomplete: "off" }) })],
        submit: "Sign in",
        act: ({ code }) => answer({ method, code }),
        after,
    });
}

/** A code leaves only if the user asks for it. */
function sentForm(method, destinations, ask, answer) {
    const places = destinations.filter((place) => place.method === method);
    const where = field({
        name: "factor_id",
        label: "Send the code to",
        options: places.map(({ factor_id, destination }) => [factor_id, destination]),
    });
    const area = h("div");
    area.append(
        form({
            fields: [where],
            submit: "Send a code",
            act: async ({ factor_id }) => {
                const { destination } = await ask({ method, factor_id });
                const again = button("Send another code", async () => {
                    await ask({ method, factor_id });
                    area.querySelector("input").focus();
                });
                area.replaceChildren(
                    h("p", {}, `The code is on its way to ${destination}.`),
                    codeForm(method, "The code that was sent", answer, [h("div", { class: "stack" }, again)]),
                );
                area.querySelector("input").focus();
            },
        }),
    );
    return area;
}

function keyForm(method, ask, answer) {
    return form({
        submit: method === "passkey" ? "Use your passkey" : "Use your security key",
        act: async () => {
            const { credential } = await useKey(await ask({ method }));
            await answer({ method, credential });
        },
    });
}
