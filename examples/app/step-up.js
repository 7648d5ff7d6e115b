// A change of factors needs a session that has proved one a short while ago. If the API says so, a dialog asks.

import { call } from "./api.js";
import { useKey } from "./keys.js";
import { button, field, form, h } from "./ui.js";

/** Runs `act`, and once more after the user has proved a factor, if that is what it lacks. */
export async function withStepUp(act) {
    try {
        return await act();
    } catch (error) {
        if (error.code !== "step_up_required" || !(await prove())) {
            throw error;
        }
        return act();
    }
}

async function prove() {
    const [app, recovery, sent, keys] = await Promise.all([
        call("GET", "/mfa/totp"),
        call("GET", "/mfa/recovery-codes"),
        call("GET", "/mfa/otp/factors"),
        call("GET", "/passkeys"),
    ]);
    const finish = () => dialog.close("proved");
    const dialog = h(
        "dialog",
        { class: "stack", "aria-labelledby": "step-up" },
        h("h2", { id: "step-up" }, "Prove that it is you"),
        (app.enrolled || recovery.remaining > 0) &&
            form({
                fields: [
                    field({
                        name: "code",
                        label: app.enrolled ? "Code of your app, or a recovery code" : "Recovery code",
                        code: true,
                    }),
                ],
                submit: "Confirm",
                act: async (values) => finish(await call("POST", "/mfa/totp/verify", values)),
            }),
        keys.items.length > 0 &&
            form({
                submit: "Use a passkey or security key",
                act: async () => {
                    const signed = await useKey(await call("POST", "/mfa/webauthn/challenge", {}));
                    finish(await call("POST", "/mfa/webauthn/verify", signed));
                },
            }),
        sent.items.filter(({ verified }) => verified).map((factor) => sentCode(factor, finish)),
        button("Cancel", () => dialog.close("")),
    );
    document.body.append(dialog);
    dialog.showModal();
    await new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
    dialog.remove();
    return dialog.returnValue === "proved";
}

function sentCode({ id, destination }, finish) {
    const area = h("div", { class: "row" });
    area.append(
        ...button(`Send a code to ${destination}`, async () => {
            await call("POST", `/mfa/otp/factors/${id}/challenge`, {});
            area.replaceChildren(
                form({
                    fields: [field({ name: "code", label: `Code that was sent to ${destination}`, code: true })],
                    submit: "Confirm",
                    act: async (values) => finish(await call("POST", "/mfa/otp/verify", values)),
                }),
            );
            area.querySelector("input").focus();
        }),
    );
    return area;
}
