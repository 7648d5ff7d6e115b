import { open } from "../api.js";
import { email, form, h, newPassword, status } from "../ui.js";

export const title = "Set a new password";

/** With the token of the link in the mail, a new password; without one, the request for the mail. */
export async function content({ go, state, token }) {
    return token ? reset(token, go) : request(state);
}

function reset(token, go) {
    return [
        form({
            fields: [newPassword("new_password")],
            submit: "Set the password",
            act: async (values) => {
                await open("POST", "/auth/reset-password", { token, ...values });
                await go("/sign-in", { notice: "The password is set, and all sessions have ended. Sign in with it." });
            },
        }),
        h("p", {}, h("a", { href: "/forgot-password" }, "Ask for a new link")),
    ];
}

function request(state) {
    const area = h(
        "div",
        {},
        h("p", {}, "You get a mail with a link to set a new password."),
        form({
            fields: [email(state.email)],
            submit: "Send the mail",
            act: async (values) => {
                await open("POST", "/auth/forgot-password", values);
                // The answer is the same for every address, and so are these words.
                area.replaceChildren(status(`If ${values.email} has an account, a mail is on its way to it.`));
            },
        }),
    );
    return [area, h("p", {}, h("a", { href: "/sign-in" }, "Back to the sign-in"))];
}
