import { begin, open } from "../api.js";
import { next } from "../steps.js";
import { email, field, form, h, newPassword } from "../ui.js";

export const title = "Sign up";

export async function content({ go, home }) {
    return [
        form({
            fields: [field({ name: "display_name", label: "Your name", autocomplete: "name" }), email(), newPassword()],
            submit: "Sign up",
            act: async (values) => {
                const answer = await open("POST", "/auth/signup", values);
                if (answer.access_token) {
                    begin(answer);
                    return go("/verify-email");
                }
                return next(answer, { go, home });
            },
        }),
        h("p", {}, "You have an account? ", h("a", { href: "/sign-in" }, "Sign in")),
    ];
}
