import { PASSWORD } from "./realm.mjs";

/**
 * Presses Tab until the focus has been everywhere. Reports what it did not reach, what it reached outside the reading
 * order, and where it was invisible.
 *
 * @param card selects what the focus has to stand out against
 */
export async function tabThrough(page, card = ".pf-v5-c-login__container") {
    const expected = await page.evaluate(() => {
        const controls = [...document.querySelectorAll("a[href], button, input, select, textarea, [onclick]")].filter(
            (element) =>
                !element.disabled &&
                element.type !== "hidden" &&
                element.checkVisibility({ visibilityProperty: true }),
        );
        controls.forEach((element, index) => (element.dataset.check = String(index)));
        // Tab continues from the last focus, even after the element is gone.
        document.body.tabIndex = -1;
        document.body.focus();
        document.body.removeAttribute("tabindex");
        return controls.map((element) => element.id || element.outerHTML.slice(0, 80));
    });
    const problems = [];
    const order = [];
    for (let i = 0; i < expected.length + 2; i++) {
        await page.keyboard.press("Tab");
        const focus = await page.evaluate(seenFocus, card);
        if (focus && !order.includes(focus.index)) {
            order.push(focus.index);
            if (focus.width < 2 || focus.contrast < 3) {
                problems.push(`keyboard: focus is not visible on ${expected[focus.index]}: ${JSON.stringify(focus)}`);
            }
        }
    }
    expected
        .filter((_, index) => !order.includes(index))
        .forEach((element) => problems.push(`keyboard: Tab does not reach ${element}`));
    if (order.some((index, at) => at > 0 && index < order[at - 1])) {
        problems.push(`keyboard: Tab goes ${order.map((index) => expected[index]).join(", ")}`);
    }
    return problems;
}

/** The complete walks of a user without a mouse, by name; each reports what went wrong. */
export function journeys(realm) {
    const focused = (page) => page.evaluate(() => document.activeElement?.id ?? "");

    async function tabTo(page, selector) {
        for (let i = 0; i < 40; i++) {
            if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) {
                return;
            }
            await page.keyboard.press("Tab");
        }
        throw new Error(`keyboard: Tab does not reach ${selector}`);
    }

    async function press(page, key) {
        await Promise.all([page.waitForEvent("load"), page.keyboard.press(key)]);
    }

    async function signIn(page, name, parameters) {
        await page.goto(realm.login(parameters));
        await tabTo(page, "#username");
        await page.keyboard.type(name);
        await tabTo(page, "#password");
        await page.keyboard.type(PASSWORD);
        await press(page, "Enter");
    }

    function unless(condition, problem) {
        return condition ? [] : [`keyboard: ${problem}`];
    }

    return {
        "keyboard: sign in": async (page) => {
            await page.goto(realm.login());
            const problems = unless((await focused(page)) === "username", "the page does not begin in its first field");
            await signIn(page, "ada");
            return [...problems, ...unless(page.url().startsWith(realm.app), `Enter leads to ${page.url()}`)];
        },
        "keyboard: show the password": async (page) => {
            await page.goto(realm.login());
            await tabTo(page, "#password");
            await page.keyboard.type("secret");
            const type = () => page.getAttribute("#password", "type");
            const name = () => page.getAttribute("#password-show-password", "aria-label");
            const before = await name();
            await tabTo(page, "#password-show-password");
            await page.keyboard.press("Space");
            const problems = [
                ...unless((await type()) === "text", "Space does not show the password"),
                ...unless((await name()) !== before, "the button has the same name after it was pressed"),
            ];
            await page.keyboard.press("Enter");
            return [...problems, ...unless((await type()) === "password", "Enter does not hide the password")];
        },
        "keyboard: choose a language": async (page) => {
            await page.goto(realm.login());
            await tabTo(page, "#login-select-toggle");
            await page.keyboard.press("Space");
            await page.waitForTimeout(500);
            await page.keyboard.press("ArrowDown");
            await press(page, "Enter");
            return unless((await page.getAttribute("html", "lang")) === "de", "the page is not in German");
        },
        "keyboard: register": async (page) => {
            await page.goto(realm.login());
            await tabTo(page, "#kc-registration a");
            await press(page, "Enter");
            await tabTo(page, "#email");
            await page.keyboard.type("nobody");
            await press(page, "Enter");
            return unless(await page.isVisible("#input-error-email"), "Enter does not submit the form");
        },
        "keyboard: choose a device": async (page) => {
            await signIn(page, "olga");
            const chosen = () => page.inputValue("#selectedCredentialId");
            const before = await chosen();
            const other = page.locator("[id^=kc-otp-credential-][aria-pressed=false]");
            await tabTo(page, `#${await other.getAttribute("id")}`);
            await page.keyboard.press("Space");
            const pressed = await page.evaluate(() => document.activeElement?.getAttribute("aria-pressed"));
            return [
                ...unless((await chosen()) !== before, "Space does not choose the device"),
                ...unless(pressed === "true", "the chosen device does not say so"),
            ];
        },
        "keyboard: choose a second factor": async (page) => {
            await signIn(page, "simon");
            await tabTo(page, "#try-another-way");
            await press(page, "Enter");
            await tabTo(page, ".select-auth-container > :last-child [role=button]");
            await press(page, "Enter");
            return unless(await page.isVisible("#recoveryCodeInput"), "Enter does not choose");
        },
        "keyboard: type a code of a mail": async (page) => {
            await signIn(page, "carla");
            const problems = unless((await focused(page)) === "code", "the page does not begin in its first field");
            await page.keyboard.type("000000");
            await press(page, "Enter");
            return [
                ...problems,
                ...unless(await page.isVisible("#code[aria-invalid=true]"), "Enter does not submit the code"),
            ];
        },
        "keyboard: go back from a change of factors": async (page) => {
            await signIn(page, "paula", { kc_action: "CONFIGURE_TOTP" });
            await tabTo(page, "#authrealm-factor-again");
            await tabTo(page, "#authrealm-factor-back");
            await press(page, "Enter");
            return unless(page.url().includes("kc_action_status=cancelled"), "Enter does not lead back");
        },
        "keyboard: choose what to set up": async (page) => {
            await signIn(page, "dora");
            await tabTo(page, "#authrealm-factor-form button[value=otp]");
            await press(page, "Enter");
            return unless(await page.isVisible("#kc-totp-secret-qr-code"), "Enter does not choose");
        },
        "keyboard: log out": async (page) => {
            await signIn(page, "ada");
            await page.goto(realm.logout);
            await tabTo(page, "#kc-logout");
            await press(page, "Enter");
            return unless(await page.isVisible("#kc-info-message"), "Enter does not log out");
        },
    };
}

/** Runs in the page: the control that has the focus, its outline, and the colour of the card. */
function seenFocus(card) {
    const element = document.activeElement;
    if (element?.dataset.check === undefined) {
        return null;
    }

    function channels(color) {
        return color.match(/[\d.]+/g).slice(0, 3).map(Number);
    }

    function luminance(color) {
        const [red, green, blue] = channels(color).map((channel) => {
            const value = channel / 255;
            return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    }

    const style = getComputedStyle(element);
    const behind = getComputedStyle(document.querySelector(card)).backgroundColor;
    const [one, other] = [luminance(style.outlineColor) + 0.05, luminance(behind) + 0.05];
    return {
        index: Number(element.dataset.check),
        width: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
        contrast: Math.max(one, other) / Math.min(one, other),
    };
}
