import { open } from "../api.js";
import { hasKeys, useKey } from "../keys.js";
import { proceed } from "../steps.js";
import { button, email, field, form, h } from "../ui.js";

export const title = "Sign in";

export async function content({ go, home, state, left }) {
    const address = email(state.email);
    // With "webauthn", the browser suggests passkeys in this field.
    address.input.setAttribute("autocomplete", "username webauthn");
    const suggestion = new AbortController();
    left.addEventListener("abort", () => suggestion.abort());
    suggestPasskey(suggestion.signal, { go, home });

    return [
        form({
            fields: [
                address,
                field({ name: "password", label: "Password", type: "password", autocomplete: "current-password" }),
            ],
            submit: "Sign in",
            act: (values) => proceed(open("POST", "/auth/login", values), { go, home }),
            after: [
                h("p", { class: "links" }, h("a", { href: "/forgot-password" }, "Forgot your password?")),
                h("p", { class: "or" }, "or"),
                h(
                    "div",
                    { class: "stack" },
                    hasKeys &&
                        button("Sign in with a passkey", async () => {
                            // The browser asks one question at a time.
                            suggestion.abort();
                            await withPasskey({}, { go, home });
                        }),
                    button("Get a link by mail", () => go("/magic", { email: address.input.value })),
                ),
            ],
        }),
        h("p", {}, "No account yet? ", h("a", { href: "/sign-up" }, "Sign up")),
    ];
}

async function withPasskey(how, to) {
    const options = await open("POST", "/passkeys/login/begin", {});
    const signed = await useKey(options, how);
    await proceed(open("POST", "/passkeys/login/finish", signed), to);
}

/** Waits until the user chooses a passkey in the email field. What fails here is no problem: the button is there. */
async function suggestPasskey(signal, to) {
    if (hasKeys && (await PublicKeyCredential.isConditionalMediationAvailable?.())) {
        withPasskey({ mediation: "conditional", signal }, to).catch(() => {});
    }
}
