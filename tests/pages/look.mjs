import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const WIDTHS = [1280, 320];
const MODES = ["light", "dark"];
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * Looks at a page, wide and narrow, light and dark. Reports violations of axe and what is wider than the window.
 *
 * @param name of the pictures, which are made if there is a folder for them
 * @param shown waits until the page is in the mode that it is told
 */
export async function look(page, name, screenshots, shown = async () => {}) {
    const problems = [];
    await page.evaluate(AXE);
    for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: width > 600 ? 900 : 640 });
        for (const mode of MODES) {
            const where = `${width} px, ${mode}`;
            await page.emulateMedia({ colorScheme: mode });
            await shown(mode);
            const { violations } = await page.evaluate(
                (values) => globalThis.axe.run(document, { runOnly: { type: "tag", values } }),
                RULES,
            );
            for (const { id, help, nodes } of violations) {
                problems.push(`${where}: axe ${id}: ${help}`);
                nodes.forEach((node) =>
                    problems.push(`    ${node.target.join(" ")}: ${node.failureSummary.replaceAll("\n", " ")}`),
                );
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
