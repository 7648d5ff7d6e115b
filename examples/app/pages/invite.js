import { call, isSignedIn, open } from "../api.js";
import { proceed } from "../steps.js";
import { field, form, h, newPassword } from "../ui.js";

export const title = "Accept the invitation";

/** A person who is signed in joins with that account; anybody else makes one. */
export async function content({ go, home, token }) {
    if (!token) {
        return [h("p", {}, "Open the link in the mail again.")];
    }
    return isSignedIn() ? join(token, go) : create(token, { go, home });
}

async function join(token, go) {
    const me = await call("GET", "/me");
    return [
        h("p", {}, `You are signed in as ${me.email}.`),
        form({
            submit: "Accept with this account",
            act: async () => {
                await call("POST", "/me/invites/accept", { token });
                await go("/account", { notice: "You have accepted the invitation." });
            },
        }),
    ];
}

function create(token, to) {
    return [
        h("p", {}, "The invitation makes an account for the address to which it was sent."),
        form({
            fields: [field({ name: "display_name", label: "Your name", autocomplete: "name" }), newPassword()],
            submit: "Make the account",
            act: (values) => proceed(open("POST", "/invites/accept", { token, ...values }), to),
        }),
        h(
            "p",
            {},
            "You have an account with this address? ",
            h("a", { href: "/sign-in" }, "Sign in"),
            ", and open the link again.",
        ),
    ];
}
