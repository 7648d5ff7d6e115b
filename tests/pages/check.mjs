// node check.mjs BASE_URL: see README.md.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { journeys, tabThrough } from "./keyboard.mjs";
import { openMailbox } from "./mailbox.mjs";
import { giveChoice, pages } from "./pages.mjs";
import { createRealm } from "./realm.mjs";

const COLORS = [null, "#ffeb3b", "#000000"];
const WIDTHS = [1280, 320];
const MODES = ["light", "dark"];
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

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
                            problems.push(...(await look(page, `${name} ${color ?? "default"}`)));
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
        viewport: { width: WIDTHS[0], height: 900 },
        colorScheme: MODES[0],
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

async function look(page, name) {
    const problems = [];
    await page.evaluate(AXE);
    for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: width > 600 ? 900 : 640 });
        for (const mode of MODES) {
            const where = `${width} px, ${mode}`;
            await page.emulateMedia({ colorScheme: mode });
            await page.waitForFunction(
                (dark) => document.documentElement.classList.contains("pf-v5-theme-dark") === dark,
                mode === "dark",
            );
            const { violations } = await page.evaluate(
                (values) => globalThis.axe.run(document, { runOnly: { type: "tag", values } }),
                RULES,
            );
            for (const { id, help, nodes } of violations) {
                problems.push(`${where}: axe ${id}: ${help}`);
                nodes.forEach((node) => problems.push(`    ${node.target.join(" ")}: ${node.failureSummary.replaceAll("\n", " ")}`));
            }
            const wider = await page.evaluate(
                () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
            );
            if (wider > 0) {
                problems.push(`${where}: the page is ${wider} px wider than the window`);
            }
            if (screenshots) {
                const file = `${name} ${width} ${mode}.png`.replace(/[^\w.]+/g, "-");
                await page.screenshot({ path: `${screenshots}/${file}`, fullPage: true });
            }
        }
    }
    return problems;
}
