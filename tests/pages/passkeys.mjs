// node passkeys.mjs BASE_URL: see README.md.
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { chromium } from "playwright-core";

const PASSWORD = "correct-horse-battery";
const EXAMPLE = new URL("../../examples/passkeys/", import.meta.url);
const TYPES = { html: "text/html", js: "text/javascript" };

const base = process.argv[2]?.replace(/\/$/, "");
if (!base) {
    console.error("Usage: node passkeys.mjs BASE_URL, for example http://localhost:8080");
    process.exit(2);
}
const screenshots = process.env.SCREENSHOTS;
const name = `passkeys-check-${randomBytes(4).toString("hex")}`;
const api = `${base}/realms/${name}/v1`;
const account = `${base}/realms/${name}/.well-known/openid-configuration`;

let failures = 0;
const example = await serveExample();
const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
try {
    await admin("POST", "", await realm());
    try {
        await check("made on the example's page, used there and on Keycloak's login page", async (page) => {
            await signInWithPassword(page, "ada");
            await page.click("#add");
            await page.waitForSelector("#passkeys li");
            await picture(page, "added");
            await page.click("#sign-out");
            await page.click("#with-passkey");
            await page.waitForSelector("#account:not([hidden])");
            await picture(page, "signed-in");
            await signInOnLoginPage(page);
        });
        await check("made on Keycloak's page, used on the example's page", async (page) => {
            page.on("dialog", (dialog) => dialog.accept("Laptop"));
            await page.goto(login());
            await page.fill("#username", "grace@acme.example");
            await page.fill("#password", PASSWORD);
            await page.click("#kc-login");
            await page.click("#registerWebAuthn");
            await page.waitForURL(`${account}*`);
            await page.goto(example.address);
            await page.click("#with-passkey");
            await page.waitForSelector("#account:not([hidden])");
            expect(await page.textContent("#name"), "grace@acme.example");
            expect(await page.textContent("#passkeys li"), "Laptop");
        });
        await check("suggested by the browser in the email field", async (page) => {
            await signInWithPassword(page, "mona");
            await page.click("#add");
            await page.waitForSelector("#passkeys li");
            await page.click("#sign-out");
            await page.goto(`${example.address}&suggest`);
            await page.waitForSelector("#account:not([hidden])");
            expect(await page.textContent("#name"), "mona@acme.example");
        });
        await check("refused after it was removed", async (page) => {
            await signInWithPassword(page, "ruth");
            await page.click("#add");
            await page.waitForSelector("#passkeys li");
            await page.click("#sign-out");
            const [user] = await admin("GET", `/${name}/users?exact=true&username=ruth@acme.example`);
            for (const credential of await admin("GET", `/${name}/users/${user.id}/credentials`)) {
                if (credential.type === "webauthn-passwordless") {
                    await admin("DELETE", `/${name}/users/${user.id}/credentials/${credential.id}`);
                }
            }
            await page.click("#with-passkey");
            await page.waitForFunction(() => document.getElementById("status").textContent !== "");
            expect(await page.isVisible("#account"), false);
        });
    } finally {
        await admin("DELETE", `/${name}`);
    }
} finally {
    await browser.close();
    example.close();
}
console.log(failures === 0 ? "All passed." : `${failures} failed.`);
process.exitCode = failures === 0 ? 0 : 1;

/** Runs in a new browser with an authenticator of its own, which confirms each question. */
async function check(title, walk) {
    const context = await browser.newContext();
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const devtools = await context.newCDPSession(page);
    await devtools.send("WebAuthn.enable");
    await devtools.send("WebAuthn.addVirtualAuthenticator", {
        options: {
            protocol: "ctap2",
            transport: "internal",
            hasResidentKey: true,
            hasUserVerification: true,
            isUserVerified: true,
            automaticPresenceSimulation: true,
        },
    });
    try {
        await walk(page);
        console.log(`ok   ${title}`);
    } catch (error) {
        failures++;
        console.log(`FAIL ${title}`);
        console.log(`       ${String(error).split("\n").slice(0, 6).join(" ")}`);
        console.log(`       ${page.url()}: ${await page.textContent("body").catch(() => "")}`.replace(/\s+/g, " "));
        await picture(page, `failed-${failures}`);
    } finally {
        await context.close();
    }
}

async function signInWithPassword(page, user) {
    await page.goto(example.address);
    await page.fill("#email", `${user}@acme.example`);
    await page.fill("#password", PASSWORD);
    await page.click("#with-password");
    await page.waitForSelector("#account:not([hidden])");
}

/** The login page may sign in by itself, as soon as the browser suggests the passkey. */
async function signInOnLoginPage(page) {
    await page.goto(login());
    await page.click("#authenticateWebAuthnButton").catch(() => {});
    await page.waitForURL(`${account}*`);
}

async function picture(page, title) {
    if (screenshots) {
        await page.screenshot({ path: `${screenshots}/passkeys-${title}.png`, fullPage: true });
    }
}

function expect(actual, expected) {
    if (actual !== expected) {
        throw new Error(`expected ${expected}, not ${actual}`);
    }
}

function login() {
    return `${base}/realms/${name}/protocol/openid-connect/auth?${new URLSearchParams({
        client_id: "pages",
        redirect_uri: account,
        response_type: "code",
        scope: "openid",
        prompt: "login",
    })}`;
}

/** The template of a tenant, with the example as an app, and with users. */
async function realm() {
    const template = JSON.parse(await readFile(new URL("../../realm-config/tenant-template.json", import.meta.url)));
    const origin = new URL(example.address).origin;
    template.clients.find(({ clientId }) => clientId === "authrealm-api").webOrigins = [origin];
    return {
        ...template,
        realm: name,
        sslRequired: "none",
        webAuthnPolicyPasswordlessRpId: "localhost",
        webAuthnPolicyPasswordlessExtraOrigins: [origin],
        webAuthnPolicyPasswordlessPasskeysEnabled: true,
        requiredActions: undefined,
        clients: [
            ...template.clients,
            { clientId: "pages", publicClient: true, redirectUris: [account], standardFlowEnabled: true },
        ],
        users: ["ada", "grace", "mona", "ruth"].map((user) => ({
            username: `${user}@acme.example`,
            email: `${user}@acme.example`,
            emailVerified: true,
            enabled: true,
            firstName: user,
            lastName: "Example",
            credentials: [{ type: "password", value: PASSWORD }],
            requiredActions: user === "grace" ? ["webauthn-register-passwordless"] : [],
        })),
    };
}

async function admin(method, path, body) {
    const response = await fetch(`${base}/admin/realms${path}`, {
        method,
        headers: { authorization: `Bearer ${await adminToken()}`, "content-type": "application/json" },
        body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) {
        throw new Error(`${method} ${path}: ${response.status} ${text}`);
    }
    return text ? JSON.parse(text) : undefined;
}

async function adminToken() {
    const response = await fetch(`${base}/realms/master/protocol/openid-connect/token`, {
        method: "POST",
        body: new URLSearchParams({
            grant_type: "password",
            client_id: "admin-cli",
            username: process.env.KEYCLOAK_ADMIN ?? "admin",
            password: process.env.KEYCLOAK_ADMIN_PASSWORD ?? "admin",
        }),
    });
    if (!response.ok) {
        throw new Error(`No token for the administrator: ${response.status}`);
    }
    return (await response.json()).access_token;
}

async function serveExample() {
    const server = createServer(async (request, response) => {
        const path = new URL(request.url, "http://localhost").pathname.slice(1) || "index.html";
        try {
            const content = await readFile(new URL(path.replaceAll("..", ""), EXAMPLE));
            response.writeHead(200, { "content-type": TYPES[path.split(".").pop()] ?? "text/plain" }).end(content);
        } catch {
            response.writeHead(404).end();
        }
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    return {
        address: `http://localhost:${server.address().port}/?api=${encodeURIComponent(api)}`,
        close: () => server.close(),
    };
}
