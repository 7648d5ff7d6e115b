// How a sign-in goes on. A password, a passkey, a link, an invitation and each further step are answered alike.

import { begin } from "./api.js";

/**
 * Goes on with what `request` answers: to the account, or to the page for what is still missing. Refusals that leave
 * the user where they are come back as errors.
 */
export async function proceed(request, { go, home }) {
    let answer;
    try {
        answer = await request;
    } catch (error) {
        if (error.code === "auth.action_required" && error.metadata.challenge_id) {
            return go("/actions", error.metadata);
        }
        if (error.code === "auth.mfa_challenge_expired") {
            return go("/sign-in", { notice: "This sign-in took too long. Sign in again." });
        }
        throw error;
    }
    return next(answer, { go, home });
}

/** The same with an answer that is there already. */
export function next(answer, { go, home }) {
    if (answer.access_token) {
        begin(answer);
        return home();
    }
    if (answer.mfa_required && !answer.enrollment_required) {
        return go("/second-factor", answer);
    }
    if (answer.challenge_id) {
        return go("/actions", answer);
    }
    return go("/sign-in", { notice: "Your account is there. Sign in to go on." });
}
