import { createHmac, randomBytes } from "node:crypto";

export const PASSWORD = "correct-horse-battery";

const OTP_SECRET = "authrealm-pages-check";

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
    const executions = await call("GET", `/${name}/authentication/flows/browser/executions`);
    for (const execution of executions) {
        if (["auth-otp-form", "auth-recovery-authn-code-form"].includes(execution.providerId)) {
            await call("PUT", `/${name}/authentication/flows/browser/executions`, {
                ...execution,
                requirement: "ALTERNATIVE",
            });
        }
    }
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
        clients: [client("pages", app, false), client("pages-consent", app, true)],
        users: [
            user("ada"),
            user("mona"),
            user("victor", { emailVerified: false, requiredActions: ["VERIFY_EMAIL"] }),
            user("ursula", { requiredActions: ["UPDATE_PASSWORD"] }),
            user("tom", { requiredActions: ["CONFIGURE_TOTP"] }),
            user("olga", {}, [device("Phone"), device("Tablet")]),
            user("rita", { requiredActions: ["CONFIGURE_RECOVERY_AUTHN_CODES"] }),
            user("simon", { requiredActions: ["CONFIGURE_RECOVERY_AUTHN_CODES"] }, [device("Phone")]),
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

function device(userLabel) {
    return {
        type: "otp",
        userLabel,
        secretData: JSON.stringify({ value: OTP_SECRET }),
        credentialData: JSON.stringify({ subType: "totp", digits: 6, counter: 0, period: 30, algorithm: "HmacSHA1" }),
    };
}
