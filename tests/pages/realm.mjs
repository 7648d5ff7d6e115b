import { createHmac, randomBytes } from "node:crypto";

export const PASSWORD = "correct-horse-battery";

const OTP_SECRET = "authrealm-pages-check";

const SECOND_FACTORS = [
    "auth-otp-form",
    "webauthn-authenticator",
    "authrealm-mail-code",
    "authrealm-text-code",
    "auth-recovery-authn-code-form",
];

/**
 * A realm with the login theme, and with users for the pages to check.
 *
 * @param base the address of the server
 * @param admin name and password of an administrator of the server
 * @param mailPort the port of a mail server on the server's machine
 */
export async function createRealm(base, admin, mailPort) {
    const name = `pages-check-${randomBytes(4).toString("hex")}`;
    const app = `${base}/realms/${name}/.well-known/openid-configuration`;

    async function call(method, path, body, type = "application/json") {
        const response = await fetch(`${base}/admin/realms${path}`, {
            method,
            headers: { authorization: `Bearer ${await token(base, admin)}`, "content-type": type },
            body: body === undefined || type !== "application/json" ? body : JSON.stringify(body),
        });
        if (!response.ok) {
            throw new Error(`${method} ${path}: ${response.status}`);
        }
        const text = await response.text();
        return text ? JSON.parse(text) : undefined;
    }

    await call("POST", "", representation(name, app, mailPort));
    try {
        await allowRecoveryCodes(name, call);
        await askForAllFactors(name, call);
    } catch (error) {
        await call("DELETE", `/${name}`);
        throw error;
    }

    return {
        /** The end of the flow: instead of an application, a page that every realm has. */
        app,

        /** The address of the login page. */
        login(parameters = {}) {
            return `${base}/realms/${name}/protocol/openid-connect/auth?${new URLSearchParams({
                client_id: "pages",
                redirect_uri: app,
                response_type: "code",
                scope: "openid",
                ...parameters,
            })}`;
        },

        logout: `${base}/realms/${name}/protocol/openid-connect/logout?client_id=pages`,

        setText: (key, value) => call("PUT", `/${name}/localization/en/${key}`, value, "text/plain"),

        removeText: (key) => call("DELETE", `/${name}/localization/en/${key}`),

        async sendActions(username, actions) {
            const [user] = await call("GET", `/${name}/users?exact=true&username=${username}`);
            await call("PUT", `/${name}/users/${user.id}/execute-actions-email?client_id=pages`, actions);
        },

        async withProviders(aliases, then) {
            for (const alias of aliases) {
                await call("POST", `/${name}/identity-provider/instances`, {
                    alias,
                    providerId: alias,
                    enabled: true,
                    config: { clientId: "pages", clientSecret: "none" },
                });
            }
            try {
                await then();
            } finally {
                for (const alias of aliases) {
                    await call("DELETE", `/${name}/identity-provider/instances/${alias}`);
                }
            }
        },

        remove: () => call("DELETE", `/${name}`),
    };
}

/** The current one-time code of the users who have a device. */
export function oneTimeCode() {
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
    const mac = createHmac("sha1", OTP_SECRET).update(counter).digest();
    const number = mac.readUInt32BE(mac[mac.length - 1] & 15) & 0x7fffffff;
    return String(number % 1_000_000).padStart(6, "0");
}

async function token(base, admin) {
    const response = await fetch(`${base}/realms/master/protocol/openid-connect/token`, {
        method: "POST",
        body: new URLSearchParams({ grant_type: "password", client_id: "admin-cli", ...admin }),
    });
    if (!response.ok) {
        throw new Error(`No token for the administrator: ${response.status}`);
    }
    return (await response.json()).access_token;
}

async function allowRecoveryCodes(name, call) {
    const action = await call("GET", `/${name}/authentication/required-actions/CONFIGURE_RECOVERY_AUTHN_CODES`);
    await call("PUT", `/${name}/authentication/required-actions/${action.alias}`, { ...action, enabled: true });
}

/** Lets the browser flow ask for each kind of second factor. Keycloak's own flow takes no more steps, a copy does. */
async function askForAllFactors(name, call) {
    const flow = "pages";
    const path = `/${name}/authentication/flows/${flow}/executions`;
    await call("POST", `/${name}/authentication/flows/browser/copy`, { newName: flow });
    const present = await call("GET", path);
    const before = present.slice(0, present.findIndex((execution) => execution.providerId === "auth-otp-form"));
    const subflow = before.findLast((execution) => execution.authenticationFlow).displayName;
    for (const provider of ["authrealm-mail-code", "authrealm-text-code"]) {
        await call("POST", `/${name}/authentication/flows/${encodeURIComponent(subflow)}/executions/execution`, {
            provider,
        });
    }
    for (const execution of await call("GET", path)) {
        if (SECOND_FACTORS.includes(execution.providerId)) {
            await call("PUT", path, { ...execution, requirement: "ALTERNATIVE" });
        }
    }
    await call("PUT", `/${name}`, { browserFlow: flow });
}

function representation(name, app, mailPort) {
    return {
        realm: name,
        displayName: "Acme",
        enabled: true,
        loginTheme: "authrealm",
        emailTheme: "authrealm",
        sslRequired: "none",
        registrationAllowed: true,
        resetPasswordAllowed: true,
        rememberMe: true,
        passwordPolicy: "length(8)",
        internationalizationEnabled: true,
        supportedLocales: ["ar", "de", "en"],
        defaultLocale: "en",
        smtpServer: { host: "127.0.0.1", port: String(mailPort), from: "accounts@acme.example" },
        components: {
            "io.authrealm.api.tenant.TenantSettingsProvider": [
                { name: "authrealm", providerId: "authrealm", config: { app_url: [app], mails_per_recipient: ["0"] } },
            ],
        },
        // The last one is what the realm opts in with: codes are sent in its name.
        clients: [
            client("pages", app, false),
            client("pages-consent", app, true),
            client("authrealm-api", app, false),
        ],
        users: [
            user("ada"),
            user("mona"),
            user("victor", { emailVerified: false, requiredActions: ["VERIFY_EMAIL"] }),
            user("ursula", { requiredActions: ["UPDATE_PASSWORD"] }),
            user("tom", { requiredActions: ["CONFIGURE_TOTP"] }),
            user("olga", {}, [device("Phone"), device("Tablet")]),
            user("rita", { requiredActions: ["CONFIGURE_RECOVERY_AUTHN_CODES"] }),
            user("simon", { requiredActions: ["CONFIGURE_RECOVERY_AUTHN_CODES"] }, [device("Phone")]),
            user("carla", {}, [codesTo("mail", "carla@acme.example")]),
            user("cora", {}, [codesTo("mail", "cora@acme.example"), codesTo("mail", "cora@home.example")]),
            user("telma", {}, [codesTo("text", "+4915112345678")]),
            user("paula", {}, [passkey()]),
            user("dora", { attributes: { mfaRequired: ["true"] } }),
        ],
    };
}

function client(clientId, app, consentRequired) {
    return {
        clientId,
        name: "Acme Shop",
        publicClient: true,
        consentRequired,
        baseUrl: app,
        redirectUris: [app],
    };
}

function user(username, settings = {}, devices = []) {
    return {
        username,
        email: `${username}@acme.example`,
        emailVerified: true,
        enabled: true,
        firstName: "Ada",
        lastName: "Lovelace",
        credentials: [{ type: "password", value: PASSWORD }, ...devices],
        ...settings,
    };
}

/** An address or a number that gets codes. */
function codesTo(channel, destination) {
    return {
        type: `authrealm-${channel}-code`,
        userLabel: destination,
        secretData: "{}",
        credentialData: JSON.stringify({ destination }),
    };
}

/** No authenticator has it. The password signs in without it. */
function passkey() {
    return {
        type: "webauthn-passwordless",
        userLabel: "Laptop",
        secretData: "{}",
        credentialData: JSON.stringify({
            aaguid: "00000000-0000-0000-0000-000000000000",
            credentialId: "AAAA",
            counter: 0,
            credentialPublicKey: "AAAA",
            attestationStatementFormat: "none",
        }),
    };
}

function device(userLabel) {
    return {
        type: "otp",
        userLabel,
        secretData: JSON.stringify({ value: OTP_SECRET }),
        credentialData: JSON.stringify({ subType: "totp", digits: 6, counter: 0, period: 30, algorithm: "HmacSHA1" }),
    };
}
