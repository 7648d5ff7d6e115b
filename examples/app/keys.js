// Passkeys and security keys: the options come from the API, and the browser's answer goes back to it.

/** Whether this browser has what the functions below need (all have since 2025). */
export const hasKeys = Boolean(globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON);

/** Makes a key. Returns the body of the request that registers it. */
export async function createKey({ session_id, publicKey }) {
    const credential = await navigator.credentials.create({
        publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey),
    });
    return { session_id, credential: credential.toJSON() };
}

/** Signs with a key. `how` can have `mediation` and `signal`. */
export async function useKey({ session_id, publicKey }, how = {}) {
    const credential = await navigator.credentials.get({
        publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey),
        ...how,
    });
    return { session_id, credential: credential.toJSON() };
}
