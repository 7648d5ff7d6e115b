import { call } from "../api.js";
import { email, field, form, h } from "../ui.js";

export const title = "Your account";
export const needsSession = true;

const LANGUAGES = [
    ["en", "English"],
    ["de", "Deutsch"],
    ["es", "Español"],
    ["fr", "Français"],
    ["hi", "हिन्दी"],
    ["ja", "日本語"],
    ["pt", "Português"],
    ["zh", "中文"],
];

export async function content({ go }) {
    const me = await call("GET", "/me");
    return [
        h(
            "section",
            { "aria-labelledby": "address" },
            h("h2", { id: "address" }, "Address"),
            h(
                "p",
                {},
                `${me.email} `,
                me.email_verified_at
                    ? h("span", { class: "badge" }, "verified")
                    : h("span", { class: "badge open" }, "not verified"),
            ),
            !me.email_verified_at && h("p", {}, h("a", { href: "/verify-email" }, "Verify it by code")),
            changeOfAddress(go),
        ),
        h(
            "section",
            { "aria-labelledby": "profile" },
            h("h2", { id: "profile" }, "Profile"),
            form({
                fields: [
                    field({
                        name: "display_name",
                        label: "Name",
                        autocomplete: "name",
                        value: me.display_name ?? "",
                        optional: true,
                    }),
                    field({
                        name: "locale",
                        label: "Language of your mails",
                        options: LANGUAGES,
                        value: me.metadata?.locale ?? "en",
                    }),
                ],
                submit: "Save",
                act: async (values) => {
                    await call("PATCH", "/me", values);
                    await go("/account", { notice: "Your profile is saved." });
                },
            }),
        ),
    ];
}

/** A code to the new address proves it, and only then the account has it. */
function changeOfAddress(go) {
    const area = h("details", {}, h("summary", {}, "Change the address"));
    const start = form({
        fields: [email()],
        submit: "Send a code to the new address",
        act: async (values) => {
            await call("POST", "/me/email/change/start", values);
            const confirm = form({
                fields: [field({ name: "code", label: `Code that was sent to ${values.email}`, code: true })],
                submit: "Change the address",
                act: async (code) => {
                    await call("POST", "/me/email/change/confirm", code);
                    await go("/account", { notice: "The address is changed." });
                },
            });
            start.replaceWith(confirm);
            confirm.querySelector("input").focus();
        },
    });
    area.append(start);
    return area;
}
