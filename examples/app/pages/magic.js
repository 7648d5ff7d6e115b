import { open } from "../api.js";
import { proceed } from "../steps.js";
import { email, form, h, status } from "../ui.js";

export const title = "Sign in by mail";

/** With the token of the link in the mail, the sign-in; without one, the request for the mail. */
export async function content({ go, home, state, token }) {
    return token ? consume(token, { go, home }) : request(state);
}

/** Asks before it uses the link: programs that look through mails open links too, but press no button. */
function consume(token, to) {
    return [
        form({
            submit: "Sign in",
            act: () => proceed(open("POST", "/auth/magic-link/consume", { token }), to),
        }),
        h("p", {}, h("a", { href: "/magic" }, "Ask for a new link")),
    ];
}

function request(state) {
    const area = h(
        "div",
        {},
        h("p", {}, "You get a mail with a link that signs you in."),
        form({
            fields: [email(state.email)],
            submit: "Send the mail",
            act: async (values) => {
                await open("POST", "/auth/magic-link/start", values);
                area.replaceChildren(status(`If ${values.email} has an account, a mail is on its way to it.`));
            },
        }),
    );
    return [area, h("p", {}, h("a", { href: "/sign-in" }, "Back to the sign-in"))];
}
