import { call, isSignedIn, open } from "../api.js";
import { button, field, form, h } from "../ui.js";

export const title = "Verify your address";

/** With a token: the link to a user whom an admin has made. Without: the code to a user who is signed in. */
export async function content({ go, token }) {
    if (token) {
        return byLink(token, go);
    }
    return isSignedIn()
        ? byCode(go)
        : [h("p", {}, h("a", { href: "/sign-in" }, "Sign in"), " to verify your address.")];
}

function byLink(token, go) {
    return [
        form({
            submit: "Verify the address",
            act: async () => {
                const { email } = await open("POST", "./jitsudo/v1/auth/verify-email", { token });
                await go("/sign-in", { email, notice: "The address is verified. You can sign in." });
            },
        }),
    ];
}

async function byCode(go) {
    const me = await call("GET", "/me");
    if (me.email_verified_at) {
        return [h("p", {}, `${me.email} is verified.`), h("p", {}, h("a", { href: "/account" }, "Go to your account"))];
    }
    const path = `/users/${me.id}/verify/email`;
    await call("POST", `${path}/start`, {});
    return [
        h("p", {}, `A code of six digits is on its way to ${me.email}.`),
        form({
            fields: [field({ name: "code", label: "Code", code: true })],
            submit: "Verify",
            act: async (values) => {
                await call("POST", `${path}/confirm`, values);
                await go("/account", { notice: "The address is verified." });
            },
            after: [
                h(
                    "div",
                    { class: "stack" },
                    button("Send another code", () => go("/verify-email", { notice: "Another code is on its way." })),
                ),
            ],
        }),
        h("p", {}, h("a", { href: "/account" }, "Do this later")),
    ];
}
