// The words for what the API refuses, by `error.code`. docs/api.md lists the codes.

const SENTENCES = {
    network: "The server cannot be reached. Check your connection and try again.",
    unreadable: "The server gave an answer that this app cannot read.",
    internal: "Something went wrong on the server. Try again later.",
    unavailable: "The server is busy.",
    request_timeout: "That took too long. Try again.",
    rate_limited: "That was too often.",
    bad_request: "The server could not read this request.",
    forbidden: "You may not do this.",
    not_found: "There is no such thing.",
    conflict: "This cannot be done now. Reload the page and look again.",
    not_implemented: "This server cannot do this.",
    unauthorized: "Your session has ended. Sign in again.",
    step_up_required: "Prove that it is you first.",

    "auth.invalid_credentials": "The email or the password is wrong.",
    "auth.account_locked": "Too many attempts.",
    "auth.account_inactive": "This account is disabled.",
    "auth.account_suspended": "This account is disabled.",
    "auth.method_disabled": "This way to sign in is switched off.",
    "auth.too_many_sessions": "You are signed in on too many devices. Sign out on one of them first.",
    "auth.self_registration_disabled": "Nobody can sign up here. Ask for an invitation.",
    "auth.action_required": "Your account needs something else first.",
    "auth.redirect_to_web": "This sign-in goes on with a step that this app does not have.",
    "auth.mfa_challenge_expired": "This sign-in took too long. Sign in again.",
    "auth.session_invalid": "This sign-in cannot go on. Sign in again.",
    "auth.session_expired": "That took too long. Try again.",
    "auth.session_revoked": "Your session has ended. Sign in again.",
    "auth.refresh_token_invalid": "Your session has ended. Sign in again.",
    "auth.password_weak": "This password is too easy to guess.",
    "auth.password_breached": "This password is in a list of stolen ones. Choose another one.",
    "auth.email_required": "An email address is needed.",

    "recovery.reset_link_invalid": "This link does not work. Ask for a new one.",
    "recovery.magic_link_invalid": "This link does not work. Ask for a new one.",
    "recovery.link_used": "This link was used already. Ask for a new one.",
    "recovery.link_expired": "This link is too old. Ask for a new one.",

    "verification.code_invalid": "This code is wrong.",
    "verification.code_used": "This code was used already. Ask for a new one.",
    "verification.code_expired": "This code is too old. Ask for a new one.",
    "verification.email_taken": "This address belongs to an account already.",
    "verification.no_email": "There is no address to which a code could go.",

    "mfa.code_invalid": "This code is wrong.",
    "mfa.totp_code_invalid": "This code is wrong. Is the clock of your phone right?",
    "mfa.otp_code_invalid": "This code is wrong or too old.",
    "mfa.enroll_not_started": "That took too long. Start again.",
    "mfa.not_enrolled": "There is no second factor yet.",
    "mfa.not_confirmed": "The set-up of this factor is not finished.",
    "mfa.factor_not_confirmed": "The set-up of this factor is not finished.",
    "mfa.channel_invalid": "Codes cannot be sent in this way.",
    "mfa.destination_required": "Say where the codes should go.",
    "mfa.webauthn_unavailable": "This server takes no passkeys.",

    "passkey.login_failed": "This passkey is not known here.",
    "passkey.mfa_failed": "This key is not the right one.",
    "passkey.no_credentials": "There is no passkey or security key yet.",
    "passkey.already_registered": "You have this key already.",
    "passkey.attestation_invalid": "This key is not accepted here.",
    "passkey.assertion_invalid": "The answer of the key cannot be read.",
    "passkey.session_invalid": "That took too long. Try again.",
    "passkey.session_mismatch": "That was begun in another session. Try again.",

    "invite.link_invalid": "This invitation does not work. Ask for a new one.",
    "invite.invalid": "This invitation was used or taken back.",
    "invite.expired": "This invitation is too old. Ask for a new one.",
    "invite.account_exists": "You have an account already. Sign in, and open the link again.",
    "invite.email_mismatch": "This invitation is to another address than the one of your account.",

    // Of the routes of JITSudo, which verify the address of a user whom an admin has made.
    invalid_token: "This link does not work any more. Ask for a new one.",
    invalid_request: "This link does not work.",
};

const FIELD_SENTENCES = {
    required: "Fill this in.",
    too_short: "This is too short.",
    too_long: "This is too long.",
    invalid_email: "This is not an email address.",
    invalid_phone: "This is not a phone number. Begin with + and the code of the country.",
    not_allowed: "This is not allowed.",
    invalid: "This is not valid.",
};

/** What the user reads. A code without a sentence has the server's own message. */
export function sentence(error) {
    if (error instanceof DOMException) {
        // Of the browser's question for a key: there is none, the user has closed it, or has this key already.
        return error.name === "InvalidStateError"
            ? "This device has a key of this account already."
            : "The browser has not used a key. Try again.";
    }
    if (!error.code) {
        console.error(error);
        return "Something went wrong on this page. Reload it and try again.";
    }
    const text = SENTENCES[error.code] ?? error.message;
    return error.retryAfter ? `${text} Try again in ${wait(error.retryAfter)}.` : text;
}

/** What the user reads at a field. */
export function fieldSentence({ code, message }) {
    return FIELD_SENTENCES[code] ?? message;
}

function wait(seconds) {
    if (seconds < 90) {
        return seconds === 1 ? "one second" : `${seconds} seconds`;
    }
    return `${Math.ceil(seconds / 60)} minutes`;
}
