// node app.mjs APP_URL: see README.md.
import { createHmac, randomBytes } from "node:crypto";
import { chromium } from "playwright-core";
import { tabThrough } from "./keyboard.mjs";
import { look } from "./look.mjs";

const PASSWORD = "correct-horse-battery";
const OTHER_PASSWORD = "a-loud-waterfall-8";
const ADMIN = "ada@acme.example";

const app = process.argv[2]?.replace(/\/$/, "");
if (!app) {
    console.error("Usage: node app.mjs APP_URL, for example http://localhost:3000");
    process.exit(2);
}
const only = process.env.PAGES ? new RegExp(process.env.PAGES) : /^/;
const screenshots = process.env.SCREENSHOTS;
const { api, mails } = await (await fetch(`${app}/config.json`)).json();

const used = new Set();
let failures = 0;
const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
try {
    await check("sign up, verify the address by code, profile, sign out", async (page, seen) => {
        const address = newAddress();
        await page.goto(app);
        await seen("sign-in");
        await follow(page, "Sign up");
        await title(page, "Sign up");
        await seen("sign-up");
        await press(page, "Sign up");
        expect(await page.getAttribute("[name=display_name]", "aria-invalid"), "true");
        await page.fill("[name=display_name]", "Maria");
        await page.fill("[name=email]", "no address");
        await page.fill("[name=password]", "short");
        await press(page, "Sign up");
        await page.waitForSelector("text=This is not an email address.");
        await seen("sign-up-refused");
        await page.fill("[name=email]", address);
        await page.fill("[name=password]", PASSWORD);
        await press(page, "Sign up");
        await title(page, "Verify your address");
        await seen("verify-email");
        await page.fill("[name=code]", "000000");
        await press(page, "Verify");
        await alert(page, "This code is wrong.");
        await page.fill("[name=code]", await mailedCode(address));
        await page.keyboard.press("Enter");
        await status(page, "The address is verified.");
        await title(page, "Your account");
        await seen("account");
        await page.fill("[name=display_name]", "Maria Lopez");
        await page.selectOption("[name=locale]", "de");
        await press(page, "Save");
        await status(page, "Your profile is saved.");
        await page.reload();
        await title(page, "Your account");
        expect(await page.inputValue("[name=display_name]"), "Maria Lopez");
        expect(await page.inputValue("[name=locale]"), "de");
        await signOut(page);
    });

    await check("wrong password, sessions, end of a session", async (page, seen) => {
        const address = await newUser();
        await page.goto(`${app}/sessions`);
        await title(page, "Sign in");
        await page.fill("[name=email]", address);
        await page.fill("[name=password]", "not-the-password");
        await page.click("main form button.primary");
        await alert(page, "The email or the password is wrong.");
        await seen("sign-in-refused");
        await page.fill("[name=password]", PASSWORD);
        await page.click("main form button.primary");
        // The page that was wanted, and not the account.
        await title(page, "Your sessions");
        await page.waitForSelector("text=this one");
        await seen("sessions");
        const before = await page.locator("ul.rows > li").count();
        await page.click("[aria-label^='End the session'] >> nth=0");
        await status(page, "The session has ended.");
        expect(await page.locator("ul.rows > li").count(), before - 1);
        // Ended elsewhere: the next request shows it, after one try to refresh.
        const other = await post("/auth/login", { email: address, password: PASSWORD });
        const { items } = await get("/auth/sessions", other.access_token);
        for (const { id } of items.filter((session) => session.id !== other.session_id)) {
            await send("DELETE", `/auth/sessions/${id}`, undefined, other.access_token);
        }
        await follow(page, "Account");
        await title(page, "Sign in");
        await status(page, "Your session has ended. Sign in again.");
    });

    await check("set up an app, and sign in with its code and a recovery code", async (page, seen) => {
        const address = await newUser();
        await signIn(page, address);
        await follow(page, "Security");
        await title(page, "Security");
        await seen("security");
        await press(page, "Set up an authenticator app");
        const secret = (await page.textContent(".secret")).replaceAll(" ", "");
        await seen("set-up-app");
        await page.fill("[name=code]", totp(secret));
        await press(page, "Set up the app");
        await page.waitForSelector("text=Your recovery codes");
        const codes = await page.locator(".codes li").allTextContents();
        expect(codes.length, 10);
        await seen("recovery-codes");
        await press(page, "I have written them down");
        await status(page, "The app is set up.");
        await signOut(page);

        await signIn(page, address, "Second factor");
        await seen("second-factor");
        await page.fill("[name=code]", "000000");
        await page.keyboard.press("Enter");
        await alert(page, "This code is wrong.");
        await page.fill("[name=code]", totp(secret, 1));
        await page.keyboard.press("Enter");
        await title(page, "Your account");
        await signOut(page);

        await signIn(page, address, "Second factor");
        await press(page, "Recovery code");
        await page.fill("[name=code]", codes[3]);
        await page.keyboard.press("Enter");
        await title(page, "Your account");
    });

    await check("sign in with a mailed code", async (page, seen) => {
        const address = await newUser();
        const { access_token: token } = await post("/auth/login", { email: address, password: PASSWORD });
        const { factor_id: id } = await post("/mfa/otp/factors", { channel: "email", destination: address }, token);
        await post(`/mfa/otp/factors/${id}/confirm`, { code: await mailedCode(address) }, token);
        await signIn(page, address, "Second factor");
        await press(page, "Send a code");
        await page.waitForSelector("text=The code is on its way");
        await seen("second-factor-mail");
        await page.fill("[name=code]", await mailedCode(address));
        await page.keyboard.press("Enter");
        await title(page, "Your account");
    });

    await check("a change of factors asks for a proof first", async (page, seen) => {
        const address = await newUser();
        const pair = await post("/auth/login", { email: address, password: PASSWORD });
        await page.goto(app);
        await page.evaluate((kept) => sessionStorage.setItem("refresh_token", kept), pair.refresh_token);
        await page.goto(`${app}/security`);
        await title(page, "Security");
        // Another session adds a factor meanwhile.
        const { access_token: token } = await post("/auth/login", { email: address, password: PASSWORD });
        const { factor_id: id } = await post("/mfa/otp/factors", { channel: "email", destination: address }, token);
        await post(`/mfa/otp/factors/${id}/confirm`, { code: await mailedCode(address) }, token);
        await press(page, "Set up an authenticator app");
        await page.waitForSelector("dialog[open]");
        await seen("step-up");
        await page.click("dialog >> text=Send a code to");
        await page.fill("dialog [name=code]", await mailedCode(address));
        await page.keyboard.press("Enter");
        await page.waitForSelector(".secret");
        expect(await page.locator("dialog").count(), 0);
    });

    await check("a second factor on the way in", async (page, seen) => {
        const address = await newUser();
        const admin = await post("/auth/login", { email: ADMIN, password: PASSWORD });
        const { items } = await get(`/users?email=${encodeURIComponent(address)}`, admin.access_token);
        await send("PUT", `/users/${items[0].id}/mfa-required`, { required: true }, admin.access_token);
        await signIn(page, address, "One more thing");
        await seen("choose-factor");
        await press(page, "Set up an authenticator app");
        const secret = (await page.textContent(".secret")).replaceAll(" ", "");
        await seen("set-up-on-the-way-in");
        await page.fill("[name=code]", totp(secret));
        await press(page, "Set up the app");
        await press(page, "I have written them down");
        await title(page, "Your account");
    });

    await check("add a passkey, and sign in with it", async (page, seen) => {
        const address = await newUser();
        const userPresent = await addAuthenticator(page);
        await signIn(page, address);
        await follow(page, "Security");
        await press(page, "Add a passkey");
        await page.fill("[name=name]", "Laptop");
        await press(page, "Make the passkey");
        await status(page, "The passkey is added.");
        await page.waitForSelector("text=Laptop");
        await seen("passkey-added");
        // Else the authenticator would answer the suggestion in the email field at once.
        await userPresent(false);
        await signOut(page);
        await press(page, "Sign in with a passkey");
        await userPresent(true);
        await title(page, "Your account");
        await page.waitForSelector(`text=${address}`);
    });

    await check("forgotten password", async (page, seen) => {
        const address = await newUser();
        await page.goto(`${app}/sign-in`);
        await follow(page, "Forgot your password?");
        await title(page, "Set a new password");
        await seen("forgot-password");
        await page.fill("[name=email]", address);
        await press(page, "Send the mail");
        await status(page, `If ${address} has an account`);
        const link = await mailedLink(address);
        expect(link.startsWith(`${app}/forgot-password?token=`), true);
        await page.goto(link);
        await title(page, "Set a new password");
        expect(page.url(), `${app}/forgot-password`);
        await seen("reset-password");
        await page.fill("[name=new_password]", OTHER_PASSWORD);
        await press(page, "Set the password");
        await status(page, "The password is set");
        await page.fill("[name=email]", address);
        await page.fill("[name=password]", OTHER_PASSWORD);
        await page.click("main form button.primary");
        await title(page, "Your account");
        await page.goto(link);
        await page.fill("[name=new_password]", PASSWORD);
        await press(page, "Set the password");
        await alert(page, "This link was used already. Ask for a new one.");
    });

    await check("magic link", async (page, seen) => {
        const address = await newUser();
        await page.goto(`${app}/sign-in`);
        await page.fill("[name=email]", address);
        await press(page, "Get a link by mail");
        await title(page, "Sign in by mail");
        expect(await page.inputValue("[name=email]"), address);
        await seen("magic-link");
        await press(page, "Send the mail");
        await status(page, `If ${address} has an account`);
        const link = await mailedLink(address);
        expect(link.startsWith(`${app}/magic?token=`), true);
        await page.goto(link);
        await title(page, "Sign in by mail");
        await seen("magic-link-landed");
        await page.click("main form button.primary");
        await title(page, "Your account");
        await page.waitForSelector(".badge:text-is('verified')");
    });

    await check("invitation", async (page, seen) => {
        const address = newAddress();
        const admin = await post("/auth/login", { email: ADMIN, password: PASSWORD });
        await post("/invites", { email: address }, admin.access_token);
        const link = await mailedLink(address);
        expect(link.startsWith(`${app}/invite/accept?token=`), true);
        await page.goto(link);
        await title(page, "Accept the invitation");
        await seen("invitation");
        await page.fill("[name=display_name]", "Lena");
        await page.fill("[name=password]", PASSWORD);
        await press(page, "Make the account");
        await title(page, "Your account");
        await page.waitForSelector(`text=${address}`);
    });

    await check("address of a user whom an admin has made", async (page, seen) => {
        const address = newAddress();
        const admin = await post("/auth/login", { email: ADMIN, password: PASSWORD });
        await send(
            "POST",
            new URL("./jitsudo/v1/users", api).href,
            { email: address, name: "Lena", password: PASSWORD, roles: ["user"], auth_provider: "local" },
            admin.access_token,
            { "X-Tenant-ID": admin.tenant_id },
        );
        const link = await mailedLink(address);
        expect(link.startsWith(`${app}/verify-email?token=`), true);
        await page.goto(link);
        await title(page, "Verify your address");
        await seen("verify-by-link");
        await press(page, "Verify the address");
        await status(page, "The address is verified.");
        expect(await page.inputValue("[name=email]"), address);
    });

    await check("unknown page, and the time to wait", async (page, seen) => {
        await page.goto(`${app}/of-no-module`);
        await title(page, "There is no such page");
        await seen("not-found");
        const address = newAddress();
        for (let i = 0; i < 6; i++) {
            await send("POST", "/auth/login", { email: address, password: "wrong" }).catch(() => {});
        }
        await follow(page, "Sign in");
        await page.fill("[name=email]", address);
        await page.fill("[name=password]", "wrong");
        await page.click("main form button.primary");
        await alert(page, "Too many attempts. Try again in 15 minutes.");
    });
} finally {
    await browser.close();
}
console.log(failures === 0 ? "All passed." : `${failures} failed.`);
process.exitCode = failures === 0 ? 0 : 1;

/** Runs in a new browser. Fails also if the page breaks its policy or writes an error, or if a look finds something. */
async function check(name, walk) {
    if (!only.test(name)) {
        return;
    }
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const problems = [];
    page.on("pageerror", (error) => problems.push(`error on the page: ${error}`));
    page.on("console", (message) => {
        // The browser itself writes about each answer with a status of 400 and more.
        if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
            problems.push(`console: ${message.text()}`);
        }
    });
    const seen = async (picture) => {
        const found = [...(await look(page, `app ${picture}`, screenshots)), ...(await keyboard(page))];
        problems.push(...found.map((problem) => `${picture}: ${problem}`));
        await page.setViewportSize({ width: 1280, height: 900 });
    };
    try {
        await walk(page, seen);
    } catch (error) {
        problems.push(String(error).split("\n").slice(0, 6).join(" "));
        problems.push(`${page.url()}: ${await page.textContent("main").catch(() => "")}`.replace(/\s+/g, " "));
        if (screenshots) {
            await page.screenshot({ path: `${screenshots}/app-failed-${failures}.png`, fullPage: true });
        }
    } finally {
        await context.close();
    }
    console.log(`${problems.length === 0 ? "ok  " : "FAIL"} ${name}`);
    problems.forEach((problem) => console.log(`       ${problem}`));
    failures += problems.length === 0 ? 0 : 1;
}

/** What a dialog covers cannot be reached, and should not. */
async function keyboard(page) {
    return (await page.locator("dialog[open]").count()) > 0 ? [] : tabThrough(page, "body");
}

function press(page, name) {
    return page.getByRole("button", { name, exact: true }).click();
}

function follow(page, name) {
    return page.getByRole("link", { name, exact: true }).first().click();
}

async function title(page, text) {
    await page.waitForFunction((wanted) => document.querySelector("h1")?.textContent === wanted, text);
}

async function status(page, text) {
    await page.waitForFunction(
        (wanted) => document.querySelector("main [role=status]")?.textContent.startsWith(wanted),
        text,
    );
}

/** The message has the focus, so that it is read out and seen. */
async function alert(page, text) {
    await page.waitForFunction((wanted) => {
        const focused = document.activeElement;
        return focused?.getAttribute("role") === "alert" && focused.textContent === wanted;
    }, text);
}

async function signIn(page, address, then = "Your account") {
    await page.goto(`${app}/sign-in`);
    await page.fill("[name=email]", address);
    await page.fill("[name=password]", PASSWORD);
    await page.click("main form button.primary");
    await title(page, then);
}

async function signOut(page) {
    await press(page, "Sign out");
    await status(page, "You are signed out.");
}

async function addAuthenticator(page) {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("WebAuthn.enable");
    const { authenticatorId } = await devtools.send("WebAuthn.addVirtualAuthenticator", {
        options: {
            protocol: "ctap2",
            transport: "internal",
            hasResidentKey: true,
            hasUserVerification: true,
            isUserVerified: true,
            automaticPresenceSimulation: true,
        },
    });
    return (enabled) => devtools.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId, enabled });
}

function newAddress() {
    return `check-${randomBytes(4).toString("hex")}@acme.example`;
}

async function newUser() {
    const email = newAddress();
    await post("/auth/signup", { email, password: PASSWORD, display_name: "Check" });
    return email;
}

function totp(secret, steps = 0) {
    const bits = [...secret]
        .map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"))
        .join("");
    const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
    const mac = createHmac("sha1", key).update(counter).digest();
    const number = mac.readUInt32BE(mac[mac.length - 1] & 15) & 0x7fffffff;
    return String(number % 1_000_000).padStart(6, "0");
}

/** The text of the next mail to the address that has not been read. */
async function mail(address) {
    for (let i = 0; i < 60; i++) {
        const { messages } = await (await fetch(`${mails}/messages.json`)).json();
        const found = messages.findLast(({ id, to }) => to === address && !used.has(id));
        if (found) {
            used.add(found.id);
            return (await fetch(`${mails}/messages/${found.id}/text`)).text();
        }
        await new Promise((resolve) => setTimeout(resolve, 250));
    }
    throw new Error(`No mail to ${address}`);
}

async function mailedCode(address) {
    for (;;) {
        const code = /(?<![\w#-])\d{6}(?![\w-])/.exec(await mail(address));
        if (code) {
            return code[0];
        }
    }
}

async function mailedLink(address) {
    for (;;) {
        const link = /https?:\/\/[^\s"<>]+\?token=[\w.-]+/.exec(await mail(address));
        if (link) {
            return link[0];
        }
    }
}

function post(path, body, token) {
    return send("POST", path, body, token);
}

function get(path, token) {
    return send("GET", path, undefined, token);
}

async function send(method, path, body, token, headers = {}) {
    const response = await fetch(path.startsWith("/") ? api + path : path, {
        method,
        headers: {
            ...(body ? { "Content-Type": "application/json" } : {}),
            ...(token ? { Authorization: `Bearer ${token}` } : {}),
            ...headers,
        },
        body: body && JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) {
        throw new Error(`${method} ${path}: ${response.status} ${text}`);
    }
    return text ? JSON.parse(text) : {};
}

function expect(actual, expected) {
    if (actual !== expected) {
        throw new Error(`expected ${expected}, not ${actual}`);
    }
}
