import { open } from "../api.js";
import { SET_UPS } from "../set-up.js";
import { proceed } from "../steps.js";
import { button, email, field, form, h, newPassword } from "../ui.js";

export const title = "One more thing";

const FORMS = { verify_email: code, update_email: address, update_password: password, update_profile: profile, terms };
const LABELS = { display_name: "Your name", first_name: "First name", last_name: "Last name", email: "Email" };

/** The first of the things that the account needs before the sign-in ends. Its answer leads to the next one. */
export async function content({ go, home, state }) {
    const { challenge_id, actions = [] } = state;
    if (!challenge_id) {
        return [h("p", {}, h("a", { href: "/sign-in" }, "Sign in again"), ", because this page was reloaded.")];
    }
    const to = { go, home };
    const action = actions.find(({ action: name, endpoint }) => endpoint && (SET_UPS[name] || FORMS[name]));
    if (!action) {
        return [h("p", {}, "Your account needs something that only a page of the server can ask for.")];
    }
    if (SET_UPS[action.action]) {
        return factor(action, challenge_id, to);
    }
    const post = (body) => open("POST", `/auth/actions/${action.action}`, { challenge_id, ...body });
    return FORMS[action.action](post, to, action);
}

/** Set up on the way in. If several are good enough, the user chooses. */
async function factor({ action, alternatives = [] }, challenge, to) {
    const post = (path, body) => open("POST", path, { ...body, mfa_token: challenge });
    const done = (request) => proceed(request, to);
    const choices = [action, ...alternatives.map((other) => other.action)].filter((name) => SET_UPS[name]);
    const area = h("section", { class: "stack", "aria-labelledby": "factor" });
    const choose = () =>
        area.replaceChildren(
            h("h2", { id: "factor", tabindex: "-1" }, "Choose one"),
            ...choices.flatMap((name) => button(SET_UPS[name].name, () => start(name))),
        );
    const start = async (name) => {
        const back = choices.length > 1 ? button("Choose another one", choose) : [];
        area.replaceChildren(
            h("h2", { id: "factor", tabindex: "-1" }, SET_UPS[name].name),
            await SET_UPS[name].start(post, done),
            ...back,
        );
        area.querySelector("h2").focus();
    };
    if (choices.length > 1) {
        choose();
    } else {
        await start(action);
    }
    return [h("p", {}, "This account needs a second factor: something that you have, beside the password."), area];
}

async function code(post, to) {
    const { destination } = await post({});
    return [
        h("p", {}, `A code of six digits is on its way to ${destination}.`),
        form({
            fields: [field({ name: "code", label: "Code", code: true })],
            submit: "Verify the address",
            act: (values) => proceed(post(values), to),
        }),
    ];
}

function address(post, to) {
    const area = h("div", {}, h("p", {}, "Your account needs another address."));
    area.append(
        form({
            fields: [email()],
            submit: "Send a code",
            act: async (values) => {
                await post(values);
                area.replaceChildren(
                    form({
                        fields: [field({ name: "code", label: `Code that was sent to ${values.email}`, code: true })],
                        submit: "Change the address",
                        act: (sent) => proceed(post(sent), to),
                    }),
                );
                area.querySelector("input").focus();
            },
        }),
    );
    return [area];
}

function password(post, to) {
    return [
        h("p", {}, "Your account needs a new password."),
        form({
            fields: [newPassword("new_password")],
            submit: "Set the password",
            act: (values) => proceed(post(values), to),
        }),
    ];
}

function profile(post, to, { fields }) {
    return [
        h("p", {}, "Please complete your profile."),
        form({
            fields: fields.map((name) => field({ name, label: LABELS[name] ?? words(name), optional: true })),
            submit: "Save",
            act: (values) =>
                proceed(post(Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""))), to),
        }),
    ];
}

/** A label for an attribute that only this realm has. */
const words = (name) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll("_", " ");

function terms(post, to) {
    return [
        h("p", {}, "There are new terms of use."),
        form({
            submit: "I accept them",
            act: () => proceed(post({ accept: true }), to),
            after: [
                h(
                    "div",
                    { class: "stack" },
                    button("I do not accept them", () => proceed(post({ accept: false }), to)),
                ),
            ],
        }),
    ];
}
