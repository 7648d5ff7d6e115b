// The frame: which page is shown, the navigation, and where the focus goes.

import { call, config, forget, isSignedIn, onSession } from "./api.js";
import { sentence } from "./errors.js";
import { h, status } from "./ui.js";
import * as account from "./pages/account.js";
import * as actions from "./pages/actions.js";
import * as forgotPassword from "./pages/forgot-password.js";
import * as invite from "./pages/invite.js";
import * as magic from "./pages/magic.js";
import * as secondFactor from "./pages/second-factor.js";
import * as security from "./pages/security.js";
import * as sessions from "./pages/sessions.js";
import * as signIn from "./pages/sign-in.js";
import * as signUp from "./pages/sign-up.js";
import * as verifyEmail from "./pages/verify-email.js";

/** Those with a `token` are where the links in mails lead. */
const PAGES = {
    "/sign-in": signIn,
    "/sign-up": signUp,
    "/second-factor": secondFactor,
    "/actions": actions,
    "/verify-email": verifyEmail,
    "/forgot-password": forgotPassword,
    "/magic": magic,
    "/invite/accept": invite,
    "/account": account,
    "/security": security,
    "/sessions": sessions,
};

const NAVIGATION = {
    true: { "/account": "Account", "/security": "Security", "/sessions": "Sessions" },
    false: { "/sign-in": "Sign in", "/sign-up": "Sign up" },
};

const main = document.getElementById("main");
let shown = 0;
let leave = () => {};
let wanted = null;

/**
 * Shows another page. `state` is what the page needs and no address may have, such as the challenge of a sign-in: it is
 * neither in the history nor in any storage, so a reload begins the sign-in again.
 */
function go(path, state = {}) {
    history.pushState(null, "", path);
    return show(state);
}

/** Where a sign-in ends: at the page that the user wanted, or at the account. */
function home(state) {
    const path = wanted ?? "/account";
    wanted = null;
    return go(path, state);
}

async function show(state = {}) {
    leave();
    const leaving = new AbortController();
    leave = () => leaving.abort();
    const number = ++shown;
    const { pathname, searchParams } = new URL(location.href);
    const token = searchParams.get("token");
    if (token) {
        // The token of a link is a secret: it leaves the address bar and the history.
        history.replaceState(null, "", pathname);
    }
    if (pathname === "/") {
        history.replaceState(null, "", isSignedIn() ? "/account" : "/sign-in");
        return show(state);
    }
    const page = PAGES[pathname];
    if (page?.needsSession && !isSignedIn()) {
        wanted = pathname;
        return go("/sign-in", { notice: state.notice });
    }
    const title = h("h1", { tabindex: "-1" }, page?.title ?? "There is no such page");
    let content;
    try {
        content = page
            ? await page.content({ go, home, state, token, left: leaving.signal })
            : [h("p", {}, h("a", { href: "/" }, "Go to the start"))];
    } catch (error) {
        if (!isSignedIn() && page.needsSession) {
            return number === shown && go("/sign-in", { notice: sentence(error) });
        }
        content = [h("div", { class: "problem", role: "alert" }, h("p", {}, sentence(error)))];
    }
    if (number !== shown) {
        return;
    }
    document.title = `${title.textContent} · Example app`;
    main.classList.toggle("wide", Boolean(page?.needsSession));
    main.replaceChildren(
        title,
        ...(state.notice ? [status(state.notice)] : []),
        ...content.flat(Infinity).filter(Boolean),
    );
    navigation();
    if (number > 1) {
        title.focus();
        scrollTo(0, 0);
    }
}

function navigation() {
    const links = Object.entries(NAVIGATION[isSignedIn()]).map(([path, text]) =>
        h("a", { href: path, "aria-current": location.pathname === path ? "page" : null }, text),
    );
    const signOut = h("button", { type: "button", class: "small", onclick: endSession }, "Sign out");
    document.getElementById("nav").replaceChildren(...links, ...(isSignedIn() ? [signOut] : []));
}

/** Forgets the tokens even if the server does not answer: the user wants to be signed out here. */
async function endSession() {
    await call("POST", "/auth/logout", {}).catch(() => {});
    forget();
    wanted = null;
    await go("/sign-in", { notice: "You are signed out." });
}

/** Links of the app show the next page without loading it. */
document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='/']");
    if (
        link &&
        !event.defaultPrevented &&
        event.button === 0 &&
        !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
    ) {
        event.preventDefault();
        go(link.getAttribute("href"));
    }
});
addEventListener("popstate", () => show());
addEventListener("pageshow", ({ persisted }) => persisted && show());
onSession(navigation);

document
    .getElementById("footer")
    .append(
        h("span", {}, "An example for the API of AuthRealm."),
        ...(config.mails
            ? [h("a", { href: config.mails, target: "_blank", rel: "noreferrer" }, "Mails of the demo")]
            : []),
    );
await show();
