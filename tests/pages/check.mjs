// node check.mjs BASE_URL: see README.md.
import { chromium } from "playwright-core";
import { journeys, tabThrough } from "./keyboard.mjs";
import { look } from "./look.mjs";
import { openMailbox } from "./mailbox.mjs";
import { giveChoice, pages } from "./pages.mjs";
import { createRealm } from "./realm.mjs";

const COLORS = [null, "#ffeb3b", "#000000"];

const base = process.argv[2]?.replace(/\/$/, "");
if (!base) {
    console.error("Usage: node check.mjs BASE_URL, for example http://localhost:8080");
    process.exit(2);
}

const admin = {
    username: process.env.KEYCLOAK_ADMIN ?? "admin",
    password: process.env.KEYCLOAK_ADMIN_PASSWORD ?? "admin",
};
const only = process.env.PAGES ? new RegExp(process.env.PAGES) : /^/;
const screenshots = process.env.SCREENSHOTS;

let failures = 0;
const mailbox = await openMailbox();
const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ],
});
try {
    const realm = await createRealm(base, admin, mailbox.port);
    try {
        await inNewBrowser((page) => giveChoice(page, realm));
        for (const color of COLORS) {
            if (color) {
                await realm.setText("authrealmBrandColor", color);
            }
            for (const [name, reach] of Object.entries(pages(realm, mailbox))) {
                if (only.test(name)) {
                    await report(`${name} (${color ?? "no colour"})`, (page, problems) =>
                        shown(page, reach, async () => {
                            problems.push(...(await tabThrough(page)));
                            problems.push(
                                ...(await look(page, `${name} ${color ?? "default"}`, screenshots, (mode) =>
                                    inMode(page, mode),
                                )),
                            );
                        }),
                    );
                }
            }
        }
        for (const [name, journey] of Object.entries(journeys(realm))) {
            if (only.test(name)) {
                await report(name, async (page, problems) => problems.push(...(await journey(page))));
            }
        }
    } finally {
        await realm.remove();
    }
} finally {
    await browser.close();
    mailbox.close();
}
console.log(failures === 0 ? "No violations." : `${failures} pages with violations.`);
process.exitCode = failures === 0 ? 0 : 1;

async function report(name, check) {
    const problems = [];
    try {
        await inNewBrowser((page) => check(page, problems));
    } catch (error) {
        problems.push(String(error).split("\n").slice(0, 4).join(" "));
    }
    console.log(`${problems.length === 0 ? "ok  " : "FAIL"} ${name}`);
    problems.forEach((problem) => console.log(`       ${problem}`));
    failures += problems.length === 0 ? 0 : 1;
}

async function inNewBrowser(then) {
    const context = await browser.newContext({
        viewport: { width: 1280, height: 900 },
        colorScheme: "light",
        reducedMotion: "reduce",
    });
    try {
        const page = await context.newPage();
        page.setDefaultTimeout(15_000);
        await then(page);
    } finally {
        await context.close();
    }
}

/** A page that changes the realm calls the rest itself. */
async function shown(page, reach, then) {
    if (reach.length === 2) {
        await reach(page, then);
    } else {
        await reach(page);
        await then();
    }
}

/** PatternFly's pages follow the mode by a script. */
function inMode(page, mode) {
    return page.waitForFunction(
        (dark) => document.documentElement.classList.contains("pf-v5-theme-dark") === dark,
        mode === "dark",
    );
}
