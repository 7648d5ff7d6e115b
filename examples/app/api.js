// The client of the API: `open` calls without a token, `call` as the signed-in user.

/** Where the API is, and where the local server shows the mails of the demo. */
export const config = await (await fetch("/config.json")).json();

/** What the API has refused. `code` decides what an app does, see errors.js for the words. */
export class ApiError extends Error {
    constructor(status, error, retryAfter) {
        super(error.message);
        this.status = status;
        this.code = error.code;
        this.fields = error.fields ?? [];
        this.metadata = error.metadata ?? {};
        this.requestId = error.request_id;
        this.retryAfter = retryAfter;
    }
}

/** Calls the API without a token: sign-in, sign-up, links, and what a sign-in still needs. */
export function open(method, path, body) {
    return send(method, path, body);
}

/** Calls the API as the signed-in user. If the access token has expired, it is renewed once. */
export async function call(method, path, body) {
    if (!tokens?.access_token) {
        await refresh();
    }
    try {
        return await send(method, path, body, tokens.access_token);
    } catch (error) {
        // Other codes with 401, such as mfa.code_invalid, are about the body and not about the token.
        if (error.code !== "unauthorized") {
            throw error;
        }
    }
    await refresh();
    return send(method, path, body, tokens.access_token);
}

// The session. Both tokens are in memory only, where no other page finds them. For a reload, the
// refresh token is in sessionStorage between the end of this page and the start of the next one. It is not there
// meanwhile, because a tab that the user duplicates gets a copy of that storage: two tabs with one refresh token would
// look to the server like a theft, and it would end the session.

const KEPT = "refresh_token";
const changes = new EventTarget();
let tokens = null;
let refreshing = null;

takeKept();
// While a refresh is under way the token may be used up already, and a second use would end the session as a theft.
addEventListener("pagehide", () => tokens && !refreshing && sessionStorage.setItem(KEPT, tokens.refresh_token));
// A page that the browser brings back goes on with what the last page of this tab has left.
addEventListener("pageshow", ({ persisted }) => {
    if (persisted) {
        takeKept();
        changes.dispatchEvent(new Event("change"));
    }
});

function takeKept() {
    const kept = sessionStorage.getItem(KEPT);
    sessionStorage.removeItem(KEPT);
    tokens = kept && { refresh_token: kept };
}

/** Whether there is a session, as far as this page knows. */
export const isSignedIn = () => Boolean(tokens);

/** The id of the session, once a token has been answered. */
export const sessionId = () => tokens?.session_id;

/** Begins the session of a pair of tokens. */
export function begin(pair) {
    tokens = pair;
    changes.dispatchEvent(new Event("change"));
}

/** Forgets the session on this page. */
export function forget() {
    tokens = null;
    sessionStorage.removeItem(KEPT);
    changes.dispatchEvent(new Event("change"));
}

/** Tells of each beginning and end of a session. */
export function onSession(listener) {
    changes.addEventListener("change", listener);
}

/** One refresh at a time: a refresh token works once, and a second use would end the session. */
function refresh() {
    refreshing ??= renew().finally(() => {
        refreshing = null;
    });
    return refreshing;
}

async function renew() {
    if (!tokens) {
        throw new ApiError(401, { code: "unauthorized", message: "There is no session." });
    }
    try {
        begin(await send("POST", "/auth/refresh", { refresh_token: tokens.refresh_token }));
    } catch (error) {
        if (error.status === 401) {
            forget();
        }
        throw error;
    }
}

async function send(method, path, body, accessToken) {
    let response;
    let text;
    try {
        response = await fetch(at(path), {
            method,
            headers: {
                ...(body === undefined ? {} : { "Content-Type": "application/json" }),
                ...(accessToken ? { Authorization: `Bearer ${accessToken}` } : {}),
            },
            body: body === undefined ? undefined : JSON.stringify(body),
            credentials: "omit",
            signal: AbortSignal.timeout(30_000),
        });
        text = await response.text();
    } catch {
        throw new ApiError(0, { code: "network", message: "The server does not answer." });
    }
    const answer = parsed(text);
    if (response.ok) {
        return answer ?? {};
    }
    // JITSudo's errors are what is inside of "error" elsewhere.
    const error =
        answer?.error ?? (answer?.code ? answer : { code: "unreadable", message: `Status ${response.status}.` });
    throw new ApiError(response.status, error, Number(response.headers.get("Retry-After")) || null);
}

/** A path of the API, or of another one beside it: `./jitsudo/v1/auth/verify-email`. */
function at(path) {
    return path.startsWith("./") ? new URL(path, config.api) : config.api + path;
}

function parsed(text) {
    try {
        return text ? JSON.parse(text) : null;
    } catch {
        return null;
    }
}
