// The address of the API is the page's parameter "api", for example
// http://localhost:3010/?api=http://localhost:8080/realms/acme/v1
const api = new URLSearchParams(location.search).get("api") ?? "http://localhost:8080/v1";

const element = (id) => document.getElementById(id);
let tokens = null;
let conditional = null;

async function call(method, path, body) {
    const response = await fetch(`${api}${path}`, {
        method,
        headers: {
            ...(body ? { "content-type": "application/json" } : {}),
            ...(tokens ? { authorization: `Bearer ${tokens.access_token}` } : {}),
        },
        body: body ? JSON.stringify(body) : undefined,
    });
    const text = await response.text();
    const answer = text ? JSON.parse(text) : {};
    if (!response.ok) {
        throw new Error(answer.error?.message ?? `status ${response.status}`);
    }
    return answer;
}

/** Signs in with a passkey: when the user asks for it, or from the suggestions of the email field. */
async function signInWithPasskey(mediation, signal) {
    const { session_id, publicKey } = await call("POST", "/passkeys/login/begin", {});
    const credential = await navigator.credentials.get({
        publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey),
        mediation,
        signal,
    });
    await signedIn(
        await call("POST", "/passkeys/login/finish", { session_id, credential: credential.toJSON() }),
    );
}

async function addPasskey() {
    const { session_id, publicKey } = await call("POST", "/passkeys/register/begin", {});
    const credential = await navigator.credentials.create({
        publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey),
    });
    await call("POST", "/passkeys/register/finish", {
        session_id,
        credential: credential.toJSON(),
        name: "This browser",
    });
    await showPasskeys();
    say("The passkey has been added.");
}

async function signedIn(answer) {
    if (!answer.access_token) {
        throw new Error("The sign-in needs another step, which this example does not have.");
    }
    conditional?.abort();
    tokens = answer;
    element("name").textContent = (await call("GET", "/me")).email;
    await showPasskeys();
    show(true);
    say("");
}

async function showPasskeys() {
    const { items } = await call("GET", "/passkeys");
    element("passkeys").replaceChildren(
        ...items.map(({ name }) => {
            const item = document.createElement("li");
            item.textContent = name ?? "Passkey";
            return item;
        }),
    );
}

async function signOut() {
    await call("POST", "/auth/logout", {});
    tokens = null;
    show(false);
    say("Signed out.");
}

function show(account) {
    element("account").hidden = !account;
    element("sign-in").hidden = account;
}

function say(text) {
    element("status").textContent = text;
}

function on(id, event, action) {
    element(id).addEventListener(event, async (happened) => {
        happened.preventDefault();
        say("");
        try {
            await action();
        } catch (error) {
            say(error.message);
        }
    });
}

on("sign-in", "submit", async () =>
    signedIn(
        await call("POST", "/auth/login", { email: element("email").value, password: element("password").value }),
    ),
);
on("with-passkey", "click", async () => {
    conditional?.abort();
    await signInWithPasskey("optional");
});
on("add", "click", addPasskey);
on("sign-out", "click", signOut);

// With the parameter "suggest", the browser offers passkeys in the email field, without a click.
if (
    new URLSearchParams(location.search).has("suggest") &&
    (await PublicKeyCredential.isConditionalMediationAvailable?.())
) {
    conditional = new AbortController();
    signInWithPasskey("conditional", conditional.signal).catch((error) => {
        if (error.name !== "AbortError") {
            say(error.message);
        }
    });
}
